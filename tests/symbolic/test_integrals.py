"""Integrals typed with their sign: read, shown, and followed in derivations."""

import pytest

from millivolt.symbolic import check_derivation, compare, parse
from millivolt.symbolic.formula.expression import folded

SYMBOLS = {
    **dict.fromkeys(["D", "a", "d", "c_i", "c_o", "V_1", "V_2", "tau"], "positive"),
    **dict.fromkeys(["J", "u", "w", "c", "x", "y", "V", "t"], "real"),
}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("∫_0^d u dx", "integrate(u, x, 0, d)"),
        ("∫_0^a u*x dx", "integrate(u*x, x, 0, a)"),
        (r"\int_{0}^{d} u \, dx", "integrate(u, x, 0, d)"),
        (r"\int\limits_0^d u\,\mathrm{d}x", "integrate(u, x, 0, d)"),
        ("∫_{V_1}^{V_2} 1/V dV", "integrate(1/V, V, V_1, V_2)"),
        ("∫_V_1^V_2 dV/V", "integrate(1/V, V, V_1, V_2)"),
        (r"\int_{V_1}^{V_2} \frac{dV}{V}", "integrate(1/V, V, V_1, V_2)"),
        ("∫_{c_i}^{c_o} dc/(w*c - J)", "integrate(1/(w*c - J), c, c_i, c_o)"),
        ("∫₀^a exp(-x/a)dx", "integrate(exp(-x/a), x, 0, a)"),
        ("∫^{a}_0 x^2 dx", "integrate(x^2, x, 0, a)"),
        ("∫_{-a}^a x^2 dx", "integrate(x^2, x, -a, a)"),
        ("∫_0^∞ exp(-t/tau) dt", "integrate(exp(-t/tau), t, 0, inf)"),
        (r"\int_{-\infty}^{\infty} e^{-x^2} dx", "integrate(exp(-x^2), x, -inf, inf)"),
        ("∫_0^a (u + w*x) dx", "integrate(u + w*x, x, 0, a)"),
        ("∫_0^a u + w*x dx", "integrate(u + w*x, x, 0, a)"),
        ("∫_0^a u dx + w", "integrate(u, x, 0, a) + w"),
        ("-D ∫_0^a u dx", "-D*integrate(u, x, 0, a)"),
        ("2∫_0^a xdx", "2*integrate(x, x, 0, a)"),
        ("∫_0^a u dx/D", "integrate(u, x, 0, a)/D"),
        ("∫_0^a u/w dx", "integrate(u/w, x, 0, a)"),
        ("∫_0^a ∫_0^d x*y dy dx", "integrate(integrate(x*y, y, 0, d), x, 0, a)"),
        ("∫_0^10 s ds", "integrate(s, s, 0, 10)"),
        ("∫_0^x u*s' ds'", "integrate(u*s′, s′, 0, x)"),
        (r"\int_{c_i}^{c} \frac{dc'}{c'}", "integrate(1/c', c', c_i, c)"),
    ],
)
def test_an_integral_sign_is_read_as_the_call(typed, meant):
    found = parse(typed, SYMBOLS)
    assert found.error is None
    assert not found.notes
    assert folded(found.tree) == folded(parse(meant, SYMBOLS).tree)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("∫_0^a u", "differential"),
        ("∫_0^a", "differential"),
        ("∫_0 u dx", "upper limit"),
        ("∫_0^a u d", "differential"),
        ("u + x'", "no symbol"),
        ("u + _", "did not expect"),
    ],
)
def test_an_unfinished_integral_is_told(typed, told):
    found = parse(typed, SYMBOLS)
    assert found.tree is None
    assert told in found.error


@pytest.mark.parametrize(
    ("typed", "latex"),
    [
        ("integrate(u, x, 0, d)", r"\int_{0}^{d} u \, dx"),
        ("integrate(u + w, x, 0, inf)", r"\int_{0}^{\infty} \left(u + w\right) \, dx"),
        ("integrate(1/c, c, c_i, c_o)", r"\int_{c_{i}}^{c_{o}} \frac{1}{c} \, dc"),
        ("integrate(1/c', c', c_i, c)", r"\int_{c_{i}}^{c} \frac{1}{c'} \, dc'"),
        ("D*integrate(u, x, 0, d)*w", r"D \left(\int_{0}^{d} u \, dx\right) w"),
        ("diff(w*x, x)", r"\frac{d}{dx} \left(w x\right)"),
        ("limit(u/x, x, inf)", r"\lim_{x \to \infty} \left(\frac{u}{x}\right)"),
    ],
)
def test_calculus_is_shown_as_it_is_written_by_hand(typed, latex):
    symbols = {name: domain for name, domain in SYMBOLS.items() if ", d)" in typed or name != "d"}
    found = parse(typed, symbols)
    assert found.to_latex() == latex
    assert "integrate" not in found.to_mathml()
    assert parse(latex, symbols).tree == found.tree or "lim" in latex


def test_the_sign_and_the_call_are_the_same_formula():
    assert compare("∫_0^a u*x dx", "u*a^2/2", SYMBOLS).verdict == "equal"
    assert compare("∫_0^a u*x dx", "u*a^2", SYMBOLS).verdict == "different"


NERNST_PLANCK = {
    "premises": ["J = -D*(dc/dx - w/a*c)", "c(0) = c_i", "c(a) = c_o"],
    "goal": "J = D*w/a*(c_i - c_o*exp(-w))/(1 - exp(-w))",
    "symbols": {**dict.fromkeys(["D", "a", "c_i", "c_o"], "positive"), "w": "nonzero"}
    | dict.fromkeys(["J", "c", "x"], "real"),
    "solved_for": "J",
}
FICK = {
    **NERNST_PLANCK,
    "premises": ["J = -D*dc/dx", "c(0) = c_i", "c(a) = c_o"],
    "goal": "J = D*(c_i - c_o)/a",
}


@pytest.mark.parametrize(
    ("case", "lines"),
    [
        (FICK, ["∫_0^a J dx = -D ∫_{c_i}^{c_o} dc", "J a = -D (c_o - c_i)", "J = D (c_i - c_o)/a"]),
        (FICK, ["∫_0^a J dx = -D ∫_0^a dc/dx dx", "J a = D (c_i - c_o)", "J = D*(c_i - c_o)/a"]),
        (FICK, [r"\int_0^a \frac{dc}{dx} dx = c_o - c_i", "J = D*(c_i - c_o)/a"]),
        (
            NERNST_PLANCK,
            [
                "dc/(w/a*c - J/D) = dx",
                "∫_{c_i}^{c_o} dc/(w/a*c - J/D) = ∫_0^a dx",
                "a/w*ln((w*c_o/a - J/D)/(w*c_i/a - J/D)) = a",
                "J = D*w/a*(c_i - c_o*exp(-w))/(1 - exp(-w))",
            ],
        ),
        (
            NERNST_PLANCK,
            [
                "d/dx(c*exp(-w*x/a)) = -J/D*exp(-w*x/a)",
                "∫_0^a d/dx(c*exp(-w*x/a)) dx = -J/D*∫_0^a exp(-w*x/a) dx",
                "c_o*exp(-w) - c_i = -J/D*∫_0^a exp(-w*x/a) dx",
                "J = D*w/a*(c_i - c_o*exp(-w))/(1 - exp(-w))",
            ],
        ),
    ],
)
def test_a_derivation_with_integral_signs_is_followed(case, lines):
    report = check_derivation(lines, **case)
    assert [step.verdict for step in report.steps] == ["valid"] * len(lines)
    assert report.reached_goal


@pytest.mark.parametrize(
    ("case", "line"),
    [
        (FICK, "∫_0^a dc/dx dx = c_i - c_o"),
        (FICK, "∫_0^a J dx = D ∫_{c_i}^{c_o} dc"),
        (FICK, "∫_0^a J dx = -D ∫_{c_o}^{c_i} dc"),
        # What depends on x does not come out of an integral over x.
        (FICK, "∫_0^a c dx = c*a"),
        (NERNST_PLANCK, "∫_0^a dc/dx dx = dc/dx*a"),
        (NERNST_PLANCK, "J*a = -D*(c_o - c_i - w/a*c*a)"),
        (NERNST_PLANCK, "∫_{c_i}^{c_o} dc/(w/a*c + J/D) = ∫_0^a dx"),
        (NERNST_PLANCK, "∫_0^a d/dx(c*exp(-w*x/a)) dx = c_o*exp(w) - c_i"),
    ],
)
def test_a_wrong_integral_in_a_derivation_does_not_follow(case, line):
    report = check_derivation([line], **case)
    assert not report.steps[0].ok


CHARGE = {
    "premises": ["I = I_0*exp(-t/k)"],
    "goal": None,
    "symbols": dict.fromkeys(["I_0", "k", "T", "Q"], "positive") | {"I": "real", "t": "real"},
}


def test_a_quantity_that_is_given_as_a_formula_of_the_variable_is_integrated_as_such():
    for right in ("∫_0^T I dt = I_0*k*(1 - exp(-T/k))", "∫_0^∞ I dt = I_0*k", "Q = ∫_0^T I dt"):
        assert check_derivation([right], **CHARGE).steps[0].verdict == "valid"
    for wrong in ("∫_0^T I dt = I*T", "∫_0^T I dt = I_0*T", "∫_0^∞ I dt = -I_0*k"):
        assert check_derivation([wrong], **CHARGE).steps[0].verdict == "invalid"
    lines = ["Q = ∫_0^T I dt", "Q = I_0*k*(1 - exp(-T/k))", "Q = I*T"]
    report = check_derivation(lines, **CHARGE)
    assert [step.verdict for step in report.steps] == ["valid", "valid", "invalid"]


def test_what_depends_on_the_variable_is_not_taken_for_a_constant():
    report = check_derivation(["∫_0^a c dx = c*a"], **FICK)
    assert report.steps[0].verdict in ("invalid", "undecided")
    report = check_derivation(["∫_0^a c dx = a*(c_i + c_o)/2"], **FICK)
    assert report.steps[0].verdict != "invalid"
