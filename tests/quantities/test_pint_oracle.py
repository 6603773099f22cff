"""pint as an oracle where it is right, and the inputs on which it is wrong, written down.

The second table is the reason why the package has a unit table of its own.
"""

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.quantities import QuantityError, convert, parse
from millivolt.quantities.table import SYMBOLS

registry = pint.UnitRegistry()

# What pint calls the same thing; the others have no counterpart in it.
SPELLED_FOR_PINT = {
    "°C": "degC", "e₀": "e", "Ω": "ohm", "Å": "angstrom", "ΔK": "delta_degC",
    "Δ°C": "delta_degC", "mmHg": "mmHg", "%": "percent",
}  # fmt: skip
WITHOUT_COUNTERPART = {"kT", "e-fold", "decade", "doubling", "‰", "Osm", "µOsm", "mOsm", "M"} | {
    "ion", "molecule", "channel", "cell", "cycle", "event", "ATP", "fM", "pM", "nM", "µM", "mM",
}  # fmt: skip
ATOMS = sorted({atom.symbol for atom in SYMBOLS.values()} - WITHOUT_COUNTERPART)

numbers = st.decimals(min_value=-(10**6), max_value=10**6, places=4, allow_nan=False)


def in_pint(symbol: str) -> str:
    for ours, theirs in SPELLED_FOR_PINT.items():
        symbol = symbol.replace(ours, theirs)
    return symbol


@pytest.mark.parametrize("symbol", ATOMS)
def test_every_symbol_has_the_scale_that_pint_gives_it(symbol: str) -> None:
    ours = parse(f"12.5 {symbol}").si
    theirs = registry.Quantity(12.5, in_pint(symbol)).to_base_units().to_root_units()
    # pint's base units are grams for mass and kilogram compounds for the rest.
    expected = theirs.to(registry.get_base_units(theirs.units, system="SI")[1]).magnitude
    assert ours == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("prefix", ["", "f", "p", "n", "µ", "m"])
def test_molar_is_a_thousand_moles_per_cubic_metre(prefix: str) -> None:
    theirs = registry.Quantity(12.5, f"{prefix}mol/liter").to("mol/m^3").magnitude
    assert parse(f"12.5 {prefix}M").si == pytest.approx(theirs, rel=1e-12)


COMPOUNDS = [
    ("mS/cm^2", "S/m^2"), ("uF/cm^2", "F/m^2"), ("cm/s", "m/s"), ("kJ/mol", "J/mol"),
    ("kcal/mol", "kJ/mol"), ("nS*mV", "pA"), ("pA/nS", "mV"), ("J/C", "mV"), ("mol/L", "mol/m^3"),
    ("pmol/(cm^2*s)", "mol/m^2/s"), ("mA/cm^2", "A/m^2"), ("kohm*cm^2", "ohm*m^2"),
    ("um^2/ms", "m^2/s"), ("V/min", "mV/s"), ("mol/min", "mol/h"), ("eV", "kJ"), ("degC", "K"),
    ("K", "degC"), ("cal", "eV"), ("mmHg", "kPa"), ("h", "d"), ("Hz", "1/s"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "target"), COMPOUNDS)
@given(number=numbers)
def test_conversions_agree_with_pint(source: str, target: str, number) -> None:
    theirs = registry.Quantity(float(number), source).to(target).magnitude
    # pint rounds at each step; near 0 °C its sum with 273.15 loses digits.
    close = pytest.approx(theirs, rel=1e-11, abs=1e-9 if "deg" in source + target else 0)
    ours = convert(float(number), source.replace("kohm", "kΩ"), target.replace("ohm", "Ω"))
    assert ours == close


@pytest.mark.parametrize("text", ["-89.1 mV", "1.5 uM", "8.91e-2 V", "10 nS", "5 kJ/mol", "2 µA"])
def test_plain_ascii_quantities_are_read_as_pint_reads_them(text: str) -> None:
    theirs = registry(text)
    assert parse(text).to(f"{theirs.units:~C}".replace("**", "^")) == pytest.approx(
        theirs.magnitude
    )


# Text, what pint 0.25 makes of it, and what is meant (None: nobody can know, so it is asked).
PINT_IS_WRONG = [
    ("−90 mV", 90.0, -0.090),
    ("-90,5 mV", -905.0, -0.0905),
    ("3,5 mM", 35.0, 3.5),
    ("1,000 mM", 1000.0, None),
    ("1e999999999 mV", float("inf"), None),
    ("-90 MV", -90.0, None),
    ("5 furlong", 5.0, None),
    ("e", 1.0, None),
    ("M", 1.0, None),
    ("2 mV 3", 6.0, None),
    ("5 mV/2", 2.5, None),
    ("2**3 mV", 8.0, None),
]


@pytest.mark.parametrize(("text", "misread", "meant"), PINT_IS_WRONG)
def test_where_pint_misreads_a_text_it_is_read_right_or_refused(
    text: str, misread: float, meant: float | None
) -> None:
    assert registry.Quantity(text).magnitude == misread, "pint has changed: move this line"
    if meant is None:
        with pytest.raises(QuantityError):
            parse(text)
    else:
        assert parse(text).si == meant


@pytest.mark.parametrize("text", ["10**10**8 mV", "9**9**9"])
def test_powers_on_which_pint_hangs_are_refused_at_once(text: str) -> None:
    with pytest.raises(QuantityError):
        parse(text)
