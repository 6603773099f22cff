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


@pytest.mark.visible
@pytest.mark.worth(2)
def test_gives_the_values_of_the_example(agree, variant):
    """Gives the values of the example in the question."""
    agree.on("fit_iv", variant.given["V"], variant.given["I"], rel=1e-3)


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
def test_takes_points_in_any_order(agree):
    """Takes the points in any order, and repeated measurements at one voltage."""
    V, I = [20.0, -80.0, 20.0, -30.0], [450.0, -100.0, 430.0, 170.0]
    agree.on("fit_iv", V, I, rel=1e-4)


@pytest.mark.visible
@pytest.mark.worth(1)
@pytest.mark.needs("test_finds_the_line_through_exact_points")
def test_takes_arrays(agree):
    """Takes NumPy arrays as well as lists."""
    V = np.linspace(-100.0, 40.0, 15)
    agree.on("fit_iv", V, 3.0 * (V + 72.0), rel=1e-4)


@pytest.mark.visible
@pytest.mark.worth(1)
@pytest.mark.needs("test_gives_the_values_of_the_example")
def test_refuses_what_determines_no_line(student):
    """Raises ValueError for data that determine no line."""
    student.raises("fit_iv", ValueError, [-70.0, -50.0, -30.0], [1.0, 2.0])
    student.raises("fit_iv", ValueError, [], [])
    student.raises("fit_iv", ValueError, [-70.0, -70.0], [10.0, 12.0])
