"""The words and the fixed code that every notebook carries."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from millivolt.notebooks.sheet import Sheet
from millivolt.notebooks.slot import Slot

__all__ = ["NO_CHECK", "OWN_CELLS", "SETUP_SOURCE", "check_source", "how_to", "points_in_words"]

SETUP_SOURCE = """\
# Run this cell first: check(...) will tell you whether an answer can be read.
try:
    from millivolt.practice import check
except ImportError:

    def check(slot, *_, **__):
        print(slot + ": not checked, because millivolt is not installed here.")
        print("Nothing is lost: your answer is graded after you hand it in.")"""

NO_CHECK = "def check(*_, **__):\n    pass"
"""Stands in for the set-up cell while a submission is run."""

OWN_CELLS = "*Work in cells of your own below this one: text, code, figures. A person reads them.*"

_WIDTH = 80
"""Columns of code that JupyterLab shows on a small screen without scrolling."""

_HOW_TO = """\
**How to work in this notebook**

- Your numbers are your own; other students may have others.
- Write each answer into its cell, to the right of `=`, and keep the name on the left.
- A quantity is a number with its unit, in quotes: `"-12.3 mV"`. You may also compute it and \
write the name of your result, as in `q1_E = E`; a number without a unit is read in the unit \
that the question names.
- Add cells for your own work wherever you like.
{checks}
- Before you hand in: restart the kernel, run all cells, save."""

_FORM_ONLY = "- The `check(...)` cells say whether an answer can be read, not whether it is right."
_SOME_VERDICTS = (
    "- The `check(...)` cells say whether an answer can be read. Those that hold a `commitment` "
    "also say whether a number is right, after a few seconds."
)


def how_to(public: Sheet) -> str:
    """The first cell: what this is and how to work in it."""
    total = sum((question.points for question in public.questions), Fraction(0))
    count = len(public.questions)
    extent = f"{count} question{'' if count == 1 else 's'}, {points_in_words(total)} in all."
    checks = _SOME_VERDICTS if any("commitment" in s.facts for s in public.slots) else _FORM_ONLY
    return f"# {public.title or public.assignment}\n\n{extent}\n\n{_HOW_TO.format(checks=checks)}"


def check_source(slot: Slot) -> str:
    """The self-check of ``slot``: it hands over the form that is asked for, never a key."""
    facts = {"kind": slot.kind, **slot.facts}
    arguments = [f"{name}={_literal(value)}" for name, value in facts.items()]
    line = f'check("{slot.name}", globals(), {", ".join(arguments)})'
    if len(line) <= _WIDTH:
        return line
    rows = [f'"{slot.name}"', "globals()", *arguments]
    return "check(\n" + "".join(f"    {row},\n" for row in rows) + ")"


def points_in_words(points: Fraction) -> str:
    """``1 point``, ``2.5 points``; two decimals at most."""
    number = f"{float(points):.2f}".rstrip("0").rstrip(".")
    return f"{number} point" if points == 1 else f"{number} points"


def _literal(value: Any) -> str:
    """``value`` as Python source with double quotes."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        pairs = (f"{_literal(key)}: {_literal(entry)}" for key, entry in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(_literal(entry) for entry in value) + "]"
    return repr(value)
