"""Every derivation holds line by line, and leads to the formula that the numeric side computes.

The check is independent of any algebra system's simplifier: a random point that satisfies the
premises is found at 100 digits, and every line must hold there.
"""

import math
import random
import re

import mpmath
import pytest
import sympy

import millivolt_solutions as ms
from millivolt_solutions.derivations import DERIVATIONS, LETTERS, Derivation
from millivolt_solutions.derivations.notation import domains
from millivolt_solutions.derivations.record import equation, sympy_symbol

ALL = pytest.mark.parametrize("derivation", DERIVATIONS.values(), ids=DERIVATIONS)
FUNCTIONS = {"ln", "exp", "sqrt", "sinh", "asinh"}
# What the letters that are functions must be, from solving the premises by hand.
FIELDS = {
    "ghk_flux": "J*a/(D*u) + (beta*c_in - J*a/(D*u))*exp(u*x/a)",
    "step_response": "V_inf + A*exp(-t/tau)",
}

# Which premise determines which letter, in this order, once the others are drawn at random.
DETERMINED: dict[str, tuple[tuple[int, str], ...]] = {
    "nernst": ((0, "phi_in"), (1, "E")),
    "inverse_nernst": ((0, "E"),),
    "boltzmann_ratio": ((0, "phi_in"), (1, "V")),
    "temperature_slope": ((0, "E"),),
    "concentration_slope": ((0, "E"),),
    "concentration_step": ((0, "dE"),),
    "proton_potential": ((1, "H_in"), (2, "H_out"), (0, "E")),
    "donnan": ((0, "V"), (1, "Cl_in"), (2, "z_X")),
    "ghk_flux": ((2, "c_out"), (3, "P")),
    "ghk_zero_voltage": ((0, "J"),),
    "ghk_voltage": ((0, "K_in"), (1, "V")),
    "ghk_to_nernst": ((0, "V"),),
    "permeability_ratio": ((1, "b"), (0, "V"), (2, "x")),
    "ghk_divalent": ((0, "Ca_in"),),
    "gaba_reversal": ((0, "Cl_in"), (1, "V")),
    "mullins_noda": ((0, "K_in"), (1, "V")),
    "chord_conductance": ((0, "V"),),
    "time_constant": ((1, "tau"), (2, "V_inf"), (0, "s")),
    "step_response": ((1, "A"),),
    "kcc2_set_point": ((0, "Cl_in"),),
    "nkcc1_set_point": ((0, "Cl_in"),),
    "subthreshold_slope": ((0, "I_1"), (2, "I_2"), (1, "V_2"), (3, "S")),
    "boltzmann_gate": ((0, "m"),),
}


@pytest.fixture(autouse=True)
def _a_hundred_digits():
    with mpmath.workdps(100):
        yield


def draw(domain: str, rng: random.Random) -> mpmath.mpf:
    size = mpmath.mpf(rng.uniform(0.3, 2.5))
    if domain == "positive":
        return size
    if domain == "nonzero_integer":
        return mpmath.mpf(rng.choice([-2, -1, 1, 2, 3]))
    return size * rng.choice([-1, 1])


def side(expression: sympy.Expr):
    """An expression as a function of a dict of values."""
    letters = sorted(expression.free_symbols, key=str)
    function = sympy.lambdify(letters, expression, "mpmath")
    return lambda point: function(*(point[str(letter)] for letter in letters))


def residual(eq: sympy.Equality):
    """lhs - rhs as a function of a dict of values."""
    return side(eq.lhs - eq.rhs)


def with_field(derivation: Derivation, equations, change: str = "") -> list[sympy.Equality]:
    """The equations with the letter that is a function, if any, replaced by what it must be."""
    if derivation.name not in FIELDS:
        return list(equations)
    ((name, variable),) = derivation.functions.items()
    text = f"{FIELDS[derivation.name]}{change} = 0"
    field = equation(text, derivation.symbols).lhs
    function = sympy.Function(name)
    value = sympy.Lambda(sympy_symbol(variable, derivation.symbols[variable]), field)

    def written_out(expression: sympy.Expr) -> sympy.Expr:
        return expression.replace(function, value).doit()

    return [sympy.Eq(written_out(eq.lhs), written_out(eq.rhs), evaluate=False) for eq in equations]


def slope_of(expression: sympy.Expr, letter: str, point: dict) -> mpmath.mpf:
    """The derivative of an expression by one letter at a point, numerically."""
    value = side(expression)
    return mpmath.diff(lambda at: value({**point, letter: at}), point[letter])


def random_point(derivation: Derivation, seed: int, **fixed: mpmath.mpf) -> dict[str, mpmath.mpf]:
    """Values of all letters that satisfy the premises of a derivation."""
    rng = random.Random(f"{derivation.name} {seed}")
    premises = with_field(derivation, derivation.sympy_premises)
    for _ in range(50):
        point = {name: draw(domain, rng) for name, domain in derivation.symbols.items()} | fixed
        for premise, letter in DETERMINED[derivation.name]:
            root = root_of(premises[premise], letter, point)
            if root is None:
                break
            point[letter] = root
        else:
            return point
    raise AssertionError(f"no point satisfies the premises of {derivation.name}")


def root_of(eq: sympy.Equality, letter: str, point: dict) -> mpmath.mpf | None:
    """The value of one letter that makes an equation true, inside its domain, if one is found."""
    value = residual(eq)

    def f(unknown: mpmath.mpf) -> mpmath.mpf:
        return mpmath.re(value({**point, letter: unknown}))

    for start in (1, 0.3, 3, -1):
        try:
            found = mpmath.findroot(f, mpmath.mpf(start), tol=1e-80, maxsteps=100)
        except (ValueError, ZeroDivisionError):
            continue
        if found > 0 or LETTERS[letter].domain != "positive":
            return found
    return None


def assert_holds(eq: sympy.Equality, point: dict) -> None:
    error = abs(residual(eq)(point))
    size = 1 + sum(abs(value) for value in point.values())
    assert error < mpmath.mpf(10) ** -25 * size, f"{eq} is off by {mpmath.nstr(error, 5)}"


@ALL
@pytest.mark.parametrize("seed", range(3))
def test_every_line_follows_from_the_premises(derivation, seed):
    point = random_point(derivation, seed)
    for premise in with_field(derivation, derivation.sympy_premises):
        assert_holds(premise, point)
    previous = derivation.sympy_premises[0]
    steps = with_field(derivation, derivation.sympy_steps)
    for step, eq in zip(derivation.steps, steps, strict=True):
        if step.move.startswith("d/d"):
            letter = step.move.removeprefix("d/d")
            point[f"d{previous.lhs}/d{letter}"] = slope_of(previous.rhs, letter, point)
        elif step.move.startswith("limit"):
            letter = step.move.split()[1]
            point = random_point(derivation, seed, **{letter: mpmath.mpf(10) ** -40})
        assert_holds(eq, point)
        previous = eq


@ALL
def test_a_wrong_value_of_the_solved_letter_breaks_the_goal(derivation):
    point = random_point(derivation, 0)
    letter = derivation.solved_for or "x"
    if letter in derivation.functions:
        (goal,) = with_field(derivation, [derivation.sympy_goal], " + 1/100")
        with pytest.raises(AssertionError, match="is off by"):
            assert_holds(goal, point)
        return
    if "/" in letter:
        point[letter] = point["E"] * 7 + 1
    else:
        point[letter] = point[letter] * mpmath.mpf("1.01") + mpmath.mpf("0.01")
    with pytest.raises(AssertionError, match="is off by"):
        assert_holds(derivation.sympy_goal, point)


@ALL
def test_the_goal_is_solved_and_free_of_forbidden_letters(derivation):
    goal = derivation.sympy_goal
    assert derivation.goal == derivation.steps[-1].equation
    letters = {str(symbol) for symbol in goal.free_symbols}
    assert not letters & set(derivation.forbidden)
    assert set(derivation.forbidden) <= set(derivation.symbols)
    if derivation.solved_for is not None:
        assert str(goal.lhs).split("(")[0] == derivation.solved_for
        assert derivation.solved_for not in {str(symbol) for symbol in goal.rhs.free_symbols}


@ALL
def test_exactly_the_letters_in_use_are_declared(derivation):
    texts = (*derivation.premises, *derivation.lines)
    words = set()
    for text in texts:
        text = re.sub(r"^limit |^d/d(?=\w+:)|^let |^integrate | from 0 to |-> 0", " ", text)
        text = re.sub(r"\bd(\w*)/d(\w+)", r"\1 \2", text)
        words |= set(re.findall(r"[A-Za-z]\w*", text))
    assert words - FUNCTIONS == set(derivation.symbols)


@ALL
def test_every_step_gives_its_reason_in_a_sentence(derivation):
    for step in derivation.steps:
        assert step.reason.endswith(".")
        assert step.line.endswith(step.equation)
    assert len({step.equation for step in derivation.steps}) == len(derivation.steps)


def test_derivations_are_found_by_name_and_cannot_be_changed():
    assert DERIVATIONS["nernst"].solved_for == "E"
    assert set(DERIVATIONS) == set(DETERMINED)
    with pytest.raises(TypeError):
        DERIVATIONS["nernst"] = None
    with pytest.raises(AttributeError):
        DERIVATIONS["nernst"].title = ""
    with pytest.raises(TypeError):
        DERIVATIONS["nernst"].symbols["E"] = "positive"


def test_letters_have_a_domain_a_unit_and_a_meaning():
    used = {name for d in DERIVATIONS.values() for name in d.symbols}
    assert used == set(LETTERS)
    assert all(letter.meaning and letter.unit for letter in LETTERS.values())
    assert domains("z E") == {"z": "nonzero_integer", "E": "real"}
    with pytest.raises(KeyError, match="Q"):
        domains("z Q")


def test_a_letter_that_is_a_function_has_derivatives_and_values():
    domains_of = {"c": "positive", "x": "real", "a": "positive", "T": "positive"}
    eq = equation("dc/dx + c(0) = d/dx(c*x^2) + c + dT/da", domains_of, {"c": "x"})
    x, a = sympy.Symbol("x", real=True), sympy.Symbol("a", positive=True)
    c = sympy.Function("c")
    assert eq.lhs == sympy.Derivative(c(x), x) + c(0)
    assert eq.rhs == sympy.Derivative(c(x) * x**2, x) + c(x) + sympy.Symbol("dT/da", real=True)
    assert a not in eq.rhs.free_symbols


def test_lines_are_plain_text_with_their_moves():
    lines = DERIVATIONS["ghk_to_nernst"].lines
    assert lines[0] == "limit P_Na -> 0: V = R*T/F*ln(P_K*K_out/(P_K*K_in))"
    assert lines[1] == "V = R*T/F*ln(K_out/K_in)"
    assert DERIVATIONS["temperature_slope"].lines[0].startswith("d/dT: dE/dT = ")


def test_equations_are_sympy_objects_with_the_domains_as_assumptions():
    eq = equation("dE/dT = E/T + 2^z", {"E": "real", "T": "positive", "z": "nonzero_integer"})
    assert isinstance(eq, sympy.Equality)
    T = sympy.Symbol("T", positive=True)
    E, z = sympy.Symbol("E", real=True), sympy.Symbol("z", integer=True, nonzero=True)
    assert eq.rhs == E / T + 2**z
    assert str(eq.lhs) == "dE/dT"
    assert sympy_symbol("u", "nonzero") == sympy.Symbol("u", real=True, nonzero=True)
    for text in ("E + T", "E = T = z"):
        with pytest.raises(ValueError, match="is not an equation of the form lhs = rhs"):
            equation(text, {"E": "real", "T": "positive", "z": "nonzero_integer"})


T = 310.15
U = ms.thermal_voltage(T) / 1e3
BASE = {
    "R": ms.R,
    "F": ms.F,
    "T": T,
    "z": 2,
    "c_in": 12.0,
    "c_out": 145.0,
    "K_in": 140.0,
    "K_out": 4.0,
    "Na_in": 12.0,
    "Na_out": 145.0,
    "Cl_in": 7.0,
    "Cl_out": 125.0,
    "HCO3_in": 15.0,
    "HCO3_out": 25.0,
    "P_K": 1.0,
    "P_Na": 0.04,
    "P_Cl": 0.45,
    "p": 0.25,
    "r": 1.5,
    "E": 0.03,
    "V": -0.06,
    "V_0": -0.07,
    "V_inf": -0.05,
    "V_half": -0.04,
    "t": 0.003,
    "tau": 0.01,
    "c": 100.0,
    "X": 20.0,
    "z_X": -1.5,
    "c_1": 4.0,
    "c_2": 8.0,
    "pH_in": 7.1,
    "pH_out": 7.4,
    "P": 1e-8,
    "u": -0.06 / U * 2,
    "x": math.exp(-0.06 / U),
    "U_T": U,
    "kappa": 0.7,
    "z_g": 4.0,
    "g_K": 10.0,
    "g_Na": 1.0,
    "g_Cl": 4.0,
    "E_K": -0.09,
    "E_Na": 0.06,
    "E_Cl": -0.07,
}
NUMERIC = {
    "nernst": ms.nernst(145.0, 12.0, 2, T) / 1e3,
    "inverse_nernst": ms.nernst_conc(30.0, 145.0, "out", 2, T),
    "boltzmann_ratio": 145.0 * ms.boltzmann_ratio(-60.0, 2, T),
    "temperature_slope": 0.03 / T,
    "concentration_slope": ms.slope(T, 2, math.e) / 1e3 / 145.0,
    "concentration_step": ms.slope(T, 2, 2.0) / 1e3,
    "proton_potential": ms.proton_potential(7.1, 7.4, T) / 1e3,
    "donnan": ms.donnan(100.0, 20.0, -1.5, T).V / 1e3,
    "ghk_flux": ms.ghk_flux(1e-8, 2, -60.0, 12.0, 145.0, T),
    "ghk_zero_voltage": ms.ghk_flux(1e-8, 2, 0.0, 12.0, 145.0, T),
    "ghk_voltage": ms.ghk_voltage(
        [1.0, 0.04, 0.45], [140.0, 12.0, 7.0], [4.0, 145.0, 125.0], [1, 1, -1], T
    )
    / 1e3,
    "ghk_to_nernst": ms.nernst(4.0, 140.0, 1, T) / 1e3,
    "permeability_ratio": ms.permeability_ratio(-60.0, 140.0, 4.0, 12.0, 145.0, T),
    "gaba_reversal": ms.gaba_reversal(7.0, 125.0, 15.0, 25.0, 0.25, T) / 1e3,
    "mullins_noda": ms.mullins_noda(1.0, 0.04, 140.0, 4.0, 12.0, 145.0, T, 1.5) / 1e3,
    "chord_conductance": ms.chord_voltage([10.0, 1.0, 4.0], [-0.09, 0.06, -0.07]),
    "step_response": ms.step_response(3.0, -70.0, -50.0, 10.0) / 1e3,
    "kcc2_set_point": ms.kcc2_chloride(140.0, 4.0, 125.0),
    "nkcc1_set_point": ms.nkcc1_chloride(12.0, 145.0, 140.0, 4.0, 125.0),
    "subthreshold_slope": ms.subthreshold_slope(T, 0.7) / 1e3,
    "boltzmann_gate": ms.boltzmann_gate(-60.0, -40.0, ms.gate_slope(4.0, T)),
}


@pytest.mark.parametrize("name", NUMERIC)
def test_the_goal_is_what_the_numeric_side_computes(name):
    goal = DERIVATIONS[name].sympy_goal
    letters = sorted(goal.rhs.free_symbols, key=str)
    value = float(goal.rhs.subs({letter: BASE[str(letter)] for letter in letters}))
    assert value == pytest.approx(NUMERIC[name], rel=1e-9)


def test_the_divalent_quadratic_has_the_ghk_voltage_as_its_root():
    V = ms.ghk_voltage([1.0, 3.0], [140.0, 1e-4], [4.0, 2.0], [1, 2], T)
    values = {"P_K": 1.0, "P_Ca": 3.0, "K_in": 140.0, "K_out": 4.0, "Ca_in": 1e-4, "Ca_out": 2.0}
    goal = DERIVATIONS["ghk_divalent"].sympy_goal
    x = math.exp(V / ms.thermal_voltage(T))
    names = {s: values.get(str(s), x) for s in goal.free_symbols}
    assert float(goal.lhs.subs(names)) == pytest.approx(0.0, abs=1e-10)
