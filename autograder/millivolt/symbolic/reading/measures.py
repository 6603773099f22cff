"""Units that are typed behind a number or a bracket in a formula, as in ``8.314 J/(mol K)``."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from millivolt.symbolic.formula.units import NUMBER, Unit, parse_unit
from millivolt.symbolic.reading.scanner import Token

_PLAIN = "V mV µV kV K mM M µM nM ms s min h pA nA µA mA A S mS µS nS pS pF nF µF F cm mm µm nm m"
_COMPOUND = "J kJ mol mmol C L l ohm Ω kohm MΩ GΩ W N Pa Hz eV"
_UNITS = frozenset(f"{_PLAIN} {_COMPOUND}".split())


def unit_ahead(
    tokens: Sequence[Token], at: int, free: Callable[[str], bool]
) -> tuple[Unit, int] | None:
    """The unit that begins at a token, and the token behind it.

    ``free`` tells whether a name is not declared: what is declared is a symbol, not a unit.
    """
    return _Units(tokens, free).product(at)


class _Units:
    def __init__(self, tokens: Sequence[Token], free: Callable[[str], bool]) -> None:
        self.tokens = tokens
        self.free = free

    def operator(self, at: int, *texts: str) -> bool:
        return self.tokens[at].kind == "operator" and self.tokens[at].text in texts

    def product(self, at: int) -> tuple[Unit, int] | None:
        found = self.factor(at)
        while found is not None:
            unit, at = found
            divided = self.operator(at, "/")
            following = self.factor(at + 1 if divided or self.operator(at, "*") else at)
            if following is None:
                break
            found = unit * following[0] ** (-1 if divided else 1), following[1]
        return found

    def factor(self, at: int) -> tuple[Unit, int] | None:
        """A unit or a product in parentheses, with its power."""
        if self.operator(at, "("):
            inside = self.product(at + 1)
            if inside is None or not self.operator(inside[1], ")"):
                return None
            return self.raised(inside[0], inside[1] + 1)
        name = self.tokens[at].text.replace("mu", "µ", 1)
        if self.tokens[at].kind != "name" or name not in _UNITS or not self.free(name):
            return None
        return self.raised(parse_unit(name), at + 1)

    def raised(self, unit: Unit, at: int) -> tuple[Unit, int]:
        """The unit with an integer power behind it, if there is one."""
        ahead = at
        if not self.operator(ahead, "^", "**"):
            return unit, at
        opened = self.operator(ahead + 1, "(")
        ahead += 2 if opened else 1
        minus = self.operator(ahead, "-")
        ahead += minus
        digits = self.tokens[ahead].text
        if self.tokens[ahead].kind != "number" or not digits.isdigit() or len(digits) > 1:
            return unit, at
        if opened and not self.operator(ahead + 1, ")"):
            return unit, at
        power = -int(digits) if minus else int(digits)
        return (unit**power if power else NUMBER), ahead + (2 if opened else 1)
