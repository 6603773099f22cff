"""Special functions of membrane physics, evaluated without loss of accuracy or overflow.

Pure numerics on float64 arrays; arguments are not checked here.
"""

import numpy as np

from .arguments import FloatArray

_NEAR_ONE = 0.69
"""|ln(a/b)| up to which a and b are within a factor of two."""
_NEAR_OVERFLOW = 690.0
"""|ln(a/b)| from which a/b may have left the range of normal numbers."""
_SERIES_RADIUS = 0.5
# Coefficients B_2n/(2n)! of B(x) = 1 - x/2 + sum_n (B_2n/(2n)!) x^(2n), from x^2 on.
_SERIES = (
    1 / 12,
    -1 / 720,
    1 / 30240,
    -1 / 1209600,
    1 / 47900160,
    -691 / 1307674368000,
    1 / 74724249600,
    -3617 / 10670622842880000,
)


def log_ratio(a: FloatArray, b: FloatArray) -> FloatArray:
    """ln(a/b) to a few ulp for positive a and b, also where they nearly agree or differ hugely.

    Rounding a/b loses the digits of ln near 1, so there ln(1 + (a-b)/b) is taken: a - b is exact
    within a factor of two (Sterbenz). Zero gives an infinity, as the limit does.
    """
    with np.errstate(over="ignore", under="ignore", divide="ignore", invalid="ignore"):
        logarithm = np.asarray(np.log(np.divide(a, b)))
        size = np.abs(logarithm)
        near = size < _NEAR_ONE
        if near.any():
            np.log1p((a - b) / b, out=logarithm, where=near)
        if not size.max(initial=0.0) < _NEAR_OVERFLOW:
            extreme = ~(size < _NEAR_OVERFLOW)
            logarithm = np.where(extreme, np.log(a) - np.log(b), logarithm)
    return logarithm


def bernoulli_pair(x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """B(x) and B(-x) of the Bernoulli function B(x) = x/(e^x - 1), with B(0) = 1.

    Both follow from m = |x| alone, by B(-m) = m/(1 - e^-m) and B(m) = e^-m B(-m): no overflow
    and no cancellation for any x.
    """
    m = np.abs(x)
    at_zero = m == 0
    with np.errstate(under="ignore"):
        # 1/-expm1(-1) is finite and then replaced: a division by zero never takes place.
        falling = np.where(at_zero, 1.0, m / -np.expm1(-np.where(at_zero, 1.0, m)))
        rising = np.exp(-m) * falling
    negative = x < 0
    return np.where(negative, falling, rising), np.where(negative, rising, falling)


def bernoulli(x: FloatArray) -> FloatArray:
    """The Bernoulli function B(x) = x/(e^x - 1), with B(0) = 1."""
    return bernoulli_pair(x)[0]


def bernoulli_derivative(x: FloatArray) -> FloatArray:
    """B'(x) of the Bernoulli function; always negative, -1/2 at x = 0.

    B' = (B(x)/x) (1 - B(-x)), which cancels near zero, where the Taylor series takes over.
    """
    small = np.abs(x) < _SERIES_RADIUS
    inner = np.where(small, x, 0.0)
    square = inner * inner
    series = np.zeros_like(square)
    for n, coefficient in reversed(list(enumerate(_SERIES, start=1))):
        series = series * square + 2 * n * coefficient
    outer = np.where(small, 1.0, x)
    forward, backward = bernoulli_pair(outer)
    return np.where(small, -0.5 + inner * series, forward / outer * (1.0 - backward))
