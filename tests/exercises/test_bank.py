"""Promises that hold for every family of the built-in bank."""

import importlib
import re

import pytest

from millivolt.bank import load_bank
from millivolt.items import Function, Numeric
from millivolt.items.records import from_json, to_json

BANK = load_bank()
SEEDS = range(25)
IDS = [family.id for family in BANK]
PASSAGES = re.compile(r"S([1-9]|1[0-4])\Z")


@pytest.fixture(params=IDS)
def family(request):
    return BANK[request.param]


def test_variants_render_and_survive_their_json(family):
    for seed in SEEDS:
        variant = family.variant(seed)
        assert from_json(to_json(variant)) == variant


def test_variants_differ_in_their_numbers(family):
    given = {repr(sorted(family.variant(seed).given.items())) for seed in SEEDS}
    assert len(given) >= min(len(SEEDS) - 3, 4)


def test_the_key_of_a_variant_is_a_plain_number(family):
    for part in family.variant(0).parts:
        if isinstance(part, Numeric):
            assert type(part.answer) is float


def test_families_say_where_they_belong(family):
    item = family.item
    assert item.codes
    assert item.passages
    assert all(PASSAGES.match(passage) for passage in item.passages)
    assert all(other in BANK for other in item.prerequisites)
    assert item.objective.endswith(".")
    assert item.topic.replace("-", "_") == family.module.parent.name


def test_code_has_its_tests_its_reference_and_a_solution_that_runs(family):
    for part in family.variant(0).parts:
        if isinstance(part, Function):
            assert family.tests is not None
            assert part.tests == family.tests.name
            module, name = part.reference.split(":")
            assert callable(getattr(importlib.import_module(module), name))
            space: dict = {}
            exec(part.solution, space)
            assert callable(space[part.name])
