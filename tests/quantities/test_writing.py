"""Numbers in print look as a physicist writes them, and can be read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.quantities import QuantityError, format, parse

NARROW = "\u202f"


@pytest.mark.parametrize(
    ("value", "unit", "options", "printed"),
    [
        (-89.1, "mV", {}, f"−89.1{NARROW}mV"),
        (-89.13, "mV", {"sig": 3}, f"−89.1{NARROW}mV"),
        (-89.13, "mV", {"decimals": 1}, f"−89.1{NARROW}mV"),
        (-89.0, "mV", {"decimals": 2}, f"−89.00{NARROW}mV"),
        (99.96, "mV", {"sig": 3}, f"100{NARROW}mV"),
        (9.996, "mV", {"sig": 3}, f"10.0{NARROW}mV"),
        (1500, "mM", {"sig": 3}, f"1500{NARROW}mM"),
        (12345, "mM", {"sig": 3}, f"1.23 × 10⁴{NARROW}mM"),
        (123456, "", {"sig": 6}, "123456"),
        (1.5e-4, "mM", {"sig": 3}, f"0.000150{NARROW}mM"),
        (1.5e-5, "mM", {"sig": 2}, f"1.5 × 10⁻⁵{NARROW}mM"),
        (-6.02e23, "", {"sig": 3}, "−6.02 × 10²³"),
        (0, "mV", {"sig": 3}, f"0.00{NARROW}mV"),
        (0.0, "mV", {}, f"0{NARROW}mV"),
        (-0.04, "mV", {"decimals": 1}, f"0.0{NARROW}mV"),
        (-0.0, "mV", {"sig": 1}, f"0{NARROW}mV"),
        (0.25, "", {"decimals": 1}, "0.2"),
        (0.35, "", {"decimals": 1}, "0.4"),
        (1240, "", {"decimals": 0}, "1240"),
        (37, "degC", {}, f"37{NARROW}°C"),
        (140, "mmol/l", {}, f"140{NARROW}mmol/L"),
        (0.3, "mS/cm^2", {"sig": 1}, f"0.3{NARROW}mS/cm²"),
        (34, "%", {}, f"34{NARROW}%"),
    ],
)
def test_a_quantity_in_print(value: float, unit: str, options, printed: str) -> None:
    assert format(value, unit, **options) == printed


def test_a_number_alone_is_a_pure_number() -> None:
    assert format(-1.5) == "−1.5"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_is_not_finite_is_not_printed_as_a_quantity(value: float) -> None:
    with pytest.raises(ValueError, match="not finite"):
        format(value, "mV")


def test_contradictory_or_senseless_precision_is_refused() -> None:
    with pytest.raises(ValueError, match="not both"):
        format(1.0, "mV", sig=2, decimals=1)
    with pytest.raises(ValueError, match="at least 1 significant figure, not 0"):
        format(1.0, "mV", sig=0)
    with pytest.raises(QuantityError):
        format(1.0, "furlong")


@given(
    st.floats(-1e200, 1e200, allow_nan=False).filter(lambda x: x == 0 or abs(x) > 1e-200),
    st.sampled_from(["mV", "", "mS/cm^2", "µM", "J/(mol K)"]),
)
def test_what_is_printed_in_full_is_read_back_as_the_same_number(value: float, unit: str) -> None:
    quantity = parse(format(value, unit))
    assert quantity.value == value
    assert quantity.to(unit) == pytest.approx(value, rel=1e-15)


@given(st.floats(1e-9, 1e9), st.integers(1, 12))
def test_the_figures_asked_for_are_the_figures_printed(value: float, sig: int) -> None:
    quantity = parse(format(-value, "mV", sig=sig))
    assert quantity.least_significant_figures <= sig <= max(quantity.significant_figures, sig)
    assert quantity.significant_figures in (sig, max(sig, 4)) or quantity.value.is_integer()
    assert quantity.value == pytest.approx(-value, rel=0.51 * 10 ** (1 - sig))
