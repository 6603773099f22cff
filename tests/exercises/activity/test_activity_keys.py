"""Keys of the activity families by a second route, through textbook formulas."""

from math import log, log10, sqrt

import pytest

from millivolt.bank import load_bank

BANK = load_bank()
SEEDS = range(20)
R, F = 8.31446261815324, 96485.33212331002
VALENCES = {"K⁺": 1, "Na⁺": 1, "Cl⁻": -1, "Ca²⁺": 2, "Mg²⁺": 2}
PER_MILLIMOLE = {"NaCl": 1, "KCl": 1, "NaHCO₃": 1, "CaCl₂": 3, "MgCl₂": 3, "MgSO₄": 4, "Na₂SO₄": 3}


def k(celsius):
    """RT/F in mV."""
    return 1000 * R * (celsius + 273.15) / F


def parts(variant):
    return {part.id: part for part in variant.parts}


@pytest.mark.parametrize("seed", SEEDS)
def test_activities_shift_the_potential_by_the_logarithm_of_their_coefficients(seed):
    variant = BANK["nernst-with-activities"].variant(seed)
    g, part = variant.given, parts(variant)
    factor = k(g["t"]) / VALENCES[str(g["ion"])]
    shift = factor * log(g["gamma_out"] / g["gamma_in"])
    assert part["shift"].answer == pytest.approx(shift, rel=1e-9)
    E = factor * log(g["c_out"] / g["c_in"]) + shift
    assert part["E"].answer == pytest.approx(E, rel=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_donnan_equilibrium_is_neutral_and_has_equal_products(seed):
    variant = BANK["donnan-equilibrium"].variant(seed)
    g, part = variant.given, parts(variant)
    K, Cl = part["K"].answer, part["Cl"].answer
    assert K - Cl + g["z"] * g["X"] == pytest.approx(0, abs=1e-9)
    assert K * Cl == pytest.approx(g["bath"] ** 2, rel=1e-9)
    assert part["V"].answer == pytest.approx(k(g["t"]) * log(g["bath"] / K), rel=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_ionic_strength_is_the_sum_over_the_salts(seed):
    variant = BANK["ionic-strength-of-recipe"].variant(seed)
    strength = sum(row["c"] * PER_MILLIMOLE[str(row["salt"])] for row in variant.given["recipe"])
    assert parts(variant)["strength"].answer == pytest.approx(strength, rel=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_activity_coefficient_follows_the_printed_formula(seed):
    variant = BANK["activity-coefficient"].variant(seed)
    g = variant.given
    root = sqrt(g["strength"] / 1000)
    screening = {
        "the Debye-Hückel limiting law": root,
        "the Güntelberg formula": root / (1 + root),
        "the Davies formula": root / (1 + root) - 0.3 * root**2,
    }[str(g["formula"])]
    exponent = -0.509 * VALENCES[str(g["ion"])] ** 2 * screening
    assert log10(parts(variant)["gamma"].answer) == pytest.approx(exponent, rel=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_pipette_and_the_bath_are_neutral_and_the_junction_follows_henderson(seed):
    variant = BANK["junction-potential"].variant(seed)
    g, part = variant.given, parts(variant)
    rows = g["rows"]
    for side in ("pipette", "bath"):
        assert sum(row["z"] * row[side] for row in rows) == pytest.approx(0, abs=1e-9)
    drift = sum(row["z"] * row["u"] * (row["bath"] - row["pipette"]) for row in rows)
    pipette, bath = (sum(row["u"] * row[side] for row in rows) for side in ("pipette", "bath"))
    junction = k(g["t"]) * drift / (bath - pipette) * log(pipette / bath)
    assert part["junction"].answer == pytest.approx(junction, rel=1e-9)
    assert part["corrected"].answer == pytest.approx(g["measured"] - junction, rel=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_debye_length_goes_with_the_root_of_the_ionic_strength(seed):
    variant = BANK["debye-length"].variant(seed)
    g, part = variant.given, parts(variant)
    after = g["strength"] / g["factor"] if g["diluted"] else g["strength"] * g["factor"]
    for answer, strength in (
        (part["length"].answer, g["strength"]),
        (part["changed"].answer, after),
    ):
        assert answer == pytest.approx(0.304 / sqrt(strength / 1000), rel=5e-3)
