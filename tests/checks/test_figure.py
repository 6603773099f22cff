"""A figure is judged by the data it shows and by what its axes say."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from millivolt.checks import check
from millivolt.checks.figure import names_unit
from millivolt.isolation import AxesData, FigureData
from millivolt.isolation import Curve as Drawn
from millivolt.items import (
    Curve,
    Figure,
    Finding,
    Misconception,
    Observation,
    Response,
    State,
    Verdict,
)

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
    return [f.code for f in found_in(verdict(value, part))]


def found_in(result: Verdict) -> tuple[Finding, ...]:
    """The findings, but for how the figure was read."""
    return tuple(f for f in result.findings if f.code != "understood")


@pytest.mark.parametrize(
    "value",
    [
        axes((V, LINE / 1000), y="I (nA)"),
        axes((V / 1000, LINE), x="V / V"),
        axes((V / 1000, LINE / 1e12), x="V [V]", y="I in A"),
        axes(points=[(V * 1000, LINE)], x="V (µV)"),
        FigureData("", (axes((V, np.cos(V))), axes((V, LINE / 1000), y="I (nA)"))),
    ],
)
def test_an_axis_may_have_another_prefix_if_its_label_says_so(value: object) -> None:
    assert verdict(value).fraction == 1


@pytest.mark.parametrize(
    "value",
    [axes((V / 1000, LINE), x="V (V)", y="I"), axes((V, LINE / 1000), x="V", y="I (nA)")],
)
def test_an_axis_in_another_prefix_needs_no_label_but_its_own(value: object) -> None:
    assert verdict(value).fraction == Fraction(9, 10)
    assert codes(value) == ["label_without_unit"]


def test_a_temperature_axis_may_start_at_the_other_zero() -> None:
    kelvin = np.linspace(280, 310, 7)
    curve = Curve("E", tuple(kelvin.tolist()), tuple((kelvin / 5).tolist()), max_deviation=0.1)
    part = figure(curves=(curve,), x_unit="K", y_unit="mV")
    right = axes((kelvin - 273.15, kelvin / 5), x="T (°C)", y="E (mV)")
    assert verdict(right, part).fraction == 1
    assert verdict(axes((kelvin, kelvin / 5), x="T (°C)", y="E (mV)"), part).fraction < 1
    celsius = tuple((kelvin - 273.15).tolist())
    part = figure(curves=(replace(curve, x=celsius),), x_unit="°C", y_unit="mV")
    assert verdict(axes((kelvin, kelvin / 5), x="T (K)", y="E (mV)"), part).fraction == 1


def test_a_wrong_curve_in_another_prefix_is_not_told_to_change_its_label() -> None:
    assert codes(axes((V, LINE / 300), y="I (nA)")) == ["curve_missing"]


def test_as_far_off_as_is_allowed_is_right() -> None:
    assert verdict(axes((V, LINE + 5.0))).fraction == 1
    assert verdict(axes((V, LINE - 5.0))).fraction == 1


@pytest.mark.parametrize("coarse", [slice(0, 30), slice(50, None)], ids=["first", "last"])
def test_a_line_that_cuts_a_corner_at_either_end_is_not_the_curve(coarse: slice) -> None:
    x = np.linspace(-40, 40, 81)
    valley = figure(curves=(Curve("c", tuple(x.tolist()), tuple((x**2).tolist()), 5.0),))
    kept = np.ones(81, dtype=bool)
    kept[coarse] = False
    kept[[0, -1]] = True
    assert codes(axes((x, x**2)), valley) == []
    assert codes(axes((x[kept], x[kept] ** 2)), valley) == ["curve_missing"]


def test_a_label_of_a_pure_number_must_say_something() -> None:
    pure = figure(y_unit="")
    assert verdict(axes((V, LINE), y="ratio"), pure).fraction == 1
    (found,) = found_in(verdict(axes((V, LINE), y=" "), pure))
    assert found.message == "The label of the y axis must name the unit 1."


@pytest.mark.parametrize(
    "value",
    [
        axes((V, LINE / 1000), y="I"),
        axes((V, LINE / 1000)),
        axes((V, LINE / 1000), y="I (mA)"),
        axes((V, LINE / 1000), y="I (nS)"),
        axes((V, -LINE / 1000), y="I (nA)"),
    ],
)
def test_what_the_label_does_not_say_is_not_made_up(value: object) -> None:
    assert verdict(value).fraction == 0


def test_right_numbers_with_the_prefix_of_the_label_wrong_lose_the_label_only() -> None:
    result = verdict(axes((V, LINE), y="I (nA)"))
    assert (result.fraction, codes(axes((V, LINE), y="I (nA)"))) == (
        Fraction(9, 10),
        ["label_without_unit"],
    )


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
    assert (result.fraction, found_in(result)) == (1, ())


def test_labels_and_scale_share_three_tenths() -> None:
    bare = verdict(axes((V, LINE), x="V", y="", scale="log"))
    assert bare.fraction == Fraction(7, 10)
    assert [f.message for f in found_in(bare)] == [
        "The label of the x axis must name the unit mV.",
        "The label of the y axis must name the unit pA.",
        "The x axis must be linear; it is log.",
    ]
    assert verdict(axes((V, LINE), y="I")).fraction == Fraction(9, 10)


def test_labels_earn_nothing_on_a_figure_that_shows_nothing_right() -> None:
    wrong = verdict(axes((V, np.cos(V))))
    assert (wrong.state, [f.message for f in found_in(wrong)]) == (
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
    found = found_in(verdict(value))
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
    assert [f.message for f in found_in(verdict(axes((V, LINE / 100 + 3.5)), flat))] == [
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
    assert [f.message for f in found_in(half)] == [
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
        ("slope in mV per decade", "mV/decade"),
        ("slope, mV per decade", "mV/decade"),
        ("g; mS cm^-2", "mS/cm^2"),
        ("g / mS cm^-2", "mS/cm^2"),
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


# How a curve bends

BENT = 10 * (V + 70) * np.exp((V + 70) / 100)


def bent(distance: float | None = 30.0, **more) -> Figure:
    options = {"max_deviation": 40.0, "zero_crossing": -70.0, "rectification": distance, **more}
    return figure(
        curves=(Curve("the current", tuple(V.tolist()), tuple(BENT.tolist()), **options),)
    )


def test_a_curve_must_bend_as_the_one_asked_for_does() -> None:
    loose = bent(max_deviation=1e4)
    assert codes(axes((V, BENT)), loose) == []
    straight = verdict(axes((V, LINE)), loose)
    assert (straight.fraction, [f.message for f in found_in(straight)]) == (
        0,
        [
            "The curve for the current passes current equally well in both directions. The one "
            "that is asked for does not."
        ],
    )
    assert found_in(straight)[0].evidence == {"ratio": pytest.approx(1.0)}
    inward = 10 * (V + 70) * np.exp(-(V + 70) / 100)
    (found,) = found_in(verdict(axes((V, inward)), loose))
    assert found.message == (
        "The curve for the current passes inward current more easily than outward current. "
        "The one that is asked for does not."
    )
    assert found.evidence["ratio"] == pytest.approx(np.exp(-0.6), rel=1e-3)
    assert codes(axes((V, LINE)), bent(None, max_deviation=1e4)) == []


def test_a_straight_curve_may_be_asked_for() -> None:
    options = {"max_deviation": 1e4, "zero_crossing": -70.0, "rectification": 30.0}
    curve = Curve("the current", tuple(V.tolist()), tuple(LINE.tolist()), **options)
    ohmic = figure(curves=(curve,))
    assert codes(axes((V, LINE)), ohmic) == []
    (found,) = found_in(verdict(axes((V, BENT)), ohmic))
    assert found.code == "rectification"
    assert "passes outward current more easily" in found.message


def test_a_bend_counts_up_to_half_way_to_a_straight_line() -> None:
    loose = bent(max_deviation=1e4)
    less = 10 * (V + 70) * np.exp((V + 70) / 190)
    assert codes(axes((V, less)), loose) == []
    assert codes(axes((V, 10 * (V + 70) * np.exp((V + 70) / 210))), loose) == ["rectification"]
    assert codes(axes((V, 10 * (V + 70) * np.exp((V + 70) / 69))), loose) == []
    assert codes(axes((V, 10 * (V + 70) * np.exp((V + 70) / 64))), loose) == ["rectification"]


def test_of_a_curve_that_is_off_the_place_of_its_zero_and_its_bend_are_told() -> None:
    part = bent()
    assert codes(axes((V, LINE)), part) == ["curve_missing", "rectification"]
    assert codes(axes((V, 2 * BENT)), part) == ["curve_missing"]
    shifted = 10 * (V + 40) * np.exp((V + 40) / 100)
    assert codes(axes((V, shifted)), part) == ["curve_missing", "zero_crossing"]
    assert codes(axes((V, V + 40)), part) == ["curve_missing", "zero_crossing", "rectification"]
    # The line nearest to the curve is meant, and one that shows little of it says nothing.
    assert codes(axes((V, V * 0 - 900), (V, LINE)), part) == ["curve_missing", "rectification"]
    few = slice(10, 30)
    assert codes(axes((V[few], LINE[few])), part) == ["curve_missing"]
    assert codes(axes((V + 1e3, LINE)), part) == ["curve_missing"]


def test_a_line_is_compared_as_far_as_it_reaches_beside_its_zero() -> None:
    near = slice(10, None)
    assert codes(axes((V[near], 2 * BENT[near])), bent()) == ["curve_missing"]
    from_zero = slice(15, None)
    assert codes(axes((V[from_zero], 2 * BENT[from_zero])), bent()) == ["curve_missing"]
    touching = np.abs(LINE)
    assert codes(axes((V, touching)), bent()) == ["curve_missing"]


@pytest.mark.parametrize("options", [{"zero_crossing": None}, {"distance": 30.5}])
def test_a_bend_needs_a_zero_crossing_with_room_on_both_sides(options: dict) -> None:
    with pytest.raises(ValueError, match="curve the current must reach"):
        bent(**options)


@pytest.mark.parametrize("place", [-101.0, -100.0, -99.0, 59.5, 70.0])
def test_a_curve_has_to_show_where_it_crosses_zero(place):
    part = replace(figure(), curves=(replace(figure().curves[0], zero_crossing=place),))
    assert "the curve the current hardly shows where it crosses zero" in part.too_close()
    assert not [reason for reason in figure().too_close() if "crosses zero" in reason]


# How a figure was read


def understood(value: object) -> Finding:
    (found,) = (f for f in verdict(value).findings if f.code == "understood")
    return found


def test_a_figure_is_told_as_it_was_read() -> None:
    assert (
        understood(axes((V, LINE))).message == "Read as a figure with 1 curve: I (pA) over V (mV)."
    )
    both = axes((V, LINE), points=[(V, LINE)], x=" ")
    assert understood(both).message == "Read as a figure with 2 curves."
    assert understood(both).evidence["shown"] == "a figure with 2 curves"
    assert [line["points"] for line in understood(both).evidence["drawing"]["lines"]] == [
        False,
        True,
    ]


def test_the_fullest_axes_are_shown() -> None:
    two = FigureData("", (axes(([0, 1], [0, 1]), y="few"), axes((V, LINE), y="many")))
    assert understood(two).evidence["drawing"]["y_label"] == "many"


def test_a_drawing_is_kept_small_and_free_of_what_no_page_can_show() -> None:
    x = np.linspace(-100, 60, 5000)
    y = 10 * (x + 70)
    y[0], y[1], x[2] = np.nan, np.inf, 1.5e100
    y[3] = 1 / 3
    drawing = understood(axes(*[(x, y)] * 9, x="V" * 200)).evidence["drawing"]
    assert len(drawing["lines"]) == 6
    assert drawing["x_label"] == "V" * 60
    (line, *_) = drawing["lines"]
    assert len(line["x"]) == len(line["y"]) == 120
    assert (line["label"], line["y"][0], line["x"][-1]) == ("curve 1", 0.333333, 60.0)
    assert (drawing["x_scale"], line["points"]) == ("linear", False)


def test_a_logarithmic_drawing_leaves_out_what_is_not_positive() -> None:
    drawing = understood(axes(([-1, 0, 1, 10], [1, 2, 3, 4]), scale="log")).evidence["drawing"]
    assert (drawing["x_scale"], drawing["lines"][0]["x"]) == ("log", [1.0, 10.0])
    odd = understood(axes((V, LINE), scale="symlog")).evidence["drawing"]
    assert odd["x_scale"] == "linear"


def test_a_curve_keeps_the_label_that_the_student_gave_it() -> None:
    named = tuple(Drawn(label, V, LINE) for label in ("mine", "_child1", ""))
    one = AxesData("", "V", "I", "linear", "linear", (0, 1), (0, 1), named, (), ())
    lines = understood(one).evidence["drawing"]["lines"]
    assert [line["label"] for line in lines] == ["mine", "curve 2", "curve 3"]


@pytest.mark.parametrize(
    ("scale", "told"),
    [
        (-100.0, "passes inward current more easily than outward current"),
        (15.0, "passes outward current more easily than inward current"),
    ],
)
def test_which_way_a_curve_bends_instead_is_told(scale: float, told: str) -> None:
    other = 10 * (V + 70) * np.exp((V + 70) / scale)
    (found,) = (
        f
        for f in found_in(verdict(axes((V, other)), bent(max_deviation=1e9)))
        if f.code == "rectification"
    )
    assert told in found.message


@pytest.mark.parametrize(
    ("share", "told"), [(0.6, ["curve_missing", "zero_crossing"]), (0.4, ["curve_missing"])]
)
def test_the_shape_of_a_line_is_told_if_it_lies_over_half_of_the_curve(share, told) -> None:
    x = np.linspace(-100, -100 + 160 * share, 30)
    assert codes(axes((x, 10 * (x + 40))), bent(None)) == told
