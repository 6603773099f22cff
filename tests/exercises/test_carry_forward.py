"""In families whose parts build on each other, a student's own value leads to the later keys."""

import pytest

from millivolt.bank import load_bank

BANK = load_bank()
STEPWISE = [family for family in BANK if family.variant(0).steps]


def test_there_are_such_families():
    assert {"cell-report", "proton-gradient"} <= {family.id for family in STEPWISE}


@pytest.mark.parametrize("family", STEPWISE, ids=lambda family: family.id)
def test_carrying_the_right_values_forward_changes_no_key(family):
    for seed in range(10):
        variant = family.variant(seed)
        carried = family.carry_forward(variant, variant.steps)
        assert carried == variant.parts


@pytest.mark.parametrize("family", STEPWISE, ids=lambda family: family.id)
def test_a_step_is_named_like_the_part_that_asks_for_it(family):
    variant = family.variant(0)
    for name, value in variant.steps.items():
        assert variant.part(name).answer == value


def test_a_wrong_potential_gives_the_currents_that_follow_from_it():
    family = BANK["cell-report"]
    variant = family.variant(3)
    own = -variant.steps["E_K"]
    parts = {part.id: part for part in family.carry_forward(variant, {"E_K": own})}
    assert parts["I_K"].answer == pytest.approx(variant.given["g_K"] * (variant.steps["V"] - own))
    assert parts["I_Na"] == variant.part("I_Na")
    assert parts["E_K"] == variant.part("E_K")


def test_a_wrong_resting_potential_can_turn_the_chloride_round():
    family = BANK["cell-report"]
    variant = family.variant(3)
    far = {"V": variant.steps["E_Cl"] + 40}, {"V": variant.steps["E_Cl"] - 40}
    answers = {
        next(p for p in family.carry_forward(variant, own) if p.id == "Cl_flux").answer
        for own in far
    }
    assert answers == {"enters", "leaves"}
