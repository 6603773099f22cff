"""Units: one symbol, or a product of powers of symbols, read from text in physicists' ways."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from millivolt.quantities.characters import MINUS, MINUS_SIGNS, SPACES, SUPERSCRIPTS
from millivolt.quantities.dimension import LOGARITHM, NUMBER, Dimension
from millivolt.quantities.errors import Problem, QuantityError
from millivolt.quantities.suggestion import suggest
from millivolt.quantities.table import SYMBOLS, WORDS, Atom

MAX_POWER = 12
MAX_BRACKETS = 3


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its SI value is ``value * scale + offset``, exactly.

    `symbol` is how a physicist prints it ("mS/cm²"). `offset` is non-zero for °C alone.
    `is_difference` marks ΔK and Δ°C, which measure temperature differences. `logarithm` is
    what "per decade" and the like contribute to the scale.
    """

    symbol: str
    dimension: Dimension
    scale: Fraction = Fraction(1)
    offset: Fraction = Fraction(0)
    is_difference: bool = False
    logarithm: Fraction = Fraction(1)


class Factor(NamedTuple):
    """A symbol of the table raised to a power."""

    atom: Atom
    power: int


class _Token(NamedTuple):
    kind: str
    text: str
    position: int


# What is spelled with characters that otherwise separate symbols.
_SPECIAL = re.compile(
    rf"[Δ\u2206]?[°º][{SPACES}]?C(?:elsius)?(?![A-Za-z])"
    r"|[Δ\u2206]K(?![A-Za-z])"
    rf"|(?:degrees?|deg)[{SPACES}]*(?:[Cc]elsius|C)(?![A-Za-z])"
    rf"|[Ee]lementary[{SPACES}]charges?(?![A-Za-z])"
    rf"|k_B[{SPACES}]?T(?![A-Za-z])"
    r"|e-folds?(?![A-Za-z])"
    r"|e₀"
    r"|[°º][A-Za-z]*"
    r"|[%‰℃]"
)
_POWER = re.compile(
    rf"(?:[⁺⁻]?[{SUPERSCRIPTS[:10]}]+)"
    rf"|(?:[{MINUS}]?[0-9]+)"
    rf"|[{SPACES}]*(?:\^|\*\*)[{SPACES}]*(?:[+{MINUS}]?[0-9]+"
    rf"|[({{][{SPACES}]*[+{MINUS}]?[0-9]+[{SPACES}]*[)}}])"
)
_TIMES = re.compile(rf"[{SPACES}]*(?:\*(?!\*)|[·⋅×∙•])[{SPACES}]*|[{SPACES}]+")
_OVER = re.compile(rf"[{SPACES}]*[/⁄∕][{SPACES}]*|[{SPACES}]+per[{SPACES}]+|^per[{SPACES}]+")


@lru_cache(maxsize=512)
def unit(text: str) -> Unit:
    """The unit that `text` stands for; the empty text is the unit of pure numbers.

    Understood are the symbols and names of the table, products (space, ``·``, ``*``),
    quotients (``/``, ``per``), powers (``cm^2``, ``cm²``, ``cm2``, ``cm-2``, ``cm**2``) and
    brackets. Raises `QuantityError` for everything else.
    """
    factors = read_factors(text)
    dimension, scale, logarithm = NUMBER, Fraction(1), Fraction(1)
    for atom, power in factors:
        dimension = dimension * atom.dimension**power
        scale *= atom.scale**power
        if atom.dimension == LOGARITHM:
            logarithm *= atom.scale**power
    match factors:
        # Alone, °C is a point on a scale; in mV/°C it is a step, which is a kelvin.
        case [Factor(atom, 1)]:
            return Unit(atom.symbol, dimension, scale, atom.offset, atom.is_difference, logarithm)
    return Unit(write_factors(factors), dimension, scale, logarithm=logarithm)


def read_factors(text: str) -> tuple[Factor, ...]:
    """The symbols in `text` with their powers, in the order in which they stand."""
    stripped = text.strip(SPACES)
    if not stripped:
        return ()
    start = text.index(stripped)
    try:
        tokens = _tokens(stripped)
        factors, end = _product(stripped, tokens, 0, 0)
        if end < len(tokens):
            raise QuantityError(Problem.BAD_UNIT, stripped, position=tokens[end].position)
    except QuantityError as problem:
        problem.position += start
        raise
    return factors


def write_factors(factors: Sequence[Factor]) -> str:
    """Factors as they are printed: ``mS/cm²``, ``J/(mol·K)``, ``s⁻¹``."""
    above = [_write(f.atom.symbol, f.power) for f in factors if f.power > 0]
    below = [_write(f.atom.symbol, -f.power) for f in factors if f.power < 0]
    if not above:
        return "·".join(_write(f.atom.symbol, f.power) for f in factors if f.power)
    if not below:
        return "·".join(above)
    denominator = "·".join(below)
    return "·".join(above) + "/" + (f"({denominator})" if len(below) > 1 else denominator)


def _write(symbol: str, power: int) -> str:
    if power == 1:
        return symbol
    return symbol + str(power).translate(str.maketrans("0123456789-", SUPERSCRIPTS))


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    while at < len(text):
        over, times = _OVER.match(text, at), _TIMES.match(text, at)
        if text[at] in "([":
            token = _Token("open", text[at], at)
        elif text[at] in ")]":
            token = _Token("close", text[at], at)
        elif over:
            token = _Token("over", over[0], at)
        elif times:
            token = _Token("times", times[0], at)
        elif tokens and tokens[-1].kind in ("atom", "close") and (power := _POWER.match(text, at)):
            token = _Token("power", power[0], at)
        elif text[at] == "1" and _OVER.match(text, at + 1):
            token = _Token("one", "1", at)
        elif special := _SPECIAL.match(text, at):
            token = _Token("atom", special[0], at)
        else:
            end = at
            while end < len(text) and text[end].isalpha():
                end += 1
            if end == at:
                raise QuantityError(Problem.BAD_UNIT, text, position=at)
            token = _Token("atom", text[at:end], at)
        tokens.append(token)
        at += len(token.text)
    return tokens


def _product(
    text: str, tokens: list[_Token], at: int, depth: int
) -> tuple[tuple[Factor, ...], int]:
    """Factors from token `at` to the closing bracket or the end, and where that is."""
    factors: list[Factor] = []
    sign = 1
    slash: _Token | None = None
    if tokens[at].kind == "over":
        sign, slash, at = -1, tokens[at], at + 1
    while True:
        found, at = _factor(text, tokens, at, depth)
        factors += [Factor(f.atom, f.power * sign) for f in found]
        if at == len(tokens) or tokens[at].kind == "close":
            return tuple(factors), at
        operator = tokens[at]
        if operator.kind == "over":
            sign, slash, at = -1, operator, at + 1
            continue
        if slash is not None:
            raise QuantityError(
                Problem.AMBIGUOUS_UNIT,
                text,
                position=slash.position,
                suggestion=_bracketed(text, tokens, slash),
            )
        if operator.kind == "times":
            at += 1
        elif operator.kind != "open":
            raise QuantityError(Problem.BAD_UNIT, text, position=operator.position)


def _factor(text: str, tokens: list[_Token], at: int, depth: int) -> tuple[tuple[Factor, ...], int]:
    """One symbol, one bracket or a 1, with its power, and where it ends."""
    if at == len(tokens):
        raise QuantityError(Problem.BAD_UNIT, text, position=len(text))
    token = tokens[at]
    found: tuple[Factor, ...]
    if token.kind == "atom":
        found, at = (Factor(_lookup(token), 1),), at + 1
    elif token.kind == "one":
        return (), at + 1
    elif token.kind == "open" and depth < MAX_BRACKETS and at + 1 < len(tokens):
        found, at = _product(text, tokens, at + 1, depth + 1)
        if at == len(tokens):
            raise QuantityError(Problem.BAD_UNIT, text, position=token.position)
        at += 1
    else:
        raise QuantityError(Problem.BAD_UNIT, text, position=token.position)
    if at < len(tokens) and tokens[at].kind == "power":
        power = _power(text, tokens[at])
        found, at = tuple(Factor(f.atom, f.power * power) for f in found), at + 1
    return found, at


def _power(text: str, token: _Token) -> int:
    digits = token.text.translate(
        str.maketrans(SUPERSCRIPTS + MINUS_SIGNS, "0123456789-" + "-" * len(MINUS_SIGNS))
    ).strip(SPACES + "^*(){}⁺+")
    # Four characters cover MAX_POWER; int() of a long run of digits is slow and can raise.
    power = int(digits) if len(digits) <= 4 else MAX_POWER + 1
    if not 1 <= abs(power) <= MAX_POWER:
        raise QuantityError(Problem.BAD_UNIT, text, position=token.position)
    return power


def _lookup(token: _Token) -> Atom:
    text = token.text
    if text in SYMBOLS:
        return SYMBOLS[text]
    spelled = " ".join(text.lower().split())
    if spelled in WORDS:
        return WORDS[spelled]
    if spelled.endswith("celsius") or spelled in ("deg c", "degrees c", "degree c", "degc"):
        return SYMBOLS["°C"]
    joined = "".join(text.split())
    if joined in SYMBOLS:
        return SYMBOLS[joined]
    raise QuantityError(
        Problem.UNKNOWN_UNIT, text, position=token.position, suggestion=suggest(text)
    )


def _bracketed(text: str, tokens: list[_Token], slash: _Token) -> str | None:
    """The text with all that follows the slash in brackets, if that is surely what was meant."""
    behind = [token for token in tokens if token.position > slash.position]
    sure = all(
        token.kind in ("atom", "times") or (token.kind == "power" and _power(text, token) > 0)
        for token in behind
    )
    if not sure:
        return None
    below = "".join("·" if token.kind == "times" else token.text for token in behind)
    return f"{text[: slash.position].rstrip(SPACES)}/({below})"
