"""What a student's ``rates`` must do. The first line of each docstring is shown to them."""

# mypy: allow-untyped-defs, allow-untyped-calls

import numpy as np
import pytest
from hypothesis import strategies as st

AMOUNTS = st.tuples(st.floats(5e3, 1e5), st.floats(5e4, 4e5), st.floats(5e3, 1e5)).map(list)
IMPERMEANT = st.floats(1e5, 5e5)
CONDUCTANCES = st.tuples(st.floats(0.05, 1.0), st.floats(1.0, 8.0), st.floats(0.5, 4.0)).map(list)
STATE = ([30000.0, 260000.0, 20000.0], 290000.0, [0.2, 4.0, 2.0])


def three(got):
    """The student's three numbers as an array."""
    numbers = got.tolist() if isinstance(got, np.ndarray) else got
    expected = "It should give three numbers, for Na⁺, K⁺ and Cl⁻."
    assert isinstance(numbers, list | tuple), expected
    assert len(numbers) == 3, expected
    assert all(isinstance(number, float | int) for number in numbers), expected
    return np.array(numbers, dtype=float)


def size(rates):
    """The scale of the rates, for tolerances."""
    return max(1.0, float(np.abs(rates).max()))


@pytest.mark.visible
@pytest.mark.worth(2)
def test_gives_the_values_of_the_example(agree, reference, variant):
    """Gives the values of the example in the question."""
    args = tuple(variant.given[name] for name in ("n", "X", "g", "p"))
    agree.on("rates", *args, rel=1e-7, abs=1e-3 * size(reference(*args)))


@pytest.mark.visible
@pytest.mark.worth(3)
def test_lets_the_gradients_run_down_without_a_pump(agree, reference):
    """Gives the leaks alone when the pump stands still."""
    for n in ([30000.0, 260000.0, 20000.0], [90000.0, 200000.0, 60000.0]):
        args = (n, *STATE[1:], 0.0)
        agree.on("rates", *args, rel=1e-7, abs=1e-3 * size(reference(*args)))


@pytest.mark.visible
@pytest.mark.worth(2)
@pytest.mark.needs("test_gives_the_values_of_the_example")
def test_keeps_the_cell_electrically_neutral(student):
    """Moves no net charge: what Na⁺ and K⁺ gain together, Cl⁻ gains too."""
    for p in (0.0, 10.0, 25.0):
        rates = three(student.rates(*STATE, p))
        charge = rates[0] + rates[1] - rates[2]
        assert abs(charge) <= 1e-6 * size(rates), f"Net charge enters at {charge:.4g} amol/s."


@pytest.mark.visible
@pytest.mark.worth(2)
@pytest.mark.needs("test_gives_the_values_of_the_example")
def test_depends_on_concentrations_alone(student):
    """Gives the same rates for a cell of twice the volume with the same concentrations."""
    n, X, g = STATE
    small = three(student.rates(n, X, g, 10.0))
    large = three(student.rates([2 * amount for amount in n], 2 * X, g, 10.0))
    difference = float(np.abs(large - small).max())
    assert difference <= 1e-6 * size(small), (
        f"With all amounts doubled the rates differ by up to {difference:.4g} amol/s."
    )


@pytest.mark.visible
@pytest.mark.worth(4)
@pytest.mark.needs("test_gives_the_values_of_the_example")
def test_agrees_for_any_cell(agree):
    """Gives the right rates for any amounts, conductances and strength of the pump."""
    agree(
        "rates",
        rel=1e-3,
        abs=0.02,
        n=AMOUNTS,
        X=IMPERMEANT,
        g=CONDUCTANCES,
        p=st.floats(0.0, 40.0),
    )
