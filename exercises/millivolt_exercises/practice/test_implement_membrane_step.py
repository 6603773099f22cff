"""What a student's ``membrane_step`` must do. The first line of each docstring is shown to them."""

# mypy: allow-untyped-defs, allow-untyped-calls

import pytest
from hypothesis import strategies as st

V = st.floats(-100.0, 50.0)
CAPACITANCE = st.floats(10.0, 300.0)
CURRENT = st.floats(-200.0, 200.0)
REVERSALS = st.just([-90.0, 60.0])


def conductances(low, high):
    return st.lists(st.floats(low, high), min_size=2, max_size=2)


@pytest.mark.visible
@pytest.mark.worth(2)
def test_gives_the_value_of_the_example(agree, variant):
    """Gives the value of the example in the question."""
    args = tuple(variant.given[name] for name in ("V", "dt", "C", "g", "E", "I"))
    agree.on("membrane_step", *args, rel=1e-4, abs=0.02)


@pytest.mark.visible
@pytest.mark.worth(2)
def test_is_right_for_short_steps(agree):
    """Is right for steps that are short compared with the time constant."""
    agree(
        "membrane_step",
        rel=1e-6,
        abs=1e-4,
        V=V,
        dt=st.floats(0.0, 0.01),
        C=CAPACITANCE,
        g=conductances(0.5, 30.0),
        E=REVERSALS,
        I=CURRENT,
    )


@pytest.mark.visible
@pytest.mark.worth(4)
@pytest.mark.needs("test_is_right_for_short_steps")
def test_is_right_for_steps_of_any_size(agree):
    """Is right for steps of any size, up to a million milliseconds."""
    agree(
        "membrane_step",
        rel=1e-4,
        abs=1e-3,
        V=V,
        dt=st.floats(0.5, 50.0) | st.floats(50.0, 1e6),
        C=CAPACITANCE,
        g=conductances(0.5, 30.0),
        E=REVERSALS,
        I=CURRENT,
    )


@pytest.mark.visible
@pytest.mark.worth(1)
@pytest.mark.needs("test_is_right_for_short_steps")
def test_charges_a_membrane_without_conductance(agree):
    """Charges the capacitance linearly when all conductances are zero."""
    args = (-70.0, 5.0, 100.0, [0.0, 0.0], [-90.0, 60.0], 20.0)
    agree.on("membrane_step", *args, rel=1e-6)


@pytest.mark.visible
@pytest.mark.worth(3)
@pytest.mark.needs("test_charges_a_membrane_without_conductance")
def test_keeps_its_digits_with_tiny_conductances(agree):
    """Keeps its digits when the conductances are as small as 10⁻¹² nS."""
    agree(
        "membrane_step",
        rel=1e-6,
        abs=1e-5,
        V=V,
        dt=st.floats(0.5, 50.0),
        C=CAPACITANCE,
        g=conductances(1e-14, 1e-10),
        E=REVERSALS,
        I=CURRENT,
    )


@pytest.mark.visible
@pytest.mark.worth(2)
@pytest.mark.needs("test_gives_the_value_of_the_example")
def test_refuses_what_no_membrane_has(student):
    """Raises ValueError for what no membrane has."""
    student.raises("membrane_step", ValueError, -70.0, 1.0, 0.0, [1.0], [-90.0], 0.0)
    student.raises("membrane_step", ValueError, -70.0, 1.0, -100.0, [1.0], [-90.0], 0.0)
    student.raises("membrane_step", ValueError, -70.0, 1.0, 100.0, [1.0, -1.0], [-90.0, 0.0], 0.0)
    student.raises("membrane_step", ValueError, -70.0, -1.0, 100.0, [1.0], [-90.0], 0.0)
