"""The tests of families that ask for code: they pass the solution and fail every known mistake.

Here the functions run in this process; how they run in the box is tested with grading.
"""

import importlib.util
import inspect
from functools import cache

import numpy as np
import pytest

from millivolt.bank import load_bank
from millivolt.grading.agreement import Agreement
from millivolt.isolation import Returned
from millivolt.items import Function, Tolerance

BANK = load_bank()
FAMILIES = [family.id for family in BANK if family.tests is not None]
SEEDS = (0, 1)


class Here:
    """Stands for the fixture ``student``: the functions run in this process."""

    def __init__(self, source: str) -> None:
        self._names: dict = {}
        exec(source, self._names)

    def __getattr__(self, name):
        return self._names[name]

    def batch(self, name, calls):
        return [Returned(_sent(self._names[name](*args)), 0.0) for args, _ in calls]

    def raises(self, name, expected, *args):
        with pytest.raises(expected):
            self._names[name](*args)


def _sent(value):
    """``value`` as the box sends it: a NumPy number arrives as Python's own."""
    if isinstance(value, list | tuple):
        return type(value)(_sent(each) for each in value)
    return value.item() if isinstance(value, np.generic) else value


@cache
def checks_in(name: str) -> list:
    family = BANK[name]
    spec = importlib.util.spec_from_file_location(f"tests_of_{name}", family.tests)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [f for n, f in vars(module).items() if n.startswith("test_")]


def failures(name: str, seed: int, source: str) -> list[str]:
    """Names of the tests that ``source`` fails in the variant of ``seed``."""
    variant = BANK[name].variant(seed)
    (part,) = (part for part in variant.parts if isinstance(part, Function))
    student = Here(source)
    module, _, function = part.reference.partition(":")
    reference = getattr(importlib.import_module(module), function)
    offered = {
        "student": student,
        "reference": reference,
        "variant": variant,
        "tolerance": Tolerance(1e-9),
        "agree": Agreement(student, reference),
    }
    failed = []
    for test in checks_in(name):
        wanted = inspect.signature(test).parameters
        try:
            test(**{fixture: offered[fixture] for fixture in wanted})
        except (Exception, pytest.fail.Exception):
            failed.append(test.__name__)
    return failed


def part_of(name: str) -> Function:
    return next(part for part in BANK[name].variant(0).parts if isinstance(part, Function))


@pytest.mark.parametrize("name", FAMILIES)
def test_the_solution_passes_every_test(name):
    for seed in SEEDS:
        assert failures(name, seed, part_of(name).solution) == []


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize(
    ("name", "mistake"),
    [(name, claim.id) for name in FAMILIES for claim in part_of(name).misconceptions],
)
def test_every_known_mistake_fails_a_test(name, mistake):
    source = next(c.value for c in part_of(name).misconceptions if c.id == mistake)
    assert failures(name, 0, source)


@pytest.mark.parametrize("name", FAMILIES)
def test_every_test_says_in_its_docstring_what_it_asks_for(name):
    for test in checks_in(name):
        assert (test.__doc__ or "").strip().endswith(".")
