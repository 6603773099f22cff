"""From a lowered tree to a field element, and the exact zero test built on it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from fractions import Fraction
from typing import Any, TypeVar

from millivolt.symbolic.arithmetic.field import Crowded, Field, Refine, Singular
from millivolt.symbolic.arithmetic.fuel import FUEL, TooHard, shared_fuel
from millivolt.symbolic.arithmetic.generators import SIZES, Ratio
from millivolt.symbolic.arithmetic.kernels import (
    absolute,
    exponential,
    imaginary,
    integer_power,
    logarithm,
    opaque,
    pi,
    root,
)
from millivolt.symbolic.formula.domain import Domain
from millivolt.symbolic.formula.expression import (
    Call,
    Const,
    Node,
    Num,
    Power,
    Product,
    Sum,
    Var,
    divide,
    subtract,
)

Result = TypeVar("Result")
HALF = Fraction(1, 2)
MAX_RESTARTS = 12
MOST_KNOWN = 32
_ODD = frozenset(("asin", "atan", "erf", "atanh", "asinh"))


def element(field: Field, node: Node) -> Ratio:
    """The field element of a lowered tree; ``TooHard`` or ``Singular`` when there is none."""
    return _Converter(field).of(node)


def in_field(
    domains: Mapping[str, Domain],
    work: Callable[[Field], Result],
    fuel: int = FUEL,
    units: dict[Hashable, Fraction] | None = None,
) -> Result:
    """Run ``work`` in a fresh field, again whenever a generator had to be refined."""
    units = {} if units is None else units
    size, *larger = SIZES
    for _ in range(MAX_RESTARTS):
        field = Field(domains, units, fuel, size)
        try:
            return work(field)
        except Crowded:
            if not larger:
                raise TooHard("generators") from None
            size = larger.pop(0)
        except Refine:
            pass
        fuel = field.fuel
    raise TooHard("restarts")


def proved_zero(node: Node, domains: Mapping[str, Domain]) -> bool:
    """Whether the lowered formula is proved to vanish wherever it is defined."""
    try:
        return in_field(domains, lambda field: element(field, node).is_zero)
    except (TooHard, Singular):
        return False


def nowhere_defined(node: Node, domains: Mapping[str, Domain]) -> bool:
    """Whether the lowered formula divides by, or takes the logarithm of, what is proved zero."""
    try:
        in_field(domains, lambda field: element(field, node))
    except Singular:
        return True
    except TooHard:
        pass
    return False


class Known:
    """Formulas that many others are compared with, each converted once.

    A comparison spends what the conversion took, so that none depends on those before it.
    """

    def __init__(self, domains: Mapping[str, Domain]) -> None:
        self.domains = domains
        self.fields: dict[Node, Field | None] = {}

    def proved_equal(self, left: Node, right: Node) -> bool:
        """Like the function of this name; it is ``right`` that is kept."""
        start = self._field(right)
        if start is None:
            return False

        def gap(field: Field) -> bool:
            return field.subtract(element(field, left), element(field, right)).is_zero

        try:
            field = start.copy()
            try:
                return gap(field)
            except (Refine, Crowded):
                return in_field(self.domains, gap, field.fuel, field.units)
        except (TooHard, Singular):
            return False

    def _field(self, node: Node) -> Field | None:
        if node not in self.fields:
            if len(self.fields) >= MOST_KNOWN:
                self.fields.clear()
            self.fields[node] = self._converted(node)
        return self.fields[node]

    def _converted(self, node: Node) -> Field | None:
        def enter(field: Field) -> Field:
            element(field, node)
            return field

        with shared_fuel(FUEL):
            try:
                return in_field(self.domains, enter)
            except (TooHard, Singular):
                return None


def proved_equal(left: Node, right: Node, domains: Mapping[str, Domain]) -> bool:
    """Whether two lowered formulas are proved equal wherever both are defined."""
    return proved_zero(subtract(left, right), domains)


def terms_of(node: Node, domains: Mapping[str, Domain]) -> list[Node]:
    """The terms of a lowered formula when it is multiplied out (over a common denominator)."""

    def split(field: Field) -> list[Node]:
        ratio = element(field, node)
        terms = ratio.num.to_dict().items()
        single = [field.polynomial_tree(field.ring.context.from_dict({key: c})) for key, c in terms]
        below = field.polynomial_tree(ratio.den)
        return [divide(term, below) for term in single]

    try:
        return in_field(domains, split)
    except (TooHard, Singular):
        return [node]


class _Converter:
    def __init__(self, field: Field) -> None:
        self.field = field

    def of(self, node: Node) -> Ratio:
        known = self.field.elements
        found = known.get(node)
        if found is None:
            self.field.burn(1)
            found = known[node] = self.convert(node)
        return found

    def convert(self, node: Node) -> Ratio:
        step = _STEPS.get(type(node))
        if step is None:
            raise TooHard("no exact form")
        return step(self, node)

    def constant(self, node: Const) -> Ratio:
        if node.name == "inf":
            raise TooHard("infinity")
        return pi(self.field) if node.name == "pi" else imaginary(self.field)

    def sum(self, node: Sum) -> Ratio:
        first, *rest = node.terms
        total = self.of(first)
        for term in rest:
            total = self.field.add(total, self.of(term))
        return total

    def product(self, node: Product) -> Ratio:
        first, *rest = node.factors
        total = self.of(first)
        for factor in rest:
            total = self.field.multiply(total, self.of(factor))
        return total

    def power(self, node: Power) -> Ratio:
        field, exponent = self.field, node.exponent
        b = self.of(node.base)
        if isinstance(exponent, Num):
            return root(field, b, exponent.value)
        e = self.of(exponent)
        constant = e.constant
        if constant is not None:
            return root(field, b, constant)
        if field.is_integer(e) and not b.is_zero:
            return integer_power(field, b, e)
        return exponential(field, field.multiply(e, logarithm(field, b)))

    def call(self, node: Call) -> Ratio:
        if len(node.args) != 1:
            raise TooHard("no exact form")
        return self.value(node.name, node.args[0])

    def value(self, name: str, argument: Node) -> Ratio:
        field = self.field
        if name == "gamma":
            return self.gamma(self.of(argument))
        u = self.of(argument)
        match name:
            case "exp":
                return exponential(field, u)
            case "ln":
                return self.ln(argument, u)
            case "abs" if field.is_real(u):
                return absolute(field, u)
            case "sign" if field.is_real(u):
                return field.divide(u, absolute(field, u))
            case "sinh" | "cosh" | "tanh":
                return self.hyperbolic(name, exponential(field, u))
            case "sin" | "cos":
                i = imaginary(field)
                wave = exponential(field, field.multiply(i, u))
                if name == "cos":
                    return self.hyperbolic("cosh", wave)
                return field.divide(self.hyperbolic("sinh", wave), i)
            case "atanh":
                ratio = field.divide(field.add(field.one, u), field.subtract(field.one, u))
                return field.scale(logarithm(field, ratio), HALF)
            case "asinh" if field.is_real(u):
                if u.num.leading_coefficient() < 0:
                    return field.negate(self.value(name, field.tree(field.negate(u))))
                square = field.add(field.power(u, 2), field.one)
                return logarithm(field, field.add(u, root(field, square, HALF)))
        if name in _ODD and u.num.leading_coefficient() < 0:
            return field.negate(opaque(field, name, field.negate(u)))
        return opaque(field, name, u)

    def ln(self, argument: Node, u: Ratio) -> Ratio:
        """ln, with ln(b**e) = e ln b for a positive base and a real exponent."""
        field = self.field
        if isinstance(argument, Power):
            b, e = self.of(argument.base), self.of(argument.exponent)
            positive = field.sign(b.num) * field.sign(b.den) > 0
            if e.constant is None and positive and field.is_real(e):
                return field.multiply(e, logarithm(field, b))
        return logarithm(field, u)

    def hyperbolic(self, name: str, wave: Ratio) -> Ratio:
        """sinh, cosh or tanh of u, given exp(u)."""
        field = self.field
        back = field.invert(wave)
        if name == "sinh":
            return field.scale(field.subtract(wave, back), HALF)
        if name == "cosh":
            return field.scale(field.add(wave, back), HALF)
        return field.divide(field.subtract(wave, back), field.add(wave, back))

    def gamma(self, u: Ratio) -> Ratio:
        """Gamma, with integer shifts taken out: Gamma(n + 2) = (n + 1) n Gamma(n)."""
        field = self.field
        if (constant := u.constant) is not None and constant.denominator == 1:
            if not 0 < constant <= 60:
                raise TooHard("factorial")
            product = 1
            for k in range(1, int(constant)):
                product *= k
            return field.number(product)
        if not u.den.is_constant():
            return opaque(field, "gamma", u)
        shift = 0
        for exponents, coefficient in u.num.to_dict().items():
            if not any(exponents) and int(coefficient.q) == 1:
                shift = int(coefficient.p)
        if abs(shift) > 12:
            raise TooHard("factorial")
        base = field.subtract(u, field.number(shift))
        result = opaque(field, "gamma", base)
        for k in range(shift):
            result = field.multiply(result, field.add(base, field.number(k)))
        for k in range(1, -shift + 1):
            result = field.divide(result, field.subtract(base, field.number(k)))
        return result


_STEPS: dict[type, Callable[[_Converter, Any], Ratio]] = {
    Num: lambda self, node: self.field.number(node.value),
    Var: lambda self, node: self.field.symbol(node.name),
    Const: _Converter.constant,
    Sum: _Converter.sum,
    Product: _Converter.product,
    Power: _Converter.power,
    Call: _Converter.call,
}
