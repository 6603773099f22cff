"""Keys of the transport families by a second route: textbook formulas, and a simulation."""

from math import exp, log, pi, sqrt

import numpy as np
import pytest

from millivolt.bank import load_bank
from millivolt.checks import check
from millivolt.items import Observation, Response, State

BANK = load_bank()
SEEDS = range(20)
R, F = 8.31446261815324, 96485.33212331002


def k(celsius):
    """RT/F in mV."""
    return 1000 * R * (celsius + 273.15) / F


def parts(variant):
    return {part.id: part for part in variant.parts}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_pump_cycle_costs_what_its_five_ions_cost(seed):
    variant = BANK["pump-cycle-energy"].variant(seed)
    g, RT = variant.given, R * (variant.given["t"] + 273.15) / 1000
    FV = F * g["V"] / 1e6
    sodium = RT * log(g["Na_out"] / g["Na_in"]) - FV
    potassium = RT * log(g["K_in"] / g["K_out"]) + FV
    cost = 3 * sodium + 2 * potassium
    assert parts(variant)["cost"].answer == pytest.approx(cost, rel=1e-9)
    assert parts(variant)["affordable"].answer == ("forward" if cost < -g["atp"] else "stalled")


@pytest.mark.parametrize("seed", SEEDS)
def test_at_the_steady_potential_the_leaks_are_in_the_proportion_of_the_pump(seed):
    variant = BANK["electrogenic-pump"].variant(seed)
    g, V = variant.given, parts(variant)["V"].answer
    u = V / k(g["t"])

    def current(P, c_in, c_out):
        return P * u * (c_in - c_out * exp(-u)) / (1 - exp(-u))

    sodium, potassium = map(int, str(g["coupling"]).split(":"))
    I_K = current(1, g["K_in"], g["K_out"])
    I_Na = current(g["p"], g["Na_in"], g["Na_out"])
    assert I_Na * potassium == pytest.approx(-I_K * sodium, rel=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_pump_and_leaks_leave_no_current_and_no_sodium(seed):
    variant = BANK["pump-against-leak"].variant(seed)
    g, part = variant.given, parts(variant)
    cycles = part["rate"].answer * 1e-15 * F * 1e12
    leak = g["g"] * (g["V"] - g["E"])
    assert leak + 3 * cycles == pytest.approx(0, abs=1e-9)
    assert part["passive"].answer + cycles == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_cotransporter_stands_still_where_the_products_are_equal(seed):
    variant = BANK["chloride-set-points"].variant(seed)
    g, part = variant.given, parts(variant)
    cations = g["K_out"] / g["K_in"]
    if g["transporter"] == "NKCC1":
        cations = sqrt(cations * g["Na_out"] / g["Na_in"])
    chloride = g["Cl_out"] * cations
    assert part["Cl"].answer == pytest.approx(chloride, rel=1e-9)
    assert part["E_Cl"].answer == pytest.approx(k(g["t"]) * log(cations), rel=1e-9)
    assert part["direction"].answer == ("out" if g["actual"] > chloride else "in")


@pytest.mark.parametrize("seed", SEEDS)
def test_the_time_to_double_is_charge_over_current(seed):
    variant = BANK["gradient-rundown"].variant(seed)
    g = variant.given
    coulombs = F * g["Na"] * pi / 6 * (g["diameter"] * 1e-6) ** 3
    minutes = coulombs / (g["leak"] * 1e-12) / 60
    assert parts(variant)["minutes"].answer == pytest.approx(minutes, rel=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_step_of_the_potential_is_the_lost_current_over_the_conductance(seed):
    variant = BANK["pump-changes-speed"].variant(seed)
    g, part = variant.given, parts(variant)
    lost = g["rate"] * 1e-15 * F * 1e12 * (1 if g["stops"] else -1)
    assert part["step"].answer == pytest.approx(lost / g["g"], rel=1e-9)
    assert part["second"].answer == ("up" if lost > 0 else "down")


def simulate(g):
    """Euler steps of one second through the rules in the question: steady state and trace."""
    impermeant, osmolarity = g["impermeant"] * 1000, 145 + g["K_out"] + 120 + 30

    def state(amounts, p):
        volume = (amounts.sum() + impermeant) / osmolarity
        Na, K, Cl = amounts / volume
        E_Na, E_K, E_Cl = (k(g["t"]) * log(ratio) for ratio in (145 / Na, g["K_out"] / K, Cl / 120))
        J = 1000 * p * (Na / 145) ** 3
        drives = g["g_Na"] * E_Na + g["g_K"] * E_K + g["g_Cl"] * E_Cl
        V = (drives - J) / (g["g_Na"] + g["g_K"] + g["g_Cl"])
        sodium, potassium = g["g_Na"] * (V - E_Na) + 3 * J, g["g_K"] * (V - E_K) - 2 * J
        currents = np.array([sodium, potassium, -g["g_Cl"] * (V - E_Cl)])
        return V, (Na, K, Cl), -g["area"] / F * 1000 * currents

    # Any electrically neutral cell will do for a start.
    share = (osmolarity - 20) / (1 - g["z_X"])
    cations = 10 - g["z_X"] * share
    amounts = np.array([20.0, cations - 20, 10.0]) * impermeant / share
    for _ in range(20000):
        amounts = amounts + state(amounts, g["pump"])[2]
    V, inside, _ = state(amounts, g["pump"])
    steady = dict(zip(("V", "Na", "K", "Cl"), (V, *inside), strict=True))
    trace = []
    for _ in range(g["minutes"] * 60 + 1):
        V, _, rates = state(amounts, 0)
        trace.append(V)
        amounts = amounts + rates
    return steady, {"t": np.arange(len(trace)) / 60, "V": np.array(trace)}


@pytest.mark.parametrize("seed", [0, 1])
def test_a_simple_simulation_of_the_rules_in_the_question_is_right(seed):
    variant = BANK["pump-leak-simulation"].variant(seed)
    steady, trace = simulate(variant.given)
    for part, value in zip(variant.parts, ({"steady": steady}, trace), strict=True):
        verdict = check(part, Observation(Response(part.id, ""), value))
        assert verdict.state is State.CORRECT, verdict.findings
