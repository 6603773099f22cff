"""Looking at the form of an answer, by the very readers that grading uses.

A part is made up from the public facts in the check cell, with a key that means nothing; the
checker reads the answer against it, and only what it says about reading is kept.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from millivolt.checks import check
from millivolt.checks.amount import read_amount
from millivolt.checks.commitment import Commitment
from millivolt.isolation import Opaque
from millivolt.isolation.wire.decode import Decoder
from millivolt.isolation.wire.encode import Encoder
from millivolt.items import (
    MISSING,
    Cell,
    Choice,
    Curve,
    Design,
    Figure,
    Matching,
    MultipleChoice,
    Numeric,
    Observation,
    Option,
    Ordering,
    Part,
    Response,
    Series,
    State,
    Table,
    Tolerance,
    TwoTier,
    Variable,
)
from millivolt.quantities import unit

__all__ = ["Look", "look", "on_wire", "takes_arguments"]

ANY = Tolerance(1.0)
NOT_CHECKED = "Whether it is right is not checked here."
NOT_RIGHT = "A right method on an earlier slip still earns its points when it is graded."
UNOPENED = "Its commitment cannot be opened on this machine."

READING = frozenset(
    {
        "understood",
        "wrong_type",
        "wrong_shape",
        "not_finite",
        "unit_missing",
        "unreadable_quantity",
        "wrong_dimension",
        "unknown_option",
        "several_options",
        "unreadable_order",
        "unreadable_pairs",
        "unreadable_formula",
        "missing_name",
        "times_not_increasing",
        "trace_too_short",
        "no_figure",
        "label_without_unit",
        "wrong_scale",
        "cell_missing",
        "cell_unreadable",
        "too_few_figures",
        "too_many_figures",
        "no_answer",
        "answer_missing",
        "student_error",
    }
)
"""Findings that tell how an answer was read and nothing about the key."""

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at an answer's form found. Jupyter shows it; nothing is graded.

    ``right`` is None where the notebook holds nothing to tell it by.
    """

    slot: str
    readable: bool
    says: tuple[str, ...]
    right: bool | None = None

    @property
    def mark(self) -> str:
        """A shape and a word for how the answer stands."""
        if not self.readable:
            return "✗ needs attention"
        return {None: "✓ readable", True: "✓ right", False: "✗ not right"}[self.right]

    @property
    def closing(self) -> str:
        """What remains open."""
        return {None: NOT_CHECKED, True: "", False: NOT_RIGHT}[self.right]

    def __repr__(self) -> str:
        return " ".join(filter(None, (f"{self.slot}: {self.mark}.", *self.says, self.closing)))

    def _repr_html_(self) -> str:
        # Every front end and nbconvert show plain HTML; no style sheet and no widget is needed.
        # In an element of its own a dollar sign begins no formula.
        told = escape(" ".join(self.says)).replace("$", "<span>$</span>")
        return (
            f"<p><code>{escape(self.slot)}</code> <strong>{self.mark}</strong>. {told} "
            f"<em>{self.closing}</em></p>"
        )


def look(slot: str, value: Any, kind: str, facts: Facts) -> Look:
    """Look at the answer to ``slot``, of ``kind``; ``facts`` are those of its check cell.

    ``value`` is as it arrives from the box (see ``on_wire``), or ``MISSING``.
    """
    if kind in FORMULAS:
        return _formula(slot, value, facts)
    if kind == "function":
        return _function(slot, value, facts)
    if kind == "numeric":
        return _number(slot, value, facts)
    made_up = PARTS.get(kind)
    if made_up is None:
        return Look(slot, True, ("There is nothing to check in the form of this answer.",))
    return _read(slot, value, made_up(facts))


def _read(slot: str, value: Any, part: Part) -> Look:
    if value is MISSING:
        return Look(slot, False, (f"Nothing is called {slot} yet: run the cell above.",))
    observation = Observation(Response(part.id, ""), MISSING if value is None else value)
    verdict = check(part, observation)
    if verdict.state is State.NOT_ATTEMPTED:
        return Look(slot, False, ("There is no answer yet.",))
    found = [f for f in verdict.findings if f.code in READING]
    trouble = [f for f in found if f.code != "understood"]
    return Look(slot, not trouble, tuple(f.message for f in found))


def _number(slot: str, value: Any, facts: Facts) -> Look:
    """A number; with a commitment among the facts, whether it is right too."""
    found = _read(slot, value, _numeric(facts))
    if "commitment" not in facts or not found.readable:
        return found
    exact = read_amount(value).within(unit(facts["unit"]))
    try:
        right = exact is not None and Commitment.read(facts["commitment"]).holds(float(exact))
    except (ValueError, MemoryError):
        return replace(found, says=(*found.says, UNOPENED))
    return replace(found, right=right)


def on_wire(value: Any) -> Any:
    """``value`` as it arrives from the box: what the grader will see."""
    encoder = Encoder()
    form = encoder.encode_or_name(value)
    return Decoder(encoder.buffers).decode(form)


def _options(letters: Iterable[str]) -> tuple[Option, ...]:
    return tuple(Option(letter, letter) for letter in letters)


def _numeric(facts: Facts) -> Part:
    return Numeric(
        "x",
        answer=1.0,
        unit=facts["unit"],
        tolerance=ANY,
        bare=facts["bare"],
        figures=facts.get("figures"),
    )


def _choice(facts: Facts) -> Part:
    return Choice("x", options=_options(facts["options"]), answer=facts["options"][0])


def _multiple_choice(facts: Facts) -> Part:
    first = frozenset(facts["options"][:1])
    return MultipleChoice("x", options=_options(facts["options"]), answer=first)


def _ordering(facts: Facts) -> Part:
    return Ordering("x", options=_options(facts["options"]), answer=tuple(facts["options"]))


def _matching(facts: Facts) -> Part:
    stems = tuple(Option(stem, stem) for stem in facts["stems"])
    answer = tuple(facts["options"][0] for _ in stems)
    return Matching("x", stems=stems, options=_options(facts["options"]), answer=answer)


def _two_tier(facts: Facts) -> Part:
    return TwoTier(
        "x",
        options=_options(facts["options"]),
        answer=facts["options"][0],
        reasons=_options(facts["reasons"]),
        reason=facts["reasons"][0],
    )


def _table(facts: Facts) -> Part:
    cells = tuple(
        Cell(row, column, 1.0, facts["units"][column], ANY)
        for row, columns in facts["cells"].items()
        for column in columns
    )
    return Table("x", row_label=facts["row_label"], cells=cells)


def _series(facts: Facts) -> Part:
    time_unit, value_unit = facts["units"]
    return Series(
        "x",
        time_unit=time_unit,
        value_unit=value_unit,
        times=(0.0, 1e-12),
        values=(0.0, 0.0),
        max_deviation=1e300,
        names=tuple(facts["columns"]),
        runs=facts.get("runs", 1),
    )


def _figure(facts: Facts) -> Part:
    curve = Curve("x", (0.0, 1.0), (0.0, 1.0), 1e300)
    return Figure(
        "x", curves=(curve,), x_unit=facts["x_unit"], y_unit=facts["y_unit"], solution="pass"
    )


def _design(facts: Facts) -> Part:
    variables = tuple(
        Variable(name, unit, -1e300, 1e300)
        for name, unit in zip(facts["variables"], facts["units"], strict=True)
    )
    return Design("x", variables=variables, constraints=(), example=(0.0,) * len(variables))


PARTS: Mapping[str, Callable[[Facts], Part]] = {
    "choice": _choice,
    "multiple_choice": _multiple_choice,
    "ordering": _ordering,
    "matching": _matching,
    "two_tier": _two_tier,
    "table": _table,
    "series": _series,
    "figure": _figure,
    "design": _design,
}
"""How a part is made up from the public facts, by kind."""


def _symbols(facts: Facts) -> dict[str, Any]:
    from millivolt.symbolic import Symbol

    aliases = facts.get("aliases", {})
    return {
        name: Symbol(name, "real", aliases=tuple(aliases.get(name, ())))
        for name in facts["symbols"]
    }


def _formula(slot: str, value: Any, facts: Facts) -> Look:
    """A formula, or the lines of a derivation: each must parse with the declared symbols."""
    from millivolt.checks.formula import read_formula, with_constants, without_name
    from millivolt.symbolic import parse

    if value in (None, MISSING) or (isinstance(value, str) and not value.strip()):
        return Look(slot, False, ("There is no answer yet.",))
    try:
        lines = [read_formula(value)] if not isinstance(value, list | tuple) else list(value)
        lines = [line for text in lines for line in str(text).splitlines() if line.strip()]
    except Exception as refused:
        return Look(slot, False, (str(refused),))
    symbols = _symbols(facts)
    if facts.get("solved_for", "") is None:  # a formula, which needs no name but may have one
        lines = [without_name(line, symbols) for line in lines]
    symbols = with_constants(symbols, lines)
    for number, line in enumerate(lines, 1):
        parsed = parse(_without_move(line), symbols)
        if parsed.error:
            where = f"Line {number}: " if len(lines) > 1 else ""
            return Look(slot, False, (f"{where}{parsed.error}",))
    read = "1 line" if len(lines) == 1 else f"{len(lines)} lines"
    return Look(slot, True, (f"{read} can be read.",))


def _without_move(line: str) -> str:
    """A derivation's line behind its move (``let P = 0: ...``), if it has one."""
    _, colon, tail = line.partition(":")
    return tail if colon and "=" in tail else line


def _function(slot: str, value: Any, facts: Facts) -> Look:
    """A function: it must be there. Whether it takes its arguments is ``takes_arguments``."""
    name, signature = facts["name"], facts["signature"]
    if value in (None, MISSING):
        return Look(slot, False, (f"Define {name}{signature} in the cell above and run it.",))
    if not (isinstance(value, Opaque) and "function" in value.type_name):
        return Look(slot, False, (f"{name} is not a function.",))
    return Look(slot, True, (f"{name}{signature} is there.",))


def takes_arguments(function: Any, signature: str) -> bool:
    """Whether ``function`` can be called as ``signature`` promises."""
    wanted = [part.strip() for part in signature.strip("()").split(",") if part.strip()]
    try:
        inspect.signature(function).bind(*wanted)
    except (TypeError, ValueError):
        return False
    return True


FORMULAS = ("expression", "derivation")
