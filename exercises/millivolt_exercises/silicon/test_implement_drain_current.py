"""What a student's ``drain_current`` must do. The first line of each docstring is shown to them."""

# mypy: allow-untyped-defs, allow-untyped-calls

import numpy as np
import pytest
from hypothesis import strategies as st

SCALE = st.floats(0.01, 100.0)
GATE = st.floats(200.0, 450.0)
SOURCE = st.floats(0.0, 100.0)
TEMPERATURE = st.floats(275.0, 330.0)
KAPPA = st.floats(0.5, 1.0)


@pytest.mark.visible
@pytest.mark.worth(2)
def test_gives_the_value_of_the_example(agree, variant):
    """Gives the value of the example in the question."""
    args = tuple(variant.given[name] for name in ("I0", "V_g", "V_s", "V_d", "T", "kappa"))
    agree.on("drain_current", *args, rel=1e-3)


@pytest.mark.visible
@pytest.mark.worth(4)
@pytest.mark.needs("test_gives_the_value_of_the_example")
def test_agrees_away_from_equilibrium(agree):
    """Gives the right value when source and drain are far apart, in either direction."""
    agree(
        "drain_current",
        rel=1e-4,
        I0=SCALE,
        V_g=GATE,
        V_s=SOURCE,
        V_d=st.floats(105.0, 300.0) | st.floats(-100.0, -5.0),
        T=TEMPERATURE,
        kappa=KAPPA,
    )


@pytest.mark.visible
@pytest.mark.worth(1)
@pytest.mark.needs("test_gives_the_value_of_the_example")
def test_knows_that_nothing_flows_in_equilibrium(agree):
    """Gives no current when source and drain are at the same voltage."""
    agree.on("drain_current", 1.0, 300.0, 40.0, 40.0, 300.15, 0.7, rel=1e-4)


@pytest.mark.visible
@pytest.mark.worth(3)
@pytest.mark.needs("test_knows_that_nothing_flows_in_equilibrium")
def test_keeps_its_digits_close_to_equilibrium(agree):
    """Keeps its digits for a billionth of a millivolt between source and drain."""
    agree(
        "drain_current",
        rel=1e-4,
        I0=SCALE,
        V_g=GATE,
        V_s=st.just(0.0),
        V_d=st.sampled_from([1e-9, -1e-9, 1e-7, -1e-12, 1e-5]),
        T=TEMPERATURE,
        kappa=KAPPA,
    )


@pytest.mark.visible
@pytest.mark.worth(2)
@pytest.mark.needs("test_gives_the_value_of_the_example")
def test_takes_arrays_of_voltages(agree):
    """Takes arrays of voltages and broadcasts them: a whole family of curves at once."""
    V_g, V_d = np.array([[280.0], [300.0], [320.0]]), np.linspace(-20.0, 150.0, 18)
    agree.on("drain_current", 1.0, V_g, 0.0, V_d, 300.15, 0.7, rel=1e-4, abs=1e-12)
