"""The special functions keep their digits where the obvious formulas lose them."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from millivolt_solutions.special import (
    bernoulli,
    bernoulli_derivative,
    bernoulli_pair,
    log_ratio,
)

POSITIVE = st.floats(1e-12, 1e12)
WIDE = st.floats(-800.0, 800.0) | st.floats(-2.0, 2.0) | st.floats(-1e-6, 1e-6)


def near(base: float, step: float) -> float:
    return base * (1 + step)


@given(POSITIVE, POSITIVE)
def test_log_ratio_is_accurate_for_any_ratio(exact, assert_ulps, a, b):
    want = exact.mp.log(exact.mp.mpf(a) / exact.mp.mpf(b))
    assert_ulps(float(log_ratio(np.float64(a), np.float64(b))), want, 3)


@given(POSITIVE, st.floats(-0.5, 1.0) | st.floats(-1e-9, 1e-9) | st.floats(-1e-15, 1e-15))
def test_log_ratio_keeps_its_digits_near_one(exact, assert_ulps, b, step):
    a = near(b, step)
    want = exact.mp.log(exact.mp.mpf(a) / exact.mp.mpf(b))
    assert_ulps(float(log_ratio(np.float64(a), np.float64(b))), want, 3)


def test_log_ratio_survives_ratios_beyond_the_range_of_floats(exact, assert_ulps):
    for a, b in [(1e300, 1e-300), (1e-300, 1e300), (5e-324, 1.0)]:
        want = exact.mp.log(exact.mp.mpf(a)) - exact.mp.log(exact.mp.mpf(b))
        assert_ulps(float(log_ratio(np.float64(a), np.float64(b))), want, 4)


def test_log_ratio_of_arrays_mixes_all_regimes():
    a = np.array([1.0, 2.0, 1e300, 3.0])
    b = np.array([1.0, 1.0, 1e-300, 3.0 * (1 - 1e-14)])
    together = log_ratio(a, b)
    alone = [float(log_ratio(np.float64(x), np.float64(y))) for x, y in zip(a, b, strict=True)]
    assert together.tolist() == alone


@given(WIDE)
@example(0.0)
@example(-0.0)
@example(5e-324)
@example(700.0)
def test_the_bernoulli_function_is_accurate_everywhere(exact, assert_ulps, x):
    want = exact.bernoulli(x)
    assert_ulps(float(bernoulli(np.float64(x))), want, 4, scale=1e-300)


@given(WIDE)
def test_the_pair_is_the_function_at_both_signs(x):
    forward, backward = bernoulli_pair(np.float64(x))
    assert float(forward) == float(bernoulli(np.float64(x)))
    assert float(backward) == float(bernoulli(np.float64(-x)))


@given(WIDE)
def test_the_function_at_minus_x_is_larger_by_x(x):
    forward, backward = bernoulli_pair(np.float64(x))
    assert abs(float(backward - forward) - x) <= 1e-14 * max(1.0, abs(x))


def test_huge_arguments_neither_overflow_nor_warn():
    with np.errstate(all="raise"):
        values = bernoulli(np.array([-1e6, 1e6]))
    assert values.tolist() == [1e6, 0.0]


@given(st.floats(-300.0, 300.0) | st.floats(-1.5, 1.5) | st.floats(-1e-8, 1e-8))
@example(0.0)
@example(0.5)
@example(-0.5)
@example(0.499)
def test_the_derivative_of_the_bernoulli_function_is_accurate(exact, assert_ulps, x):
    mp = exact.mp
    y = mp.mpf(x)
    if abs(y) < mp.mpf("1e-12"):
        want = -mp.mpf(1) / 2 + y / 6
    else:
        with mp.workdps(90):
            want = (mp.expm1(y) - y * mp.exp(y)) / mp.expm1(y) ** 2
    assert_ulps(float(bernoulli_derivative(np.float64(x))), want, 8)
