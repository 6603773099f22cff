"""Arithmetic in printed formulas: the number that a piece of TeX stands for, in SI units.

Only what worked solutions print is understood: numbers, units set upright, fractions, sums,
products, powers, brackets, ln, log, exp and roots. Anything with a letter in it is symbolic and
stands for no number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from millivolt.quantities import Dimension, QuantityError, unit

__all__ = ["Amount", "NotANumber", "Reading", "read"]

FARADAY = "96485"
"""The Faraday constant in C/mol as it is printed: a whole number, and yet rounded."""
_NUMBER = Dimension((0,) * 8)
_TOKEN = re.compile(
    r"(?P<number>[0-9]+(?:\.[0-9]+)?)"
    r"|(?P<unit>\\mathrm\{(?P<symbol>(?:[^{}]|\{[^{}]*\})*)\})"
    r"|(?P<command>\\[A-Za-z]+)"
    r"|(?P<space>\\[,;:! ]|~|\s+)"
    r"|(?P<sign>[-+*/^_(){}\[\]|])"
)
_SPACES = {r"\left", r"\right", r"\quad", r"\qquad", r"\displaystyle", r"\big", r"\Big"}
_FUNCTIONS: dict[str, Callable[[float], float]] = {
    r"\ln": math.log,
    r"\exp": math.exp,
    r"\log": math.log10,
    r"\sinh": math.sinh,
    r"\cosh": math.cosh,
    r"\tanh": math.tanh,
}
_LOGARITHMS = frozenset({r"\ln", r"\log"})
_CLOSING = {"(": ")", "[": "]", "{": "}"}


class NotANumber(Exception):
    """The piece holds a letter, or something that is not understood."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A value in SI units and what it measures."""

    value: float
    dimension: Dimension = _NUMBER


@dataclass(frozen=True, slots=True)
class Reading:
    """What a piece of TeX says, and by how much its value hangs on the rounding of its numbers.

    ``uncertainty`` adds up what half a unit in the last place of each rounded number does.
    ``logarithms`` are the numbers of which a logarithm is taken on the way, each behind its TeX.
    """

    value: float
    dimension: Dimension
    uncertainty: float
    logarithms: tuple[tuple[str, float], ...] = ()


@dataclass
class _Parser:
    """A recursive descent over the tokens; ``shift`` moves one of the numbers."""

    tokens: Sequence[tuple[str, str]]
    shift: tuple[int, float] | None = None
    at: int = 0
    numbers: list[str] = field(default_factory=list)
    logarithms: list[tuple[str, float]] = field(default_factory=list)

    def whole(self) -> Amount:
        amount = self.sum()
        if self.at != len(self.tokens):
            raise NotANumber(self.peek())
        return amount

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def kind(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    def take(self, expected: str = "") -> str:
        text = self.peek()
        if not text or (expected and text != expected):
            raise NotANumber(f"{text or 'the end'} where {expected or 'more'} was expected")
        self.at += 1
        return text

    def sum(self) -> Amount:
        amount = self.product()
        while self.peek() in ("+", "-"):
            sign = 1 if self.take() == "+" else -1
            other = self.product()
            if other.dimension != amount.dimension:
                raise NotANumber("a sum of different quantities")
            amount = Amount(amount.value + sign * other.value, amount.dimension)
        return amount

    def product(self) -> Amount:
        amount = self.signed()
        while True:
            text = self.peek()
            if text in (r"\times", r"\cdot", "*"):
                self.take()
                amount = _times(amount, self.signed())
            elif text == "/":
                self.take()
                amount = _over(amount, self.signed())
            elif self.kind() == "unit" or text in ("(", "[", r"\frac", *_FUNCTIONS):
                amount = _times(amount, self.power())
            else:
                return amount

    def signed(self) -> Amount:
        if self.peek() in ("+", "-"):
            sign = 1 if self.take() == "+" else -1
            amount = self.signed()
            return Amount(sign * amount.value, amount.dimension)
        return self.power()

    def power(self) -> Amount:
        amount = self.atom()
        if self.peek() == "^":
            self.take()
            exponent = self.group() if self.peek() == "{" else self.atom()
            if exponent.dimension != _NUMBER:
                raise NotANumber("an exponent with a unit")
            dimension = amount.dimension
            if dimension != _NUMBER:
                if exponent.value != int(exponent.value):
                    raise NotANumber("a fractional power of a unit")
                dimension = dimension ** int(exponent.value)
            return Amount(_guarded(lambda: amount.value**exponent.value), dimension)
        return amount

    def atom(self) -> Amount:
        kind, text = self.kind(), self.peek()
        if kind == "number":
            return Amount(self.number())
        if kind == "unit":
            self.take()
            return _unit(text)
        if text in _CLOSING:
            return self.group()
        if text == "|":
            self.take()
            inner = self.sum()
            self.take("|")
            return Amount(abs(inner.value), inner.dimension)
        if text == r"\frac":
            self.take()
            over = self.group()
            return _over(over, self.group())
        if text == r"\sqrt":
            self.take()
            inner = self.group()
            if inner.dimension != _NUMBER:
                raise NotANumber("the root of a unit")
            return Amount(_guarded(lambda: math.sqrt(inner.value)))
        if text in _FUNCTIONS:
            return self.function()
        raise NotANumber(text)

    def function(self) -> Amount:
        name = self.take()
        if self.peek() == "_":
            self.take()
            base = self.group() if self.peek() == "{" else self.atom()
            if name != r"\log" or base.value != 10:
                raise NotANumber(name)
        start = self.at
        argument = self.power()
        if argument.dimension != _NUMBER:
            raise NotANumber(f"{name} of a quantity with a unit")
        if name in _LOGARITHMS and argument.value > 0:
            read_from = "".join(text for _, text in self.tokens[start : self.at])
            self.logarithms.append((read_from, argument.value))
        return Amount(_guarded(lambda: _FUNCTIONS[name](argument.value)))

    def group(self) -> Amount:
        closing = _CLOSING.get(self.peek())
        if closing is None:
            raise NotANumber(self.peek())
        self.take()
        amount = self.sum()
        self.take(closing)
        return amount

    def number(self) -> float:
        text = self.take()
        index = len(self.numbers)
        self.numbers.append(text)
        value = float(text)
        return value + self.shift[1] if self.shift and self.shift[0] == index else value


def read(tex: str, exact: frozenset[str] = frozenset()) -> Reading:
    """The number that ``tex`` stands for; the printed numbers in ``exact`` are not rounded.

    Raises:
        NotANumber: when it is symbolic, or cannot be read.
    """
    tokens = _tokens(tex)
    if not tokens:
        raise NotANumber("nothing")
    parser = _Parser(tokens)
    amount = parser.whole()
    uncertainty = 0.0
    single = len(parser.numbers) == 1
    for index, text in enumerate(parser.numbers):
        # Drawn numbers, and whole ones that count something, are exact inside a calculation; a
        # number that stands alone is a result, and rounded.
        counted = "." not in text and text != FARADAY
        if not single and (text in exact or counted):
            continue
        half = 0.5 * 10.0 ** -len(text.partition(".")[2])
        moved = _Parser(tokens, shift=(index, half)).whole().value
        uncertainty += abs(moved - amount.value)
    if not math.isfinite(amount.value):
        raise NotANumber("no finite value")
    return Reading(amount.value, amount.dimension, uncertainty, tuple(parser.logarithms))


def _tokens(tex: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    at = 0
    while at < len(tex):
        found = _TOKEN.match(tex, at)
        if found is None:
            raise NotANumber(tex[at])
        at = found.end()
        if found["space"] or found["command"] in _SPACES:
            continue
        if found["unit"]:
            tokens.append(("unit", found["symbol"]))
        else:
            tokens.append(("number" if found["number"] else "sign", found[0]))
    return tokens


def _unit(symbol: str) -> Amount:
    text = re.sub(r"\\[,;: ]|~", "·", symbol).replace(r"\mu ", "µ").replace(r"\mu", "µ")
    text = re.sub(r"\^\{([^{}]*)\}", r"^\1", text).replace(r"^\circ", "°").replace("°C", "K")
    try:
        found = unit(text.strip("·"))
    except QuantityError as problem:
        raise NotANumber(symbol) from problem
    return Amount(float(found.scale), found.dimension)


def _times(a: Amount, b: Amount) -> Amount:
    return Amount(a.value * b.value, a.dimension * b.dimension)


def _over(a: Amount, b: Amount) -> Amount:
    return Amount(_guarded(lambda: a.value / b.value), a.dimension / b.dimension)


def _guarded(compute: Callable[[], float | complex]) -> float:
    try:
        value = compute()
    except (ValueError, ZeroDivisionError, OverflowError) as problem:
        raise NotANumber(str(problem)) from problem
    if isinstance(value, complex):
        raise NotANumber("not a real number")
    return value
