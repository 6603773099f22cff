"""General solutions with a constant of integration, and the boundary values that fix it."""

import pytest

from millivolt.symbolic import check_derivation

NERNST_PLANCK = {
    "premises": ["J = -D*(dc/dx - w/a*c)", "c(0) = c_i", "c(a) = c_o"],
    "goal": "J = D*w/a*(c_i - c_o*exp(-w))/(1 - exp(-w))",
    "symbols": {**dict.fromkeys(["D", "a", "c_i", "c_o"], "positive"), "w": "nonzero"}
    | dict.fromkeys(["J", "c", "x"], "real"),
    "solved_for": "J",
}
RELAXATION = {
    "premises": ["tau*dV/dt = -(V - E)", "V(0) = V_0"],
    "goal": "V = E + (V_0 - E)*exp(-t/tau)",
    "symbols": {**dict.fromkeys(["tau", "t"], "positive")}
    | dict.fromkeys(["V", "E", "V_0"], "real"),
    "solved_for": "V",
}
FICK = {
    **NERNST_PLANCK,
    "premises": ["J = -D*dc/dx", "c(0) = c_i", "c(a) = c_o"],
    "goal": "J = D*(c_i - c_o)/a",
}
RIGHT = {
    "the solution at once": (
        NERNST_PLANCK,
        [
            "c = J*a/(D*w) + A*exp(w*x/a)",
            "at x = 0: c_i = J*a/(D*w) + A",
            "A = c_i - J*a/(D*w)",
            "at x = a: c_o = J*a/(D*w) + A*exp(w)",
            "c_o = J*a/(D*w) + (c_i - J*a/(D*w))*exp(w)",
            "J = D*w/a*(c_i - c_o*exp(-w))/(1 - exp(-w))",
        ],
    ),
    "boundary values inserted without saying so": (
        NERNST_PLANCK,
        [
            "c = J*a/(D*w) + C*exp(w*x/a)",
            "C = c_i - J*a/(D*w)",
            "c = J*a/(D*w) + (c_i - J*a/(D*w))*exp(w*x/a)",
            "c_o = J*a/(D*w) + (c_i - J*a/(D*w))*exp(w)",
            "J = D*w/a*(c_i - c_o*exp(-w))/(1 - exp(-w))",
        ],
    ),
    "separation of variables": (
        NERNST_PLANCK,
        [
            "dc/(w/a*c - J/D) = dx",
            "∫ dc/(w/a*c - J/D) = ∫ dx",
            "a/w*ln|w/a*c - J/D| = x + C_1",
            "w/a*c - J/D = A*exp(w*x/a)",
            "at x = 0: w/a*c_i - J/D = A",
            "w/a*c_o - J/D = (w/a*c_i - J/D)*exp(w)",
            "J = D*w/a*(c_i - c_o*exp(-w))/(1 - exp(-w))",
        ],
    ),
    "integrating factor": (
        NERNST_PLANCK,
        [
            "dc/dx - w/a*c = -J/D",
            "d/dx(c*exp(-w*x/a)) = -J/D*exp(-w*x/a)",
            "c*exp(-w*x/a) = J*a/(D*w)*exp(-w*x/a) + const",
            "c = J*a/(D*w) + const*exp(w*x/a)",
            "const = c_i - J*a/(D*w)",
            "J = D*w/a*(c_i - c_o*exp(-w))/(1 - exp(-w))",
        ],
    ),
    "relaxation": (
        RELAXATION,
        [
            "dV/(V - E) = -dt/tau",
            "ln|V - E| = -t/tau + C",
            "V - E = A*exp(-t/tau)",
            "V(0) - E = A",
            "V = E + (V_0 - E)*exp(-t/tau)",
        ],
    ),
    "relaxation, a move": (
        RELAXATION,
        [
            "integrate t: V = E + C*exp(-t/tau)",
            "C = V_0 - E",
            "V = E + (V_0 - E)*exp(-t/tau)",
        ],
    ),
    "the constant in an exponent": (
        RELAXATION,
        ["V - E = exp(C - t/tau)", "V = E + exp(C)*exp(-t/tau)"],
    ),
    "Fick": (FICK, ["c = -J/D*x + C", "C = c_i", "c_o = -J*a/D + c_i", "J = D*(c_i - c_o)/a"]),
}
WRONG = {
    "the exponent's sign": (NERNST_PLANCK, ["c = J*a/(D*w) + A*exp(-w*x/a)"], 0, "sign"),
    "the rate": (NERNST_PLANCK, ["c = J*a/(D*w) + A*exp(w*x)"], 0, None),
    "no constant": (NERNST_PLANCK, ["c = J*a/(D*w)"], 0, None),
    "no constant, in a move": (NERNST_PLANCK, ["integrate x: c = J*a/(D*w)"], 0, None),
    "no constant, a logarithm": (RELAXATION, ["ln|V - E| = -t/tau"], 0, None),
    "no constant, Fick": (FICK, ["integrate x: c = -J/D*x"], 0, None),
    "no constant, two integrals": (FICK, ["∫ dc = -J/D ∫ dx", "c = -J/D*x"], 1, None),
    "a particular solution missing": (NERNST_PLANCK, ["c = A*exp(w*x/a)"], 0, None),
    "the particular solution's sign": (NERNST_PLANCK, ["c = -J*a/(D*w) + A*exp(w*x/a)"], 0, None),
    "a constant that does not matter": (NERNST_PLANCK, ["A*(c - J*a/(D*w)) = 0"], 0, None),
    "a constant that only adds": (NERNST_PLANCK, ["c = J*a/(D*w) + A"], 0, None),
    "two where there is room for one": (NERNST_PLANCK, ["c = B + A*exp(w*x/a)"], 0, None),
    "the constant fixed at the wrong end": (
        NERNST_PLANCK,
        ["c = J*a/(D*w) + A*exp(w*x/a)", "A = c_o - J*a/(D*w)"],
        1,
        None,
    ),
    "a factor at the constant": (
        RELAXATION,
        ["V = E + A*exp(-t/tau)", "A = V_0 - E", "V = E + 2*A*exp(-t/tau)"],
        2,
        None,
    ),
    "the exponential of a sum": (
        RELAXATION,
        ["ln|V - E| = -t/tau + C", "V - E = exp(-t/tau) + exp(C)"],
        1,
        None,
    ),
    "an integrand wrong": (NERNST_PLANCK, ["∫ dc/(w/a*c + J/D) = ∫ dx"], 0, None),
    "an antiderivative wrong": (
        NERNST_PLANCK,
        ["∫ dc/(w/a*c - J/D) = ∫ dx", "ln|w/a*c - J/D| = x + C"],
        1,
        None,
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_general_solution_and_its_constant_are_followed(name):
    case, lines = RIGHT[name]
    report = check_derivation(lines, **case)
    assert [step.verdict for step in report.steps] == ["valid"] * len(lines), report.message
    assert report.reached_goal or name == "the constant in an exponent"


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_general_solution_is_refused(name):
    case, lines, bad, slip = WRONG[name]
    report = check_derivation(lines, **case)
    assert report.first_bad == bad
    assert report.steps[bad].verdict == "invalid"
    assert slip is None or report.slip == slip


DECAY = {
    "premises": ["dc/dt = -k*c", "c(0) = c_0"],
    "goal": "c = c_0*exp(-k*t)",
    "symbols": dict.fromkeys(["k", "c", "c_0", "t"], "positive"),
    "solved_for": "c",
}


def test_limits_of_integration_may_be_the_variables_themselves():
    lines = ["∫_{c_0}^c dc/c = -k ∫_0^t dt", "ln(c/c_0) = -k*t", "c = c_0*exp(-k*t)"]
    for start in range(3):
        report = check_derivation(lines[start:], **DECAY)
        assert [step.verdict for step in report.steps] == ["valid"] * (3 - start)
        assert report.reached_goal
    primed = ["∫_{c_0}^c dc'/c' = -k ∫_0^t dt'", *lines[1:]]
    assert check_derivation(primed, **DECAY).reached_goal
    wrong = ["∫_{c_0}^c dc/c = k ∫_0^t dt", "∫_c^{c_0} dc/c = -k ∫_0^t dt", "c = c_0*exp(k*t)"]
    wrong += ["ln(c - c_0) = -k*t", "c = exp(-k*t)", "c = c_0 - k*t"]
    for line in wrong:
        assert check_derivation([line], **DECAY).steps[0].verdict == "invalid"


def test_a_constant_may_be_declared_by_the_author():
    case, lines = RIGHT["the solution at once"]
    case = {**case, "symbols": {**case["symbols"], "A": "real"}}
    assert check_derivation(lines, **case).reached_goal


def test_a_symbol_with_a_meaning_of_its_own_is_no_constant_of_integration():
    case = {**RELAXATION, "symbols": {**RELAXATION["symbols"], "V_1": "real"}}
    report = check_derivation(["V = E + V_1*exp(-t/tau)"], **case)
    assert report.steps[0].verdict == "invalid"


def test_a_function_that_is_differentiated_is_not_defined_by_a_line():
    report = check_derivation(["c = c_i*x/a"], **FICK)
    assert report.steps[0].verdict == "invalid"


def test_an_unknown_symbol_is_no_constant_where_nothing_is_integrated():
    symbols = {"R": "positive", "T": "positive", "E": "real"}
    report = check_derivation(["E = R*T + C"], ["E = R*T"], None, symbols)
    assert report.steps[0].verdict == "unreadable"
    assert "no symbol" in report.message


def test_a_constant_with_two_meanings_is_left_to_a_person():
    lines = ["ln|V - E| = -t/tau + C", "V - E = C*exp(-t/tau)", "C = V_0 - E"]
    report = check_derivation(lines, **RELAXATION)
    assert [step.verdict for step in report.steps] == ["valid", "undecided", "valid"]
    assert "C" in report.steps[1].message
