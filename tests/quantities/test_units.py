"""The table of units: closed, exact, printed as physicists print."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.quantities import (
    Dimension,
    Problem,
    QuantityError,
    convert,
    in_other_case,
    parse,
    unit,
)
from millivolt.quantities.dimension import CONCENTRATION, NAMES, NUMBER, TIME, VOLTAGE
from millivolt.quantities.table import SYMBOLS, WORDS, _Entry, _gather


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("mV", "mV"),
        ("millivolts", "mV"),
        ("uM", "µM"),
        ("mmol/l", "mmol/L"),
        ("mS/cm^2", "mS/cm²"),
        ("mS cm-2", "mS/cm²"),
        ("J/(mol K)", "J/(mol·K)"),
        ("J mol^-1 K^-1", "J/(mol·K)"),
        ("s^-1", "s⁻¹"),
        ("1/s", "s⁻¹"),
        ("mol^-1 K^-1", "mol⁻¹·K⁻¹"),
        ("nS*mV", "nS·mV"),
        ("(m/s)^2", "m²/s²"),
        ("mV per decade", "mV/decade"),
        ("degC", "°C"),
        ("", ""),
    ],
)
def test_a_unit_is_printed_as_a_physicist_prints_it(text: str, symbol: str) -> None:
    assert unit(text).symbol == symbol
    assert unit(unit(text).symbol) == unit(text)


def test_molar_and_mole_per_cubic_metre_are_one_unit_by_value() -> None:
    assert unit("mM").scale == unit("mol/m^3").scale == 1
    assert unit("mM").dimension == unit("mol/m3").dimension == CONCENTRATION


def test_symbols_tell_capitals_apart() -> None:
    assert unit("mS").dimension != unit("ms").dimension == TIME
    assert unit("mM").dimension != unit("mm").dimension


@pytest.mark.parametrize(
    ("text", "wanted", "meant"),
    [
        ("mm", "mM", "mM"),
        ("mM", "mm", "mm"),
        ("ms", "mS", "mS"),
        ("pA", "Pa", "Pa"),
        ("mV", "mV", None),
        ("mV", "mM", None),
    ],
)
def test_a_unit_of_the_wrong_dimension_may_be_a_matter_of_capitals(
    text: str, wanted: str, meant: str | None
) -> None:
    assert in_other_case(text, unit(wanted).dimension) == meant


def test_a_table_that_gives_a_symbol_two_meanings_is_refused() -> None:
    with pytest.raises(ValueError, match="'V' two meanings"):
        _gather([_Entry(("V",), VOLTAGE), _Entry(("V",), TIME)])


def test_every_symbol_and_every_name_can_be_typed_behind_a_number() -> None:
    for text, atom in {**WORDS, **SYMBOLS}.items():
        quantity = parse(f"3 {text}")
        assert quantity.exact_si == 3 * atom.scale + atom.offset, text
        assert quantity.dimension == atom.dimension, text
        assert parse(f"3 {atom.symbol}").exact_si == quantity.exact_si, text


def test_the_table_is_closed() -> None:
    """A unit that is added, lost or changed shows here, to be looked at."""
    lines = [
        f"{text}\t{a.symbol}\t{a.scale}\t{a.offset}\t{a.dimension.base_units}\t{a.is_difference}"
        for table in (SYMBOLS, WORDS)
        for text, a in table.items()
    ]
    assert lines == (Path(__file__).parent / "units.tsv").read_text().splitlines()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "a pure number"), ("nm", "a length"), ("cm^2", "an area"), ("mL", "a volume"),
        ("g", "a mass"), ("ms", "a time"), ("Hz", "a rate or frequency"), ("pA", "a current"),
        ("uA/cm2", "a current density"), ("K", "a temperature"), ("mol", "an amount of substance"),
        ("fmol/s", "an amount per time"), ("mol/m2/s", "a flux density"), ("mol/kg", "a molality"),
        ("mM", "a concentration"), ("mM/s", "a concentration per time"), ("pC", "a charge"),
        ("C/m2", "a charge per area"), ("C/mol", "a charge per mole"), ("pN", "a force"),
        ("eV", "an energy"), ("kJ/mol", "an energy per mole"),
        ("J/(mol K)", "a molar gas constant"), ("kT", "an energy in units of kT"),
        ("W", "a power"), ("mmHg", "a pressure"), ("mV", "a voltage"),
        ("V/s", "a voltage per time"), ("V/m", "an electric field"),
        ("mV/K", "a voltage per temperature"),
        ("mV/decade", "a voltage per factor of concentration"), ("nS", "a conductance"),
        ("mS/cm2", "a conductance per area"), ("S/m", "a conductivity"), ("MΩ", "a resistance"),
        ("Ω cm", "a resistivity"), ("Ω cm2", "a resistance times area"), ("pF", "a capacitance"),
        ("uF/cm2", "a capacitance per area"), ("cm/s", "a speed or permeability"),
        ("m2/s", "a diffusion coefficient"), ("m2/(V s)", "a mobility"),
        ("decade", "a factor on a logarithmic scale"),
    ],
)  # fmt: skip
def test_a_dimension_is_named_as_a_physicist_names_it(text: str, name: str) -> None:
    assert str(unit(text).dimension) == name


def test_every_name_of_a_dimension_is_tested() -> None:
    assert len(NAMES) == 43


def test_dimensions_multiply_divide_and_take_powers() -> None:
    assert VOLTAGE * TIME / TIME == VOLTAGE
    assert VOLTAGE**2 / VOLTAGE == VOLTAGE
    assert VOLTAGE**0 == NUMBER
    assert not NUMBER
    assert VOLTAGE
    with pytest.raises(ValueError, match="8 powers, not 2"):
        Dimension((1, 2))


def test_the_logarithm_can_be_left_out_of_a_dimension() -> None:
    assert unit("mV/decade").dimension.without_logarithm == VOLTAGE
    assert unit("decade").dimension.without_logarithm == NUMBER


def test_a_dimension_without_a_name_is_spelled_in_base_units() -> None:
    assert str(unit("V s^3").dimension) == "m^2 kg A^-1"
    assert unit("mV").dimension.base_units == "m^2 kg s^-3 A^-1"
    assert len(set(NAMES.values())) == len(NAMES)


def test_per_decade_is_not_per_e_fold() -> None:
    assert convert(61.54, "mV/decade", "mV/e-fold") == pytest.approx(26.727, abs=1e-3)
    assert convert(1, "decade", "doubling") == pytest.approx(3.3219280948873626, rel=1e-15)
    assert unit("mV/decade").logarithm == 1 / unit("decade").scale
    assert unit("mV").logarithm == 1


@pytest.mark.parametrize(
    ("value", "source", "target", "result"),
    [
        (-89.1, "mV", "V", -0.0891),
        (37, "°C", "K", 310.15),
        (310.15, "K", "°C", 37.0),
        (5, "Δ°C", "K", 5.0),
        (5, "Δ°C", "ΔK", 5.0),
        (5, "K", "ΔK", 5.0),
        (1, "mM", "mol/m^3", 1.0),
        (34, "%", "", 0.34),
        (1, "eV", "J", 1.602176634e-19),
    ],
)
def test_values_convert_exactly(value: float, source: str, target: str, result: float) -> None:
    assert convert(value, source, target) == result


@pytest.mark.parametrize(
    ("source", "target"),
    [("mV", "mM"), ("°C", "Δ°C"), ("Δ°C", "°C"), ("kT", "kJ/mol"), ("eV", "kJ/mol"), ("", "mV")],
)
def test_values_of_another_dimension_do_not_convert(source: str, target: str) -> None:
    with pytest.raises(QuantityError) as caught:
        convert(1.0, source, target, temperature=310.15)
    assert caught.value.code is Problem.WRONG_DIMENSION
    assert f"“{source or 'a bare number'}” does not measure" in str(caught.value)


def test_the_message_of_a_failed_conversion_names_what_was_wanted() -> None:
    with pytest.raises(QuantityError, match="“°C” does not measure a temperature difference"):
        convert(5, "°C", "ΔK")
    with pytest.raises(QuantityError, match=r"^“mM” does not measure a voltage"):
        parse("5 mM").to("mV")


def test_thermal_energies_convert_when_the_temperature_is_given() -> None:
    assert convert(1, "kT", "J", temperature=310.15) == pytest.approx(4.28208e-21, rel=1e-5)
    assert convert(4.2820828735e-21, "J", "kT", temperature=310.15) == pytest.approx(1.0)
    assert parse("1 kT").to("eV", temperature=300) == pytest.approx(0.025852, rel=1e-4)
    with pytest.raises(QuantityError) as caught:
        parse("1 kT").to("eV")
    assert caught.value.code is Problem.TEMPERATURE_NEEDED
    assert str(caught.value) == (
        "“kT” depends on the temperature, so it cannot be converted without one."
    )


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_only_finite_values_convert(value: float) -> None:
    with pytest.raises(ValueError):
        convert(value, "mV", "V")


voltages = st.sampled_from(["nV", "µV", "mV", "V", "kV", "J/C", "pA/nS", "mV"])


@given(st.floats(-1e6, 1e6, allow_nan=False), voltages, voltages)
def test_converting_there_and_back_is_the_same(value: float, one: str, other: str) -> None:
    there = convert(value, one, other)
    assert convert(there, other, one) == pytest.approx(value, rel=1e-15, abs=1e-300)


powers = st.integers(-3, 3).filter(bool)
factors = st.lists(
    st.tuples(st.sampled_from(["mV", "nS", "cm", "s", "mol", "K", "µm", "kJ"]), powers),
    min_size=1, max_size=4,
)  # fmt: skip


@given(factors)
def test_a_product_of_powers_has_the_product_of_scales_however_it_is_written(factors) -> None:
    scale = Fraction(1)
    dimension = NUMBER
    for symbol, power in factors:
        scale *= unit(symbol).scale ** power
        dimension *= unit(symbol).dimension ** power
    ways = [
        " ".join(f"{s}^{p}" for s, p in factors),
        "·".join(f"{s}{p}" for s, p in factors),
        "*".join(f"{s}**({p})" for s, p in factors),
        " ".join(f"{s}^{{{p}}}" for s, p in factors),
        " ".join(f"({s})^{p}" for s, p in factors),
        "1/(" + " ".join(f"{s}^{-p}" for s, p in factors) + ")",
    ]
    for way in ways:
        assert (unit(way).scale, unit(way).dimension) == (scale, dimension)
        assert unit(unit(way).symbol).scale == scale


@pytest.mark.parametrize(
    ("text", "position"), [("furlong", 0), ("  furlong", 2), (" mV furlong", 4)]
)
def test_the_place_of_an_unknown_unit_is_counted_from_the_beginning(text, position) -> None:
    with pytest.raises(QuantityError) as caught:
        unit(text)
    assert caught.value.position == position
