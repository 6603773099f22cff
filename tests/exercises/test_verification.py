"""Every family of the built-in bank passes verification, and verification sees wrong keys."""

import os
from itertools import islice

import pytest

from millivolt.bank import load_bank
from millivolt.bank.verify import verify_family
from millivolt.bank.verify.mutants import caught, mutants

VARIANTS = int(os.environ.get("MILLIVOLT_VARIANTS", "40"))
"""How many variants of each family are verified; 2000 and more in the long run."""

MUTANTS = int(os.environ.get("MILLIVOLT_MUTANTS", "3"))
"""How many mutants of each family are made; all of them in the long run."""

BANK = load_bank()
IDS = [family.id for family in BANK]


@pytest.mark.parametrize("name", IDS)
def test_the_family_is_sound(name):
    report = verify_family(BANK[name], VARIANTS, examples=VARIANTS // 4)
    assert report.passed, "\n".join(f"{p.check}: {p.message}" for p in report.problems)


@pytest.mark.filterwarnings("ignore")  # a mutant may well compute with an impossible temperature
def test_wrong_keys_are_caught():
    noticed, survived = 0, []
    for family in BANK:
        for mutant in islice(mutants(family), MUTANTS):
            if caught(mutant, 2, judge=None):
                noticed += 1
            else:
                survived.append(f"{family.id}: {mutant.name}")
    assert noticed >= 49 * len(survived), survived
