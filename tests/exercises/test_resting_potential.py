"""Keys of the resting-potential families by a second route: zeros of currents, in mpmath."""

import pytest
from mpmath import exp, findroot, log, mp, mpf

from millivolt.bank import load_bank
from millivolt.checks import check
from millivolt.items import Observation, Response, State

mp.dps = 30
BANK = load_bank()
SEEDS = range(15)
R, F = mpf("8.31446261815324"), mpf("96485.33212331002")


def k(celsius):
    """RT/F in mV."""
    return 1000 * R * (mpf(repr(celsius)) + mpf("273.15")) / F


def nernst(c_out, c_in, z, celsius):
    return k(celsius) / z * log(mpf(repr(c_out)) / mpf(repr(c_in)))


def constant_field(P, z, V, c_in, c_out, celsius):
    """A current density in µA/cm², for P in cm/s."""
    u = z * mpf(V) / k(celsius)
    return mpf(repr(P)) * z * F * u * (c_in - c_out * exp(-u)) / (1 - exp(-u))


def zero_current(given, permeabilities, start):
    """The potential at which the constant-field currents of K, Na, Cl and Ca cancel."""
    valences = {"K": 1, "Na": 1, "Cl": -1, "Ca": 2}

    def total(V):
        return sum(
            constant_field(P, valences[s], V, given[f"{s}_in"], given[f"{s}_out"], given["t"])
            for s, P in permeabilities.items()
        )

    return findroot(total, (start, start + 7), solver="anderson", tol=1e-20)


def action_potential(given):
    fixed = {"K": 1.0, "Cl": given["p_Cl"]}
    return {
        "rest": zero_current(given, {**fixed, "Na": given["at_rest"]}, -70),
        "peak": zero_current(given, {**fixed, "Na": given["at_peak"]}, 35),
    }


def conductances(given):
    def balance(further):
        g = [row["g"] + further * (row["ion"] == given["opening"]) for row in given["rows"]]
        return findroot(
            lambda V: sum(gi * (V - row["E"]) for gi, row in zip(g, given["rows"], strict=True)),
            -50,
        )

    return {"V": balance(0), "V_after": balance(given["more"])}


def permeability(given):
    def mismatch(b):
        over, under = (given[f"K_{s}"] + b * given[f"Na_{s}"] for s in ("out", "in"))
        return k(given["t"]) * log(over / under) - mpf(repr(given["V"]))

    return {"ratio": findroot(mismatch, (0.001, 0.5), solver="anderson", tol=1e-20)}


def calcium(given):
    passing = {"K": 1.0, "Na": given["p_Na"]}
    return {
        "V_before": zero_current(given, passing, -70),
        "V": zero_current(given, {**passing, "Ca": given["p_Ca"]}, -40),
    }


def channel(given):
    passing = {"K": given["p_K"], "Na": 1.0, "Ca": given["p_Ca"]}
    return {"E_rev": zero_current(given, passing, -3.3)}


def curve(given):
    b, first = mpf(repr(given["b"])), mpf(repr(given["first"]))
    over, under = first + b * given["Na_out"], given["K_in"] + b * given["Na_in"]
    V = k(given["t"]) * log(over / under)
    return {"shift": V - nernst(given["first"], given["K_in"], 1, given["t"])}


def both_models(given):
    E_K, E_Na = (nernst(given[f"{s}_out"], given[f"{s}_in"], 1, given["t"]) for s in ("K", "Na"))
    V = zero_current(given, {"K": 1.0, "Na": given["b"]}, -60)
    b = mpf(repr(given["b"]))
    return {
        "V_P": V,
        "V_g": findroot(lambda U: (U - E_K) + b * (U - E_Na), -60),
        "ratio": -(V - E_K) / (V - E_Na),
    }


ROUTES = {
    "action-potential-peak": action_potential,
    "chord-conductance": conductances,
    "permeability-from-rest": permeability,
    "mixed-valence": calcium,
    "cation-channel": channel,
    "potassium-curve": curve,
    "permeability-or-conductance": both_models,
}


@pytest.mark.parametrize("name", ROUTES)
def test_the_key_agrees_with_the_second_route(name):
    for seed in SEEDS:
        variant = BANK[name].variant(seed)
        for part, value in ROUTES[name](variant.given).items():
            assert variant.part(part).answer == pytest.approx(float(value), rel=1e-9), seed


def test_the_currents_at_rest_agree_with_the_formula_and_cancel():
    valences = {"K": 1, "Na": 1, "Cl": -1}
    for seed in SEEDS:
        variant = BANK["currents-at-rest"].variant(seed)
        cells = {cell.row: cell.answer for cell in variant.part("currents").cells}
        for symbol, row in zip(cells, variant.given["rows"], strict=True):
            args = (row["P"], valences[symbol], variant.given["V"], row["c_in"], row["c_out"])
            expected = float(constant_field(*args, variant.given["t"]))
            assert cells[symbol] == pytest.approx(expected, rel=1e-9)
        # The potential is printed with two decimals, so a little of the sum is left.
        assert abs(sum(cells.values())) < 0.005 * max(map(abs, cells.values()))


def test_other_designs_than_the_example_are_right_too():
    for seed in SEEDS:
        variant = BANK["design-rest"].variant(seed)
        part, given = variant.part("cell"), variant.given
        x = exp(mpf(given["target"]) / k(given["t"]))
        low = given["K_in"] * x * exp(-mpf(given["force"] + 6) / k(given["t"]))
        K_out, Na_out = float(low), float(given["total"] - low)
        p = float((given["K_in"] * x - low) / (Na_out - given["Na_in"] * x))
        verdicts = [
            check(part, Observation(Response("cell", "the cell"), value))
            for value in (
                {"K_out": K_out, "Na_out": Na_out, "p": p},
                {"K_out": K_out, "Na_out": Na_out, "p": 0.8 * p},
            )
        ]
        assert [verdict.state for verdict in verdicts] == [State.CORRECT, State.PARTIAL]


def test_a_potential_at_which_no_conductances_balance_carries_no_ratio_forward():
    family = BANK["permeability-or-conductance"]
    variant = family.variant(3)
    claims = {claim.id: claim.value for claim in variant.part("V_P").misconceptions}
    for value in (claims["rest_is_E_K"], -1000.0, 1000.0):
        carried = {part.id: part for part in family.carry_forward(variant, {"V_P": value})}
        assert carried["ratio"] == variant.part("ratio")


def test_another_potential_carries_the_ratio_that_balances_there():
    family = BANK["permeability-or-conductance"]
    variant = family.variant(3)
    carried = {part.id: part for part in family.carry_forward(variant, {"V_P": -60.0})}
    E_K, E_Na = (
        nernst(variant.given[f"{ion}_out"], variant.given[f"{ion}_in"], 1, variant.given["t"])
        for ion in ("K", "Na")
    )
    assert carried["ratio"].answer == pytest.approx(float((-60 - E_K) / (E_Na + 60)))
