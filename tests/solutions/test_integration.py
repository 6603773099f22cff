"""Integration across switches."""

import numpy as np
import pytest

from millivolt_solutions.integration import integrate


def ramp(t, y, since):
    """dy/dt is 1 before t = 1 and 3 from then on, known from the stretch alone."""
    return [3.0 if since >= 1.0 else 1.0]


def test_a_switch_is_met_exactly():
    assert integrate(ramp, [0.0], [0.5, 1.0, 1.5, 2.0], [1.0])[0].tolist() == pytest.approx(
        [0.5, 1.0, 2.5, 4.0], abs=1e-13
    )


def test_switches_outside_the_run_and_repeated_ones_do_no_harm():
    switches = [-3.0, 0.0, 1.0, 1.0, 2.0, 7.0]
    assert integrate(ramp, [0.0], [2.0], switches)[0][0] == pytest.approx(4.0, abs=1e-13)


def test_smooth_problems_are_solved_to_ten_digits():
    t = np.linspace(0.0, 10.0, 7)
    got = integrate(lambda t, y, since: [y[1], -y[0]], [1.0, 0.0], t)
    assert np.allclose(got, [np.cos(t), -np.sin(t)], atol=1e-9)


def test_states_come_in_the_shape_of_the_times():
    def decay(t, y, since):
        return [-y[0]]

    assert integrate(decay, [1.0], 2.0).shape == (1,)
    assert integrate(decay, [1.0], [[0.0, 1.0], [1.0, 2.0]]).shape == (1, 2, 2)
    assert integrate(decay, [1.0], []).shape == (1, 0)
    assert integrate(decay, [1.0], [0.0])[0, 0] == 1.0


def test_times_before_the_start_are_refused():
    with pytest.raises(ValueError, match=r"t = -0\.5 is before the start"):
        integrate(ramp, [0.0], [1.0, -0.5])


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_solver_that_gives_up_says_where():
    with pytest.raises(RuntimeError, match="integration stopped after t = 0"):
        integrate(lambda t, y, since: [y[0] ** 2], [1.0], [2.0])
