"""Families with a mistake put in: what verification must catch.

The mistakes are those that authors make: a function of the reference called with its arguments
in the wrong order, a sign, a logarithm of the wrong base, degrees for kelvin, or a key that is
not what the worked solution computes.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import FunctionType
from typing import Any, NamedTuple

from millivolt.bank.family import Family
from millivolt.bank.verify.responses import misjudged
from millivolt.bank.verify.verification import Judge, verify_family
from millivolt.errors import AuthorError
from millivolt.items import Draft, Draw, Numeric

__all__ = ["Mutant", "caught", "mutants"]

LN10 = math.log(10)
SEEDS = 4
NO_PROOF = {"frozen", "speed"}
"""Checks that say nothing of a key: what changed since it was frozen, and what takes long."""


class Mutant(NamedTuple):
    """A family with one mistake, and its name."""

    name: str
    family: Family


def mutants(family: Family) -> Iterator[Mutant]:
    """Every mutant of ``family`` that gives some question a wrong key.

    Those that only draw other numbers, or crash, are left out: they are no wrong keys.
    """
    right = _answers(family)
    for mutant in _candidates(family):
        try:
            wrong = _answers(mutant.family)
        except AuthorError:
            # The separation rule refuses the wrong key in every draw.
            yield mutant
            continue
        except Exception:
            # Whatever a wrong function made it raise, its author would have seen it at once.
            continue
        if any(question in right and right[question] != wrong[question] for question in wrong):
            yield mutant


def caught(mutant: Mutant, variants: int, judge: Judge | None = misjudged) -> bool:
    """Whether verification sees that ``mutant`` is wrong, as if it had never been frozen."""
    report = verify_family(mutant.family, variants, examples=0, judge=judge)
    return any(problem.check not in NO_PROOF for problem in report.problems)


def _answers(family: Family) -> dict[str, list[Any]]:
    """The keys to the questions of a few seeds."""
    found: dict[str, list[Any]] = {}
    with warnings.catch_warnings():
        # An unphysical temperature is what some of the mistakes lead to.
        warnings.simplefilter("ignore")
        for seed in range(SEEDS):
            draft = family.item.draw(seed).draft
            question = str({name: str(value) for name, value in draft.given.items()})
            found[question] = [getattr(part, "answer", None) for part in draft.parts]
    return found


def _candidates(family: Family) -> Iterator[Mutant]:
    for name, change in _KEYS.items():
        if _has_numbers(family):
            yield Mutant(f"key {name}", _with(family, _keyed(family.item.family, change)))
    names = family.item.family.__globals__
    for name, function in names.items():
        if not callable(function) or isinstance(function, type):
            continue
        module = getattr(function, "__module__", "") or ""
        numeric = module == "math" or module.startswith("millivolt_solutions")
        if not numeric or name not in _named_in(family):
            continue
        for mistake, wrong in _FUNCTIONS.items():
            if mistake == "swapped" and function.__name__ not in _SWAPPABLE:
                continue
            changed = _rebound(family, {name: wrong(function)})
            yield Mutant(f"{name} {mistake}", _with(family, changed))


def _has_numbers(family: Family) -> bool:
    return any(isinstance(part, Numeric) for part in family.item.draw(0).draft.parts)


def _named_in(family: Family) -> set[str]:
    """Names that the family's function, or another function of its module, looks up."""
    function = family.item.family
    found: set[str] = set()
    for value in function.__globals__.values():
        if isinstance(value, FunctionType) and value.__module__ == function.__module__:
            found |= set(value.__code__.co_names)
    return found | set(function.__code__.co_names)


def _with(family: Family, function: Callable[[Draw], Draft]) -> Family:
    return Family(replace(family.item, family=function), family.collection, family.module)


def _rebound(family: Family, changes: Mapping[str, Any]) -> Callable[[Draw], Draft]:
    """The family's function in a copy of its module's names, with ``changes``."""
    original = family.item.family
    assert isinstance(original, FunctionType)
    names = dict(original.__globals__)
    for name, value in original.__globals__.items():
        if isinstance(value, FunctionType) and value.__module__ == original.__module__:
            names[name] = _copied(value, names)
    names.update(changes)
    return _copied(original, names)


def _copied(function: FunctionType, names: dict[str, Any]) -> FunctionType:
    copy = FunctionType(
        function.__code__,
        names,
        function.__name__,
        function.__defaults__,
        function.__closure__,
    )
    copy.__kwdefaults__ = function.__kwdefaults__
    copy.__module__ = function.__module__
    return copy


def _keyed(
    function: Callable[[Draw], Draft], change: Callable[[float], float]
) -> Callable[[Draw], Draft]:
    def wrong(draw: Draw) -> Draft:
        draft = function(draw)
        parts = [
            replace(part, answer=change(part.answer)) if isinstance(part, Numeric) else part
            for part in draft.parts
        ]
        return replace(draft, parts=parts)

    wrong.__name__ = function.__name__
    wrong.__module__ = function.__module__
    return wrong


_KEYS: Mapping[str, Callable[[float], float]] = {
    "negated": lambda x: -x,
    "times 2.303": lambda x: x * LN10,
    "over 2.303": lambda x: x / LN10,
    "doubled": lambda x: 2 * x,
    "in thousandths": lambda x: x / 1000,
    "with degrees for kelvin": lambda x: x * 37 / 310.15,
}
_SWAPPABLE = {"nernst", "driving_force", "ghk_voltage", "ghk_current", "gaba_reversal"}
_FUNCTIONS: Mapping[str, Callable[[Callable[..., Any]], Callable[..., Any]]] = {
    "negated": lambda f: lambda *a, **k: _number(f(*a, **k), lambda x: -x),
    "times 2.303": lambda f: lambda *a, **k: _number(f(*a, **k), lambda x: x * LN10),
    "over 2.303": lambda f: lambda *a, **k: _number(f(*a, **k), lambda x: x / LN10),
    "swapped": lambda f: lambda a, b, *more, **k: f(b, a, *more, **k),
    "first argument returned": lambda f: lambda a, *b, **k: _number(f(a, *b, **k), lambda _: a),
}


def _number(value: Any, change: Callable[[float], Any]) -> Any:
    """A number changed; a direction or a name is none."""
    return change(value) if isinstance(value, float) else value
