"""A student's impossible intermediate result leaves the later parts as they were set."""

import pytest

from millivolt.bank import load_bank

BANK = load_bank()
POSITIVE = [
    ("donnan-equilibrium", "K"),
    ("debye-length", "length"),
    ("chloride-set-points", "Cl"),
    ("gradient-rundown", "volume"),
]


@pytest.mark.parametrize(("name", "step"), POSITIVE)
@pytest.mark.parametrize("value", [0.0, -5.0])
def test_what_must_be_positive_is_carried_only_when_it_is(name, step, value):
    family = BANK[name]
    variant = family.variant(0)
    assert family.carry_forward(variant, {step: value}) == variant.parts
    assert family.carry_forward(variant, {step: 2 * variant.steps[step]}) != variant.parts
