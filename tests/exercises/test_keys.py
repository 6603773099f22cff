"""Keys by a second route: the parameters as printed, through textbook formulas in mpmath."""

import pytest
from mpmath import e as E_CONSTANT
from mpmath import exp, findroot, log, mp, mpf

from millivolt.bank import load_bank

mp.dps = 30
BANK = load_bank()
SEEDS = range(20)
R, F = mpf("8.31446261815324"), mpf("96485.33212331002")
VALENCES = {"K⁺": 1, "Na⁺": 1, "Cl⁻": -1, "HCO₃⁻": -1, "Ca²⁺": 2}


def k(celsius):
    """RT/F in mV."""
    return 1000 * R * (mpf(repr(celsius)) + mpf("273.15")) / F


def nernst(c_out, c_in, z, celsius):
    return k(celsius) / z * log(mpf(repr(c_out)) / mpf(repr(c_in)))


def goldman(p_Na, p_Cl, given):
    g = {name: mpf(repr(value)) for name, value in given.items() if isinstance(value, float)}
    over = g["K_out"] + p_Na * g["Na_out"] + p_Cl * g["Cl_in"]
    under = g["K_in"] + p_Na * g["Na_in"] + p_Cl * g["Cl_out"]
    return k(given["t"]) * log(over / under)


def constant_field(P, z, V, c_in, c_out, celsius):
    """µA/cm² from P in cm/s."""
    u = z * mpf(V) / k(celsius)
    drive = c_in - c_out if u == 0 else u * (c_in - c_out * exp(-u)) / (1 - exp(-u))
    return mpf(repr(P)) / 100 * z * F * drive * 100


def single(given):
    z = VALENCES[given["ion"]]
    return {"E": nernst(given["c_out"], given["c_in"], z, given["t"])}


def calcium(given):
    return {"E_Ca": nernst(given["c_out"], given["nanomolar"] * 1e-6, 2, given["t"])}


def unknown(given):
    z = VALENCES[given["ion"]]
    inside_known = "cytoplasm" in given["known_where"]

    def mismatch(c):
        pair = (c, given["known"]) if inside_known else (given["known"], c)
        return nernst(*map(float, pair), z, given["t"]) - given["E"]

    exact = mpf(given["known"]) * E_CONSTANT ** (
        (1 if inside_known else -1) * z * mpf(given["E"]) / k(given["t"])
    )
    assert abs(mismatch(exact)) < 1e-9
    return {"c": exact}


def rest(given):
    return {"V": goldman(mpf(repr(given["p_Na"])), mpf(repr(given["p_Cl"])), given)}


def report(given):
    V = rest(given)["V"]
    E_K = nernst(given["K_out"], given["K_in"], 1, given["t"])
    E_Na = nernst(given["Na_out"], given["Na_in"], 1, given["t"])
    return {
        "E_K": E_K,
        "E_Na": E_Na,
        "E_Cl": nernst(given["Cl_out"], given["Cl_in"], -1, given["t"]),
        "V": V,
        "I_K": given["g_K"] * (V - E_K),
        "I_Na": given["g_Na"] * (V - E_Na),
    }


def limit(given):
    b = mpf(repr(given["b"]))
    E_K = nernst(given["K_out"], given["K_in"], 1, given["t"])

    def total(V):
        ions = (("K", mpf(1)), ("Na", b))
        return sum(
            constant_field(1.0, 1, V, given[f"{s}_in"], given[f"{s}_out"], given["t"]) * p
            for s, p in ions
        )

    return {"shift": findroot(total, (E_K, E_K + 30), solver="anderson") - E_K}


def current(given):
    args = (given["P"], 1, given["V"], given["c_in"], given["c_out"], given["t"])
    return {"I": constant_field(*args)}


def energy(given):
    z = VALENCES[given["ion"]]
    V = mpf(given["V"])
    inward = given["move"].endswith("into the cell")
    per_mole = z * F * (V - nernst(given["c_out"], given["c_in"], z, given["t"])) / 10**6
    return {"energy": per_mole if inward else -per_mole}


def ussing(given):
    z = VALENCES[given["ion"]]
    E = nernst(given["c_out"], given["c_in"], z, given["t"])
    return {"ratio": exp(-z * (mpf(given["V"]) - E) / k(given["t"]))}


ROUTES = {
    "monovalent-cation": single,
    "anion": single,
    "calcium": calcium,
    "unknown-concentration": unknown,
    "ghk-rest": rest,
    "cell-report": report,
    "ghk-limit": limit,
    "ghk-current-density": current,
    "electrochemical-difference": energy,
    "flux-ratio": ussing,
}


@pytest.mark.parametrize("name", ROUTES)
def test_the_key_agrees_with_the_second_route(name):
    for seed in SEEDS:
        variant = BANK[name].variant(seed)
        for part, value in ROUTES[name](variant.given).items():
            assert variant.part(part).answer == pytest.approx(float(value), rel=1e-9), seed
