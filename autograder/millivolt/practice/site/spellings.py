"""The units that a page understands: every usual way to write one that measures the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, product

from millivolt.quantities import QuantityError, unit
from millivolt.quantities.characters import SPACES
from millivolt.quantities.table import SYMBOLS, WORDS
from millivolt.quantities.unit import Factor, read_factors

__all__ = ["normal", "spellings"]

MOST = 400
CONCENTRATIONS = ("mol/L", "mmol/L", "µmol/L", "nmol/L", "mol/l", "mmol/l", "µmol/l", "mol/m^3")
SHARES = ("%", "percent", "Percent", "‰")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−μ", "0123456789--µ")
_SAME = (
    (re.compile(rf"[{SPACES}]+"), " "),
    (re.compile(r" per "), "/"),
    (re.compile(r" ?(?:\*\*|\^) ?(?=[-({0-9])"), ""),
    (re.compile(r"[({](-?[0-9]+)[)}]"), r"\1"),
    (re.compile(r" ?([/()]) ?"), r"\1"),
    (re.compile(r" ?[*·⋅×∙•] ?| "), "·"),
    (re.compile(r"^/"), "1/"),
    (re.compile(r"^([^/()·-]+)-1$"), r"1/\1"),
    (re.compile(r"^([^/()]*)·([^/()·-]+)-1$"), r"\1/\2"),
    (re.compile(r"^([^/()]*)·([^/()·-]+)-([2-9])$"), r"\1/\2\3"),
)
"""Ways to write a unit that make no difference, one after the other; ``number.js`` has them too."""


def spellings(symbol: str) -> dict[str, tuple[float, float]]:
    """Scale and offset by spelling: a value in it, times the scale, plus the offset, is in
    ``symbol``."""
    wanted = unit(symbol)
    found = {"": (1.0, 0.0)} if not symbol else {}
    for text in islice(_candidates(symbol), MOST):
        try:
            given = unit(text)
        except QuantityError:
            continue
        if (given.dimension, given.logarithm, given.is_difference) != (
            wanted.dimension, wanted.logarithm, wanted.is_difference,
        ):  # fmt: skip
            continue
        scale = float(given.scale / wanted.scale)
        offset = float((given.offset - wanted.offset) / wanted.scale)
        found.setdefault(normal(text), (scale, offset))
    return found


def normal(text: str) -> str:
    """A spelling without what makes no difference; the page does the same."""
    plain = text.translate(_PLAIN)
    for pattern, instead in _SAME:
        plain = pattern.sub(instead, plain)
    return plain


def _candidates(symbol: str) -> Iterator[str]:
    factors = read_factors(symbol)
    yield symbol
    if not factors:
        yield from SHARES
    if len(factors) == 1:
        words = [word for word, atom in WORDS.items() if _measures_as(factors[0], word)]
        yield from (form for word in words for form in (word, word.capitalize()))
    if unit(symbol).dimension == unit("M").dimension:
        yield from CONCENTRATIONS
    choices = [
        [factor.atom.symbol, *(s for s in SYMBOLS if _measures_as(factor, s))] for factor in factors
    ]
    for chosen in product(*choices):
        yield _written(chosen, [factor.power for factor in factors])


def _measures_as(factor: Factor, name: str) -> bool:
    atom = SYMBOLS.get(name) or WORDS[name]
    return atom.dimension == factor.atom.dimension


def _written(symbols: tuple[str, ...], powers: list[int]) -> str:
    above = [_power(s, p) for s, p in zip(symbols, powers, strict=True) if p > 0]
    below = [_power(s, -p) for s, p in zip(symbols, powers, strict=True) if p < 0]
    if not below:
        return "·".join(above)
    bottom = "·".join(below)
    return f"{'·'.join(above) or '1'}/" + (bottom if len(below) == 1 else f"({bottom})")


def _power(symbol: str, power: int) -> str:
    return symbol if power == 1 else f"{symbol}^{power}"
