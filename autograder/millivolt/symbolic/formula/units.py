"""Units of measurement as a factor to SI and exponents of the base quantities.

Only what declarations of symbols need; the numbers that students type are read elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

BASES = ("m", "kg", "s", "A", "K", "mol", "cd")


@dataclass(frozen=True, slots=True)
class Unit:
    """``factor`` to the SI unit with the ``exponents`` of ``BASES``."""

    factor: Fraction
    exponents: tuple[Fraction, ...]

    def __mul__(self, other: Unit) -> Unit:
        pairs = zip(self.exponents, other.exponents, strict=True)
        return Unit(self.factor * other.factor, tuple(a + b for a, b in pairs))

    def __pow__(self, power: Fraction | int) -> Unit:
        exponents = tuple(a * power for a in self.exponents)
        if Fraction(power).denominator == 1:
            return Unit(self.factor ** int(power), exponents)
        return Unit(Fraction(float(self.factor) ** float(power)), exponents)


def _unit(factor: Fraction | int | str, **exponents: int) -> Unit:
    return Unit(Fraction(factor), tuple(Fraction(exponents.get(base, 0)) for base in BASES))


NUMBER = _unit(1)
_TABLE = {
    "": NUMBER,
    "1": NUMBER,
    "m": _unit(1, m=1),
    "g": _unit("1e-3", kg=1),
    "s": _unit(1, s=1),
    "A": _unit(1, A=1),
    "K": _unit(1, K=1),
    "mol": _unit(1, mol=1),
    "M": _unit(1000, mol=1, m=-3),
    "L": _unit("1e-3", m=3),
    "l": _unit("1e-3", m=3),
    "V": _unit(1, kg=1, m=2, s=-3, A=-1),
    "J": _unit(1, kg=1, m=2, s=-2),
    "C": _unit(1, A=1, s=1),
    "S": _unit(1, kg=-1, m=-2, s=3, A=2),
    "Ω": _unit(1, kg=1, m=2, s=-3, A=-2),
    "ohm": _unit(1, kg=1, m=2, s=-3, A=-2),
    "F": _unit(1, kg=-1, m=-2, s=4, A=2),
    "W": _unit(1, kg=1, m=2, s=-3),
    "N": _unit(1, kg=1, m=1, s=-2),
    "Pa": _unit(1, kg=1, m=-1, s=-2),
    "Hz": _unit(1, s=-1),
    "H": _unit(1, kg=1, m=2, s=-2, A=-2),
    "eV": _unit("1.602176634e-19", kg=1, m=2, s=-2),
    "min": _unit(60, s=1),
    "h": _unit(3600, s=1),
    "%": _unit("0.01"),
    "rad": NUMBER,
}
_PREFIXES = {
    "f": "1e-15",
    "p": "1e-12",
    "n": "1e-9",
    "µ": "1e-6",
    "μ": "1e-6",
    "u": "1e-6",
    "m": "1e-3",
    "c": "1e-2",
    "d": "1e-1",
    "k": "1e3",
    "M": "1e6",
    "G": "1e9",
}
_PART = re.compile(r"\s*([*·/ ]?)\s*(\(|\)|[A-Za-zµμΩ%]+|1)\s*(?:\^?\{?([+\-−]?\d+)\}?)?")
_SUPER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def _simple(name: str) -> Unit:
    if name in _TABLE:
        return _TABLE[name]
    if name[:1] in _PREFIXES and name[1:] in _TABLE and name[1:]:
        return _unit(_PREFIXES[name[0]]) * _TABLE[name[1:]]
    raise ValueError(f"unknown unit {name!r}")


@lru_cache(maxsize=512)
def parse_unit(text: str) -> Unit:
    """Read ``"J/(mol K)"``, ``"mS/cm^2"``, ``"m s-1"``; ``ValueError`` when it is no unit."""
    cleaned = text.translate(_SUPER).strip()
    total, stack, at, sign = NUMBER, [], 0, 1
    while at < len(cleaned):
        found = _PART.match(cleaned, at)
        if not found:
            raise ValueError(f"cannot read the unit {text!r}")
        separator, name, power = found.groups()
        if name == "(":
            stack.append((total, -1 if separator == "/" else 1, sign))
            total, sign = NUMBER, 1
        elif name == ")":
            if not stack:
                raise ValueError(f"cannot read the unit {text!r}")
            outer, direction, sign = stack.pop()
            total = outer * (total ** (direction * int((power or "1").replace("−", "-"))))
        else:
            exponent = int((power or "1").replace("−", "-"))
            total = total * _simple(name) ** (exponent * (-1 if separator == "/" else 1))
        at = found.end()
    if stack:
        raise ValueError(f"cannot read the unit {text!r}")
    return total


def unit_name(exponents: tuple[Fraction, ...]) -> str:
    """A readable SI name of a dimension: ``J/mol``, ``C/mol``, ``V``; ``a number`` for none."""
    if not any(exponents):
        return "a number"
    if exponents == _TABLE["M"].exponents:
        return "mM"  # a mole per cubic metre, as people here say it
    plain = _write(exponents)
    best = plain
    for power in (1, -1, 2):
        for name in ("V", "J", "C", "S", "Ω", "F", "W", "Hz", "A"):
            unit = _TABLE[name] ** power
            rest = tuple(a - b for a, b in zip(exponents, unit.exponents, strict=True))
            if sum(map(abs, rest)) + 1.5 * abs(power) < sum(map(abs, exponents)):
                shown = _join((name, Fraction(power)), rest)
                if len(re.findall("[A-Za-zΩ]+", shown)) < len(re.findall("[A-Za-zΩ]+", best)) or (
                    best == plain
                ):
                    best = shown
    return best


def _write(exponents: tuple[Fraction, ...]) -> str:
    return _join(None, exponents)


def _join(first: tuple[str, Fraction] | None, exponents: tuple[Fraction, ...]) -> str:
    parts = [(first[0], first[1])] if first else []
    parts += [(base, power) for base, power in zip(BASES, exponents, strict=True) if power]
    top = [_one(n, p) for n, p in parts if p > 0]
    bottom = [_one(n, -p) for n, p in parts if p < 0]
    shown = " ".join(top) or "1"
    if bottom:
        shown += "/" + (bottom[0] if len(bottom) == 1 else f"({' '.join(bottom)})")
    return shown


def _one(name: str, power: Fraction) -> str:
    return name if power == 1 else f"{name}^{power}"
