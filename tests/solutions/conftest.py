"""Truth at 50 digits, and what counts as close to it."""

from collections.abc import Callable
from dataclasses import dataclass

import mpmath
import numpy as np
import pytest

ULP = float(np.finfo(np.float64).eps)


@dataclass(frozen=True)
class Exact:
    """The formulas of the package at 50 digits, on the exact values of their float arguments."""

    mp: mpmath.MPContext

    @property
    def volts_per_kelvin(self) -> mpmath.mpf:
        """k_B/e from the exact SI values, in mV/K."""
        return 1000 * self.mp.mpf("1.380649e-23") / self.mp.mpf("1.602176634e-19")

    @property
    def F(self) -> mpmath.mpf:
        return self.mp.mpf("1.602176634e-19") * self.mp.mpf("6.02214076e23")

    @property
    def R(self) -> mpmath.mpf:
        return self.mp.mpf("1.380649e-23") * self.mp.mpf("6.02214076e23")

    def thermal(self, T: float) -> mpmath.mpf:
        """RT/F in mV."""
        return self.volts_per_kelvin * self.mp.mpf(T)

    def nernst(self, c_out: float, c_in: float, z: float, T: float) -> mpmath.mpf:
        return self.thermal(T) * self.mp.log(self.mp.mpf(c_out) / self.mp.mpf(c_in)) / z

    def bernoulli(self, x: mpmath.mpf) -> mpmath.mpf:
        x = self.mp.mpf(x)
        return x / self.mp.expm1(x) if x else self.mp.mpf(1)

    def ghk_terms(
        self, P: float, z: float, V: float, c_in: float, c_out: float, T: float
    ) -> tuple[mpmath.mpf, mpmath.mpf]:
        """The two one-way currents of the GHK equation in A/m^2, outward and inward."""
        x = z * self.mp.mpf(V) / self.thermal(T)
        scale = self.mp.mpf(P) * z * self.F
        return scale * c_in * self.bernoulli(-x), scale * c_out * self.bernoulli(x)


@pytest.fixture(scope="session")
def exact() -> Exact:
    context = mpmath.MPContext()
    context.dps = 50
    return Exact(context)


@pytest.fixture(scope="session")
def assert_ulps() -> Callable[..., None]:
    """assert_ulps(got, want, n, scale=None): |got - want| <= n ulp of want, or of `scale`."""

    def check(got: float, want: mpmath.mpf, n: float, scale: float | mpmath.mpf = 0) -> None:
        size = max(abs(want), abs(scale))
        error = abs(mpmath.mpf(got) - want)
        allowed = n * ULP * size
        assert error <= allowed, f"{got!r} is {float(error / (ULP * size)):.3g} ulp from {want}"

    return check
