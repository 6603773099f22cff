"""Which of the possible draws a student gets: new to the class, balanced, and found soon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from millivolt.course.variety import TRIES_FOR_BALANCE, Variety
from millivolt.items import Draft, Draw, Item, Numeric, Tolerance, item


@item(title="Hung together", objective="double", topic="equilibrium", level="apply")
def hung_together(draw: Draw) -> Draft:
    """No draw balances both strata: two of three kinds share a sign."""
    kind = draw.stratum("kind", ["sodium", "potassium", "chloride"])
    sign = draw.stratum("sign", ["minus"] if kind == "chloride" else ["plus"])
    n = draw.integer(1, 10_000)
    return Draft(
        {"n": n, "kind": kind, "sign": sign},
        [Numeric("double", answer=2.0 * n, unit="mV", tolerance=Tolerance(0.01))],
    )


def test_strata_that_hang_together_are_balanced_without_trying_on_in_vain(
    tiny_family: Callable[[Item], Any],
) -> None:
    family = tiny_family(hung_together)
    variety, tried, kinds = Variety(), Counter[int](), Counter[str]()
    for student in range(60):

        def seed(draw: int, student: int = student) -> str:
            tried[student] += 1
            return f"{student} {draw}"

        variant = family.finished(variety.choose(hung_together, seed))
        variety.count(variant)
        kinds[variant.strata["kind"]] += 1
    assert kinds["sodium"] + kinds["potassium"] <= 2 * kinds["chloride"] + 2
    assert max(kinds.values()) <= 2.5 * min(kinds.values())
    assert sum(tried.values()) < 60 * TRIES_FOR_BALANCE / 2


@item(title="Few", objective="double", topic="equilibrium", level="apply")
def few(draw: Draw) -> Draft:
    """No more than a hundred different questions."""
    n = draw.integer(1, 100)
    return Draft({"n": n}, [Numeric("double", 2.0 * n, "mV", Tolerance(0.001))])


def test_a_class_beyond_what_a_family_gives_uses_all_of_it_and_does_not_search_for_more(
    tiny_family: Callable[[Item], Any],
) -> None:
    family, variety, tried = tiny_family(few), Variety(), Counter[int]()
    for student in range(400):

        def seed(draw: int, student: int = student) -> str:
            tried[student] += 1
            return f"{student} {draw}"

        variety.count(family.finished(variety.choose(few, seed)))
    assert variety.repeats <= 305
    assert sum(tried[student] for student in range(200, 400)) <= 200 * 5
