"""What a student's ``activity_coefficients`` must do. The docstrings' first lines are shown."""

# mypy: allow-untyped-defs, allow-untyped-calls

import numpy as np
import pytest
from hypothesis import strategies as st

AMOUNT = st.floats(0.0, 70.0)


def solutions(*salts):
    """Concentrations of ions from amounts of salts: each salt is a row of ions per formula unit."""
    rows = np.array(salts, dtype=float)
    return st.tuples(*[AMOUNT] * len(salts)).map(
        lambda amounts: (np.array(amounts) @ rows).tolist()
    )


@pytest.mark.visible
@pytest.mark.worth(2)
def test_gives_the_values_of_the_example(agree, variant):
    """Gives the values of the example in the question."""
    args = tuple(variant.given[name] for name in ("c", "z", "A"))
    agree.on("activity_coefficients", *args, rel=1e-4)


@pytest.mark.visible
@pytest.mark.worth(3)
def test_agrees_for_salts_of_monovalent_ions(agree):
    """Gives the right values for any mixture of NaCl and KCl."""
    agree(
        "activity_coefficients",
        rel=1e-4,
        c=solutions((1, 0, 1), (0, 1, 1)),
        z=st.just([1, 1, -1]),
        A=st.floats(0.49, 0.53),
    )


@pytest.mark.visible
@pytest.mark.worth(4)
@pytest.mark.needs("test_agrees_for_salts_of_monovalent_ions")
def test_agrees_for_salts_of_divalent_ions(agree):
    """Gives the right values when there are divalent ions too, of either sign."""
    agree(
        "activity_coefficients",
        rel=1e-4,
        c=solutions((1, 0, 0, 1), (0, 1, 0, 2), (2, 0, 1, 0)),
        z=st.just([1, 2, -2, -1]),
        A=st.floats(0.49, 0.53),
    )


@pytest.mark.visible
@pytest.mark.worth(1)
@pytest.mark.needs("test_gives_the_values_of_the_example")
def test_knows_pure_water_and_neutral_molecules(agree):
    """Gives 1 for neutral molecules, and for every ion where there are none."""
    agree.on("activity_coefficients", [0.0, 0.0], [1, -1], 0.509, rel=1e-4)
    agree.on("activity_coefficients", [100.0, 100.0, 10.0], [1, -1, 0], 0.509, rel=1e-4)


@pytest.mark.visible
@pytest.mark.worth(2)
@pytest.mark.needs("test_gives_the_values_of_the_example")
def test_refuses_what_is_not_a_solution(student):
    """Raises ValueError for negative concentrations and for charges that do not balance."""
    student.raises("activity_coefficients", ValueError, [140.0, 120.0], [1, -1], 0.509)
    student.raises("activity_coefficients", ValueError, [2.0, 2.0], [2, -1], 0.509)
    student.raises("activity_coefficients", ValueError, [-5.0, -5.0], [1, -1], 0.509)
