"""How far claimed misconceptions lie from the key, for traces and figures as for numbers."""

import pytest

from millivolt.bank.verify.measures import margins
from millivolt.items import Curve, Draft, Figure, Misconception, Series
from millivolt.items.item import Drawn

TIMES = (0.0, 1.0, 2.0)


def claim(name, *values):
    return Misconception(name, values, "Not so.")


def table(*parts):
    found = margins([Drawn("", Draft(given={}, parts=[part]), 0, {}, {}) for part in parts])
    return {(margin.part, margin.misconception): margin for margin in found}


def trace(*claims, values=(0.0, 5.0, 6.0)):
    return Series(
        "V",
        time_unit="ms",
        value_unit="mV",
        times=TIMES,
        values=values,
        max_deviation=0.5,
        misconceptions=claims,
    )


def curve(name, y, *claims):
    return Curve(name, x=TIMES, y=y, max_deviation=0.5, misconceptions=claims)


def figure(*curves):
    return Figure("plot", curves=curves, x_unit="mV", y_unit="pA", solution="")


def test_the_margin_of_a_trace_is_where_it_differs_most():
    found = table(trace(claim("late", 0.0, 1.0, 5.5)))
    assert found["V", "late"].least == pytest.approx(4.0 / 0.5)


def test_the_least_margin_of_all_variants_counts():
    found = table(trace(claim("late", 0.0, 1.0, 5.5)), trace(claim("late", 0.0, 3.5, 5.5)))
    assert found["V", "late"].least == pytest.approx(1.5 / 0.5)
    assert found["V", "late"].claimed == 2


def test_traces_that_are_the_same_are_told_as_a_set():
    found = table(trace(claim("a", 0.0, 1.0, 1.0), claim("b", 0.0, 1.2, 1.0)))
    assert found["V", "a"].confused_with == ("b",)


def test_every_curve_of_a_figure_has_its_margins():
    found = table(figure(curve("g", (0.0, 1.0, 2.0), claim("up", 3.0, 4.0, 5.0))))
    assert found["plot g", "up"].least == pytest.approx(6.0)


def test_a_wrong_curve_that_lies_on_another_right_one_has_no_margin():
    found = table(
        figure(
            curve("E_Cl", (0.0, 1.0, 2.0), claim("up", 3.0, 4.0, 5.0)),
            curve("E_GABA", (3.0, 4.1, 5.0)),
        )
    )
    assert found["plot E_Cl", "up"].least == pytest.approx(0.2)
