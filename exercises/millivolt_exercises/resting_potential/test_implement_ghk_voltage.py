"""What a student's ``ghk_voltage`` must do. The first line of each docstring is shown to them."""

# mypy: allow-untyped-defs, allow-untyped-calls

import pytest
from hypothesis import strategies as st

PERMEABILITY = st.floats(0.01, 10)
CONCENTRATION = st.floats(0.5, 500)
TEMPERATURE = st.floats(275, 315)


def each_of(entry, n):
    return st.lists(entry, min_size=n, max_size=n)


@pytest.mark.visible
@pytest.mark.worth(2)
def test_gives_the_value_of_the_example(agree, variant):
    """Gives the value of the example in the question."""
    example = variant.given
    args = tuple(example[name] for name in ("P", "c_in", "c_out", "z", "T"))
    agree.on("ghk_voltage", *args, rel=1e-4, abs=0.01)


@pytest.mark.visible
@pytest.mark.worth(2)
def test_one_permeant_ion_gives_its_equilibrium_potential(agree):
    """Gives the equilibrium potential when only one ion can pass."""
    agree(
        "ghk_voltage",
        rel=1e-4,
        abs=0.01,
        P=st.sampled_from([[1.0, 0.0], [0.0, 2.5]]),
        c_in=each_of(CONCENTRATION, 2),
        c_out=each_of(CONCENTRATION, 2),
        z=st.sampled_from([[1, -1], [1, 1], [-1, 1]]),
        T=TEMPERATURE,
    )


@pytest.mark.visible
@pytest.mark.worth(4)
def test_agrees_for_monovalent_ions(agree):
    """Gives the right value for any monovalent cations and anions."""
    agree(
        "ghk_voltage",
        rel=1e-4,
        abs=0.01,
        P=each_of(PERMEABILITY, 3),
        c_in=each_of(CONCENTRATION, 3),
        c_out=each_of(CONCENTRATION, 3),
        z=st.sampled_from([[1, 1, -1], [1, 1, 1], [1, -1, -1]]),
        T=TEMPERATURE,
    )


@pytest.mark.visible
@pytest.mark.worth(3)
@pytest.mark.needs("test_agrees_for_monovalent_ions")
def test_agrees_with_calcium(agree):
    """Gives the right value when divalent ions pass too."""
    agree(
        "ghk_voltage",
        rel=1e-4,
        abs=0.01,
        P=each_of(PERMEABILITY, 3),
        c_in=each_of(CONCENTRATION, 3),
        c_out=each_of(CONCENTRATION, 3),
        z=st.sampled_from([[1, 1, 2], [1, -1, 2], [2, -2, 1]]),
        T=TEMPERATURE,
    )


@pytest.mark.visible
@pytest.mark.worth(1)
def test_knows_the_limit_at_zero(agree):
    """Gives 0 mV for a membrane in perfect balance, where the formula reads 0/0."""
    args = ([1.0, 1.0], [100.0, 50.0], [50.0, 100.0], [1, 1], 310.15)
    agree.on("ghk_voltage", *args, rel=1e-4, abs=0.01)


@pytest.mark.visible
@pytest.mark.worth(2)
@pytest.mark.needs("test_gives_the_value_of_the_example")
def test_refuses_what_no_membrane_can_have(student):
    """Raises ValueError for input that no membrane can have."""
    student.raises("ghk_voltage", ValueError, [1, 1], [140, -1], [4, 145], [1, 1], 310.15)
    student.raises("ghk_voltage", ValueError, [1, 1], [140, 12], [0, 145], [1, 1], 310.15)
    student.raises("ghk_voltage", ValueError, [1, -1], [140, 12], [4, 145], [1, 1], 310.15)
    student.raises("ghk_voltage", ValueError, [0, 0], [140, 12], [4, 145], [1, 1], 310.15)
    student.raises("ghk_voltage", ValueError, [1, 1], [140, 12], [4, 145], [1, 0], 310.15)
    student.raises("ghk_voltage", ValueError, [1, 1], [140, 12], [4, 145], [1, 1], 0)
