"""Made-up responses for parts that ask for one number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from millivolt.checks.manufacture.specimen import (
    BLANKS,
    Kind,
    Specimen,
    disguised,
    malformed,
    plain,
    right,
)
from millivolt.items import Misconception, Numeric, State, Tolerance
from millivolt.quantities import unit
from millivolt.quantities.table import SYMBOLS

DIGITS = 6
FACTORS = (1.7, 0.6, 2.9, 0.37, 4.3, 0.21, 7.7, 0.13, 17.0, 0.053)
"""A wrong number is the key times the first of these that nothing explains."""


def numeric_specimens(part: Numeric) -> tuple[Specimen, ...]:
    """Right, disguised, mistaken, wrong, malformed and blank responses to a number."""
    key = rounded(part.answer, part.figures or DIGITS)
    found = [right(typed(key, part.unit))]
    found += [disguised(text, label) for label, text in _notations(key, part)]
    # A float has no significant figures, so it is right whatever number of them is asked.
    if part.bare or not part.unit:
        found.append(disguised(part.answer, "a computed number"))
    found.append(disguised((part.answer, part.unit), "a number paired with its unit"))
    found += mistaken(part)
    found += _wrong(part)
    found += [
        malformed("somewhere near the threshold", "words"),
        malformed(f"{key:f} furlong", "an unknown unit"),
        malformed("1,234", "a comma that can mean two things"),
        malformed(float("nan"), "NaN"),
        malformed([part.answer, part.answer], "two numbers"),
        malformed(True, "a truth value"),
    ]
    return (*found, *BLANKS)


def rounded(value: float, figures: int) -> Decimal:
    """A value with so many significant figures."""
    return Decimal(f"{value:.{figures - 1}e}")


def typed(number: Decimal, symbol: str) -> str:
    """A number with its unit as most people type it."""
    return f"{number:f} {symbol}".strip()


def coinciding(
    value: float, tolerance: Tolerance, misconceptions: Sequence[Misconception]
) -> frozenset[str]:
    """Ids of all misconceptions that a value would be taken for."""
    return frozenset(
        m.id for m in misconceptions if abs(value - m.value) <= tolerance.allowed(m.value)
    )


def unexplained(
    key: float, tolerance: Tolerance, misconceptions: Sequence[Misconception]
) -> float | None:
    """A wrong value that no misconception, pair of misconceptions or slip explains."""
    scale = abs(key) or 10 * tolerance.allowed(key) or 1.0
    known = [key, -key, *(m.value for m in misconceptions)]
    if key:
        known += [a.value * b.value / key for a, b in combinations(misconceptions, 2)]
    for factor in FACTORS:
        wrong = scale * factor
        if all(abs(wrong - k) > 3 * max(tolerance.allowed(k), 0.02 * abs(k)) for k in known):
            return wrong
    return None


def mistaken(part: Numeric) -> Iterator[Specimen]:
    """One response for each claimed misconception."""
    for idea in part.misconceptions:
        value = rounded(idea.value, DIGITS)
        text = typed(value, part.unit)
        ideas = coinciding(float(value), part.tolerance, part.misconceptions)
        yield plain(Kind.MISCONCEPTION, idea.id, text, _without_value(part), ideas=ideas)


def _without_value(part: Numeric) -> State:
    """The state of a wrong value in a right unit."""
    return State.PARTIAL if part.unit_share and part.unit else State.INCORRECT


def _notations(key: Decimal, part: Numeric) -> Iterator[tuple[str, str]]:
    """The same number in other notations, with the same significant figures."""
    symbol = part.unit
    yield "a true minus and a narrow space", f"{key:f}\u202f{symbol}".replace("-", "−").strip()
    yield "a power of ten", typed(key, symbol).replace(f"{key:f}", f"{key:e}")
    mantissa, power = f"{key:e}".split("e")
    yield "a printed power of ten", f"{mantissa} × 10^{int(power)} {symbol}".strip()
    yield "with a name", f"{part.id} = {typed(key, symbol)}"
    yield "called rough", f"about {typed(key, symbol)}"
    # Three decimals behind a comma could be thousands, and are asked about.
    if len(f"{key:f}".partition(".")[2]) not in (0, 3):
        yield "a decimal comma", typed(key, symbol).replace(".", ",", 1)
    for other, shift in _other_prefixes(symbol):
        yield f"in {other}", f"{key.scaleb(shift):e} {other}"


def _other_prefixes(symbol: str) -> list[tuple[str, int]]:
    """Units that differ from a symbol by a power of ten alone, and that power."""
    atom = SYMBOLS.get(symbol)
    if atom is None or atom.offset or atom.is_difference:
        return []
    found: dict[str, int] = {}
    for other in SYMBOLS.values():
        if other.dimension == atom.dimension and other.symbol[-1] == atom.symbol[-1]:
            power = _power_of_ten(atom.scale / other.scale)
            if power:
                found[other.symbol] = power
    return sorted(found.items(), key=lambda entry: abs(entry[1]))[:3]


def _power_of_ten(ratio: Fraction) -> int | None:
    text = str(max(ratio, 1 / ratio))
    if text.rstrip("0") != "1":
        return None
    return len(text) - 1 if ratio > 1 else 1 - len(text)


def _wrong(part: Numeric) -> Iterator[Specimen]:
    value = unexplained(part.answer, part.tolerance, part.misconceptions)
    if value is not None:
        text = typed(rounded(value, DIGITS), part.unit)
        yield plain(Kind.WRONG, "a value that nothing explains", text, _without_value(part))
    if part.answer and part.unit:
        other = "mol" if unit(part.unit).dimension != unit("mol").dimension else "s"
        number = rounded(part.answer, part.figures or DIGITS)
        state = State.PARTIAL if part.unit_share else State.INCORRECT
        yield plain(Kind.WRONG, "the unit of something else", f"{number:f} {other}", state)
    if part.answer and part.bare:
        state = State.INCORRECT
        yield plain(
            Kind.WRONG,
            "zero",
            0.0,
            state,
            ideas=coinciding(0.0, part.tolerance, part.misconceptions),
        )
