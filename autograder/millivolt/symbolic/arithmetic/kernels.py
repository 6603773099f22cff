"""Exponentials, logarithms and roots as field elements, split only by laws that hold.

A logarithm of a product is split over factors proved positive; exponentials and roots share one
generator per commensurable family (exp(u/2), exp(u), exp(-3u)). Every law used here is valid for
principal values on the whole declared domain, up to isolated points.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import gcd, lcm

from flint import fmpz

from millivolt.symbolic.arithmetic.field import Field, Refine, Singular
from millivolt.symbolic.arithmetic.fuel import TooHard
from millivolt.symbolic.arithmetic.generators import Generator, Polynomial, Ratio, fraction
from millivolt.symbolic.formula.expression import IMAGINARY, PI, Call, Num, exp, ln, power

MAX_ORDER = 2000
MAX_EXPONENT = 4000


def imaginary(field: Field) -> Ratio:
    """The imaginary unit."""
    minus = Ratio(-field.one.num, field.one.den)
    new = Generator("i", lambda: IMAGINARY, real=False, nonzero=True, relation=(2, minus))
    return field.element(field.generator(new))


def pi(field: Field) -> Ratio:
    return field.element(field.generator(Generator("pi", lambda: PI, positive=True, nonzero=True)))


def _monomials(field: Field, ratio: Ratio) -> Iterator[tuple[Fraction, Ratio]]:
    """The element as a sum of rational multiples of monic monomials (over its denominator)."""
    parts = [(ratio.num, ratio.den)]
    if not ratio.den.is_constant() and len(ratio.den) > 1:
        quotient, remainder = divmod(ratio.num, ratio.den)
        parts = [(quotient, field.one.den), (remainder, ratio.den)]
    for num, den in parts:
        for exponents, coefficient in num.to_dict().items():
            monomial = field.ring.context.from_dict({exponents: 1})
            yield fraction(coefficient), field.ratio(monomial, den)


def _persistent(field: Field, ratio: Ratio) -> tuple[object, ...]:
    """A key for an element that survives a restart, when generators are numbered anew."""

    def polynomial(p: Polynomial) -> frozenset[object]:
        return frozenset(
            (
                frozenset((field.generators[i].key, int(e)) for i, e in enumerate(exps) if e),
                c,
            )
            for exps, c in p.to_dict().items()
        )

    return polynomial(ratio.num), polynomial(ratio.den)


def exponential(field: Field, argument: Ratio) -> Ratio:
    """exp of an element."""
    result = field.one
    if argument.is_zero:
        return result
    if len(argument.num) > 24:
        raise TooHard("exponential")
    for coefficient, monomial in _monomials(field, argument):
        result = field.multiply(result, _exponential_of_monomial(field, coefficient, monomial))
    return result


def _exponential_of_monomial(field: Field, coefficient: Fraction, monomial: Ratio) -> Ratio:
    index = field.bare(monomial.num) if monomial.den.is_one() else None
    if index is not None and (value := field.generators[index].log_of) is not None:
        return root(field, value, coefficient)
    parity = "i" in field.index and _is_parity(field, monomial)
    if parity and sum(monomial.num.monoms()[0]) == 2 and (2 * coefficient).denominator == 1:
        return field.power(imaginary(field), int(2 * coefficient) % 4)
    key = ("exp", *_persistent(field, monomial))
    whole = Fraction(1, coefficient.denominator) if parity else abs(coefficient)
    unit = field.units.setdefault(key, whole)
    times = coefficient / unit
    if times.denominator != 1:
        field.units[key] = Fraction(
            gcd(unit.numerator * coefficient.denominator, coefficient.numerator * unit.denominator),
            unit.denominator * coefficient.denominator,
        )
        raise Refine
    if abs(times) > MAX_EXPONENT:
        raise TooHard("exponent")
    real = field.is_real(monomial)
    argument = field.scale(monomial, unit)
    new = Generator(
        key,
        lambda: exp(field.tree(argument)),
        positive=real,
        real=real,
        nonzero=True,
        exp_of=argument,
        # exp(i pi n/q) to the power 2q is one for every integer n
        relation=(2 * unit.denominator, field.one) if parity and unit.numerator == 1 else None,
    )
    return field.power(field.element(field.generator(new)), int(times))


def _is_parity(field: Field, monomial: Ratio) -> bool:
    """Whether this is i pi n with whole numbers n."""
    used = field.generators_in(monomial)
    keys = {generator.key for generator in used}
    whole = all(generator.integer or generator.key in ("i", "pi") for generator in used)
    return whole and monomial.den.is_one() and {"i", "pi"} <= keys


def _primes(value: Fraction) -> Iterator[tuple[int, int]]:
    """Prime factors of a positive fraction; a huge part is kept whole."""
    for number, sign in ((value.numerator, 1), (value.denominator, -1)):
        if number.bit_length() > 96:
            yield number, sign
        elif number > 1:
            for prime, times in fmpz(number).factor():
                yield int(prime), sign * int(times)


def _split(field: Field, ratio: Ratio) -> tuple[list[tuple[int | Polynomial, int]], Ratio, bool]:
    """(positive factors with multiplicities, the rest, whether a sign -1 was taken out)."""
    if ratio.is_zero:
        raise Singular
    positive: list[tuple[int | Polynomial, int]] = []
    rest, negative = field.one, False
    for polynomial, side in ((ratio.num, 1), (ratio.den, -1)):
        constant, factors = field.factors(polynomial)
        negative ^= constant < 0
        positive += [(prime, side * times) for prime, times in _primes(abs(constant))]
        for factor, times in factors:
            sign = field.sign(factor)
            if sign < 0:
                factor = -factor
                negative ^= times % 2 == 1
            if sign:
                positive.append((factor, side * times))
                continue
            element = Ratio(factor, field.one.den)
            even = times - times % 2 if field.is_real(element) else 0
            if even:
                positive.append((absolute_generator(field, factor), side * even))
            if times - even:
                rest = field.multiply(rest, field.power(element, side * (times - even)))
    return positive, rest, negative


def absolute_generator(field: Field, polynomial: Polynomial) -> Polynomial:
    """|p| for a real polynomial of unknown sign, as a generator whose square is p**2."""
    if polynomial.leading_coefficient() < 0:
        polynomial = -polynomial
    element = Ratio(polynomial, field.one.den)
    new = Generator(
        ("abs", *_persistent(field, element)),
        lambda: Call("abs", (field.polynomial_tree(polynomial),)),
        positive=True,
        relation=(2, Ratio(polynomial**2, field.one.den)),
    )
    return field.element(field.generator(new)).num


def absolute(field: Field, ratio: Ratio) -> Ratio:
    """|r| of a real element."""
    if ratio.is_zero:
        return ratio
    positive, rest, _ = _split(field, ratio)
    result = field.one
    for factor, times in positive:
        base = field.number(factor) if isinstance(factor, int) else Ratio(factor, field.one.den)
        result = field.multiply(result, field.power(base, times))
    for polynomial, side in ((rest.num, 1), (rest.den, -1)):
        _, factors = field.factors(polynomial)
        for factor, times in factors:
            base = Ratio(absolute_generator(field, factor), field.one.den)
            result = field.multiply(result, field.power(base, side * times))
    return result


def _log_generator(field: Field, value: Ratio, *, real: bool) -> Ratio:
    new = Generator(
        ("ln", *_persistent(field, value)),
        lambda: ln(field.tree(value)),
        real=real,
        log_of=value,
    )
    return field.element(field.generator(new))


def _log_of_positive(field: Field, factor: int | Polynomial) -> Ratio:
    if isinstance(factor, int):
        return _log_generator(field, field.number(factor), real=True)
    index = field.bare(factor)
    if index is not None:
        known = field.generators[index]
        if known.exp_of is not None:
            return known.exp_of
        if known.root_of is not None:
            value, order = known.root_of
            return field.scale(logarithm(field, value), Fraction(1, order))
        order = int(field.units.get(known.key, Fraction(1)))
        if isinstance(known.key, tuple) and known.key[0] == "symbol" and order > 1:
            whole = field.power(field.element(index), order)
            return field.scale(_log_generator(field, whole, real=True), Fraction(1, order))
    return _log_generator(field, Ratio(factor, field.one.den), real=True)


def logarithm(field: Field, argument: Ratio) -> Ratio:
    """The natural logarithm (principal value) of an element."""
    positive, rest, negative = _split(field, argument)
    result = field.zero
    for factor, times in positive:
        term = field.scale(_log_of_positive(field, factor), Fraction(times))
        result = field.add(result, term)
    if rest == field.one:
        if negative:
            result = field.add(result, field.multiply(imaginary(field), pi(field)))
        return result
    if negative:
        rest = field.negate(rest)
    return field.add(result, _log_generator(field, rest, real=False))


def root(field: Field, value: Ratio, exponent: Fraction) -> Ratio:
    """``value ** exponent`` (principal value) for a rational exponent."""
    if exponent.denominator == 1:
        return field.power(value, int(exponent))
    if value.is_zero:
        return value if exponent > 0 else field.invert(value)
    if exponent.denominator > MAX_ORDER:
        raise TooHard("root")
    positive, rest, negative = _split(field, value)
    result = field.one
    for factor, times in positive:
        result = field.multiply(result, _root_of_positive(field, factor, times * exponent))
    if negative:
        rest = field.negate(rest)
    if rest != field.one:
        result = field.multiply(result, _root_generator(field, rest, exponent, positive=False))
    return result


def _root_of_positive(field: Field, factor: int | Polynomial, exponent: Fraction) -> Ratio:
    base = field.number(factor) if isinstance(factor, int) else Ratio(factor, field.one.den)
    if exponent.denominator == 1:
        return field.power(base, int(exponent))
    index = None if isinstance(factor, int) else field.bare(factor)
    if index is not None:
        known = field.generators[index]
        if isinstance(known.key, tuple) and known.key[0] == "symbol":
            order = field.units.get(known.key, Fraction(1))
            field.units[known.key] = order * exponent.denominator
            raise Refine
        if known.exp_of is not None:
            field.units[known.key] = field.units[known.key] / exponent.denominator
            raise Refine
    return _root_generator(field, base, exponent, positive=True)


def _root_generator(field: Field, value: Ratio, exponent: Fraction, *, positive: bool) -> Ratio:
    key = ("root", *_persistent(field, value))
    order = int(field.units.get(key, Fraction(1)))
    needed = lcm(order, exponent.denominator)
    if needed != order:
        field.units[key] = Fraction(needed)
        if key in field.index:
            raise Refine
    if needed > MAX_ORDER:
        raise TooHard("root")
    new = Generator(
        key,
        lambda: power(field.tree(value), Num(Fraction(1, needed))),
        positive=positive,
        real=positive,
        nonzero=positive,
        relation=(needed, value),
        root_of=(value, needed),
    )
    return field.power(field.element(field.generator(new)), int(exponent * needed))


def integer_power(field: Field, base: Ratio, exponent: Ratio) -> Ratio:
    """``base ** n`` with an integer-valued symbolic exponent: splits over every factor."""
    result = field.one
    for polynomial, side in ((base.num, 1), (base.den, -1)):
        constant, factors = field.factors(polynomial)
        logs = [
            field.scale(_log_of_positive(field, prime), Fraction(times))
            for prime, times in _primes(abs(constant))
        ]
        if constant < 0:
            logs.append(field.multiply(imaginary(field), pi(field)))
        for factor, times in factors:
            if field.sign(factor) < 0:
                factor = -factor
                logs += [field.multiply(imaginary(field), pi(field))] * (times % 2)
            if field.sign(factor):
                log = _log_of_positive(field, factor)
            else:
                log = _log_generator(field, Ratio(factor, field.one.den), real=False)
            logs.append(field.scale(log, Fraction(times)))
        for log in logs:
            signed = field.scale(field.multiply(exponent, log), Fraction(side))
            result = field.multiply(result, exponential(field, signed))
    return result


def opaque(field: Field, name: str, argument: Ratio) -> Ratio:
    """The value of a function about which only its name is known."""
    new = Generator(
        (name, *_persistent(field, argument)),
        lambda: Call(name, (field.tree(argument),)),
        real=field.is_real(argument),
    )
    return field.element(field.generator(new))
