"""The closed table of units: every symbol and every name that is understood, and no other.

Sources: SI Brochure, 9th edition (2019), for the units, prefixes and exact constants; the
thermochemical calorie is 4.184 J and the millimetre of mercury 133.322387415 Pa (same, older
table 8). Scales are exact fractions of the coherent SI unit; only ln 2 and ln 10 are rounded,
at 40 digits.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from millivolt.quantities import dimension as d

PREFIXES: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        "z": (-21, "zepto"),
        "a": (-18, "atto"),
        "f": (-15, "femto"),
        "p": (-12, "pico"),
        "n": (-9, "nano"),
        "µ": (-6, "micro"),
        "m": (-3, "milli"),
        "c": (-2, "centi"),
        "d": (-1, "deci"),
        "k": (3, "kilo"),
        "M": (6, "mega"),
        "G": (9, "giga"),
    }
)
MICRO_SIGNS = ("µ", "\u03bc", "u")

BOLTZMANN = Fraction("1.380649e-23")
ELEMENTARY_CHARGE = Fraction("1.602176634e-19")
CELSIUS_ZERO = Fraction("273.15")
LN_2 = Fraction("0.6931471805599453094172321214581765680755")
LN_10 = Fraction("2.302585092994045684017991454684364207601")


@dataclass(frozen=True, slots=True)
class Atom:
    """One symbol of the table: its SI value is ``value * scale + offset``.

    `symbol` is the way it is printed; the same unit under another symbol or name keeps it.
    """

    symbol: str
    dimension: d.Dimension
    scale: Fraction
    offset: Fraction = Fraction(0)
    is_difference: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    symbols: tuple[str, ...]
    dimension: d.Dimension
    scale: Fraction = Fraction(1)
    prefixes: str = ""
    names: tuple[str, ...] = ()
    offset: Fraction = Fraction(0)
    is_difference: bool = False

    def atoms(self) -> Iterator[tuple[str, bool, Atom]]:
        """Every (text, text is a word, atom) that this line of the table stands for."""
        for prefix in ("", *self.prefixes):
            power, word = PREFIXES[prefix] if prefix else (0, "")
            atom = Atom(
                prefix + self.symbols[0],
                self.dimension,
                self.scale * Fraction(10) ** power,
                self.offset,
                self.is_difference,
            )
            for letter in MICRO_SIGNS if prefix == "µ" else (prefix,):
                for symbol in self.symbols:
                    yield letter + symbol, False, atom
            for name in self.names:
                yield word + name, True, atom


# Prefixes only where the field uses them: "MV" and "mK" are far more often slips than meant,
# and a slip that is understood as something else is worse than a question.
_TABLE: tuple[_Entry, ...] = (
    _Entry(("V",), d.VOLTAGE, prefixes="nµmk", names=("volt", "volts")),
    _Entry(
        ("A",),
        d.CURRENT,
        prefixes="afpnµmk",
        names=("ampere", "amperes", "amp", "amps"),
    ),
    _Entry(("S",), d.CONDUCTANCE, prefixes="fpnµm", names=("siemens",)),
    _Entry(
        ("Ω", "\u2126"),
        d.CONDUCTANCE**-1,
        prefixes="µmkMG",
        names=("ohm", "ohms"),
    ),
    _Entry(("F",), d.CAPACITANCE, prefixes="afpnµm", names=("farad", "farads")),
    _Entry(("C",), d.CHARGE, prefixes="zafpnµmk", names=("coulomb", "coulombs")),
    _Entry(
        ("e₀",),
        d.CHARGE,
        ELEMENTARY_CHARGE,
        names=("elementary charge", "elementary charges"),
    ),
    _Entry(("mol",), d.AMOUNT, prefixes="zafpnµmk", names=("mole", "moles", "mols")),
    _Entry(("Osm", "osm", "osmol"), d.AMOUNT, prefixes="µm", names=("osmole", "osmoles")),
    _Entry(("M",), d.CONCENTRATION, Fraction(1000), prefixes="fpnµm", names=("molar",)),
    _Entry(
        ("L", "l", "ℓ"),
        d.LENGTH**3,
        Fraction(1, 1000),
        prefixes="afpnµmcd",
        names=("liter", "liters", "litre", "litres"),
    ),
    _Entry(
        ("m",),
        d.LENGTH,
        prefixes="fpnµmcdk",
        names=("meter", "meters", "metre", "metres"),
    ),
    _Entry(("Å", "\u212b"), d.LENGTH, Fraction(1, 10**10), names=("angstrom", "ångström")),
    _Entry(("s", "sec"), d.TIME, prefixes="fpnµm", names=("second", "seconds", "secs")),
    _Entry(("min",), d.TIME, Fraction(60), names=("minute", "minutes", "mins")),
    _Entry(("h", "hr"), d.TIME, Fraction(3600), names=("hour", "hours", "hrs")),
    _Entry(("d",), d.TIME, Fraction(86400), names=("day", "days")),
    _Entry(("Hz",), d.TIME**-1, prefixes="mkM", names=("hertz",)),
    _Entry(("g",), d.MASS, Fraction(1, 1000), prefixes="fpnµmk", names=("gram", "grams")),
    _Entry(("N",), d.FORCE, prefixes="fpnµm", names=("newton", "newtons")),
    _Entry(("Pa",), d.PRESSURE, prefixes="mkM", names=("pascal", "pascals")),
    _Entry(("bar",), d.PRESSURE, Fraction(10**5), prefixes="m"),
    _Entry(("atm",), d.PRESSURE, Fraction(101325)),
    _Entry(("mmHg",), d.PRESSURE, Fraction("133.322387415")),
    _Entry(("W",), d.POWER, prefixes="fpnµmk", names=("watt", "watts")),
    _Entry(("J",), d.ENERGY, prefixes="zafpnµmkM", names=("joule", "joules")),
    _Entry(
        ("cal",),
        d.ENERGY,
        Fraction("4.184"),
        prefixes="k",
        names=("calorie", "calories"),
    ),
    _Entry(
        ("eV",),
        d.ENERGY,
        ELEMENTARY_CHARGE,
        prefixes="µmk",
        names=("electronvolt", "electronvolts"),
    ),
    _Entry(("kT", "k_BT", "kBT"), d.THERMAL_ENERGY),
    _Entry(("K", "\u212a"), d.TEMPERATURE, prefixes="µm", names=("kelvin", "kelvins")),
    _Entry(
        ("°C", "\u2103", "ºC", "degC"),
        d.TEMPERATURE,
        names=("celsius",),
        offset=CELSIUS_ZERO,
    ),
    _Entry(("ΔK", "\u2206K"), d.TEMPERATURE, is_difference=True),
    _Entry(("Δ°C", "\u2206°C"), d.TEMPERATURE, is_difference=True),
    _Entry(("e-fold", "e-folds"), d.LOGARITHM),
    _Entry(("decade", "dec"), d.LOGARITHM, LN_10, names=("decade", "decades")),
    _Entry(("doubling", "octave"), d.LOGARITHM, LN_2),
    _Entry(("%",), d.NUMBER, Fraction(1, 100), names=("percent",)),
    _Entry(("‰",), d.NUMBER, Fraction(1, 1000)),
    # Things that are counted: "ions/s" is a rate like "1/s", said more clearly.
    _Entry(("ion",), d.NUMBER, names=("ion", "ions")),
    _Entry(("molecule",), d.NUMBER, names=("molecule", "molecules")),
    _Entry(("channel",), d.NUMBER, names=("channel", "channels")),
    _Entry(("cell",), d.NUMBER, names=("cell", "cells")),
    _Entry(("cycle",), d.NUMBER, names=("cycle", "cycles")),
    _Entry(("event",), d.NUMBER, names=("event", "events")),
    _Entry(("ATP",), d.NUMBER),
)


def _gather(entries: Iterable[_Entry]) -> tuple[Mapping[str, Atom], Mapping[str, Atom]]:
    symbols: dict[str, Atom] = {}
    words: dict[str, Atom] = {}
    for entry in entries:
        for text, is_word, atom in entry.atoms():
            target = words if is_word else symbols
            if target.setdefault(text, atom) != atom:
                raise ValueError(f"the unit table gives {text!r} two meanings")
    return MappingProxyType(symbols), MappingProxyType(words)


SYMBOLS, WORDS = _gather(_TABLE)
"""Symbols are case-sensitive ("mS" is not "ms"); words are looked up in lower case."""

# What people write for units that are not in the table, and what they probably want.
SUGGESTIONS: Mapping[str, str] = MappingProxyType(
    {
        "e": "elementary charges",
        "°F": "°C",
        "degF": "°C",
        "°": "°C",
        "º": "°C",
        "oC": "°C",
        "°K": "K",
        "degK": "K",
        "Eq": "mol",
        "mEq": "mmol",
        "molal": "mol/kg",
        "molL": "mol/L",
        "mho": "S",
        "cc": "mL",
    }
)
