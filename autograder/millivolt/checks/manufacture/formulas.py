"""Made-up responses for parts that ask for a formula or a derivation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from millivolt import symbolic  # its names are loaded when they are used
from millivolt.checks.formula import declared
from millivolt.checks.manufacture.specimen import (
    BLANKS,
    Kind,
    Specimen,
    disguised,
    malformed,
    plain,
    right,
)
from millivolt.items import Derivation, Expression, Misconception, State
from millivolt.symbolic import Symbol

WRONG_FACTORS = ("7/5", "11/3", "13/7")


def expression_specimens(part: Expression) -> tuple[Specimen, ...]:
    """The right formula in algebraic disguises, each misconception's formula, and wrong ones."""
    symbols = declared(part.symbols)
    left, formula = _sides(part.answer)
    found = [right(part.answer)]
    if not part.forms:
        for label, text in _disguises(formula):
            found.append(disguised(left + text, label))
    for idea in part.misconceptions:
        ideas = _coinciding(str(idea.value), part.misconceptions, symbols)
        value = str(idea.value)
        found.append(plain(Kind.MISCONCEPTION, idea.id, value, State.INCORRECT, ideas=ideas))
    for factor in WRONG_FACTORS:
        text = f"{left}({factor})*({formula})"
        if not _coinciding(text, part.misconceptions, symbols):
            found.append(plain(Kind.WRONG, f"{factor} times too large", text, State.INCORRECT))
            break
    found += [
        malformed(f"{left}({formula}", "a bracket left open"),
        malformed(f"{formula} undeclared_name", "an unknown name"),
        malformed("__import__('os').getcwd()", "code"),
        malformed(3.7, "a number"),
    ]
    return (*found, *BLANKS)


def derivation_specimens(part: Derivation) -> tuple[Specimen, ...]:
    """The model derivation in several shapes, broken ones, and each misconception's."""
    symbols = declared(part.symbols)
    steps = list(part.steps)
    found = [
        right("\n".join(steps)),
        disguised(steps, "a list of lines"),
        disguised("\n\n".join(["", *steps, ""]), "blank lines between"),
    ]
    wrong = (State.INCORRECT, State.PARTIAL)
    for idea in part.misconceptions:
        value = "\n".join(map(str, idea.value))
        ideas = {
            m.id for m in part.misconceptions if _same_end(m.value[-1], idea.value[-1], symbols)
        }
        found.append(plain(Kind.MISCONCEPTION, idea.id, value, *wrong, ideas=ideas))
    left, formula = _sides(steps[-1].rpartition(":")[2])
    if left:
        last = f"{left}({WRONG_FACTORS[0]})*({formula})"
        value = "\n".join([*steps[:-1], last])
        found.append(plain(Kind.WRONG, "a wrong last line", value, *wrong))
    found += [
        malformed("we solve for it (see the lecture", "words"),
        malformed(3.7, "a number"),
    ]
    return (*found, *BLANKS)


def _sides(text: str) -> tuple[str, str]:
    """``E = `` and the formula behind it; nothing and the whole text when it is no equation."""
    left, equals, formula = text.partition("=")
    if not equals or any(sign in text for sign in "<>≤≥") or "=" in formula:
        return "", text.strip()
    return f"{left.strip()} = ", formula.strip()


def _disguises(formula: str) -> Iterator[tuple[str, str]]:
    yield "times one", f"1*({formula})"
    yield "plus nothing", f"({formula}) + 0"
    yield "minus minus", f"-(-({formula}))"
    yield "a true minus and dots", f"({formula})".replace("*", "·").replace("-", "−")
    yield "twice the half", f"2*(({formula})/2)"


def _coinciding(
    text: str, misconceptions: tuple[Misconception, ...], symbols: Mapping[str, Symbol]
) -> frozenset[str]:
    return frozenset(m.id for m in misconceptions if _same(text, str(m.value), symbols))


def _same(text: str, other: str, symbols: Mapping[str, Symbol]) -> bool:
    return text == other or symbolic.compare(text, other, symbols).accepted


def _same_end(line: object, other: object, symbols: Mapping[str, Symbol]) -> bool:
    one, two = (str(text).rpartition(":")[2] for text in (line, other))
    return _same(one, two, symbols)
