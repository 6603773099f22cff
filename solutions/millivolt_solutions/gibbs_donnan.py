"""Gibbs-Donnan equilibrium: what charged particles that cannot cross do to those that can.

One 1:1 salt is permeant; the impermeant particles of mean valence `z_X` are inside.
Source: F. G. Donnan, Z. Elektrochem. 17:572 (1911); Sperelakis, Cell Physiology Source Book.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .arguments import (
    FloatArray,
    Result,
    concentration,
    nonnegative,
    positive,
    result,
    temperature,
    valence,
)
from .constants import MILLIVOLT_PER_KELVIN


class DonnanEquilibrium(NamedTuple):
    """Potential V = phi_in - phi_out in mV, concentrations in mM, r = cation_in/cation_out."""

    V: Result
    r: Result
    cation_in: Result
    anion_in: Result
    cation_out: Result
    anion_out: Result


def donnan(c_bath: ArrayLike, X: ArrayLike, z_X: ArrayLike, T: ArrayLike) -> DonnanEquilibrium:
    """Equilibrium with a bath so large that its salt concentration `c_bath` (mM) does not change.

    V = (RT/F) asinh(z_X X/(2 c_bath)), r = exp(-FV/RT), with `X` mM of impermeant particles in
    the cell water. Impermeant anions make V negative. Both products cation * anion are equal, and
    both sides are electroneutral.

    Raises ValueError for c_bath <= 0, X < 0, z_X = 0 or T <= 0.
    """
    bath = concentration("c_bath", c_bath)
    fixed = valence("z_X", z_X) * concentration("X", X, allow_zero=True)
    return _at(np.arcsinh(fixed / (2 * bath)), bath, temperature(T))


def donnan_closed(
    salt: ArrayLike,
    X: ArrayLike,
    z_X: ArrayLike,
    v_in: ArrayLike,
    v_out: ArrayLike,
    T: ArrayLike,
) -> DonnanEquilibrium:
    """Equilibrium between two closed, rigid compartments.

    `salt` is the amount of permeant salt and `X` that of impermeant particles, each with its own
    counterions of the permeant kind; `v_in` and `v_out` are the volumes. Amounts and volumes in
    units whose ratio is mM: amol and µm^3, or mmol and L.

    With q = |z_X| X the concentration ratio R of the counterion solves

        salt R^2 - (q/v_in) v_out R - (salt + q) = 0;

    r = R for impermeant anions, 1/R for cations. Raises ValueError for a salt or volume <= 0,
    X < 0, z_X = 0 or T <= 0.
    """
    amount = positive("salt", salt, "an amount of salt must be positive")
    charge = valence("z_X", z_X)
    fixed = np.abs(charge) * nonnegative("X", X, "an amount must not be negative")
    inside = positive("v_in", v_in, "a volume must be positive")
    outside = positive("v_out", v_out, "a volume must be positive")
    excess = fixed / amount
    half = 0.5 * excess * outside / inside
    # R - 1 without cancellation, so that a small V keeps its digits.
    growth = half + (half * half + excess) / (1 + np.sqrt(half * half + 1 + excess))
    coion_out = amount / (outside + inside / (1 + growth))
    return _at(np.sign(charge) * np.log1p(growth), coion_out, temperature(T))


def _at(y: FloatArray, bath: FloatArray, T: FloatArray) -> DonnanEquilibrium:
    """The equilibrium at y = FV/RT with the salt at `bath` mM outside."""
    outside = np.full(np.broadcast_shapes(np.shape(y), np.shape(bath)), bath)
    return DonnanEquilibrium(
        V=result(MILLIVOLT_PER_KELVIN * T * y),
        r=result(np.exp(-y)),
        cation_in=result(bath * np.exp(-y)),
        anion_in=result(bath * np.exp(y)),
        cation_out=result(outside),
        anion_out=result(outside),
    )
