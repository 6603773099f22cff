"""What students type is read as they mean it, or refused with a place and a sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from millivolt.symbolic import Symbol, compare, parse
from millivolt.symbolic.formula.notation import to_text

SYMBOLS = {
    **dict.fromkeys(
        ["R", "T", "F", "c_out", "c_in", "K_o", "K_i", "P_K", "q10", "tau"], "positive"
    ),
    **dict.fromkeys(
        ["V", "E", "I", "E_K", "phi_in", "phi_out", "lambda_", "S", "N", "Q", "beta", "gamma"],
        "real",
    ),
    "z": "nonzero_integer",
}


def same(typed, meant):
    parsed = parse(typed, SYMBOLS)
    assert parsed.ok, parsed.error
    return compare(typed, meant, SYMBOLS).verdict == "equal"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("RT/zF ln(co/ci)", "(R*T)/(z*F)*ln(c_out/c_in)"),
        (r"\frac{RT}{zF}\ln\frac{c_{out}}{c_{in}}", "R*T/(z*F)*ln(c_out/c_in)"),
        (
            r"\frac{R T}{z F} \ln\left(\frac{c_{\mathrm{out}}}{c_{in}}\right)",
            "R*T/(z*F)*ln(c_out/c_in)",
        ),
        ("(R*T/(z*F))*log(c_out/c_in)", "R*T/(z*F)*ln(c_out/c_in)"),
        ("RT ln([K+]_o/[K^+]_i)", "R*T*ln(K_o/K_i)"),
        ("ln([K⁺]ₒ/[K]_in)", "ln(K_o/K_i)"),
        (r"\ln\frac{[K^+]_{out}}{[\mathrm{K}^+]_{i}}", "ln(K_o/K_i)"),
        ("R·T×ln(c_out)−z F φ_in", "R*T*ln(c_out) - z*F*phi_in"),
        ("e^V", "exp(V)"),
        ("e^(-zFV/RT)", "exp(-(z*F*V)/(R*T))"),
        ("e^{-V/25,7}", "exp(-V/25.7)"),
        ("ln c_out", "ln(c_out)"),
        ("np.log(c_out/c_in)", "ln(c_out/c_in)"),
        ("math.exp(-V)*np.pi", "pi*exp(-V)"),
        ("|V|", "abs(V)"),
        ("2|V| + |E|", "2*abs(V) + abs(E)"),
        ("z²F²", "z**2*F^2"),
        ("V⁻¹", "1/V"),
        ("zF^2", "z*F**2"),
        ("sin^2(V)", "sin(V)*sin(V)"),
        ("2^-3*V", "V/8"),
        ("0,5 V", "V/2"),
        (".5V", "V/2"),
        ("1e-3 V", "V/1000"),
        ("10⁻³ V", "V/1000"),
        ("√(V^2)", "sqrt(V^2)"),
        (r"\sqrt{c_{out}}", "c_out^(1/2)"),
        (r"\sqrt[3]{c_{out}}", "c_out^(1/3)"),
        (r"\sqrt[10]{q10}^{V}", "q10^(V/10)"),
        (r"2\sqrt [z] {c_in}", "2*c_in^(1/z)"),
        ("√[3]{c_out}", "c_out^(1/3)"),
        ("√[c_out](c_in)", "sqrt(c_out)*c_in"),
        ("∛c_out", "c_out^(1/3)"),
        ("1e-3V", "V/1000"),
        ("2,5E−3V", "V/400"),
        ("1e+3V/2", "500*V"),
        ("log_{10}(c_out)", "log10(c_out)"),
        (r"\log_{10} c_{out}", "log10(c_out)"),
        ("lg(c_out)", "log10(c_out)"),
        ("log(c_out, 10)", "log10(c_out)"),
        ("max(1, 2)*V", "2*V"),
        ("τ*λ", "tau*lambda_"),
        (r"\tau\lambda", "tau*lambda_"),
        ("q10^((T-293.15)/10)", "q10**((T - 293.15)/10)"),
        ("V/2RT", "V/(2*R*T)"),
        ("RTln(c_out)", "R*T*ln(c_out)"),
        ("E + I", "I + E"),
        ("beta*gamma*S*N*Q", "Q*N*S*gamma*beta"),
        (r"\frac12 V", "V/2"),
        ("π V", "pi*V"),
    ],
)
def test_typed_formulas_mean_what_is_meant(typed, meant):
    assert same(typed, meant)


@pytest.mark.parametrize("letter", ["E", "I", "S", "N", "Q", "beta", "gamma", "lambda", "e", "pi"])
def test_letters_are_what_the_item_says_they_are(letter):
    symbols = {letter: "positive", "x": "real"}
    assert compare(f"2*{letter} + x", f"{letter} + x + {letter}", symbols).verdict == "equal"
    assert compare(letter, "2", symbols).verdict == "different"


def test_an_undeclared_e_is_the_base_of_the_exponential():
    assert compare("e", "exp(1)", {"x": "real"}).verdict == "equal"


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("c_out/c_in V", "ambiguous"),
        ("V/2RT", "glued"),
        ("ln c_out/c_in", "without parentheses"),
        ("log(c_out)", "natural logarithm"),
        ("ln(co)", "c_out"),
    ],
)
def test_an_ambiguity_is_reported_with_the_reading_taken(typed, word):
    parsed = parse(typed, SYMBOLS)
    assert parsed.ok
    assert any(word in note for note in parsed.notes)


def test_a_plain_formula_has_no_notes():
    assert parse("R*T/(z*F)*ln(c_out/c_in)", SYMBOLS).notes == ()


@pytest.mark.parametrize(
    ("typed", "position", "word"),
    [
        ("", 0, "no formula"),
        ("R*", 2, "too early"),
        ("R*T)", 3, "expect"),
        ("(R*T", 0, "not closed"),
        ("R*x", 2, "no symbol"),
        ("R*Tt", 2, "no symbol"),
        ("foo(V)", 0, "function"),
        ("V.real", 1, "character"),
        ("__import__('os')", 0, "character"),
        ("2 3", 2, "side by side"),
        ("sin()", 0, "argument"),
        (r"\foo V", 0, "command"),
        ("R*[Zz]_o", 2, "concentration"),
        ("V = ", 4, "too early"),
        ("10^^3", 3, "expect"),
        ("exp(V > 9)", 3, "inside"),
        ("e^{V", 2, "“{” is opened"),
        ("[V + (E", 5, "“(” is opened"),
        ("[V + (E)", 0, "“[” is opened"),
        (r"\frac{R}{T}}", 11, "expect “}”"),
        ("R*(T + (V = 1))", 7, "inside"),
        ("(V = 1) and 2*(E < 0) = 3", 14, "inside"),
        ("(V = 1) = 2", 0, "inside"),
        ("|(V < 1)|", 1, "inside"),
        ("V > 1 and E", 6, "joins"),
        ("V or E > 2", 2, "joins"),
    ],
)
def test_an_error_has_a_position_and_one_sentence(typed, position, word):
    parsed = parse(typed, SYMBOLS)
    assert not parsed.ok
    assert word in parsed.error
    assert parsed.error.count(". ") <= 1
    if word != "character":
        assert parsed.position == position


def test_a_mistyped_symbol_is_suggested():
    assert "c_out" in parse("c_uot", SYMBOLS).error


def test_aliases_are_read_as_their_symbol():
    symbols = {"c_out": Symbol("c_out", "positive", aliases=("outside", "C_e"))}
    assert compare("outside + C_e", "2*c_out", symbols).verdict == "equal"


def test_an_alias_that_could_mean_two_symbols_is_nobodys():
    symbols = {"a_in": "real", "a_i": "real", "x": "real"}
    assert parse("a_in*a_i", symbols).ok
    assert not parse("a_inside*x", symbols).ok


@pytest.mark.parametrize(
    "text",
    [
        "R*T/(z*F)*ln(c_out/c_in)",
        "-(V - E)^2/(2*R)",
        "exp(-V/25.7)*(1 - V)",
        "(c_out - c_in)/(1 + abs(V))",
        "sqrt(c_out)*c_in^(-1/2)",
        "2^(-V)",
        "-V^2",
        "(V - E) - (E - V)",
    ],
)
def test_a_printed_formula_reads_back_as_itself(text):
    tree = parse(text, SYMBOLS).tree
    assert compare(to_text(tree), text, SYMBOLS).verdict == "equal"


def test_a_preview_shows_the_reading():
    parsed = parse("RT/zF ln(co/ci)", SYMBOLS)
    assert r"\frac{" in parsed.to_latex()
    assert r"\ln" in parsed.to_latex()
    assert parsed.to_mathml().startswith("<math")
    assert "<mfrac>" in parsed.to_mathml()


def test_a_preview_of_nothing_is_empty():
    parsed = parse("R*", SYMBOLS)
    assert parsed.to_latex() == parsed.to_mathml() == ""


def test_derivatives_are_read_when_both_symbols_are_declared():
    assert to_text(parse("dE/dT", SYMBOLS).tree) == "dE/dT"
    assert to_text(parse(r"\frac{dE}{dT}", SYMBOLS).tree) == "dE/dT"
    assert compare("d/dT(R*T)", "R", SYMBOLS).verdict == "equal"


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused_without_an_exception(text):
    parsed = parse(text, SYMBOLS)
    assert parsed.ok != (parsed.error is not None)
    if parsed.error is not None:
        assert 0 <= parsed.position <= len(text)


@given(st.text(alphabet="RTFzV()+-*/^. ,=<>|0123456789e_{}\\[]", max_size=40))
@settings(max_examples=300, deadline=None)
def test_formula_like_text_is_read_or_refused_without_an_exception(text):
    parsed = parse(text, SYMBOLS)
    assert parsed.ok != (parsed.error is not None)


def test_a_vulgar_fraction_is_one_number_and_a_mixed_number_is_asked_about():
    assert parse("½ V", {"V": "real"}).tree == parse("(1/2) V", {"V": "real"}).tree
    refused = parse("2½ V", {"V": "real"})
    assert (refused.error, refused.position) == (
        "Write a mixed number as a decimal, such as 2.5.",
        1,
    )


@pytest.mark.parametrize("typed", ["c_out^1/2", "c_out**1/2", "c_out^-1/2 E"])
def test_a_root_without_parentheses_is_pointed_out(typed):
    (note,) = (note for note in parse(typed, SYMBOLS).notes if "root" in note)
    assert note.startswith("I read “^")


@pytest.mark.parametrize("typed", ["c_out^(1/2)", "c_out^1", "c_out/2", "1/2", "c_out^2/2"])
def test_what_is_clear_is_not_pointed_out(typed):
    assert not [note for note in parse(typed, SYMBOLS).notes if "root" in note]


IONS = dict.fromkeys(
    ["Ca_o", "Ca_i", "c_SO4_i", "H2PO4_o", "a", "u", "t", "m", "x", "K_o"], "positive"
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("[Ca2+]_o/[Ca2+]_i", "Ca_o/Ca_i"),
        ("[Ca2+]o/[Ca^{2+}]i", "Ca_o/Ca_i"),
        ("[SO42-]_i", "c_SO4_i"),
        ("[SO4]i", "c_SO4_i"),
        ("[H2PO4-]out", "H2PO4_o"),
        ("lnK_o - lnCa_i", "ln(K_o/Ca_i)"),
        ("2lnx^2", "2*ln(x^2)"),
        ("lnax/t", "ln(a*x)/t"),
        ("mu", "m*u"),
    ],
)
def test_charges_and_glued_logarithms_are_read(typed, meant):
    assert compare(typed, meant, IONS).verdict == "equal"


@pytest.mark.parametrize("typed", ["tau", "τ", "Θ(x)", "eta_m", "∆x"])
def test_a_greek_letter_that_is_not_declared_is_no_product_of_latin_ones(typed):
    assert not parse(typed, {**IONS, **dict.fromkeys("e T h", "real")}).ok
