"""What a report on a derivation tells beyond the suite of chains."""

from fractions import Fraction

import pytest

from millivolt.symbolic import Symbol, check_derivation

SYMBOLS = {
    **dict.fromkeys(["R", "T", "F", "c_i", "c_o", "tau", "t"], "positive"),
    **dict.fromkeys(["E", "V", "V_0", "phi_i", "phi_o", "x", "y"], "real"),
    "z": "nonzero_integer",
}
PREMISES = ["R*T*ln(c_i) + z*F*phi_i = R*T*ln(c_o) + z*F*phi_o", "E = phi_i - phi_o"]
GOAL = "E = R*T/(z*F)*ln(c_o/c_i)"


def nernst(*lines, **options):
    options = {"solved_for": "E", "forbidden": ("phi_i", "phi_o"), **options}
    return check_derivation(lines, PREMISES, GOAL, SYMBOLS, **options)


def test_an_empty_derivation_reaches_nothing():
    report = nernst()
    assert (report.first_bad, report.reached_goal, report.share) == (None, False, 0)


def test_an_empty_line_is_passed_over():
    assert nernst("", GOAL).reached_goal


def test_lines_after_an_error_are_judged_on_its_strength():
    report = nernst("z*F*E = R*T*ln(c_i/c_o)", "E = R*T/(z*F)*ln(c_i/c_o)")
    assert report.first_bad == 0
    assert report.steps[1].ok
    assert report.steps[1].follows_error
    assert report.share == Fraction(1, 3)


def test_a_second_error_is_seen_too():
    report = nernst("z*F*E = R*T*ln(c_i/c_o)", "E = R*T*ln(c_i/c_o)")
    assert [step.verdict for step in report.steps] == ["invalid", "invalid"]


def test_superfluous_lines_earn_nothing_and_cost_nothing():
    report = nernst("1 = 1", "E = phi_i - phi_o", GOAL)
    assert [step.superfluous for step in report.steps] == [True, True, False]
    assert report.share == 1


def test_what_follows_the_goal_is_superfluous():
    report = nernst(GOAL, "z*F*E = R*T*ln(c_o/c_i)")
    assert report.reached_goal
    assert report.steps[1].superfluous


def test_every_line_right_but_no_goal_gives_the_share_of_the_steps():
    report = nernst("z*F*(phi_i - phi_o) = R*T*ln(c_o/c_i)")
    assert report.share == Fraction(1, 2)
    assert "not reached" in report.message


def test_the_goal_may_be_given_as_the_right_side_alone():
    report = check_derivation([GOAL], PREMISES, "R*T/(z*F)*ln(c_o/c_i)", SYMBOLS, solved_for="E")
    assert report.reached_goal


def test_without_a_goal_valid_lines_are_enough():
    report = check_derivation(["z*F*E = R*T*ln(c_o/c_i)"], PREMISES, None, SYMBOLS)
    assert report.reached_goal


def test_the_message_names_the_line_and_shows_numbers():
    report = nernst("z*F*E = R*T*ln(c_o/c_i)", "E = R*T/F*ln(c_o/c_i)")
    assert report.message.startswith("Line 2:")
    assert "the left side is" in report.message
    assert "valence" in report.message


def test_a_counterexample_satisfies_the_premises():
    point = nernst("E = R*T/F*ln(c_o/c_i)").steps[0].counterexample
    assert point["E"] == pytest.approx(point["phi_i"] - point["phi_o"])


def test_an_unreadable_line_has_a_position():
    report = nernst("z*F*E = R*T*ln(c_o/c_i")
    assert report.steps[0].verdict == "unreadable"
    assert report.steps[0].position is not None


def test_a_line_without_an_equation_is_told_so():
    report = nernst("R*T*ln(c_o/c_i)")
    assert report.first_bad == 0
    assert "equation" in report.steps[0].message


@pytest.mark.parametrize(
    "line",
    [
        "(1) z F E = R T ln(c_o/c_i)",
        "1. z F E = R T ln(c_o/c_i)",
        "⇒ z F E = R T ln(c_o/c_i)",
        "therefore z F E = R T ln(c_o/c_i)",
        "so, z F E = R T ln(c_o/c_i).",
        "Hence z F E = R T ln(c_o/c_i)   (4)",
        "multiplying by z F: z F E = R T ln(c_o/c_i)",
        "which gives z F E = R T ln(c_o/c_i), because the logarithms combine",
        r"$z F E = R T \ln\frac{c_o}{c_i}$ \tag{2}",
        r"\Rightarrow zFE &= RT\ln\left(\frac{c_o}{c_i}\right) \\",
        "-z F E = R T ln(c_i/c_o)",
        "- z F E = R T ln(c_i/c_o)",
        "2.5*z*F*E = 2.5*R*T*ln(c_o/c_i)",
        "z F E = R T ln(c_o/c_i) (2) / 2",
    ],
)
def test_text_around_a_formula_is_tolerated(line):
    assert nernst(line).first_bad is None


def test_two_equations_in_one_line_must_both_follow():
    assert nernst("z*F*E = R*T*ln(c_o/c_i), so E = R*T/(z*F)*ln(c_o/c_i)").first_bad is None
    assert nernst("z*F*E = R*T*ln(c_o/c_i), so E = R*T/F*ln(c_o/c_i)").first_bad == 0


def test_a_new_symbol_is_a_definition():
    symbols = {**SYMBOLS, "k": "positive"}
    lines = ["k = R*T/F", "E = k/z*ln(c_o/c_i)", GOAL]
    report = check_derivation(lines, PREMISES, GOAL, symbols, solved_for="E")
    assert report.reached_goal


def test_the_quantity_looked_for_cannot_be_defined():
    report = check_derivation(["V = 3*E"], PREMISES, "V = E", SYMBOLS, solved_for="V")
    assert not report.steps[0].ok


def test_points_of_a_counterexample_are_physical_and_in_units():
    symbols = {
        "R": Symbol("R", "positive", "J/(mol K)", typical=(8.314, 8.314)),
        "F": Symbol("F", "positive", "C/mol", typical=(96485, 96485)),
        "T": Symbol("T", "positive", "K", typical=(290, 310)),
        "z": "nonzero_integer",
        "c_i": Symbol("c_i", "positive", "mM", typical=(5, 150)),
        "c_o": Symbol("c_o", "positive", "mM", typical=(5, 150)),
        "E": Symbol("E", "real", "mV", typical=(-100, 100)),
    }
    report = check_derivation(
        ["E = R*T/F*ln(c_o/c_i)"], ["z*F*E = R*T*ln(c_o/c_i)"], None, symbols, solved_for="E"
    )
    point = report.steps[0].counterexample
    assert 5 <= point["c_i"] <= 150
    assert abs(point["E"]) < 200  # millivolts
    assert "mM" in report.message


@pytest.mark.parametrize(
    ("premises", "goal"),
    [(["E = "], GOAL), (["E"], GOAL), (PREMISES, "E = (")],
)
def test_unreadable_premises_or_goals_are_the_authors_error(premises, goal):
    with pytest.raises(ValueError, match=r"premise|goal"):
        check_derivation([GOAL], premises, goal, SYMBOLS)


def test_a_move_that_cannot_be_carried_out_leaves_the_line_open():
    report = check_derivation(["integrate x from 0 to y: V = 1"], ["E = V"], None, SYMBOLS)
    assert report.first_bad is None or report.steps[0].verdict == "invalid"
    assert not report.steps[0].ok


def test_dividing_by_what_may_be_zero_is_named():
    report = check_derivation(["x = 1"], ["x*y = y"], "x = 1", SYMBOLS, solved_for="x")
    assert report.slip == "zero_factor"
    assert report.steps[0].counterexample["y"] == 0


def test_inequalities_are_followed():
    report = check_derivation(["2*c_o > 2*c_i"], ["c_o = c_i + t"], None, SYMBOLS)
    assert report.steps[0].ok
    report = check_derivation(["c_o < c_i"], ["c_o = c_i + t"], None, SYMBOLS)
    assert report.first_bad == 0


@pytest.mark.parametrize("declared", [{}, {"dE": "real"}, {"dE/dT": "real"}])
@pytest.mark.parametrize("solved", ["dE/dT", "dE"])
def test_the_derivative_may_be_written_in_several_ways(declared, solved):
    symbols = {**SYMBOLS, **declared}
    for line in ("dE/dT = R/(z*F)*ln(c_o/c_i)", "dE = R/(z*F)*ln(c_o/c_i)"):
        report = check_derivation([f"d/dT: {line}"], [GOAL], None, symbols, solved_for=solved)
        assert report.reached_goal


def test_a_symbol_that_starts_with_d_is_no_differential():
    symbols = {**SYMBOLS, "delta": "positive", "d_m": "positive"}
    premises = ["E = delta*T/d_m"]
    report = check_derivation(["d/dT: dE/dT = delta/d_m"], premises, None, symbols)
    assert report.first_bad is None


def test_the_full_nernst_planck_equation_gives_the_flux():
    symbols = {
        **dict.fromkeys(["D", "R", "T", "F", "a", "c_i", "c_o"], "positive"),
        "z": "nonzero_integer",
    }
    symbols |= {**dict.fromkeys(["J", "c", "x", "phi"], "real"), "V": "nonzero", "u": "nonzero"}
    premises = [
        "J = -D*(dc/dx + z*F/(R*T)*c*dphi/dx)",
        "dphi/dx = -V/a",
        "c(0) = c_i",
        "c(a) = c_o",
    ]
    goal = "J = D*z*F*V/(R*T*a)*(c_i - c_o*exp(-z*F*V/(R*T)))/(1 - exp(-z*F*V/(R*T)))"
    lines = [
        "u = z*F*V/(R*T)",
        "dc/dx - u/a*c = -J/D",
        r"\frac{d}{dx}\left(c e^{-ux/a}\right) = -\frac{J}{D} e^{-ux/a}",
        r"\int_0^a dx: c_o e^{-u} - c_i = -\frac{J a}{D u}(1 - e^{-u})",
        "J = D*u/a*(c_i - c_o*exp(-u))/(1 - exp(-u))",
        goal,
    ]
    report = check_derivation(lines, premises, goal, symbols, solved_for="J", forbidden=("u", "c"))
    assert report.reached_goal
    assert report.first_bad is None


def test_zero_flux_gives_the_nernst_equation():
    symbols = {
        **dict.fromkeys(["R", "T", "F", "a", "c", "c_i", "c_o"], "positive"),
        "z": "nonzero_integer",
    }
    symbols |= dict.fromkeys(["phi", "phi_i", "phi_o", "x", "E"], "real")
    premises = [
        "0 = dc/dx + z*F/(R*T)*c*dphi/dx",
        "c(0) = c_i",
        "c(a) = c_o",
        "phi(0) = phi_i",
        "phi(a) = phi_o",
        "E = phi_i - phi_o",
    ]
    lines = [
        "dphi/dx = -R*T/(z*F)*dc/dx/c",
        "integrate x from 0 to a: phi_o - phi_i = -R*T/(z*F)*ln(c_o/c_i)",
        GOAL,
    ]
    report = check_derivation(lines, premises, GOAL, symbols, solved_for="E")
    assert report.reached_goal
    bad = check_derivation([lines[0], lines[1].replace("= -", "= ")], premises, GOAL, symbols)
    assert bad.first_bad == 1


@pytest.mark.parametrize(
    "line",
    [
        "let P = 0: V = R*T/F*ln(c_o/c_i)",
        "for P = 0: V = R*T/F*ln(c_o/c_i)",
        "setting P to 0: V = R*T/F*ln(c_o/c_i)",
        "limit P -> 0: V = R*T/F*ln(c_o/c_i)",
        "as P → 0: V = R*T/F*ln(c_o/c_i)",
        r"\lim_{P \to 0}: V = \frac{RT}{F}\ln\frac{c_o}{c_i}",
    ],
)
def test_a_move_may_be_announced_in_several_ways(line):
    symbols = {**SYMBOLS, "P": "positive"}
    premises = ["V = R*T/F*ln((c_o + P*t)/(c_i + P*tau))"]
    assert check_derivation([line], premises, None, symbols).first_bad is None
    wrong = line.replace("c_o", "t")
    assert check_derivation([wrong], premises, None, symbols).first_bad == 0


def test_a_line_that_has_no_value_anywhere_does_not_follow():
    report = check_derivation(["E = V/(t - t)"], ["E = V/t"], None, SYMBOLS)
    assert report.first_bad == 0


def test_an_inequality_that_fails_shows_where():
    report = check_derivation(["V > 0"], ["V = E"], None, SYMBOLS)
    assert report.steps[0].counterexample["V"] <= 0


FLUX = (
    "J = -D*(dc/dx - u/d*c)",
    "c(0) = c_i",
    "c(d) = c_o",
)
FLUX_SYMBOLS = {"u": "nonzero", "J": "real", "x": "real", "dc/dx": "real"} | dict.fromkeys(
    ("D", "d", "c", "c_i", "c_o"), "positive"
)


@pytest.mark.parametrize("said", ["integrate x from 0 to d: ", ""])
@pytest.mark.parametrize(
    ("line", "follows"),
    [
        ("J*d/u*(1 - exp(-u)) = D*(c_i - c_o*exp(-u))", True),
        ("J = D*u/d*(c_i - c_o*exp(-u))/(1 - exp(-u))", True),
        ("ln((u/d*c_o - J/D)/(u/d*c_i - J/D)) = u", True),
        ("J*d/u*(1 - exp(-u)) = D*(c_o - c_i*exp(-u))", False),
        ("J*d/u*(exp(u) - 1) = D*(c_i - c_o*exp(u))", False),
        ("J*d = D*(c_i - c_o)", False),
    ],
)
def test_a_line_may_integrate_between_known_values_without_saying_so(said, line, follows):
    report = check_derivation([said + line], FLUX, None, FLUX_SYMBOLS, "J")
    assert (report.first_bad is None) == follows


def test_a_line_that_holds_up_to_rounding_says_what_the_number_stands_for():
    (step,) = nernst("E = 2.303*R*T/(z*F)*log10(c_o/c_i)").steps
    assert (step.verdict, step.message) == (
        "valid",
        "This follows up to the rounding of a constant. In your line 2.303 stands for 2.30259.",
    )


@pytest.mark.parametrize("number", ["2.31", "2.304", "2.3027", "2.301"])
def test_a_number_that_no_rounding_gives_is_wrong(number):
    assert nernst(f"E = {number}*R*T/(z*F)*log10(c_o/c_i)").first_bad == 0


def test_what_follows_from_a_rounded_line_as_it_stands_follows():
    numbers = {**SYMBOLS, "R": (8.314, 8.314), "T": (310, 310), "F": (96485, 96485)}
    lines = [
        "E = 0.0267/z*ln(c_o/c_i)",
        "E = 0.0267*ln(10)/z*log10(c_o/c_i)",
        "z*E = 0.06148*log10(c_o/c_i)",
    ]
    report = check_derivation(lines, PREMISES, None, numbers, solved_for="E")
    assert [step.verdict for step in report.steps] == ["valid"] * 3


def test_a_rounded_line_and_what_is_known_are_never_taken_together():
    """Both are true for equal concentrations only, where every potential is zero."""
    for line in ("E = 0", "limit c_o -> tau: E = 0", "let c_o = tau: E = 0", "c_o = c_i"):
        report = nernst("z*F*E = 2.303*R*T*log10(c_o/c_i)", line)
        assert report.first_bad == 1, line


RELAXATION = {**dict.fromkeys(["tau", "t", "V_0"], "positive"), "V": "real", "E": "real"}


@pytest.mark.parametrize(
    "line",
    ["d/dt: dV/dt = 0", "d/dt: 0 = -dV/dt", "d/dt(dV/dt) = 0", "d/dt(tau*dV/dt + V) = dV/dt"],
)
def test_a_rate_is_not_taken_for_a_constant_when_it_is_differentiated(line):
    report = check_derivation([line], ["tau*dV/dt = E - V"], None, RELAXATION)
    assert not report.steps[0].ok


def test_alternatives_are_no_premise():
    with pytest.raises(ValueError, match="alternatives"):
        check_derivation(["x = 1"], ["x = 1 or x = 2"], None, SYMBOLS)


def test_an_alternative_is_not_taken_as_true_by_itself():
    report = check_derivation(["x = 1 or x = 2", "x = 2"], ["x^2 - 3*x + 2 = 0"], None, SYMBOLS)
    assert [step.ok for step in report.steps] == [True, False]


def test_what_may_follow_from_a_line_that_was_not_checked_is_not_called_wrong():
    lines = ["limit t -> inf: dV/dt = 0", "V = E"]
    report = check_derivation(lines, ["tau*dV/dt = E - V^3/E^2"], "V = E", RELAXATION)
    assert report.first_bad is None
    assert report.undecided == (0, 1)


def test_boundary_values_may_hold_backslashes():
    premises = ["tau*dV/dt = E - V", r"V(0) = \frac{V_0}{2}"]
    report = check_derivation(["let t = 0: V(0) = V_0/2"], premises, None, RELAXATION)
    assert report.steps[0].ok


def test_that_a_charge_stands_still_cannot_be_told_from_what_it_is_made_of():
    known = {"C": "positive", "t": "positive", "V": "real", "q": "real", "I": "real"}
    report = check_derivation(["d/dt: dq/dt = 0"], ["q = C*V", "I = dq/dt"], None, known)
    assert not report.steps[0].ok


@pytest.mark.parametrize("line", ["u = 1/3", "y = u + 1/2", "u = 1/2"])
def test_a_formula_is_no_integral_of_itself(line):
    known = dict.fromkeys(["x", "u", "y"], "real")
    move = f"integrate x from 0 to 1: {line}"
    assert not check_derivation([move], ["u = x^2", "y = u + x"], None, known).steps[0].ok


def test_a_limit_that_cannot_be_taken_is_not_unreadable():
    premises = ["tau*dV/dt = E - V^3/E^2", "V(0) = V_0"]
    report = check_derivation(["t -> inf", "V = E"], premises, None, RELAXATION)
    assert report.first_bad is None
    assert report.undecided == (0, 1)


def test_where_a_formula_has_no_value_its_limit_is_not_called_wrong():
    known = dict.fromkeys(["V", "u", "y"], "real")
    premises = ["u = 2*V", "y = u/(1 - exp(-u))"]
    report = check_derivation(["let V = 0: u = 0", "y = 1"], premises, None, known)
    assert report.first_bad is None


@pytest.mark.parametrize(
    "line",
    [
        "z F E = R T ln(c_o/c_i) ⇒ E = R*T/(z*F)*ln(c_o/c_i)",
        "z F E = R T ln(c_o/c_i) => E = R*T/(z*F)*ln(c_o/c_i)",
        r"z F E = R T \ln(c_o/c_i) \Rightarrow E = \frac{RT}{zF}\ln\frac{c_o}{c_i}",
        "z F E = R T ln(c_o/c_i) <=> E = R*T/(z*F)*ln(c_o/c_i)",
        "E = R*T/(z*F)*ln(c_o/c_i) | : zF",
        "E = R*T/(z*F)*ln(c_o/c_i) // divided by zF",
        "E = R*T/(z*F)*ln(c_o/c_i)  # divided by zF",
        "E = R*T/(z*F)*ln(c_o/c_i)  [from line 2 and the definition of E]",
        "E ≈ R*T/(z*F)*ln(c_o/c_i)",
        "A short calculation gives E = R*T/(z*F)*ln(c_o/c_i)",
        "With the constant temperature, -E = R*T/(z*F)*ln(c_i/c_o)",
    ],
)
@pytest.mark.parametrize("wrong", [False, True])
def test_arrows_and_notes_in_the_margin_are_no_formula(line, wrong):
    if wrong:
        line = line.replace("E = R*T/(z*F)", "E = R/(z*F)").replace("{RT}{zF}", "{R}{zF}")
        line = line.replace("E ≈ R*T", "E ≈ R")
    assert nernst(line).first_bad == (0 if wrong else None)


@pytest.mark.parametrize("line", ["Now we solve for E.", "QED", "Dividing by z and F yields"])
def test_a_line_of_words_is_passed_over(line):
    report = nernst(line, GOAL)
    assert report.reached_goal
    assert report.steps[0].superfluous
    assert report.share == 1


@pytest.mark.parametrize("line", ["R*T*ln(c_o/c_i)", "E - V", "ln c_o", "E", "z F (phi_i"])
def test_a_formula_without_a_relation_is_no_remark(line):
    assert nernst(line, GOAL).first_bad == 0


def test_words_alone_are_no_derivation():
    report = nernst("the potential is an equilibrium", "so it follows")
    assert {step.verdict for step in report.steps} == {"unreadable"}


def test_a_definition_may_be_written_from_right_to_left():
    symbols = {**SYMBOLS, "k": "positive"}
    lines = ["R*T/F = k", "E = k/z*ln(c_o/c_i)"]
    report = check_derivation(lines, PREMISES, GOAL, symbols, solved_for="E")
    assert report.first_bad is None
    wrong = check_derivation([lines[0], "E = k*ln(c_o/c_i)"], PREMISES, GOAL, symbols)
    assert wrong.first_bad == 1
