"""What could be answered without computing: by a number of the question, or by one known by heart.

A ratio of ten or of e gives a potential that everybody knows; -70 mV and 61.5 mV are written in
every textbook; and a number that the question prints needs only to be copied.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from millivolt.bank.verify.equalities import steps
from millivolt.items import Cell, Drawn, Expression, Numeric, Part, Table, Variant
from millivolt.quantities import Dimension, QuantityError, parse, unit

__all__ = ["copied", "copied_from_tables", "known_logarithms", "question", "recalled"]

TEXTBOOK: Mapping[str, tuple[float, ...]] = {
    "mV": (
        *(-90, -85, -80, -75, -70, -65, -60, -55, -50, -40),
        *(0, 30, 40, 50, 55, 60, 65, 70, 100, 120, 130),
        *(25, 25.3, 25.7, 26.7, 58, 59, 61.5, -25.7, -26.7, -58, -59, -61.5),
    ),
    "": (0, 1, 2, 3, 10, 100, 0.5, 0.1, 0.01, -1, 2.303, math.e, 4, 1.5, 2 / 3),
    "kJ/mol": (-50, -30.5, -55),
    "mM": (1, 10, 100, 4, 5, 140, 145, 150),
}
"""Numbers that students know by heart, by the unit in which they know them."""

_VOLT = unit("V").dimension
_KNOWN = 0.005
"""How far off, relatively, a known logarithm still gives an accepted answer."""
_TABLE = re.compile(
    r"^\|(?P<head>.+)\|[ ]*\n\|[-:| ]+\|[ ]*\n(?P<rows>(?:\|.+\|[ ]*(?:\n|\Z))+)", re.MULTILINE
)
_IN_BRACKETS = re.compile(r"\(([^()]+)\)\s*\Z")
_FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", re.DOTALL)
_AMOUNT = r"\{([0-9.]+)(?:\\times10\^\{-?\d+\})?\}"
_QUOTIENT = re.compile(rf"\\frac{_AMOUNT}{_AMOUNT}\Z")
_INNERMOST = re.compile(r"\{[^{}]*\}|\([^()]*\)")
_NUMBER = r"[−-]?(?<![A-Za-z_.0-9])[0-9]+(?:\.[0-9]+)?(?:\s×\s10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?"
_PRINTED = re.compile(rf"{_NUMBER}[\u202f\s][^\s|.,;)?]+")


class _Told(NamedTuple):
    """A quantity that the question prints, in SI units."""

    text: str
    value: float
    dimension: Dimension


def copied(parts: Sequence[Part], asked: str, exact: frozenset[str]) -> Iterator[str]:
    """Answers that stand in the sentences or formulas of ``asked``, the question with its prompts.

    Those in its tables are left to ``copied_from_tables``.
    """
    told = (*_in_words(asked), *_in_formulas(asked, exact))
    for part in parts:
        for name, answer in _numbers(part):
            for each in told:
                if _accepts(answer, each):
                    yield f"{name}: {each.text} stands in the question and is accepted"
        # A symbol alone has to be named somewhere.
        if (
            isinstance(part, Expression)
            and not part.answer.isidentifier()
            and _bare(part.answer) in _bare(asked)
        ):
            yield f"{part.id}: the formula {part.answer} stands in the question"


def copied_from_tables(variants: Sequence[Variant]) -> Iterator[tuple[str, str, float]]:
    """For each number that is asked for: the cell of a printed table that it is most often.

    A column of candidates may well hold the answer, as long as one has to find out in which row.
    """
    hits: dict[str, Counter[str]] = {}
    for variant in variants:
        printed = list(_in_tables(question(variant)))
        for part in variant.parts:
            for name, answer in _numbers(part):
                found = hits.setdefault(name, Counter())
                found.update(place for place, told in printed if _accepts(answer, told))
    for name, found in hits.items():
        for place, times in found.most_common(1):
            yield name, place, times / len(variants)


def known_logarithms(parts: Sequence[Part], solution: str, exact: frozenset[str]) -> Iterator[str]:
    """Potentials for which only the logarithm of a ratio of ten, or of e, has to be known.

    Everybody knows RT/F and 2.303 RT/F; other factors still have to be multiplied. The ratio must
    be one of two given numbers: of a sum nobody sees that it is a tenth of another. Where the
    logarithm is one term of several, the others still have to be computed.
    """
    for step in steps(solution, exact):
        if step.reading.dimension != _VOLT or _is_sum(step.text):
            continue
        for argument, ratio in step.reading.logarithms:
            quotient = _QUOTIENT.match(argument)
            if not (_known(ratio) and quotient and exact.issuperset(quotient.groups())):
                continue
            found = _Told(step.text, step.reading.value, step.reading.dimension)
            for part in parts:
                for name, answer in _numbers(part):
                    if _accepts(answer, found):
                        yield f"{name}: it follows from the logarithm of {ratio:.4g}"


def recalled(drawn: Sequence[Drawn]) -> Iterator[tuple[str, str, float]]:
    """For each number that is asked for: the textbook value that is right most often, and its rate.

    A value known by heart is tried before anything is computed, so fewer hits are too many than
    for a guess that has to be found out.
    """
    asked: Counter[str] = Counter()
    hits: dict[str, Counter[str]] = {}
    for variant in drawn:
        for part in variant.draft.parts:
            for name, answer in _numbers(part):
                asked[name] += 1
                allowed = answer.tolerance.allowed(answer.answer)
                found = hits.setdefault(name, Counter())
                for value in TEXTBOOK.get(answer.unit, ()):
                    if abs(value - answer.answer) <= allowed:
                        found[f"{value:.4g} {answer.unit}".strip()] += 1
    for name, found in hits.items():
        for known, times in found.most_common(1):
            yield name, known, times / asked[name]


def _numbers(part: Part) -> Iterator[tuple[str, Numeric | Cell]]:
    if isinstance(part, Numeric):
        yield part.id, part
    elif isinstance(part, Table):
        for cell in part.cells:
            yield f"{part.id} {cell.row}/{cell.column}", cell


def question(variant: Variant) -> str:
    """All that a student reads before answering."""
    return "\n\n".join((variant.prose.question, *variant.prose.prompts.values()))


def _accepts(answer: Numeric | Cell, told: _Told) -> bool:
    measured = unit(answer.unit)
    if told.dimension != measured.dimension or not answer.unit:
        return False
    difference = told.value / float(measured.scale) - answer.answer
    return abs(difference) <= answer.tolerance.allowed(answer.answer)


def _is_sum(tex: str) -> bool:
    """Whether there is a sign between two terms, outside of all brackets."""
    outside, before = tex, ""
    while outside != before:
        outside, before = _INNERMOST.sub("_", outside), outside
    return re.search(r"\S\s*[-+]", outside) is not None


def _known(ratio: float) -> bool:
    """Whether anybody knows the logarithm of ``ratio``."""
    decades, powers = math.log10(ratio), abs(math.log(ratio))
    whole = round(decades)
    return (whole != 0 and abs(decades / whole - 1) < _KNOWN) or abs(powers - 1) < _KNOWN


def _in_words(text: str) -> Iterator[_Told]:
    for printed in _PRINTED.findall(_TABLE.sub(" ", _FORMULA.sub(" ", text))):
        with suppress(QuantityError):
            quantity = parse(printed)
            yield _Told(printed, quantity.si_difference, quantity.dimension)


def _in_tables(text: str) -> Iterator[tuple[str, _Told]]:
    """The quantities of tables, each with its place; a unit stands in the cell or in the head."""
    for table in _TABLE.finditer(text):
        heads = _cells(table["head"])
        for number, row in enumerate(table["rows"].splitlines(), 1):
            for head, cell in zip(heads, _cells(row.strip().strip("|")), strict=False):
                measured = _IN_BRACKETS.search(head)
                for told in _in_words(f"{cell} {measured[1]}" if measured else cell):
                    yield f"row {number} of the column {head}", told


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.split("|")]


def _in_formulas(text: str, exact: frozenset[str]) -> Iterator[_Told]:
    for step in steps(text, exact):
        yield _Told(step.text, step.reading.value, step.reading.dimension)


def _bare(text: str) -> str:
    return re.sub(r"[\s`$\\,]", "", text)
