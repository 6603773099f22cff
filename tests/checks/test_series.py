"""Traces are compared whatever the sampling, and wrong ones are explained."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.checks import check
from millivolt.checks.trace import Trace, measured
from millivolt.isolation import Frame
from millivolt.items import (
    Feature,
    Finding,
    Misconception,
    Observation,
    Response,
    Series,
    State,
    Tolerance,
    Verdict,
)

TAU, START, RISE = 10.0, -70.0, 20.0


def exponential(times, tau: float = TAU) -> np.ndarray:
    return START + RISE * (1 - np.exp(-np.asarray(times) / tau))


GRID = np.linspace(0, 50, 1001)
END = float(exponential(50.0))
# Of a trace that ends at 50 ms, 63 % of the change are reached a little before one tau.
TIME_CONSTANT = float(-TAU * np.log(1 - (1 - 1 / np.e) * (END - START) / RISE))


def series(**more) -> Series:
    options = {
        "time_unit": "ms",
        "value_unit": "mV",
        "times": tuple(GRID.tolist()),
        "values": tuple(exponential(GRID).tolist()),
        "max_deviation": 0.1,
        **more,
    }
    return Series("trace", **options)


def with_features() -> Series:
    return series(
        features=(
            Feature("start", "initial", START, Tolerance(0.001)),
            Feature("steady state", "final", END, Tolerance(0.001)),
            Feature("time constant", "time_constant", TIME_CONSTANT, Tolerance(0.02)),
            Feature("value at 10 ms", "value_at", float(exponential(10.0)), Tolerance(0.002), 10.0),
        )
    )


def verdict(part: Series, value: object):
    return check(part, Observation(Response(part.id, "the cell"), value))


def found_in(result: Verdict) -> tuple[Finding, ...]:
    """The findings, but for how the answer was read."""
    return tuple(f for f in result.findings if f.code != "understood")


def codes(part: Series, value: object) -> list[str]:
    return [f.code for f in found_in(verdict(part, value))]


def sampled(times, values=None) -> dict[str, list[float]]:
    times = np.asarray(times, dtype=float)
    values = exponential(times) if values is None else np.asarray(values)
    return {"t": times.tolist(), "V": values.tolist()}


@pytest.mark.parametrize(
    "times",
    [[0, 4, 9, 16, 25, 50], [0.5, 3, 8, 12, 18, 30, 49.5], [-5, -1, 4, 9, 16, 25, 55, 60]],
)
def test_a_coarse_right_trace_has_the_right_features(times: list[float]) -> None:
    values = exponential(np.maximum(times, 0))
    assert verdict(with_features(), sampled(times, values)).fraction == 1


times_of_anyone = st.lists(st.floats(0, 50), min_size=60, max_size=120, unique=True).map(
    lambda ts: sorted({0.0, 50.0, *np.round(ts, 6).tolist(), *np.linspace(0, 50, 21).tolist()})
)


@given(times_of_anyone)
def test_any_fine_sampling_of_the_right_trace_is_right(times: list[float]) -> None:
    assert verdict(with_features(), sampled(times)).fraction == 1


@pytest.mark.parametrize(
    "value",
    [
        sampled(GRID),
        {"t": GRID, "V": exponential(GRID)},
        {"t": GRID, "V": exponential(GRID), "note": "x"},
        [GRID, exponential(GRID)],
        (GRID.tolist(), exponential(GRID)),
        np.array([GRID, exponential(GRID)]),
        Frame({"t": GRID, "V": exponential(GRID)}, list(range(1001))),
        sampled(np.linspace(0, 80, 801)),
        sampled(np.linspace(-10, 50, 801), exponential(np.maximum(np.linspace(-10, 50, 801), 0))),
        sampled(np.linspace(0.9, 49.1, 400)),
        sampled(50 * np.linspace(0, 1, 300) ** 3),
        {"t": list(range(51)), "V": exponential(np.arange(51)).tolist()},
        {"t": GRID.astype(np.float32), "V": exponential(GRID).astype(np.float32)},
    ],
    ids=lambda v: type(v).__name__,
)
def test_a_right_trace_is_right_in_any_shape(value: object) -> None:
    assert verdict(series(), value).state is State.CORRECT


def test_a_right_trace_needs_no_more_points_than_show_its_shape() -> None:
    assert codes(series(), sampled([0, 4, 9, 16, 25, 50])) == []
    assert codes(series(), sampled([0, 8, 50])) == []
    assert codes(series(), sampled([0, 4, 50])) == ["trace_too_coarse"]
    assert codes(series(), sampled([0, 50])) == ["trace_too_coarse"]
    assert verdict(series(), sampled([0, 50])).findings[0].message == (
        "The samples are too far apart to show the trace. Save more."
    )
    assert verdict(series(), sampled([0, 50])).state is State.UNGRADABLE_INPUT


def test_a_fiftieth_of_the_time_may_be_missing_at_either_end() -> None:
    assert codes(series(), sampled(np.linspace(1.0, 49.0, 400))) == []
    assert codes(series(), sampled(np.linspace(1.01, 49.0, 400))) == ["trace_too_short"]
    assert codes(series(), sampled(np.linspace(1.0, 48.99, 400))) == ["trace_too_short"]


def test_the_last_time_of_the_reference_must_be_reached() -> None:
    part = series(times=(0.0, 0.5, 1.0), values=(0.0, 1.0, 2.0), max_deviation=0.01)
    assert codes(part, {"t": [0.0, 0.5], "V": [0.0, 1.0]}) == ["trace_too_short"]
    assert codes(part, {"t": [0.5, 1.0], "V": [1.0, 2.0]}) == ["trace_too_short"]


def test_samples_that_lie_outside_of_the_time_asked_for_show_nothing() -> None:
    assert codes(with_features(), {"t": [-1, 60], "V": [START, END]}) == ["trace_too_coarse"]


def test_the_deviation_allowed_is_the_limit() -> None:
    assert verdict(series(), sampled(GRID, exponential(GRID) + 0.0999)).state is State.CORRECT
    found = verdict(series(), sampled(GRID, exponential(GRID) - 0.101))
    assert found.state is State.INCORRECT
    assert found.findings[0].code == "trace_deviates"


def test_where_a_trace_deviates_most_is_told() -> None:
    bump = 3 * np.exp(-((GRID - 20) ** 2))
    (found,) = found_in(verdict(series(), sampled(GRID, exponential(GRID) + bump)))
    assert found.message == "The trace is off by up to 3 mV, most at 20 ms."
    assert found.evidence == {"deviation": pytest.approx(3.0), "time": pytest.approx(20.0)}


def test_features_share_half_of_the_credit() -> None:
    part = with_features()
    assert verdict(part, sampled(GRID)).fraction == 1
    # Within the trace's tolerance, but the steady state and what follows from it are off.
    off = sampled(GRID, exponential(GRID) + np.where(GRID > 45, 0.099, 0))
    found = verdict(part, off)
    assert found.fraction == Fraction(1, 2) + Fraction(3, 8)
    assert [f.message for f in found_in(found)] == [
        "The start is right.",
        "The steady state is not right.",
        "The time constant is right.",
        "The value at 10 ms is right.",
    ]
    slow = verdict(part, sampled(GRID, exponential(GRID, 14.0)))
    assert slow.fraction == Fraction(1, 8)
    assert [f.code for f in found_in(slow)] == [
        "trace_deviates", "feature_right", "feature_wrong", "feature_wrong", "feature_wrong",
    ]  # fmt: skip
    assert slow.findings[1].evidence == {"feature": "start", "value": START}


@pytest.mark.parametrize("place", [0, -1])
def test_the_very_ends_of_a_trace_count(place: int) -> None:
    values = exponential(GRID)
    values[place] += 5.0
    assert codes(series(), sampled(GRID, values)) == ["trace_deviates"]


def test_features_of_a_wrong_trace_are_read_within_the_time_asked_for() -> None:
    part = series(
        features=(
            Feature("start", "initial", START, Tolerance(0.001)),
            Feature("steady state", "final", END, Tolerance(0.001)),
        )
    )
    given = {"t": [-10.0, 0.0, 25.0, 50.0, 60.0], "V": [7.0, START, 0.0, END, 9.0]}
    assert codes(part, given) == ["trace_deviates", "feature_right", "feature_right"]


def test_a_trace_that_an_idea_gives_names_the_idea_and_earns_nothing() -> None:
    slow = tuple(exponential(GRID, 23.0).tolist())
    part = series(
        features=with_features().features,
        misconceptions=(
            Misconception("log_base", slow, "Tell."),
            Misconception("flat", tuple([START] * 1001), "Tell flat."),
        ),
    )
    found = verdict(part, sampled(np.linspace(0, 50, 77), exponential(np.linspace(0, 50, 77), 23)))
    assert (found.state, found.misconceptions) == (State.INCORRECT, ("log_base",))
    assert len(found_in(found)) == 1


@pytest.mark.parametrize("factor", [1e3, 1e-3])
def test_prefix_slips_of_time_and_value_are_named(factor: float) -> None:
    late = verdict(series(), sampled(GRID * factor, exponential(GRID)))
    if factor < 1:
        assert late.state is State.INCORRECT
        assert [f.message for f in found_in(late)] == [
            "The times seem to be in another unit: ms are asked for."
        ]
    large = verdict(series(), sampled(GRID, exponential(GRID) * factor))
    assert large.state is State.INCORRECT
    assert [f.message for f in found_in(large)] == [
        "The values seem to be in another unit: mV is asked for."
    ]


def short(values: tuple[float, ...], **more) -> Series:
    times = tuple(float(t) for t in range(len(values)))
    return series(times=times, values=values, max_deviation=0.5, **more)


def test_three_pairs_are_samples_and_two_are_times_and_values() -> None:
    assert verdict(short((5.0, 6.0, 7.0)), [[0.0, 5.0], [1.0, 6.0], [2.0, 7.0]]).fraction == 1
    assert verdict(short((5.0, 6.0)), [[0.0, 1.0], [5.0, 6.0]]).fraction == 1


def test_as_far_off_as_is_allowed_is_right() -> None:
    part = short((0.0, 2.0, 8.0))
    for off, right in ((0.5, True), (-0.5, True), (0.501, False), (-0.501, False)):
        given = {"t": [0.0, 1.0, 2.0], "V": [0.0, 2.0 + off, 8.0]}
        assert (verdict(part, given).fraction == 1) is right


def test_the_ends_that_may_be_missing_are_a_share_of_the_time_span() -> None:
    part = series(times=tuple((GRID + 1000).tolist()))
    for start, end, right in ((1001, 1049, True), (1001.1, 1050, False), (1000, 1048.9, False)):
        times = np.linspace(start, end, 300)
        given = {"t": times, "V": exponential(times - 1000)}
        assert (verdict(part, given).fraction == 1) is right


def test_features_are_those_of_the_trace_that_was_given() -> None:
    """Within the tolerance of the trace, its own last value counts and not the reference's."""
    high = Feature("last", "final", END + 0.05, Tolerance(0.0, resolution=0.03))
    given = {"t": GRID, "V": exponential(GRID) + 0.05}
    assert verdict(series(features=(high,)), given).fraction == 1
    assert verdict(series(features=(high,)), sampled(GRID)).fraction == Fraction(1, 2)


SIMULATED = sampled(np.linspace(0, 50, 60))


@pytest.mark.parametrize(
    "value",
    [
        np.column_stack([SIMULATED["t"], SIMULATED["V"]]),
        list(zip(SIMULATED["t"], SIMULATED["V"], strict=True)),
        [np.array(sample) for sample in zip(SIMULATED["t"], SIMULATED["V"], strict=True)],
        {"t": SIMULATED["t"], "V": np.array([SIMULATED["V"]])},
        {"t": SIMULATED["t"], "V": np.array([SIMULATED["V"]]).T},
    ],
    ids=["two columns", "pairs", "small arrays", "one row", "one column"],
)
def test_a_trace_may_be_given_sample_by_sample_or_as_a_solver_returns_it(value: object) -> None:
    assert verdict(series(), value).fraction == verdict(series(), SIMULATED).fraction == 1


def test_times_a_thousandfold_are_named_too() -> None:
    part = series(times=(0.0, 0.5, 1.0), values=(0.0, 1.0, 2.0), max_deviation=0.01)
    wrong = {"t": [0.0, 500.0, 1000.0], "V": [0.0, 1.0, 2.0]}
    # Nothing of it but the start lies in the time asked for.
    assert codes(part, wrong) == ["time_unit"]


@pytest.mark.parametrize(
    ("value", "code", "message"),
    [
        (sampled(np.linspace(0, 40, 50)), "trace_too_short", "The trace must cover 0 to 50 ms."),
        (sampled(np.linspace(2, 50, 50)), "trace_too_short", "The trace must cover 0 to 50 ms."),
        ({"t": [0.0, 1.0]}, "missing_name", "“V” is missing from the answer."),
        ({"V": [0.0, 1.0]}, "missing_name", "“t” is missing from the answer."),
        ({"t": [0, 1], "V": [0]}, "wrong_shape",
         "A value for each of two or more times is asked for here, and this has "
         "2 times and 1 values."),
        ({"t": [0], "V": [0]}, "wrong_shape",
         "A value for each of two or more times is asked for here, and this has "
         "1 times and 1 values."),
        ({"t": [0, 2, 2], "V": [0, 1, 2]}, "times_not_increasing",
         "The times must increase from each sample to the next."),
        ({"t": [0, 1], "V": [0, float("inf")]}, "not_finite",
         "The answer contains inf, which is not a finite number."),
        ({"t": "now", "V": [1]}, "wrong_type",
         "A list of times is asked for here, and this is a text."),
        ({"t": [0, 1], "V": [1, "2"]}, "wrong_type",
         "A list of values is asked for here, and this is a text in it."),
        ({"t": [0, True], "V": [1, 2]}, "wrong_type",
         "A list of times is asked for here, and this is True or False in it."),
        ({"t": [0, 1], "V": [15 * 10**299, 0]}, "wrong_type",
         "A list of values is asked for here, and this is a number in it."),
        ({"t": [0, 1], "V": [10**400, 0]}, "wrong_type",
         "A list of values is asked for here, and this is a number in it."),
        ({"t": np.zeros((2, 2)), "V": [1, 2]}, "wrong_shape",
         "A list of times is asked for here, and this has the shape 2 × 2."),
        ({"t": np.array([0, 1j]), "V": [1, 2]}, "wrong_type",
         "A list of times is asked for here, and this is complex numbers."),
        ({"t": np.array([False, True]), "V": [1, 2]}, "wrong_type",
         "A list of times is asked for here, and this is entries that are not numbers."),
        ([GRID], "wrong_shape",
         "A list of times and a list of values is asked for here, and this has 1 entries."),
        (3.7, "wrong_type", "A dict with “t” and “V” is asked for here, and this is a number."),
    ],
)  # fmt: skip
def test_what_is_no_trace_is_ungradable(value: object, code: str, message: str) -> None:
    found = verdict(series(), value)
    assert found.state is State.UNGRADABLE_INPUT
    assert [(f.code, f.message) for f in found.findings] == [(code, message)]


# Features


def feature(measure: str, at: float | None = None) -> Feature:
    return Feature("x", measure, 0.0, Tolerance(0.1), at)


pulse = Trace(np.array([1.0, 2.0, 4.0, 5.0, 9.0]), np.array([0.0, 8.0, -4.0, 2.0, 4.0]))


@pytest.mark.parametrize(
    ("measure", "time", "number"),
    [
        ("initial", None, 0.0),
        ("final", None, 4.0),
        ("maximum", None, 8.0),
        ("minimum", None, -4.0),
        ("time_of_maximum", None, 2.0),
        ("time_of_minimum", None, 4.0),
        ("half_time", None, 0.25),
        ("value_at", 3.0, 2.0),
    ],
)
def test_features_are_read_off_the_lines(measure: str, time: float | None, number: float) -> None:
    assert measured(pulse, feature(measure, time)) == pytest.approx(number)


def test_the_time_constant_of_an_exponential_is_its_own() -> None:
    times = np.linspace(3, 203, 4001)
    trace = Trace(times, exponential(times - 3))
    assert measured(trace, feature("time_constant")) == pytest.approx(TAU, rel=1e-4)
    assert measured(trace, feature("half_time")) == pytest.approx(TAU * np.log(2), rel=1e-4)


def test_a_trace_that_ends_where_it_began_has_no_half_time() -> None:
    flat = Trace(np.array([0.0, 1.0, 2.0]), np.array([3.0, 5.0, 3.0]))
    assert measured(flat, feature("half_time")) is None
    part = series(features=(Feature("half time", "half_time", 6.9, Tolerance(0.05)),))
    constant = sampled(GRID, np.full(1001, START))
    assert codes(part, constant) == ["trace_deviates", "feature_wrong"]


def test_a_level_that_is_never_reached_has_no_time() -> None:
    assert pulse.first_at(9.0) is None
    assert pulse.first_at(8.0) == 2.0
    assert Trace(np.array([0.0, 1.0]), np.array([2.0, 2.0])).first_at(2.0) == 0.0


def test_a_part_of_a_trace_has_each_time_once() -> None:
    part = pulse.between(2.0, 5.0)
    assert part.times.tolist() == [2.0, 4.0, 5.0]
    assert part.values.tolist() == [8.0, -4.0, 2.0]


def test_a_trace_is_scaled_in_times_and_values() -> None:
    scaled = pulse.scaled(times=10.0, values=0.5)
    assert scaled.times.tolist() == [10.0, 20.0, 40.0, 50.0, 90.0]
    assert scaled.values.tolist() == [0.0, 4.0, -2.0, 1.0, 2.0]
    assert pulse.scaled().times.tolist() == pulse.times.tolist()


def test_a_current_over_voltage_shows_where_it_reverses_and_how_it_bends() -> None:
    v = np.linspace(-100, 60, 321)
    iv = Trace(v, (v + 70) * np.exp((v + 70) / 100))
    reversal = Feature("x", "zero_crossing", -68.0, Tolerance(0.1))
    assert measured(iv, reversal) == pytest.approx(-70.0)
    assert measured(iv, feature("rectification", 30.0)) == pytest.approx(np.exp(0.6))
    assert measured(iv, feature("rectification", 30.5)) is None
    assert measured(Trace(v, v + 70), feature("rectification", 20.0)) == pytest.approx(1.0)
    assert measured(Trace(v, v + 170), feature("rectification", 20.0)) is None
    assert measured(Trace(v, v + 170), reversal) is None
    assert measured(Trace(v, np.abs(v + 70)), feature("rectification", 20.0)) is None


def test_a_current_is_compared_as_far_as_it_reaches_to_either_side() -> None:
    v = np.linspace(-100, -40, 61)
    assert Trace(v, v + 70).rectification(-70.0, 30.0) == pytest.approx(1.0)
    assert Trace(v, np.abs(v + 70) / 100).rectification(-70.0, 20.0) is None
    assert Trace(v, np.minimum(v + 70, 0)).rectification(-70.0, 20.0) is None
    assert Trace(v, np.maximum(v + 70, 0)).rectification(-70.0, 20.0) is None


@pytest.mark.parametrize(
    ("place", "zero"), [(0.4, 0.5), (1.6, 1.5), (2.4, 2.5), (9.0, 4.0), (-5.0, 0.5)]
)
def test_zeros_are_found_between_samples_and_on_them(place: float, zero: float) -> None:
    zigzag = Trace(np.arange(5.0), np.array([2.0, -2.0, 2.0, -2.0, 0.0]))
    assert zigzag.zero_nearest(place) == zero


def test_a_zero_in_the_last_sample_is_one() -> None:
    assert Trace(np.array([0.0, 1.0]), np.array([2.0, 0.0])).zero_nearest(0.0) == 1.0
    assert Trace(np.array([0.0, 1.0]), np.array([0.0, 2.0])).zero_nearest(9.0) == 0.0
    assert Trace(np.array([0.0, 1.0]), np.array([0.5, 0.5])).zero_nearest(0.0) is None


def test_of_several_zeros_the_one_nearest_to_the_key_is_meant() -> None:
    v = np.linspace(-100, 60, 321)
    n_shaped = Trace(v, (v + 80) * (v + 40) * (v - 10))
    for key in (-80.0, -40.0, 10.0):
        place = Feature("x", "zero_crossing", key + 9, Tolerance(0.1))
        assert measured(n_shaped, place) == pytest.approx(key)


@pytest.mark.parametrize("measure", ["value_at", "rectification"])
def test_a_measure_at_a_place_needs_the_place(measure: str) -> None:
    with pytest.raises(ValueError, match="at which place"):
        measured(Trace(GRID, GRID - 20), feature(measure))


def test_a_trace_is_told_as_it_was_read() -> None:
    (found,) = (f for f in verdict(series(), sampled(GRID)).findings if f.code == "understood")
    assert found.message == "Read as a trace of 1001 samples from 0 to 50 ms."
    drawing = found.evidence["drawing"]
    assert (drawing["x_label"], drawing["y_label"]) == ("t (ms)", "V (mV)")
    assert [line["label"] for line in drawing["lines"]] == ["your trace"]


def test_an_unknown_measure_is_the_author_s_slip() -> None:
    with pytest.raises(ValueError, match="measure 'slope' is none of initial, final"):
        measured(pulse, feature("slope"))
