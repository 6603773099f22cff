"""What somebody earns who answers the same in every variant."""

import pytest

from millivolt.bank.verify.measures import guesses
from millivolt.items import (
    Cell,
    Choice,
    Draft,
    Matching,
    MultipleChoice,
    Numeric,
    Option,
    Ordering,
    Table,
    Tolerance,
    TwoTier,
)
from millivolt.items.item import Drawn

EXACT = Tolerance(0.0, resolution=0.1)
OPTIONS = tuple(Option(letter, letter) for letter in "xyz")


def number(answer):
    return Numeric("p", answer=answer, unit="mV", tolerance=EXACT)


def table(first, second):
    cells = (
        Cell("a", "V", first, "mV", EXACT),
        Cell("b", "V", second, "mV", EXACT),
    )
    return Table("p", row_label="ion", cells=cells)


def choice(answer):
    return Choice("p", options=OPTIONS, answer=answer)


def several(*answer):
    return MultipleChoice("p", options=OPTIONS, answer=frozenset(answer))


def ordering(answer):
    return Ordering("p", options=OPTIONS, answer=tuple(answer))


def matching(answer):
    return Matching("p", stems=OPTIONS[:2], options=OPTIONS, answer=tuple(answer))


def two_tier(answer, reason):
    return TwoTier("p", options=OPTIONS, answer=answer, reasons=OPTIONS, reason=reason)


@pytest.mark.parametrize(
    ("parts", "answer", "rate"),
    [
        ([number(1.0), number(1.05), number(5.0), number(9.0)], "0.95 mV", 0.5),
        ([table(1.0, 2.0), table(1.0, 7.0)], "0.9 mV, 1.9 mV", 0.75),
        ([choice("y"), choice("y"), choice("x")], "B", 2 / 3),
        ([several("z", "x"), several("x", "z"), several("y")], "AC", 2 / 3),
        ([ordering("zxy"), ordering("zxy"), ordering("xyz")], "CAB", 2 / 3),
        ([matching("zz"), matching("zz"), matching("xy")], "CC", 2 / 3),
        ([two_tier("x", "z"), two_tier("x", "z"), two_tier("x", "y")], "A because of C", 2 / 3),
    ],
)
def test_the_best_constant_answer_is_found(parts, answer, rate):
    drawn = [Drawn("", Draft(given={}, parts=[part]), 0, {}, {}) for part in parts]
    (guess,) = guesses(drawn)
    assert guess.answer == answer
    assert guess.rate == pytest.approx(rate)
    assert guess.number is isinstance(parts[0], Numeric | Table)
