"""A figure is judged by the data it shows and by what its axes say."""

from fractions import Fraction

import numpy as np
import pytest

from millivolt.checks import check
from millivolt.checks.figure import names_unit
from millivolt.isolation import AxesData, FigureData
from millivolt.isolation import Curve as Drawn
from millivolt.items import Curve, Figure, Misconception, Observation, Response, State

V = np.linspace(-100, 60, 81)
LINE = 10 * (V + 70)


def figure(**more) -> Figure:
    curve = Curve(
        "the current",
        tuple(V.tolist()),
        tuple(LINE.tolist()),
        max_deviation=5.0,
        zero_crossing=-70.0,
        misconceptions=(Misconception("reversed", tuple((-LINE).tolist()), "Tell."),),
    )
    options = {"curves": (curve,), "x_unit": "mV", "y_unit": "pA", "solution": "", **more}
    return Figure("plot", **options)


def axes(*lines, points=(), x="V (mV)", y="I (pA)", scale="linear") -> AxesData:
    def drawn(pairs):
        return tuple(Drawn("", np.asarray(a, float), np.asarray(b, float)) for a, b in pairs)

    return AxesData(
        "", x, y, scale, "linear", (0.0, 1.0), (0.0, 1.0), drawn(lines), drawn(points), ()
    )


def verdict(value: object, part: Figure | None = None):
    if isinstance(value, AxesData):
        value = FigureData("", (value,))
    part = part or figure()
    return check(part, Observation(Response(part.id, "the cell"), value))


def codes(value: object, part: Figure | None = None) -> list[str]:
    return [f.code for f in verdict(value, part).findings]


@pytest.mark.parametrize(
    "value",
    [
        axes((V, LINE)),
        axes((V[::-1], LINE[::-1])),
        axes((V, LINE + 4.9)),
        axes((V[4:-4], LINE[4:-4])),
        axes((V, np.zeros(81)), (V, LINE)),
        axes(points=[(V, LINE)]),
        axes(([-100, 60], [-300, 1300])),
        axes((np.linspace(-200, 100, 500), 10 * (np.linspace(-200, 100, 500) + 70))),
        axes(([np.nan, *V], [1.0, *LINE])),
        FigureData("", (axes((V, np.cos(V)), x="", y=""), axes((V, LINE)))),
        FigureData("", (axes(x="", y="", scale="log"), axes((V, LINE)))),
        axes(([-95, *V[3:-3], 56], [-250, *LINE[3:-3], 1260])),
    ],
)
def test_a_right_figure_is_right_however_it_is_drawn(value: object) -> None:
    result = verdict(value)
    assert (result.fraction, result.findings) == (1, ())


def test_labels_and_scale_share_three_tenths() -> None:
    bare = verdict(axes((V, LINE), x="V", y="", scale="log"))
    assert bare.fraction == Fraction(7, 10)
    assert [f.message for f in bare.findings] == [
        "The label of the x axis must name the unit mV.",
        "The label of the y axis must name the unit pA.",
        "The x axis must be linear; it is log.",
    ]
    assert verdict(axes((V, LINE), y="I")).fraction == Fraction(9, 10)


def test_labels_earn_nothing_on_a_figure_that_shows_nothing_right() -> None:
    wrong = verdict(axes((V, np.cos(V))))
    assert (wrong.state, [f.message for f in wrong.findings]) == (
        State.INCORRECT,
        ["No curve in the figure shows the current as it should be."],
    )


@pytest.mark.parametrize(
    ("value", "code", "message"),
    [
        (axes((V[:60], LINE[:60])), "curve_short",
         "The curve for the current must cover -100 to 60 mV."),
        (axes((V[10:], LINE[10:])), "curve_short",
         "The curve for the current must cover -100 to 60 mV."),
        (axes((V[5:], LINE[5:])), "curve_short",
         "The curve for the current must cover -100 to 60 mV."),
        (axes((LINE, V)), "axes_swapped",
         "The curve for the current is there, with the two axes exchanged."),
        (axes((V, -LINE)), "misconception", "Tell."),
        (axes((V, LINE + 5.1)), "curve_missing",
         "No curve in the figure shows the current as it should be."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_curve_is_named(value: object, code: str, message: str) -> None:
    found = verdict(value).findings
    assert [(f.code, f.message) for f in found] == [(code, message)]
    assert verdict(value).fraction == 0


def test_a_misconception_in_a_figure_is_counted() -> None:
    assert verdict(axes((V, -LINE))).misconceptions == ("reversed",)


def test_a_curve_must_cross_zero_where_the_current_reverses() -> None:
    flat = figure(
        curves=(Curve("the current", tuple(V.tolist()), tuple((LINE / 100).tolist()), 4.0, -70.0),)
    )
    assert codes(axes((V, LINE / 100)), flat) == []
    assert codes(axes((V, LINE / 100 + 0.3)), flat) == []
    assert codes(axes((V, LINE / 100 + 0.5)), flat) == ["zero_crossing"]
    assert [f.message for f in verdict(axes((V, LINE / 100 + 3.5)), flat).findings] == [
        "The curve for the current crosses zero at another place than it should."
    ]
    free = figure(
        curves=(Curve("the current", tuple(V.tolist()), tuple((LINE / 100).tolist()), 4.0),)
    )
    assert codes(axes((V, LINE / 100 + 3.5)), free) == []


def test_each_of_several_curves_earns_its_share() -> None:
    two = figure(
        curves=(
            Curve("one", tuple(V.tolist()), tuple(LINE.tolist()), 5.0),
            Curve("two", tuple(V.tolist()), tuple((LINE / 2).tolist()), 5.0),
        )
    )
    assert verdict(axes((V, LINE), (V, LINE / 2)), two).fraction == 1
    half = verdict(axes((V, LINE)), two)
    assert half.fraction == Fraction(7, 20) + Fraction(3, 10)
    assert [f.message for f in half.findings] == [
        "No curve in the figure shows two as it should be."
    ]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (FigureData("", ()), "No figure was found. Keep it in the name that is asked for."),
        (axes(), "No figure was found. Keep it in the name that is asked for."),
        ("see above", "A figure is asked for here, and this is a text."),
    ],
)
def test_what_is_no_figure_is_ungradable(value: object, message: str) -> None:
    result = verdict(value)
    assert result.state is State.UNGRADABLE_INPUT
    assert [f.message for f in result.findings] == [message]


@pytest.mark.parametrize("value", [axes(([1.0], [2.0])), axes(([np.nan] * 3, [1, 2, 3]))])
def test_a_single_point_shows_no_curve(value: object) -> None:
    assert codes(value) == ["curve_missing"]


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("V (mV)", "mV"),
        ("V [mV]", "mV"),
        ("V / mV", "mV"),
        ("V/mV", "mV"),
        ("V in mV", "mV"),
        ("Voltage, mV", "mV"),
        ("Voltage mV", "mV"),
        ("$V_m$ (mV)", "mV"),
        (r"$V\,(\mathrm{mV})$", "mV"),
        ("potential (millivolts)", "mV"),
        ("g (mS/cm²)", "mS/cm^2"),
        ("g (mS/(cm^2))", "mS/cm^2"),
        ("slope (J/(mol K))", "J/(mol*K)"),
        ("c (µM)", "uM"),
        ("ratio", ""),
    ],
)
def test_a_label_names_its_unit_in_any_of_the_usual_ways(label: str, unit: str) -> None:
    assert names_unit(label, unit)


@pytest.mark.parametrize(
    ("label", "unit"),
    [("V (V)", "mV"), ("V", "mV"), ("", "mV"), ("V (mA)", "mV"), ("mVolt-ish", "mV"), (" ", "")],
)
def test_a_label_without_the_unit_is_told_apart(label: str, unit: str) -> None:
    assert not names_unit(label, unit)
