"""Terms that do not agree are named with their units."""

import pytest

from millivolt.symbolic import Symbol, check_derivation, compare, dimension_findings, parse
from millivolt.symbolic.formula.units import parse_unit, unit_name

SYMBOLS = {
    "R": Symbol("R", "positive", "J/(mol K)"),
    "T": Symbol("T", "positive", "K"),
    "F": Symbol("F", "positive", "C/mol"),
    "z": Symbol("z", "nonzero_integer", "1"),
    "c_o": Symbol("c_o", "positive", "mM"),
    "c_i": Symbol("c_i", "positive", "mM"),
    "V": Symbol("V", "real", "mV"),
    "g": Symbol("g", "positive", "mS/cm^2"),
    "x": Symbol("x", "real"),
}


def messages(text, unit=None):
    tree = parse(text, SYMBOLS).tree
    return [f.message for f in dimension_findings(tree, SYMBOLS, unit)]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("R*T/(z*F)*ln(c_o/c_i)", "mV"),
        ("R*T*(ln(c_o) - ln(c_i))", "J/mol"),
        ("R*T*ln(c_i) + z*F*V", "kJ/mol"),
        ("exp(-z*F*V/(R*T))", "1"),
        ("g*(V - R*T/F)", "A/m^2"),
        ("sqrt(V^2)", "V"),
        ("V + x", None),
        ("V = R*T/F", None),
        ("0 + V", "V"),
        ("V > 0", None),
        ("V - g*0 = 0", None),
        ("8.314 J/(mol K)*T/(96485 C/mol)", "V"),
        ("8.314 J mol⁻¹ K^-1 * 310 K/(96485 C mol^(-1))", "V"),
        ("58 mV log10(c_o/c_i)", "V"),
        ("61.5 log10(c_o/c_i) mV", "V"),
        ("diff(V, T)", "V/K"),
    ],
)
def test_a_consistent_formula_has_no_findings(text, unit):
    assert messages(text, unit) == []


@pytest.mark.parametrize(
    ("text", "unit", "message"),
    [
        ("R*T*ln(c_i) + z*F", None, "R*T*ln(c_i) and z*F cannot be added: J/mol and C/mol."),
        ("V + T", None, "V and T cannot be added: V and K."),
        (
            "exp(z*F*V)",
            None,
            "The argument of exp must be a pure number, but z*F*V has the unit J/mol.",
        ),
        ("c_o^V", None, "The exponent must be a pure number, but V has the unit V."),
        ("R*T/F", "mM", "Your formula gives V; it should give mM."),
        ("V = R*T", None, "The two sides do not agree: the left is V, the right is J/mol."),
        ("1 + V", None, "1 and V cannot be added: a number and V."),
        ("g*V - T", None, "T cannot be subtracted from g*V: K and A/m^2."),
        ("T - z*F*V", None, "z*F*V cannot be subtracted from T: J/mol and K."),
        ("V - 58", None, "58 cannot be subtracted from V: a number and V."),
        ("exp(-V)", None, "The argument of exp must be a pure number, but V has the unit V."),
        ("58 mV + 310 K", None, "58*mV and 310*K cannot be added: V and K."),
    ],
)
def test_what_does_not_agree_is_named(text, unit, message):
    assert messages(text, unit) == [message]


def test_the_innermost_trouble_is_told_first():
    assert len(messages("exp(V + T)*(T + c_o)")) == 2
    assert messages("exp(V + T)")[0].startswith("V and T")


@pytest.mark.parametrize(
    ("text", "factor", "name"),
    [
        ("mV", 1e-3, "V"),
        ("mol/m^3", 1, "mM"),
        ("J/(mol K)", 1, "J/(K mol)"),
        ("mS/cm^2", 10, "S/m^2"),
        ("µF/cm²", 0.01, "F/m^2"),
        ("m s-1", 1, "m/s"),
        ("pA", 1e-12, "A"),
    ],
)
def test_units_are_read_as_si(text, factor, name):
    unit = parse_unit(text)
    assert float(unit.factor) == pytest.approx(factor)
    assert unit_name(unit.exponents) == name


@pytest.mark.parametrize("text", ["mVolt", "m/(s", "kg)", "?", "xM"])
def test_an_unknown_unit_is_an_error(text):
    with pytest.raises(ValueError, match="unit"):
        parse_unit(text)


NERNST = {
    "R": Symbol("R", (8.314462618, 8.314462618), "J/(mol K)"),
    "T": Symbol("T", "positive", "K", typical=(280, 312)),
    "F": Symbol("F", (96485.33212, 96485.33212), "C/mol"),
    "z": Symbol("z", "nonzero_integer"),
    "c_in": Symbol("c_in", "positive", "mM", typical=(100, 150)),
    "c_out": Symbol("c_out", "positive", "mM", typical=(2, 10)),
}
RIGHT = "R*T/(z*F)*ln(c_out/c_in)"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("R*T/(z*F)*ln(c_in/c_out)",
         "your formula gives 81.2 mV; the membrane would need −81.2 mV."),
        ("R*T*ln(c_out/c_in) + z*F",
         "R*T*ln(c_out/c_in) and z*F cannot be added: J/mol and C/mol."),
        ("z*F/(R*T)*ln(c_out/c_in)", "Your formula gives 1/V; it should give V."),
        ("R*T/(z*F)*ln(c_out - c_in)",
         "your formula has no real value: it takes a root or a logarithm of something negative. "
         "The right one gives −81.2 mV."),
        ("70 mV*log10(c_out/c_in)",
         "your formula gives −98.1 mV; the membrane would need −81.2 mV."),
        ("58*log10(c_out/c_in)", "Your formula gives a number; it should give V."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_in_physics_though_a_valence_has_no_unit(typed, told):
    assert compare(typed, RIGHT, NERNST).message.endswith(told)


def test_the_sides_of_a_line_that_does_not_follow_have_their_unit():
    report = check_derivation(
        ["z*F*E = -R*T*ln(c_out/c_in)"],
        ["z*F*E = R*T*ln(c_out/c_in)"],
        f"E = {RIGHT}",
        {**NERNST, "E": Symbol("E", "real", "mV", typical=(-100, 60))},
    )
    assert "the left side is −7832 J/mol, the right side 7832 J/mol." in report.steps[0].message
