"""What a student's ``fit_iv`` must do. The first line of each docstring is shown to them."""

# mypy: allow-untyped-defs, allow-untyped-calls

import numpy as np
import pytest
from hypothesis import strategies as st

STEPS = (-80.0, -55.0, -30.0, -5.0, 20.0)


def currents(noise):
    """Currents at STEPS of some conductance and reversal potential, off by up to ``noise`` pA."""
    line = st.tuples(st.floats(1.0, 20.0), st.floats(-90.0, 40.0))
    errors = st.lists(st.floats(-noise, noise), min_size=5, max_size=5)
    return st.tuples(line, errors).map(
        lambda drawn: [
            drawn[0][0] * (V - drawn[0][1]) + error
            for V, error in zip(STEPS, drawn[1], strict=True)
        ]
    )


def pair(got):
    """The student's conductance and reversal potential."""
    numbers = got.tolist() if isinstance(got, np.ndarray) else got
    assert isinstance(numbers, list | tuple), "a pair (g, E) was expected"
    assert len(numbers) == 2, "a pair (g, E) was expected"
    return tuple(numbers)


@pytest.mark.visible
@pytest.mark.worth(2)
def test_gives_the_values_of_the_example(student, reference, variant):
    """Gives the values of the example in the question."""
    args = (variant.given["V"], variant.given["I"])
    got, expected = pair(student.fit_iv(*args)), reference(*args)
    assert got[0] == pytest.approx(expected[0], rel=1e-3), f"expected {expected[0]:.4g} nS"
    assert got[1] == pytest.approx(expected[1], abs=0.02), f"expected {expected[1]:.2f} mV"


@pytest.mark.visible
@pytest.mark.worth(3)
def test_finds_the_line_through_exact_points(agree):
    """Finds the conductance and the reversal potential when the points lie on a line."""
    agree("fit_iv", rel=1e-4, abs=1e-3, V=st.just(list(STEPS)), I=currents(0.0))


@pytest.mark.visible
@pytest.mark.worth(4)
@pytest.mark.needs("test_finds_the_line_through_exact_points")
def test_averages_the_noise_of_the_currents(agree):
    """Averages the noise of all currents, with the line of least squares."""
    agree("fit_iv", rel=1e-4, abs=1e-3, V=st.just(list(STEPS)), I=currents(8.0))


@pytest.mark.visible
@pytest.mark.worth(1)
@pytest.mark.needs("test_finds_the_line_through_exact_points")
def test_takes_points_in_any_order(student):
    """Takes the points in any order, and repeated measurements at one voltage."""
    got = student.fit_iv([20.0, -80.0, 20.0, -30.0], [450.0, -100.0, 430.0, 170.0])
    assert pair(got) == pytest.approx((5.4, -61.481481), rel=1e-4)


@pytest.mark.visible
@pytest.mark.worth(1)
@pytest.mark.needs("test_finds_the_line_through_exact_points")
def test_takes_arrays(student):
    """Takes NumPy arrays as well as lists."""
    V = np.linspace(-100.0, 40.0, 15)
    assert pair(student.fit_iv(V, 3.0 * (V + 72.0))) == pytest.approx((3.0, -72.0), rel=1e-4)


@pytest.mark.visible
@pytest.mark.worth(1)
@pytest.mark.needs("test_gives_the_values_of_the_example")
def test_refuses_what_determines_no_line(student):
    """Raises ValueError for data that determine no line."""
    student.raises("fit_iv", ValueError, [-70.0, -50.0, -30.0], [1.0, 2.0])
    student.raises("fit_iv", ValueError, [], [])
    student.raises("fit_iv", ValueError, [-70.0, -70.0], [10.0, 12.0])
