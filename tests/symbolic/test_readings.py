"""What word processors, spreadsheets, code and habits make of a formula is read as it is meant."""

import pytest

from millivolt.symbolic import compare, parse

SYMBOLS = {
    **dict.fromkeys(["R", "T", "F", "K_o", "K_i", "c_o", "c_i", "a", "b", "x"], "positive"),
    **dict.fromkeys(["V", "E_K"], "real"),
    "z": "nonzero_integer",
}
NERNST = "R*T/(z*F)*ln(c_o/c_i)"


@pytest.mark.parametrize(
    "typed",
    [
        "ＲＴ／（ｚＦ）＊ｌｎ（c_o／c_i）",
        "𝑅𝑇/(𝑧𝐹) ln\u2061〖c_o/c_i〗",
        "R\u200bT/(z\u200bF)\u200b ln(c_o/c_i)",
        "R\u00adT/(z\u200d\u2060F) ln(c_\u200bo/c_i)",
        "R\u2009T\u3000/ (z\u205fF)\u2028\u2003ln(c_o/c_i)",
        "﹣R*T/(z*F)*ln(c_i/c_o)",
        "“R*T/(z*F)*ln(c_o/c_i)”",
        '"R*T/(z*F)*ln(c_o/c_i)".',
        "`R*T/(z*F)*ln(c_o/c_i)`;",
        "=R*T/(z*F)*LN(c_o/c_i)",
        "return R*T/(z*F)*np.log(c_o/c_i)  # Nernst",
        "lambda c_o, c_i: R*T/(z*F)*np.log(c_o/c_i)",
        "RT/(zF) Ln(c_o/c_i)",
        "RT/(zF) loge(c_o/c_i)",
        "RT : (zF) · ln(c_o:c_i)",
        "RT/(zF) lnc_o - RT/(zF) lnc_i",
        "RT/(zF) ln(C_o/C_i)",
        "RT/(zF) ln([c]_o/[c]_{in})",
        r"\[ \frac{RT}{zF}\ln\biggl[\frac{c_o}{c_i}\biggr] \]",
        r"\( \cfrac{RT}{zF}\ln\left(\frac{c_o}{c_i}\right) \)",
        r"\begin{equation} \frac{RT}{zF}\ln\frac{c_o}{c_i} \label{eq:n} \end{equation}",
        r"\begin{align*} &\boxed{\frac{RT}{zF}\ln\frac{c_o}{c_i}} \\ \end{align*}",
        r"{RT \over zF} \ln {c_o \over c_i}",
        "RT/(zF)\n * ln(c_o/c_i)\n",
    ],
)
def test_one_formula_in_many_hands(typed):
    parsed = parse(typed, SYMBOLS)
    assert parsed.ok, (parsed.error, parsed.position)
    assert compare(typed, NERNST, SYMBOLS).verdict == "equal"


@pytest.mark.parametrize(
    "typed",
    [
        r"[K^+]_o/\left[K^+\right]_i",
        r"{[K^+]}_{o}/{\left[\mathrm{K}^+\right]}_{i}",
        r"\mathrm{[K^+]}_o/\mathrm{[K^+]}_i",
        "K⁺o/K⁺i",
        r"\frac{K_o^+}{K_i^{+}}",
        r"\frac{{K}_{o}}{{\rm K}_i^+}",
        "K_o^+/K_i⁺",
        "Kₒ⁺ K_i^+^-1",
        "K⁺_out/K⁺in",
    ],
)
def test_ions_keep_their_side(typed):
    assert compare(typed, "K_o/K_i", SYMBOLS).verdict == "equal"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("max(0,5; x)", "max(1/2, x)"),
        ("np.maximum(x, 1)", "max(x, 1)"),
        ("sinx cosa", "sin(x)*cos(a)"),
        ("sinhx", "sinh(x)"),
        ("expx", "e^x"),
        ("K+/-1", "K ± 1"),
        ("V = ±x", "V^2 = x^2"),
        (r"V = \frac{-a \pm \sqrt{a^2 + 4b}}{2}", "V^2 + a*V = b"),
        ("V = a ± (b ∓ x)", "V = a + b - x or V = a - b - x"),
        ("E_K ≈ a", "E_K = a"),
        ("E_K(T) = a*T", "a*T"),
        (r"58\text{ mV}\cdot x", "58*x"),
        (r"\bar{a}\,\bar b_x\,\overline{c}_{o}", "a*b_x*c_o"),
        ("ḡ·c̅_o", "g*c_o"),
        ("a_o^+2", "a_o^2"),
        ("a_o^- x", "1/a_o^x"),
        (r"a_o^+ x - a_o^-", "a_o*x - a_o"),
        ("a_o^-2 + a_o^-x", "1/a_o^2 + 1/a_o^x"),
        ("{ab}^2", "a^2*b^2"),
        (r"{\rm ln}(a) + \rm{ln}(b) + \operatorname*{ln}(x)", "ln(a*b*x)"),
        ("㏑⟮a⟯", "ln(a)"),
        (r"\ln\lbrack a\rbrack", "ln(a)"),
        ("⅜a + ⅚b", "0.375*a + 5/6*b"),
        (r"\int^{a}_{0} x dx + b^{x}", "a^2/2 + b^x"),
        (r"\lim_{x\to\infty} a (1-e^{-x/b})", "a"),
        ("lim_{x->0} sin(x)/x", "1"),
        (r"\sum_{n=1}^{3} a^n", "a + a^2 + a^3"),
        ("∑_{n=0}^2 n·a + b", "3*a + b"),
        (r"\frac{\mathrm{d}}{\mathrm{d}x}\left(a e^{-x/b}\right)", "-a/b*exp(-x/b)"),
        (r"\frac{\partial}{\partial x} (a x^2)", "2*a*x"),
        (r"\int_0^{b} a x \, \mathrm{d} x", "a*b^2/2"),
    ],
)
def test_habits_are_read_as_they_are_meant(typed, meant):
    symbols = {**SYMBOLS, "K": "real", "g": "positive", "a_o": "positive", "b_x": "real"}
    if "±" in meant:
        assert parse(typed, symbols).error == parse(meant, symbols).error
    else:
        assert compare(typed, meant, symbols).verdict == "equal"


@pytest.mark.parametrize(
    ("typed", "position", "word"),
    [
        ("a ± b", 2, "two values"),
        (r"a \pm b", 2, "two values"),
        ("a\u200b\u200b*Q", 4, "no symbol"),
        ("a − § b", 4, "character"),
        ("V = 1, V = 2", 5, "“and” or “or”"),
        ("V > -70; V < 30", 7, "“and” or “or”"),
        ("V: x", 1, "character"),
        ("a, b", 1, "expect"),
        (r"a + \lim_{x} b", 4, "below"),
        (r"a + \sum_{n=1} b", 4, "upper end"),
        (r"\bar{a+b}", 0, "letter"),
    ],
)
def test_an_error_stands_where_it_was_typed(typed, position, word):
    parsed = parse(typed, SYMBOLS)
    assert word in parsed.error
    assert parsed.position == position


@pytest.mark.parametrize(
    ("typed", "reference", "said"),
    [
        ("58 log(c_o/c_i)", "58*log10(c_o/c_i)", "base 10"),
        ("ln c_o/c_i", "ln(c_o/c_i)", "ln(a/b)"),
        (r"\ln K_o/K_i", "ln(K_o/K_i)", "ln(a/b)"),
        ("4 exp -V/18", "4*exp(-V/18)", "exp(a/b)"),
        ("RT/z F ln(c_o/c_i)", NERNST, "a/(b·c)"),
        ("e^(-V/R T)", "exp(-V/(R*T))", "a/(b·c)"),
        ("1/2x", "x/2", "(a/b)·c"),
        ("2.303 R T/z F log c_o/c_i", NERNST, "base 10"),
    ],
)
def test_a_doubtful_notation_is_right_if_a_usual_reading_is(typed, reference, said):
    outcome = compare(typed, reference, SYMBOLS)
    assert outcome.verdict == "equal"
    (told,) = (f.message for f in outcome.findings if f.code == "other_reading")
    assert said in told


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        ("ln c_o/c_i", "ln(c_o)/c_i"),
        ("1/2x", "1/(2*x)"),
        ("a/b x", "a*x/b"),
        ("log(x)", "ln(x)"),
    ],
)
def test_the_first_reading_needs_no_other(typed, reference):
    outcome = compare(typed, reference, SYMBOLS)
    assert outcome.verdict == "equal"
    assert not [f for f in outcome.findings if f.code == "other_reading"]


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        ("ln(c_o)/c_i", "ln(c_o/c_i)"),  # brackets leave no doubt
        ("R*T/z*F*ln(c_o/c_i)", NERNST),  # nor do signs
        ("(1/2)*x", "1/(2*x)"),
        ("58 ln(c_o/c_i)", "58*log10(c_o/c_i)"),
        ("61 log(c_o/c_i)", "58*log10(c_o/c_i)"),
        ("log(c_i/c_o)", "ln(c_o/c_i)"),
        ("ln c_i/c_o", "ln(c_o/c_i)"),
        ("58*np.log(c_o/c_i)", "58*log10(c_o/c_i)"),  # in code it is the natural one
        ("58*math.log(c_o/c_i)", "58*log10(c_o/c_i)"),
        ("log(a) + log(b)", "ln(a) + log10(b)"),  # one formula, one log
    ],
)
def test_no_reading_makes_a_wrong_formula_right(typed, reference):
    outcome = compare(typed, reference, SYMBOLS)
    assert outcome.verdict == "different"
    assert not [f for f in outcome.findings if f.code == "other_reading"]
