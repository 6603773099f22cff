"""Inequalities: up to rounding, as premises, as lines and as assumptions of a derivation."""

import pytest

from millivolt.symbolic import check_derivation, compare

CHARGING = {
    **dict.fromkeys(["t", "tau"], "positive"),
    **dict.fromkeys(["V", "E", "x", "y"], "real"),
    "g": "positive",
}
RISE = "V = E*(1 - exp(-t/tau))"
BODY = {
    **dict.fromkeys(["c_o", "c_i"], "positive"),
    "V": "real",
    "E": "real",
    "R": (8.314, 8.314),
    "T": (310, 310),
    "F": (96.485, 96.485),
}


def followed(lines, premises, symbols=CHARGING, **options):
    return check_derivation(lines, premises, None, symbols, **options)


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        ("t > 0.693*tau", "t > tau*ln(2)"),
        ("0.69 tau < t", "t > tau*ln(2)"),
        ("exp(-t/tau) < 0.5", "t > 0.693*tau"),
        ("-0.6931*tau > -t", "t > tau*ln(2)"),
        ("0.693*tau < t < 2.303*tau", "tau*ln(2) < t < tau*ln(10)"),
        ("t < 0.693 tau or t > 2.303 tau", "t < tau*ln(2) or t > tau*ln(10)"),
    ],
)
def test_an_inequality_may_hold_a_rounded_constant(typed, reference):
    found = compare(typed, reference, CHARGING)
    assert (found.verdict, found.how) == ("equal", "rounding")
    assert "stands for" in found.findings[0].message


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        ("t < 0.693*tau", "t > tau*ln(2)"),
        ("t > 0.694*tau", "t > tau*ln(2)"),
        ("t > 0.70*tau", "t > tau*ln(2)"),
        ("t >= 0.693*tau", "t > tau*ln(2)"),
        ("t > 0.693/tau", "t > tau*ln(2)"),
        ("(t - 0.693*tau)^2 > 0", "t > tau*ln(2)"),
        ("0.693*tau < t < 2.303*tau", "tau*ln(2) < t < 2*tau"),
    ],
)
def test_rounding_excuses_nothing_else_in_an_inequality(typed, reference):
    assert compare(typed, reference, CHARGING).verdict == "different"


@pytest.mark.parametrize(
    ("line", "follows"),
    [
        ("V < -61.5 mV log10(c_i/c_o)", True),
        ("V < -58 mV log10(c_i/c_o)", False),
        ("V < 61.5 mV log10(c_i/c_o)", False),
        ("V > -61.5 mV log10(c_i/c_o)", False),
    ],
)
def test_a_line_may_be_a_rounded_inequality(line, follows):
    report = followed([line], ["E = R*T/F*ln(c_o/c_i)", "V < E"], BODY)
    assert (report.first_bad is None) == follows
    assert report.steps[0].verdict == ("valid" if follows else "invalid")


HALFWAY = [RISE, "V > E/2", "E > 0"]


@pytest.mark.parametrize(
    "line",
    [
        "V > E/2",
        "1 - exp(-t/tau) > 1/2",
        "exp(-t/tau) < 1/2",
        "-t/tau < -ln(2)",
        "t > tau*ln(2)",
        "t >= tau*ln(2)",
        "t > 0.693 tau",
        "t > 0.5*tau",
        "t != 0.1*tau",
        "t > 0",
        "2*V - E > 0",
    ],
)
def test_what_is_implied_by_an_inequality_follows(line):
    assert followed([line], HALFWAY).steps[0].ok


@pytest.mark.parametrize(
    ("line", "slip"),
    [
        ("exp(-t/tau) > 1/2", "direction"),
        ("t < tau*ln(2)", "direction"),
        ("t > 0.70*tau", None),
        ("t > 0.694 tau", None),
        ("t > tau", None),
        ("V > E", "direction"),
        ("t > 2*tau or t < tau", None),
    ],
)
def test_what_is_not_implied_by_an_inequality_is_refused_with_a_place(line, slip):
    report = followed([line], HALFWAY)
    step = report.steps[0]
    assert (step.verdict, step.slip) == ("invalid", slip)
    point = step.counterexample
    assert point["V"] > point["E"] / 2 > 0


def test_an_inequality_that_is_turned_round_is_named():
    report = followed(["exp(-t/tau) < 1/2", "t < tau*ln(2)"], HALFWAY)
    assert (report.first_bad, report.slip) == (1, "direction")


def test_a_current_is_outward_above_its_reversal_potential():
    premises = ["I = g*(V - E)", "V > E"]
    symbols = {**CHARGING, "I": "real"}
    right = ["V - E > 0", "g*(V - E) > 0", "I > 0"]
    assert [s.verdict for s in followed(right, premises, symbols).steps] == ["valid"] * 3
    assert followed(["I < 0"], premises, symbols).first_bad == 0


def test_an_equation_may_need_an_inequality():
    assert followed(["y = V - E"], ["y = |V - E|", "V > E"]).steps[0].ok
    assert followed(["y = E - V"], ["y = |V - E|", "V > E"]).slip == "sign"
    assert followed(["y = V - E"], ["y = |V - E|"]).first_bad == 0


def test_premises_that_contradict_each_other_prove_nothing():
    report = followed(["V < E", "y = 1"], ["y = V", "V > E", "V < E"])
    assert not any(step.ok for step in report.steps)


# -- a branch that a line, a definition or an assumption has excluded ------------------------------

HALF = "let V = E/2: t = tau*ln(2)"


@pytest.mark.parametrize(
    "before",
    [
        ["V/E = 1 - exp(-t/tau)", "E*exp(-t/tau) = E - V"],
        ["exp(-t/tau) = (E - V)/E", "E*exp(-t/tau) = E - V"],
        ["y = V/E", "E*exp(-t/tau) = E - V"],
        ["assume E != 0"],
        ["We assume E ≠ 0."],
        ["suppose E > 0"],
        ["for E > 0: E*exp(-t/tau) = E - V"],
    ],
)
@pytest.mark.parametrize("last", [HALF, "let V = E/2: t = 0.693 tau"])
def test_a_branch_that_is_excluded_does_not_refute_a_line(before, last):
    report = followed([*before, last], [RISE])
    assert report.first_bad is None
    assert report.steps[-1].verdict == "valid"


def test_a_premise_may_exclude_a_branch():
    for premise in ("E != 0", "E > 0", "x = 1/E"):
        assert followed([HALF], [RISE, premise]).first_bad is None


def test_the_excluded_branch_is_told():
    lines = ["V/E = 1 - exp(-t/tau)", "E*exp(-t/tau) = E - V", HALF]
    assert "E != 0" in followed(lines, [RISE]).steps[-1].message


@pytest.mark.parametrize(
    ("lines", "bad", "slip"),
    [
        ([HALF], 0, "zero_factor"),
        (["let V = E/2: t = 0.693 tau"], 0, "zero_factor"),
        (["V/E = 1 - exp(-t/tau)", "E*exp(-t/tau) = E - V", "let V = E/2: t = tau*ln(3)"], 2, None),
        (["assume E < 1", HALF], 1, "zero_factor"),
        (["V/tau = E/tau*(1 - exp(-t/tau))", HALF], 1, "zero_factor"),
    ],
)
def test_a_branch_that_nothing_excludes_still_counts(lines, bad, slip):
    report = followed(lines, [RISE])
    assert (report.first_bad, report.slip) == (bad, slip)


def test_a_wrong_line_is_refuted_off_the_excluded_branch():
    lines = ["V/E = 1 - exp(-t/tau)", "E*exp(-t/tau) = E - V", "let V = E/2: t = tau*ln(3)"]
    assert followed(lines, [RISE]).steps[2].counterexample["E"] != 0


def test_what_is_to_be_shown_cannot_be_assumed_to_be_special():
    premises = ["g*V*(V - E) = 0"]
    for start in ("assume V != 0", "for V > 0: V = E"):
        report = check_derivation([start, "V = E"], premises, "V = E", CHARGING, solved_for="V")
        assert not report.reached_goal


def test_a_claim_is_no_assumption():
    assert followed(["E > 0"], [RISE]).first_bad == 0


@pytest.mark.parametrize(
    ("line", "premises"),
    [
        ("ln(c_o) > 1.0001*ln(c_i)", ["c_i < c_o"]),
        ("c_o > 1.001*c_i", ["c_i < c_o"]),
        ("c_o > c_i + 0.001", ["c_i < c_o"]),
        ("c_o^2 > 2*c_i*c_o", ["c_i < c_o"]),
        ("exp(V) > 1", ["V > -0.001"]),
        ("c_o^2 - 2*c_o + 0.9999 > 0", ["c_o > c_i"]),
        ("(c_o - 1)^2 > 0", ["c_o > c_i"]),
        ("V^2 > E^2", ["V > E"]),
        ("1/V < 1/E", ["V > E"]),
        ("c_i < c_o", ["V = E*ln(c_o/c_i)", "V > 0"]),
    ],
)
def test_an_inequality_that_fails_in_a_sliver_is_refused(line, premises):
    assert followed([line], premises, BODY).first_bad == 0


@pytest.mark.parametrize(
    ("line", "premises"),
    [
        ("1/c_i > 1/c_o", ["c_i < c_o"]),
        ("ln(c_o/c_i) > 0", ["c_i < c_o"]),
        ("c_o^2 - 2*c_o + 1 >= 0", ["c_o > c_i"]),
        ("c_i < c_o", ["V = R*T/F*ln(c_o/c_i)", "V > 0"]),
        ("exp(c_o) > 1", ["c_o > c_i"]),
    ],
)
def test_an_inequality_that_holds_up_to_its_boundary_is_accepted(line, premises):
    assert followed([line], premises, BODY).steps[0].ok


@pytest.mark.parametrize(
    ("line", "follows"),
    [
        ("for c_o > c_i we get E > 0", True),
        ("for c_o > c_i we get E < 0", False),
        ("if c_o > c_i, E > 0", True),
        ("if c_o > c_i, E < 0", False),
        ("assume c_o > c_i, then E > 0", True),
        ("assume c_o > c_i, then E < 0", False),
        ("for c_o > c_i: E > 0", True),
        ("for c_o > c_i: E < 0", False),
        ("for c_o > 2*c_i and c_i > 1: E > 0", True),
        ("for c_o > c_i > 0: E > 1", False),
        ("for c_o = 2*c_i and c_i > 1: E < 0", False),
        ("assume 0 < c_i < c_o", True),
        ("assume c_o > c_i and c_i > 1", True),
    ],
)
def test_what_is_said_under_an_assumption_must_follow_from_it(line, follows):
    report = followed([line], ["E = R*T/F*ln(c_o/c_i)"], BODY)
    assert report.steps[0].ok == follows
    assert (report.first_bad is None) == follows


@pytest.mark.parametrize(
    ("line", "premise", "follows"),
    [
        ("when V < E the current I < 0", "I = g*(V - E)", True),
        ("when V < E the current I > 0", "I = g*(V - E)", False),
        ("I > 0 for V > E", "I = g*(V - E)", True),
        ("I < 0 for V > E", "I = g*(V - E)", False),
        ("The current is outward (I > 0) when V > E", "I = g*(V - E)", True),
        ("V = E if I = 0", "I = g*(V - E)", True),
        ("V = 2*E if I = 0", "I = g*(V - E)", False),
        ("V = E as t -> inf", "tau*dV/dt = E - V", True),
        ("V = -E as t -> inf", "tau*dV/dt = E - V", False),
        ("V = E for all times", "V = E", True),
        ("V - E = 0, and solving this for V we get V = E", "V = E", True),
        ("V - E = 0, and solving this for V we get V = 2*E", "V = E", False),
    ],
)
def test_a_condition_may_stand_behind_what_it_is_about(line, premise, follows):
    report = followed([line], [premise], {**CHARGING, "I": "real"})
    assert report.steps[0].ok == follows
    assert (report.first_bad is None) == follows
