"""The source of an answer cell before anybody has touched it, by kind of answer."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence

__all__ = [
    "WORDS",
    "choice",
    "choices",
    "derivation",
    "design",
    "expression",
    "figure",
    "function",
    "matching",
    "number",
    "ordering",
    "series",
    "table",
    "two_tier",
]

_WIDTH = 72
WORDS = "*Write your answer here.*"
_SIGNED = re.compile(r"[a-zµμ]?[VA]\b")
"""Units of potentials and currents, whose sign matters."""


def number(name: str, unit: str) -> str:
    """A number with its unit; the sample shows the form and is the same for everybody."""
    if not unit:
        return f"{name} = None  # for example 1.23"
    sign = "-" if _SIGNED.match(unit) else ""
    return f'{name} = None  # for example "{sign}12.3 {unit}"'


def table(name: str, cells: Mapping[str, Sequence[str]]) -> str:
    """A dict of rows, each a dict of columns."""
    rows = "".join(
        f"    {_quoted(row)}: {{{', '.join(f'{_quoted(c)}: None' for c in columns)}}},\n"
        for row, columns in cells.items()
    )
    return f"{name} = {{\n{rows}}}"


def series(name: str, time: tuple[str, str], value: tuple[str, str], runs: int = 1) -> str:
    """A trace: an array of times and an array of values, each given as (name, unit).

    Of several `runs`, each has half the time step of the one before.
    """
    if runs > 1:
        blank = f"{{{_quoted(time[0])}: None, {_quoted(value[0])}: None}}"
        steps = (f"h/{2**n}" if n else "h" for n in range(runs))
        lines = "".join(f"    {blank},  # with the time step {step}\n" for step in steps)
        units = (
            f"# For each run, an array of times{_in(time[1])}, and one of values{_in(value[1])}.\n"
        )
        return f"{units}{name} = [\n{lines}]"
    return (
        f"{name} = {{\n"
        f"    {_quoted(time[0])}: None,  # array of times{_in(time[1])}\n"
        f"    {_quoted(value[0])}: None,  # array of the same length{_in(value[1])}\n"
        "}"
    )


def design(name: str, variables: Sequence[tuple[str, str]]) -> str:
    """A value for each free variable, given as (name, unit)."""
    rows = "".join(
        f"    {_quoted(variable)}: None,{f'  # {unit}' if unit else ''}\n"
        for variable, unit in variables
    )
    return f"{name} = {{\n{rows}}}"


def choice(name: str, letters: Sequence[str]) -> str:
    """One letter."""
    return f'{name} = ""  # {", ".join(letters[:-1])} or {letters[-1]}'


def choices(name: str, letters: Sequence[str]) -> str:
    """Every letter that applies."""
    return f'{name} = ""  # every letter that applies, written like "{letters[0]}, {letters[-1]}"'


def ordering(name: str, letters: Sequence[str]) -> str:
    """All letters in order."""
    return f'{name} = ""  # all of {", ".join(letters)} in the right order, with commas'


def matching(name: str, stems: Sequence[str]) -> str:
    """A letter for each numbered stem."""
    blanks = ", ".join(stem + ': ""' for stem in stems)
    return f"{name} = {{{blanks}}}  # a letter for each number"


def two_tier(name: str) -> str:
    """A letter for the answer, a number for the reason."""
    return f'{name} = ""  # the letter of your answer and the number of your reason, like "B2"'


def expression(name: str, solved_for: str | None) -> str:
    """A formula, or an equation for one symbol."""
    sample = f"{solved_for} = ..." if solved_for else "a*ln(b) + c/2"
    return f'{name} = ""  # a formula in quotes, like "{sample}"'


def derivation(name: str) -> str:
    """One equation per line."""
    return f'# One equation per line; each follows from the lines above it.\n{name} = """\n\n"""'


def function(name: str, signature: str, doc: str) -> str:
    """A function without its body."""
    safe = doc.strip().replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    lines = (textwrap.wrap(line, _WIDTH) or [""] for line in safe.splitlines())
    first, *rest = [line for wrapped in lines for line in wrapped] or [""]
    body = "".join(f"    {line}".rstrip() + "\n" for line in rest)
    text = f'{first}\n{body}    """' if rest else f'{first}"""'
    return (
        f'def {name}{signature}:\n    """{text}\n'
        '    raise NotImplementedError("replace this line by your code")'
    )


def figure(name: str, x_unit: str, y_unit: str) -> str:
    """A matplotlib figure."""
    return (
        "import matplotlib.pyplot as plt\n\n"
        "fig, ax = plt.subplots()\n"
        f"# Plot into ax. Label both axes with their units{_pair(x_unit, y_unit)}.\n\n"
        f"{name} = fig"
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _in(unit: str) -> str:
    return f", in {unit}" if unit else ""


def _pair(x_unit: str, y_unit: str) -> str:
    return f" ({x_unit} and {y_unit})" if x_unit and y_unit else ""
