"""Answers that need no computing: copied from the question, or known by heart."""

import pytest

from millivolt.bank.verify.recall import copied, copied_from_tables, known_logarithms, recalled
from millivolt.items import (
    Cell,
    Draft,
    Expression,
    Numeric,
    Prose,
    SymbolSpec,
    Table,
    Tolerance,
    Variant,
)
from millivolt.items.item import Drawn

TIGHT = Tolerance(0.005, resolution=0.3)
K = 26.727


def number(answer, unit="mV"):
    return Numeric("E", answer=answer, unit=unit, tolerance=TIGHT)


def table(answer):
    return Table("t", row_label="ion", cells=(Cell("K", "E", answer, "mV", TIGHT),))


def formula(answer):
    symbols = (SymbolSpec("R", "positive", "gas constant", typical=(8.0, 8.6)),)
    return Expression("f", answer=answer, symbols=symbols)


@pytest.mark.parametrize(
    ("part", "question"),
    [
        (number(-70.0), "The cell rests at \u221270\u202fmV."),
        (number(-70.0), "The cell rests at \u22120.0701\u202fV."),
        (number(-70.0), r"The cell has $E_L = -70.2\,\mathrm{mV}$."),
        (number(1.2e-4, "mM"), "There are 120 nM outside."),
        (number(5e-5, "mM"), "There are 5 × 10⁻⁵\u202fmM inside."),
        (table(-70.0), "The cell rests at \u221270\u202fmV."),
        (formula("2*R*R"), "It is `2*R * R`, of course."),
    ],
)
def test_an_answer_in_the_question_is_found_in_any_unit(part, question):
    assert list(copied([part], question, frozenset()))


@pytest.mark.parametrize(
    ("part", "question"),
    [
        (number(-70.0), "The cell rests at \u221271\u202fmV."),
        (number(-70.0), "The cell rests at 70\u202fmV."),
        (number(-70.0), "The pipette holds \u221270\u202fpA."),
        (number(70.0), "There were 70 cells."),
        (number(10.0), "The reversal of P10 mV is not told."),
        (formula("R"), "The gas constant is R."),
    ],
)
def test_another_quantity_is_no_answer(part, question):
    assert not list(copied([part], question, frozenset()))


def variant(seed, answer, *rows):
    lines = "\n".join(f"| {name} | {value} |" for name, value in enumerate(rows))
    prose = Prose(f"| ion | E (mV) |\n|:---|---:|\n{lines}", {}, (), "")
    return Variant("v", "i", 1, str(seed), "T", "t", {}, prose, (number(answer),))


def test_a_table_gives_the_answer_away_when_it_always_stands_in_the_same_row():
    variants = [variant(seed, -60.0 - seed, 12, -60 - seed, 80) for seed in range(9)]
    ((part, place, rate),) = copied_from_tables(variants)
    assert (part, rate) == ("E", 1.0)
    assert place == "row 2 of the column E (mV)"


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ("| ion | E (mV) |", "| chloride (Cl⁻) | −60 |"),
        ("| ion | E |", "| Cl⁻ | −60\u202fmV |"),
        ("| ion | E (V) |", "| Cl⁻ | −6 × 10⁻² |"),
    ],
)
def test_a_table_is_read_whatever_stands_in_its_cells(row, cell):
    prose = Prose(f"{row}\n|:---|---:|\n| K⁺ | 1 |\n{cell}\n", {}, (), "")
    asked = Variant("v", "i", 1, "1", "T", "t", {}, prose, (number(-60.0),))
    ((_, place, rate),) = copied_from_tables([asked])
    assert place.startswith("row 2 of the column E")
    assert rate == 1.0


def test_a_column_of_candidates_does_not():
    rows = (-90.0, -60.0, 55.0, 130.0)
    ((_, _, rate),) = copied_from_tables([variant(n, rows[n % 4], *rows) for n in range(40)])
    assert rate == 0.25


@pytest.mark.parametrize(
    ("c_out", "c_in", "known"),
    [("14.2", "142", True), ("5.44", "2", True), ("5", "140", False), ("100.2", "1", True)],
)
def test_a_ratio_of_ten_or_of_e_is_known_by_heart(c_out, c_in, known):
    from math import log

    E = K * log(float(c_out) / float(c_in))
    solution = (
        rf"$$E = {K}\,\mathrm{{mV}} \times \ln\frac{{ {c_out} }}{{ {c_in} }} = "
        rf"{E:.2f}\,\mathrm{{mV}}$$"
    )
    found = list(known_logarithms([number(E)], solution, frozenset({c_out, c_in})))
    assert bool(found) is known


def test_nobody_sees_that_a_computed_sum_is_a_tenth_of_another():
    solution = r"$$E = 26.727\,\mathrm{mV} \times \ln\frac{ 14.2 }{ 142 } = -61.54\,\mathrm{mV}$$"
    assert not list(known_logarithms([number(-61.54)], solution, frozenset({"142"})))


def test_a_logarithm_among_other_terms_gives_nothing_away():
    solution = (
        r"$$E = 26.727\,\mathrm{mV} \times \ln\frac{ 14.2 }{ 142 } - 8.46\,\mathrm{mV}"
        r" = -70.00\,\mathrm{mV}$$"
    )
    assert not list(known_logarithms([number(-70.0)], solution, frozenset({"14.2", "142"})))


def test_the_textbook_value_that_is_right_most_often_is_counted():
    answers = (-70.1, -69.9, -70.0, -43.0, -61.5, 33.0, 21.0, 12.0)
    drawn = [Drawn("", Draft(given={}, parts=[number(each)]), 0, {}, {}) for each in answers]
    assert list(recalled(drawn)) == [("E", "-70 mV", 3 / 8)]
