"""What a student's ``gaba_reversal`` must do. The first line of each docstring is shown to them."""

# mypy: allow-untyped-defs, allow-untyped-calls

import numpy as np
import pytest
from hypothesis import strategies as st

NAMES = ("Cl_in", "Cl_out", "HCO3_out", "pH_in", "pH_out", "p", "T")
CELL = {
    "Cl_in": st.floats(2.0, 50.0),
    "Cl_out": st.floats(90.0, 140.0),
    "HCO3_out": st.floats(10.0, 35.0),
}
TEMPERATURE = st.floats(290.0, 312.0)


@pytest.mark.visible
@pytest.mark.worth(2)
def test_gives_the_value_of_the_example(agree, variant):
    """Gives the value of the example in the question."""
    agree.on("gaba_reversal", *(variant.given[name] for name in NAMES), rel=1e-4, abs=0.02)


@pytest.mark.visible
@pytest.mark.worth(1)
def test_gives_the_potential_of_chloride_without_bicarbonate(agree):
    """Gives the equilibrium potential of chloride when bicarbonate cannot pass."""
    agree(
        "gaba_reversal",
        rel=1e-4,
        abs=1e-3,
        **CELL,
        pH_in=st.just(7.1),
        pH_out=st.just(7.4),
        p=st.just(0.0),
        T=TEMPERATURE,
    )


@pytest.mark.visible
@pytest.mark.worth(2)
def test_agrees_when_the_pH_is_the_same_on_both_sides(agree):
    """Gives the right value when both sides have the same pH, and so the same bicarbonate."""
    agree(
        "gaba_reversal",
        rel=1e-4,
        abs=1e-3,
        **CELL,
        pH_in=st.just(7.3),
        pH_out=st.just(7.3),
        p=st.floats(0.1, 0.6),
        T=TEMPERATURE,
    )


@pytest.mark.visible
@pytest.mark.worth(3)
@pytest.mark.needs("test_agrees_when_the_pH_is_the_same_on_both_sides")
def test_agrees_for_any_pH(agree):
    """Gives the right value whatever the two pH are."""
    agree(
        "gaba_reversal",
        rel=1e-4,
        abs=1e-3,
        **CELL,
        pH_in=st.floats(6.5, 7.6),
        pH_out=st.floats(6.8, 7.8),
        p=st.floats(0.1, 0.6),
        T=TEMPERATURE,
    )


@pytest.mark.visible
@pytest.mark.worth(2)
@pytest.mark.needs("test_gives_the_value_of_the_example")
def test_broadcasts_arrays(agree):
    """Takes NumPy arrays and broadcasts them: chloride down the rows, pH along the columns."""
    Cl_in, pH_in = np.array([[5.0], [15.0], [30.0]]), np.array([6.8, 7.0, 7.2, 7.4])
    agree.on("gaba_reversal", Cl_in, 125.0, 25.0, pH_in, 7.4, 0.25, 310.15, rel=1e-4)


@pytest.mark.visible
@pytest.mark.worth(2)
@pytest.mark.needs("test_gives_the_value_of_the_example")
def test_refuses_what_no_cell_can_have(student):
    """Raises ValueError for input that no cell can have."""
    student.raises("gaba_reversal", ValueError, -5.0, 125.0, 25.0, 7.1, 7.4, 0.25, 310.15)
    student.raises("gaba_reversal", ValueError, 5.0, 0.0, 25.0, 7.1, 7.4, 0.25, 310.15)
    student.raises("gaba_reversal", ValueError, 5.0, 125.0, -1.0, 7.1, 7.4, 0.25, 310.15)
    student.raises("gaba_reversal", ValueError, 5.0, 125.0, 25.0, 7.1, 7.4, -0.25, 310.15)
    student.raises("gaba_reversal", ValueError, 5.0, 125.0, 25.0, 7.1, 7.4, 0.25, 0.0)
    two = np.array([5.0, -1.0])
    student.raises("gaba_reversal", ValueError, two, 125.0, 25.0, 7.1, 7.4, 0.25, 310.15)
