"""A class gets every stratum of a family equally often, and everybody a variant of their own."""

from collections import Counter
from functools import cache

import pytest

from millivolt.bank import load_bank
from millivolt.course.variety import Variety

CLASS = 60
BANK = load_bank()
IDS = [family.id for family in BANK]
STRATIFIED = [name for name in IDS if BANK[name].item.draw(0).strata]


@cache
def issued(name):
    """The variants that a class gets of a family, and how many of them are shared."""
    family, variety, variants = BANK[name], Variety(), []
    for student in range(CLASS):
        drawn = variety.choose(family.item, lambda draw, student=student: f"{student}/{draw}")
        variants.append(family.finished(drawn))
        variety.count(variants[-1])
    return variants, variety.repeats


@pytest.mark.parametrize("name", STRATIFIED)
def test_every_value_of_a_stratum_is_given_equally_often(name):
    variants, _ = issued(name)
    for stratum in variants[0].strata:
        counts = Counter(variant.strata[stratum] for variant in variants)
        assert max(counts.values()) - min(counts.values()) <= 2, (stratum, counts)


@pytest.mark.parametrize("name", IDS)
def test_no_two_students_get_the_same(name):
    _, repeats = issued(name)
    assert repeats == 0
