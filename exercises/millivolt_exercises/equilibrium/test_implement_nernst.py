"""What a student's ``nernst`` must do. The first line of each docstring is shown to them."""

# mypy: allow-untyped-defs, allow-untyped-calls

import numpy as np
import pytest
from hypothesis import strategies as st

CONCENTRATION = st.floats(1e-4, 600)
VALENCE = st.sampled_from([1, -1, 2, -2, 3])
TEMPERATURE = st.floats(270, 320)


@pytest.mark.visible
@pytest.mark.worth(2)
def test_gives_the_value_of_the_example(agree, variant):
    """Gives the value of the example in the question."""
    example = variant.given
    agree.on("nernst", *(example[name] for name in ("c_out", "c_in", "z", "T")), rel=1e-4)


@pytest.mark.visible
@pytest.mark.worth(4)
@pytest.mark.needs("test_gives_the_value_of_the_example")
def test_agrees_with_the_nernst_equation(agree):
    """Gives the right value for any ion, concentrations and temperature."""
    agree(
        "nernst",
        rel=1e-4,
        abs=1e-9,
        c_out=CONCENTRATION,
        c_in=CONCENTRATION,
        z=VALENCE,
        T=TEMPERATURE,
    )


@pytest.mark.visible
@pytest.mark.worth(2)
@pytest.mark.needs("test_gives_the_value_of_the_example")
def test_broadcasts_arrays(agree):
    """Takes NumPy arrays and broadcasts them."""
    c_out = np.array([[4.0], [12.0], [150.0]])
    agree.on("nernst", c_out, np.array([140.0, 30.0]), np.array([1, -1]), 310.15, rel=1e-4)


@pytest.mark.visible
@pytest.mark.worth(2)
@pytest.mark.needs("test_gives_the_value_of_the_example")
def test_refuses_what_no_membrane_can_have(student):
    """Raises ValueError for input that no membrane can have."""
    student.raises("nernst", ValueError, -4.0, 140.0, 1, 310.15)
    student.raises("nernst", ValueError, 4.0, 0.0, 1, 310.15)
    student.raises("nernst", ValueError, 4.0, 140.0, 0, 310.15)
    student.raises("nernst", ValueError, 4.0, 140.0, 1, -10.0)
    student.raises("nernst", ValueError, np.array([4.0, -1.0]), 140.0, 1, 310.15)
