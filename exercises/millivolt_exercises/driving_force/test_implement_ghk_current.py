"""What a student's ``ghk_current`` must do. The first line of each docstring is shown to them."""

# mypy: allow-untyped-defs, allow-untyped-calls

import numpy as np
import pytest
from hypothesis import strategies as st

CONCENTRATION = st.floats(0.01, 500)
PERMEABILITY = st.floats(1e-9, 1e-6)
VALENCE = st.sampled_from([1, -1, 2, -2])
TEMPERATURE = st.floats(275, 315)


@pytest.mark.visible
@pytest.mark.worth(2)
def test_gives_the_value_of_the_example(agree, variant):
    """Gives the value of the example in the question."""
    args = tuple(variant.given[name] for name in ("P", "z", "V", "c_in", "c_out", "T"))
    agree.on("ghk_current", *args, rel=1e-3)


@pytest.mark.visible
@pytest.mark.worth(3)
@pytest.mark.needs("test_gives_the_value_of_the_example")
def test_agrees_away_from_zero(agree):
    """Gives the right value for any ion at voltages away from zero."""
    agree(
        "ghk_current",
        rel=1e-4,
        abs=1e-9,
        P=PERMEABILITY,
        z=VALENCE,
        V=st.floats(5, 150) | st.floats(-150, -5),
        c_in=CONCENTRATION,
        c_out=CONCENTRATION,
        T=TEMPERATURE,
    )


@pytest.mark.visible
@pytest.mark.worth(2)
@pytest.mark.needs("test_gives_the_value_of_the_example")
def test_knows_the_limit_at_zero_voltage(agree):
    """Gives the current of simple diffusion at 0 mV."""
    agree.on("ghk_current", 1e-8, 2, 0.0, 1e-4, 2.0, 310.15, rel=1e-4)


@pytest.mark.visible
@pytest.mark.worth(3)
@pytest.mark.needs("test_knows_the_limit_at_zero_voltage")
def test_keeps_its_digits_close_to_zero(agree):
    """Keeps its digits at voltages as small as a billionth of a millivolt."""
    agree(
        "ghk_current",
        rel=1e-4,
        abs=1e-8,
        P=PERMEABILITY,
        z=VALENCE,
        V=st.sampled_from([1e-9, -1e-9, 1e-7, -1e-12, 1e-5]),
        c_in=CONCENTRATION,
        c_out=CONCENTRATION,
        T=TEMPERATURE,
    )


@pytest.mark.visible
@pytest.mark.worth(2)
@pytest.mark.needs("test_knows_the_limit_at_zero_voltage")
def test_takes_an_array_of_voltages(agree):
    """Takes an array of voltages that runs through zero."""
    agree.on("ghk_current", 1e-8, 1, np.linspace(-100, 60, 17), 140.0, 4.0, 310.15, rel=1e-4)
