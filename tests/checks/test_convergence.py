"""Runs with halved steps show the order of a method, whatever the times that were saved."""

import math
from fractions import Fraction

import numpy as np
import pytest

from millivolt.checks import check
from millivolt.checks.convergence import by_step, is_halved, order
from millivolt.checks.trace import Trace
from millivolt.items import (
    Feature,
    Finding,
    Observation,
    Response,
    Series,
    State,
    Tolerance,
    Verdict,
)

END, TAU = 20.0, 10.0


def slope(t: float, v: float) -> float:
    return (-(v + 50) + 5 * math.sin(t)) / TAU


def euler(t: float, v: float, h: float) -> float:
    return v + h * slope(t, v)


def midpoint(t: float, v: float, h: float) -> float:
    return v + h * slope(t + h / 2, v + h / 2 * slope(t, v))


def runge_kutta(t: float, v: float, h: float) -> float:
    k1 = slope(t, v)
    k2 = slope(t + h / 2, v + h / 2 * k1)
    k3 = slope(t + h / 2, v + h / 2 * k2)
    k4 = slope(t + h, v + h * k3)
    return v + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)


def run(method, h: float, every: int = 1) -> dict[str, np.ndarray]:
    """A simulation that adds up its time, as a student's program does."""
    t, v = [0.0], [-70.0]
    for _ in range(round(END / h)):
        v.append(method(t[-1], v[-1], h))
        t.append(t[-1] + h)
    return {"t": np.array(t[::every]), "V": np.array(v[::every])}


def runs(method, h: float = 0.5, thinned: bool = False) -> list[dict[str, np.ndarray]]:
    return [run(method, h / 2**n, 2**n if thinned else 1) for n in range(3)]


def traces(given: list[dict[str, np.ndarray]]) -> list[Trace]:
    return [Trace(one["t"], one["V"]) for one in given]


REFERENCE = run(runge_kutta, 0.01)


def part(answer: float = 2.0, **more) -> Series:
    return Series(
        "runs",
        time_unit="ms",
        value_unit="mV",
        times=tuple(REFERENCE["t"].tolist()),
        values=tuple(REFERENCE["V"].tolist()),
        max_deviation=0.1,
        **{
            "runs": 3,
            "features": (
                Feature("order of convergence", "order_of_convergence", answer, Tolerance(0.1)),
                Feature("last potential", "final", float(REFERENCE["V"][-1]), Tolerance(0.01)),
            ),
            **more,
        },
    )


def verdict(given: object, of: Series | None = None) -> Verdict:
    of = of or part()
    return check(of, Observation(Response(of.id, "the cell"), given))


def told(result: Verdict) -> list[Finding]:
    return [f for f in result.findings if f.code != "understood"]


def codes(result: Verdict) -> list[str]:
    return [f.code for f in told(result)]


@pytest.mark.parametrize(
    ("method", "expected"), [(euler, 1.0), (midpoint, 2.0), (runge_kutta, 4.0)]
)
@pytest.mark.parametrize("thinned", [True, False])
def test_a_method_shows_its_order(method, expected: float, thinned: bool) -> None:
    assert order(traces(runs(method, 0.5, thinned))) == pytest.approx(expected, abs=0.1)


def test_the_last_three_of_more_runs_count() -> None:
    four = [run(midpoint, 0.4 / 2**n) for n in range(4)]
    assert order(traces(four)) == order(traces(four[1:]))
    given = verdict(four, part(runs=4))
    assert (given.fraction, codes(given)) == (1, ["feature_right", "feature_right"])


def test_only_times_that_all_runs_share_are_compared() -> None:
    given = runs(midpoint)
    # Of the longest step every third sample, of the middle one all but a few.
    given[0] = {name: column[::3] for name, column in given[0].items()}
    given[1] = {name: np.delete(column, [1, 5, 7]) for name, column in given[1].items()}
    assert order(traces(given)) == pytest.approx(2.0, abs=0.1)


def test_runs_without_a_common_time_after_the_start_show_no_order() -> None:
    given = runs(midpoint)
    given[0]["t"] = given[0]["t"] + 0.1
    assert order(traces(given)) is None
    only_start = [
        Trace(np.array([0.0, 1.0 + n / 10]), np.array([-70.0, -60.0 + n])) for n in range(3)
    ]
    assert order(only_start) is None


def test_runs_that_agree_but_for_rounding_show_no_order() -> None:
    exact = [run(lambda t, v, h: -50 + (v + 50) * math.exp(-h / TAU), 0.5 / 2**n) for n in range(3)]
    assert order(traces(exact)) is None
    # The first difference alone is no order either.
    assert order(traces([exact[0], exact[1], exact[1]])) is None
    assert order(traces([runs(euler)[0], exact[1], exact[1]])) is None


def test_a_right_order_in_right_runs_is_right() -> None:
    given = verdict(runs(midpoint))
    assert (given.state, codes(given)) == (State.CORRECT, ["feature_right", "feature_right"])


def test_a_lower_order_is_told_with_what_the_runs_show() -> None:
    given = verdict(runs(euler, 0.02))
    assert given.state is State.PARTIAL
    assert float(given.fraction) == 0.75
    assert [f.message for f in told(given)] == [
        "The order of convergence is not right.",
        "From one run to the next the differences shrink by a factor of 2, which is order 1.00.",
        "The last potential is right.",
    ]


@pytest.mark.parametrize(
    "given",
    [
        runs(midpoint)[::-1],
        tuple(runs(midpoint)),
        {"0.5": runs(midpoint)[0], "0.25": runs(midpoint)[1], "0.125": runs(midpoint)[2]},
        [[one["t"], one["V"]] for one in runs(midpoint)],
        np.array([[one["t"], one["V"]] for one in runs(midpoint, thinned=True)]),
    ],
    ids=["the finest first", "a tuple", "a dict of runs", "pairs of arrays", "one array"],
)
def test_runs_are_read_in_any_form(given: object) -> None:
    assert verdict(given).fraction == 1


def test_runs_saved_on_one_grid_stay_in_their_order() -> None:
    given = verdict(runs(midpoint, thinned=True)[::-1])
    assert told(given)[1].message == (
        "Your runs show no order of convergence: they differ more and more. Give the "
        "longest step first, and save every run at the times of that step."
    )
    assert given.state is State.PARTIAL


def test_one_run_given_three_times_shows_no_order() -> None:
    given = verdict([runs(midpoint, 0.1)[2]] * 3)
    assert codes(given) == ["feature_wrong", "no_convergence", "feature_right"]
    assert "they agree but for rounding, or share no times" in told(given)[1].message


def test_a_step_that_is_quartered_does_not_pass_for_a_higher_order() -> None:
    quartered = [run(euler, 0.16 / 4**n) for n in range(3)]
    assert order(traces(quartered)) == pytest.approx(2.0, abs=0.1)
    assert codes(verdict(quartered)) == ["feature_wrong", "step_not_halved", "feature_right"]
    assert told(verdict(quartered))[1].message == (
        "From one run to the next the samples become more than twice as dense. Halve the step "
        "each time."
    )


def test_the_steps_are_told_by_the_samples_where_they_differ() -> None:
    def spaced(*samples: int) -> list[Trace]:
        return [Trace(np.linspace(0, 1, n), np.zeros(n)) for n in samples]

    assert is_halved(spaced(11, 21, 41))
    assert is_halved(spaced(11, 11, 11))
    assert is_halved(spaced(11, 26, 51))
    assert not is_halved(spaced(11, 27, 51))
    assert not is_halved(spaced(11, 21, 61))
    assert [len(t.times) for t in by_step(spaced(41, 11, 21))] == [11, 21, 41]
    assert [len(t.times) for t in by_step(spaced(14, 11, 12))] == [14, 11, 12]
    assert [len(t.times) for t in by_step(spaced(17, 11, 12))] == [11, 12, 17]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (runs(midpoint)[:2], "A list of 3 runs is asked for here, and this has 2 entries."),
        (runs(midpoint)[0], "A list of 3 runs is asked for here, and this is a dict."),
        (4.0, "A list of 3 runs is asked for here, and this is a number."),
        (np.zeros((3, 4)), None),
        ([1.0, 2.0, 3.0], "A dict with “t” and “V” is asked for here, and this is a number."),
    ],
)
def test_what_are_no_runs_is_ungradable(given: object, message: str | None) -> None:
    found = verdict(given)
    assert found.state is State.UNGRADABLE_INPUT
    if message:
        assert [f.message for f in found.findings] == [message]


def test_a_wrong_last_run_earns_for_the_order_alone() -> None:
    off = runs(midpoint)
    for one in off:
        one["V"] = one["V"] + 3.0
    given = verdict(off)
    assert codes(given) == ["trace_deviates", "feature_right", "feature_wrong"]
    assert float(given.fraction) == 0.25


def test_an_order_takes_three_runs() -> None:
    with pytest.raises(ValueError, match="takes three runs"):
        part(runs=2)
    with pytest.raises(ValueError, match="at least one run"):
        part(runs=0, features=())
    assert part(runs=3).runs == 3
    assert part(runs=2, features=()).runs == 2


def test_the_runs_are_told_as_they_were_read() -> None:
    (found,) = (f for f in verdict(runs(midpoint)).findings if f.code == "understood")
    assert found.message == "Read as 3 traces, the last of 161 samples from 0 to 20 ms."
    labels = [line["label"] for line in found.evidence["drawing"]["lines"]]
    assert labels == ["your trace", "a longer step", "a longer step"]


def trio(times, first, second, third) -> list[Trace]:
    at = np.array(times, dtype=float)
    return [Trace(at, np.array(values, dtype=float)) for values in (first, second, third)]


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_runs_may_differ_at_any_one_time(place: int) -> None:
    values = np.zeros((3, 4))
    values[:, place] = [8.0, 4.0, 3.0]
    assert order(trio([1, 2, 3, 4], *values)) == 2.0


@pytest.mark.parametrize(
    ("start", "span", "shift", "shared"),
    [
        (0, 1, 0.9e-8, True),
        (0, 1, -0.9e-8, True),
        (0, 1, 1.5e-8, False),
        (0, 1, -1.5e-8, False),
        (0, 1000, 0.9e-5, True),
        (0, 1e-3, 0.9e-11, True),
        (-10, 20, 1e-7, True),
        (5, 1, 1.5e-8, False),
    ],
)
def test_times_are_the_same_within_a_hundred_millionth_of_the_span(
    start: float, span: float, shift: float, shared: bool
) -> None:
    grid = start + span * np.linspace(0, 1, 5)
    values = [np.array([0, 0, size, 0, 0.0]) for size in (8.0, 4.0, 3.0)]
    moved = grid.copy()
    moved[2] += shift
    runs = [Trace(moved, values[0]), Trace(grid, values[1]), Trace(grid, values[2])]
    found = order(runs)
    assert (found == pytest.approx(2.0, abs=1e-3)) if shared else (found is None)


def test_differences_below_a_million_millionth_of_the_values_are_rounding() -> None:
    def runs(second: float) -> list[Trace]:
        return trio([0, 1], [1000, 1000 + 4e-9], [1000, 1000 + second], [1000, 1000])

    assert order(runs(1.5e-9)) is not None
    assert order(runs(0.9e-9)) is None
    assert order(trio([0, 1], [0, 0], [0, 0], [0, 0])) is None


def test_the_distance_of_samples_tells_the_step() -> None:
    def sampled(*times: float) -> Trace:
        return Trace(np.array(times, dtype=float), np.zeros(len(times)))

    three, two = sampled(0, 3, 6), sampled(0, 2, 4)
    assert by_step([two, three]) == [three, two]
    far, near = sampled(100, 200), sampled(100, 110)
    assert by_step([near, far]) == [far, near]
    one, half = sampled(0, 1), sampled(0, 0.5, 1)
    assert by_step([half, one]) == [one, half]


def shrinking(factor: float) -> list[dict[str, np.ndarray]]:
    """Runs with halved steps that come closer to the reference by a factor each time."""
    given = []
    for number in range(3):
        every = 8 // 2**number
        times, right = REFERENCE["t"][::every], REFERENCE["V"][::every]
        off = 0.05 * factor**-number * np.sin(times)
        given.append({"t": times, "V": right + off})
    return given


@pytest.mark.parametrize(
    ("factor", "code", "message"),
    [
        (1.5, "order_seen", "1.5"),
        (2.0, "order_seen", "1.00"),
        (0.7, "no_convergence", "they differ more and more"),
    ],
)
def test_runs_that_come_closer_show_an_order_however_low(
    factor: float, code: str, message: str
) -> None:
    given = verdict(shrinking(factor))
    (found,) = (f for f in told(given) if f.code == code)
    assert message in found.message
    assert given.fraction == (Fraction(3, 4) if factor > 1 else given.fraction)


def test_runs_whose_steps_are_not_halved_earn_nothing_for_the_order() -> None:
    given = verdict([run(midpoint, h) for h in (0.4, 0.1, 0.025)])
    assert codes(given) == ["feature_wrong", "step_not_halved", "feature_right"]
    assert given.fraction == Fraction(3, 4)


def test_runs_that_agree_are_told_why_they_show_no_order() -> None:
    given = verdict([run(midpoint, 0.1)] * 3)
    (found,) = (f for f in told(given) if f.code == "no_convergence")
    assert found.message.startswith(
        "Your runs show no order of convergence: they agree but for rounding, or share no times "
        "after the start."
    )


def test_two_runs_are_told_as_two() -> None:
    two = part(runs=2, features=())
    given = verdict([run(midpoint, 0.2), run(midpoint, 0.1)], two)
    (found,) = (f for f in given.findings if f.code == "understood")
    assert found.message == "Read as 2 traces, the last of 201 samples from 0 to 20 ms."
