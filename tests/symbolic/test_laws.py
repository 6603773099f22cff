"""Laws of change that are not solved: where they settle, how they begin, what they add up to."""

import pytest

from millivolt.symbolic import check_derivation

SYMBOLS = {
    **dict.fromkeys(["tau", "t", "C", "R_m", "g", "alpha", "beta", "k", "a", "D", "c"], "positive"),
    **dict.fromkeys(["c_0", "c_1", "c_i", "c_o", "T"], "positive"),
    **dict.fromkeys(["V", "V_0", "E", "I", "n", "s", "J", "x"], "real"),
    "w": "nonzero",
}
LEAK = ["tau*dV/dt = E - V"]
GATE = ["dn/dt = alpha*(1 - n) - beta*n"]
DECAY = ["dc/dt = -k*c", "c(0) = c_0", "c(T) = c_1"]
SOURCE = ["dc/dt = s - k*c", "c(0) = c_0", "c(T) = c_1"]
START = [*LEAK, "V(0) = V_0"]
SECOND_ORDER = ["dc/dt = -k*c^2", "c(0) = c_0"]
FLUX = ["J = -D*(dc/dx - w/a*c)", "c(0) = c_i", "c(a) = c_o"]


def verdicts(lines, premises, **options):
    return check_derivation(lines, premises, None, SYMBOLS, **options)


@pytest.mark.parametrize(
    ("lines", "premises"),
    [
        (["limit t -> inf: V = E"], LEAK),
        (["limit t -> inf: dV/dt = 0", "V = E"], LEAK),
        (["as t → ∞: 0 = E - V", "V = E"], LEAK),
        (["t -> inf", "V = E"], START),
        (["limit t -> inf: V = I*R_m"], ["C*dV/dt = I - V/R_m"]),
        (["limit t -> inf: n = alpha/(alpha + beta)"], GATE),
        (["limit t -> inf: V = E"], ["tau*dV/dt = E*(1 - exp(-t/C)) - V"]),
    ],
)
def test_a_linear_law_settles_where_nothing_changes(lines, premises):
    assert [step.verdict for step in verdicts(lines, premises).steps] == ["valid"] * len(lines)


@pytest.mark.parametrize(
    ("line", "premises", "slip"),
    [
        ("V = 0", LEAK, None),
        ("V = -E", LEAK, "sign"),
        ("V = I/R_m", ["C*dV/dt = I - V/R_m"], "factor"),
        ("n = beta/(alpha + beta)", GATE, None),
        ("n = alpha/(alpha - beta)", GATE, "sign"),
    ],
)
def test_a_wrong_steady_state_is_refused(line, premises, slip):
    report = verdicts([f"limit t -> inf: {line}"], premises)
    assert (report.first_bad, report.slip) == (0, slip)
    assert report.steps[0].counterexample


@pytest.mark.parametrize(
    "law",
    [
        "tau*dV/dt = V - E",  # it grows
        "V_0*dV/dt = E - V",  # it may grow
        "tau*dV/dt = E*t - V",  # it follows a ramp
        "tau*dV/dt = E - V^3",  # it is not linear
        "tau*dV/dt = E - V*t",
    ],
)
@pytest.mark.parametrize("line", ["V = E", "dV/dt = 0", "E = 0"])
def test_a_law_that_is_not_known_to_settle_proves_nothing(law, line):
    assert not verdicts([f"limit t -> inf: {line}"], [law]).steps[0].ok


@pytest.mark.parametrize(
    ("line", "premises", "slip"),
    [
        ("for small t: V = V_0 + (E - V_0)*t/tau", START, "right"),
        ("series t to order 1: V = V_0 + (E - V_0)*t/tau", START, "right"),
        (
            "series t to order 2: V = V_0 + (E - V_0)*t/tau - (E - V_0)*t^2/(2*tau^2)",
            START,
            "right",
        ),
        ("series t to order 2: c = c_0 - k*c_0^2*t + k^2*c_0^3*t^2", SECOND_ORDER, "right"),
        ("series x to order 1: c = c_i - J*x/D + w*c_i*x/a", FLUX, "right"),
        (
            "series t to order 2: V = V_0 + (E - V_0)*t/tau + (E - V_0)*t^2/(2*tau^2)",
            START,
            "sign",
        ),
        ("for small t: V = V_0 + E*t/tau", START, "term"),
        ("for small t: V = (E - V_0)*t/tau", START, "term"),
        ("series t to order 2: c = c_0 - k*c_0^2*t + k^2*c_0^3*t^2/2", SECOND_ORDER, None),
    ],
)
def test_how_a_function_begins_follows_from_its_law(line, premises, slip):
    report = verdicts([line], premises)
    if slip == "right":
        assert report.steps[0].verdict == "valid"
    else:
        assert (report.first_bad, report.slip) == (0, slip)


def test_without_a_value_at_the_place_nothing_is_known_of_the_beginning():
    assert verdicts(["for small t: V = V_0 + (E - V_0)*t/tau"], LEAK).undecided == (0,)


@pytest.mark.parametrize(
    ("lines", "premises"),
    [
        (
            [
                "∫_0^a J dx = -D ∫_0^a dc/dx dx + D*w/a ∫_0^a c dx",
                "J*a = D*(c_i - c_o) + D*w/a*∫_0^a c dx",
                "∫_0^a c dx = (J*a - D*(c_i - c_o))*a/(D*w)",
            ],
            FLUX,
        ),
        (["2*∫_0^a c dx = ∫_0^a (c + c) dx"], FLUX),
        (["∫_0^a (k*c + J) dx = k ∫_0^a c dx + J*a"], FLUX),
        (
            ["∫_0^a J dx = k ∫_0^a c dx", "D*(c_i - c_o) = k ∫_0^a c dx"],
            ["J = -D*dc/dx", "J = k*c", *FLUX[1:]],
        ),
        (["c_1 - c_0 = -k ∫_0^T c dt", "c_1 = c_0 - k ∫_0^T c dt"], DECAY),
        (["c_1 - c_0 = s*T - k ∫_0^T c dt"], SOURCE),
    ],
)
def test_the_integral_of_an_unknown_function_stays_as_it_is(lines, premises):
    assert [step.verdict for step in verdicts(lines, premises).steps] == ["valid"] * len(lines)


@pytest.mark.parametrize(
    ("line", "premises", "slip"),
    [
        ("J*a = D*(c_i - c_o) - D*w/a*∫_0^a c dx", FLUX, "sign"),
        ("J*a = D*(c_o - c_i) + D*w/a*∫_0^a c dx", FLUX, "sign"),
        ("∫_0^a J dx = -k ∫_0^a c dx", ["J = -D*dc/dx", "J = k*c", *FLUX[1:]], "sign"),
        ("c_1 - c_0 = k ∫_0^T c dt", DECAY, "sign"),
        ("c_1 - c_0 = s - k ∫_0^T c dt", SOURCE, "factor"),
    ],
)
def test_a_slip_before_the_integral_of_an_unknown_function_is_named(line, premises, slip):
    report = verdicts([line], premises)
    assert (report.first_bad, report.slip) == (0, slip)


@pytest.mark.parametrize(
    "line",
    [
        "∫_0^a c dx = a*(c_i + c_o)/2",
        "∫_0^a c dx = 0",
        "∫_0^a c^2 dx = c_i*∫_0^a c dx",
        "∫_0^x c dx = 0",
    ],
)
def test_nothing_is_made_up_about_the_integral_of_an_unknown_function(line):
    report = verdicts([line], FLUX)
    assert not report.steps[0].ok
    assert report.first_bad is None


@pytest.mark.parametrize("move", ["d/dT", "limit k -> 0", "limit T -> 0", "series k to order 1"])
def test_how_an_unknown_integral_changes_is_not_known(move):
    lines = ["c_1 - c_0 = -k ∫_0^T c dt", f"{move}: ∫_0^T c dt = 0"]
    report = verdicts(lines, DECAY)
    assert [step.ok for step in report.steps] == [True, False]
