"""Orders and pairs: credit by what is right, less what drawing lots would earn."""

from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.checks import check
from millivolt.checks.arrangement import fewest_moves
from millivolt.items import (
    Matching,
    Misconception,
    Observation,
    Option,
    Ordering,
    Part,
    Response,
    State,
)


def verdict(part: Part, value: object):
    return check(part, Observation(Response(part.id, "the cell"), value))


def options(names: str, ideas: str = "") -> tuple[Option, ...]:
    return tuple(
        Option(n, f"Name {n}", Misconception(f"idea_{n}", n, f"Tell {n}.") if n in ideas else None)
        for n in names
    )


order = Ordering(
    "o",
    options=options("wxyz"),
    answer=("z", "x", "w", "y"),
    misconceptions=(Misconception("by_name", ("w", "x", "y", "z"), "Sorted by name."),),
)


@pytest.mark.parametrize(
    "value", ["D, B, A, C", "DBAC", "dbac", "D B A C", "D > B > A > C", "D→B→A→C", "D->B->A->C",
              "(D, B, A, C)", ["D", "B", "A", "C"], ("d", "b", "a", "c"), ["z", "x", "w", "y"],
              "D;B;A;C", "D\nB\nA\nC"],
)  # fmt: skip
def test_an_order_is_read_in_any_form(value: object) -> None:
    assert verdict(order, value).state is State.CORRECT


@pytest.mark.parametrize(
    ("value", "fraction", "message"),
    [
        ("D, A, B, C", Fraction(1, 3), "One option has to be moved to put the order right."),
        ("B, A, C, D", Fraction(1, 3), "One option has to be moved to put the order right."),
        ("A, B, C, D", Fraction(0), "2 options have to be moved to put the order right."),
        ("C, A, B, D", Fraction(0), "3 options have to be moved to put the order right."),
    ],
)
def test_credit_falls_with_the_moves_that_mend_it(
    value: str, fraction: Fraction, message: str
) -> None:
    found = verdict(order, value)
    assert (found.fraction, found.findings[0].message) == (fraction, message)


def test_an_order_that_an_idea_leads_to_names_it() -> None:
    assert verdict(order, "ABCD").misconceptions == ("by_name",)
    assert verdict(order, "CABD").misconceptions == ()
    assert verdict(order, "ABCD").findings[0].evidence == {"moves": 2}


@given(st.permutations(range(6)), st.permutations(range(6)))
def test_fewest_moves_leaves_a_longest_common_run(one: list[int], other: list[int]) -> None:
    order, right = [str(n) for n in one], [str(n) for n in other]
    moves = fewest_moves(order, right)
    place = {name: index for index, name in enumerate(right)}
    best = max(
        sum(chosen)
        for chosen in product((0, 1), repeat=6)
        if (run := [place[n] for n, c in zip(order, chosen, strict=True) if c]) == sorted(run)
    )
    assert moves == 6 - best
    assert (moves == 0) == (order == right)


@pytest.mark.parametrize(("count", "most"), [(3, 0.17), (4, 0.2), (5, 0.12), (6, 0.09)])
def test_an_order_drawn_by_lot_earns_little(count: int, most: float) -> None:
    names = "uvwxyz"[:count]
    part = Ordering("o", options=options(names), answer=tuple(names))
    earned = [verdict(part, list(p)).fraction for p in permutations(names)]
    assert float(sum(earned) / len(earned)) <= most


@pytest.mark.parametrize(
    ("value", "code", "message"),
    [
        ("D, B, A", "unreadable_order", "“D, B, A” does not name every option once. Write the "
         "letters in order, like D, C, B, A."),
        ("D, B, A, A", "unreadable_order", "“D, B, A, A” does not name every option once. Write "
         "the letters in order, like D, C, B, A."),
        ("D, B, A, Q", "unreadable_order", "“D, B, A, Q” does not name every option once. Write "
         "the letters in order, like D, C, B, A."),
        (["D", 2.5], "unreadable_order", "“['D', 2.5]” does not name every option once. Write "
         "the letters in order, like D, C, B, A."),
        (2.5, "wrong_type", "A list of letters is asked for here, and this is a number."),
        (frozenset("ABCDEF"), "wrong_type",
         "A list of letters is asked for here, and this is a set."),
    ],
)  # fmt: skip
def test_what_is_not_an_order_of_all_options_is_ungradable(value, code: str, message: str) -> None:
    found = verdict(order, value)
    assert found.state is State.UNGRADABLE_INPUT
    assert [(f.code, f.message) for f in found.findings] == [(code, message)]


pairs = Matching("p", stems=options("stu"), options=options("wxyz", "z"), answer=("x", "w", "x"))


@pytest.mark.parametrize(
    "value", [{1: "B", 2: "A", 3: "B"}, {"1": "b", "2": "a", "3": "b"}, {"s": "x", "t": "w",
              "u": "x"}, "1-B, 2-A, 3-B", "1: B; 2: A; 3: B", "1 = B\n2 = A\n3 = B",
              "1 → B, 2 → A, 3 → B", ["B", "A", "B"], "B, A, B", "BAB", "1B 2A 3B", "1b,2a,3b",
              "1 B, 2 A, 3 B", "1→B 2→A 3→B", "(1,B), (2,A), (3,B)", "3B 1B 2A",
              "1. B\n2. A\n3. B", "Name s: Name x, Name t: Name w; Name u: Name x",
              [("1", "B"), (2, "A"), ("3", "b")], ["1-B", "2-A", "3-B"],
              {"Name s": "Name x", "Name t": "Name w", "Name u": "B"}, {3: "B", 1: "B", 2: "A"},
              "3-B, 1-B, 2-A"],
)  # fmt: skip
def test_pairs_are_read_in_any_form(value: object) -> None:
    assert verdict(pairs, value).state is State.CORRECT


@pytest.mark.parametrize(
    ("value", "fraction", "message", "ideas"),
    [
        ("1-B, 2-A, 3-C", Fraction(5, 9), "2 of 3 lines are right. Look again at 3.", ()),
        ("1-B, 2-D, 3-C", Fraction(1, 9), "1 of 3 lines are right. Look again at 2, 3.",
         ("idea_z",)),
        ("CCC", Fraction(0), "0 of 3 lines are right. Look again at 1, 2, 3.", ()),
    ],
)  # fmt: skip
def test_wrong_pairs_are_pointed_at_without_telling_the_right_ones(
    value: str, fraction: Fraction, message: str, ideas: tuple[str, ...]
) -> None:
    found = verdict(pairs, value)
    assert (found.fraction, found.misconceptions) == (fraction, ideas)
    assert found.findings[0].message == message


def test_guessing_pairs_earns_nothing_before_the_floor() -> None:
    chance = Fraction(1, 4)
    total = Fraction(0)
    for guess in product("ABCD", repeat=3):
        hits = sum(g == a for g, a in zip(guess, "BAB", strict=True))
        share = (Fraction(hits, 3) - chance) / (1 - chance)
        total += share
        assert verdict(pairs, list(guess)).fraction == max(share, 0)
    assert total == 0


def test_one_option_for_all_stems_earns_what_chance_leaves() -> None:
    assert verdict(pairs, "AAA").fraction == Fraction(1, 9)


UNPAIRED = "does not give one option for each line. Write it like 1-D, 2-C, 3-B."


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("1-B, 2-A", "1-B, 2-A"),
        ("1-B, 2-A, 4-B", "1-B, 2-A, 4-B"),
        ("1-B, 2-A, 2-A", "1-B, 2-A, 2-A"),
        ("1-B, 2-A, 3-Q", "1-B, 2-A, 3-Q"),
        ("1-B, 2-A, 3-B, 3-C", "1-B, 2-A, 3-B, 3-C"),
        ("B, A", "B, A"),
        ({1: "B"}, "{1: 'B'}"),
        ({1: "B", 2: "A", 3: 7}, "{1: 'B', 2: 'A', 3: 7}"),
        ("some words", "some words"),
        ("1B 2A 2A", "1B 2A 2A"),
        ("1B 2A 33", "1B 2A 33"),
        ([3.5], "[3.5]"),
    ],
)
def test_what_does_not_pair_every_stem_is_ungradable(value: object, shown: str) -> None:
    found = verdict(pairs, value)
    assert found.state is State.UNGRADABLE_INPUT
    assert [(f.code, f.message) for f in found.findings] == [
        ("unreadable_pairs", f"“{shown}” {UNPAIRED}")
    ]


def test_a_number_is_no_pairing() -> None:
    (found,) = verdict(pairs, 3.5).findings
    assert found.message == ("A dict or a list of letters is asked for here, and this is a number.")
