"""What counts as physical: each argument is checked at the door, with a sentence when it is not.

Every check takes the argument's name and value and gives back a float64 array. Nothing is ever
clipped or replaced by a sentinel value. `result` turns arrays without axes back into floats.
"""

import sys
import warnings
from typing import Any, NoReturn, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.float64]

Result: TypeAlias = Any
"""A Python float when every argument was a scalar, otherwise a float64 array of the broadcast
shape. (The type system cannot say this without two more signatures for every function.)"""

COLDEST_USUAL_K, HOTTEST_USUAL_K = 250.0, 330.0


class TemperatureWarning(UserWarning):
    """A temperature that is physical but unlikely in a living cell: Celsius used as kelvin?"""


def result(values: Any) -> Result:
    """`values` as a float if it has no axes, unchanged otherwise."""
    return values.item() if values.ndim == 0 else values


def finite(name: str, value: ArrayLike, what: str = "it must be a finite number") -> FloatArray:
    """`value` as a float64 array; raises ValueError unless all of it is real and finite."""
    values = _real(name, value)
    if values.size:
        least, most = _extremes(values)
        if not (least > -np.inf and most < np.inf):
            refuse(name, values, ~np.isfinite(values), what)
    return values


def positive(name: str, value: ArrayLike, what: str = "it must be positive") -> FloatArray:
    """`value` as a float64 array; raises ValueError unless all of it is finite and > 0."""
    values = _real(name, value)
    if values.size:
        least, most = _extremes(values)
        if not (least > 0 and most < np.inf):
            refuse(name, values, ~((values > 0) & (values < np.inf)), what)
    return values


def nonnegative(name: str, value: ArrayLike, what: str = "it must not be negative") -> FloatArray:
    """`value` as a float64 array; raises ValueError unless all of it is finite and >= 0."""
    values = _real(name, value)
    if values.size:
        least, most = _extremes(values)
        if not (least >= 0 and most < np.inf):
            refuse(name, values, ~((values >= 0) & (values < np.inf)), what)
    return values


def concentration(name: str, value: ArrayLike, *, allow_zero: bool = False) -> FloatArray:
    """Concentrations in mM: positive, or with `allow_zero` at least not negative."""
    if allow_zero:
        return nonnegative(name, value, "a concentration (in mM) must not be negative")
    return positive(name, value, "a concentration (in mM) must be positive and finite")


def permeability(name: str, value: ArrayLike) -> FloatArray:
    """Permeabilities: finite and not negative."""
    return nonnegative(name, value, "a permeability must be finite and not negative")


def conductance(name: str, value: ArrayLike) -> FloatArray:
    """Conductances: finite and not negative."""
    return nonnegative(name, value, "a conductance must be finite and not negative")


def potential(name: str, value: ArrayLike) -> FloatArray:
    """Potentials in mV: finite."""
    return finite(name, value, "a potential (in mV) must be finite")


def valence(name: str, value: ArrayLike) -> FloatArray:
    """Valences: finite and not zero, since a particle without charge has no such potential."""
    values = finite(name, value)
    if not values.all():
        refuse(name, values, values == 0, "the valence of an ion must not be zero")
    return values


def temperature(value: ArrayLike, name: str = "T") -> FloatArray:
    """Temperatures in kelvin: positive; a TemperatureWarning outside 250 to 330 K."""
    values = positive(name, value, "an absolute temperature (in K) must be positive and finite")
    if values.size:
        least, most = _extremes(values)
        if least < COLDEST_USUAL_K or most > HOTTEST_USUAL_K:
            unusual = (values < COLDEST_USUAL_K) | (values > HOTTEST_USUAL_K)
            warnings.warn(
                f"{name} = {_first(values, unusual)} K lies outside 250 to 330 K; temperatures are "
                "in kelvin, celsius(t) converts.",
                TemperatureWarning,
                stacklevel=_levels_to_the_caller(),
            )
    return values


def refuse(name: str, values: FloatArray, wrong: NDArray[np.bool_], what: str) -> NoReturn:
    """Raise the ValueError that names an argument, its first `wrong` element and `what` it must be.

    `wrong` has the shape of `values` or one that it broadcasts to.
    """
    shown = _first(np.broadcast_to(values, wrong.shape), wrong)
    raise ValueError(f"{name} = {shown} is not physical: {what}.")


def _levels_to_the_caller() -> int:
    """How far up the stack the line is that called into this package, for its warnings."""
    levels, frame = 1, sys._getframe(1)
    while frame.f_back and frame.f_globals["__name__"].startswith(f"{__package__}."):
        levels, frame = levels + 1, frame.f_back
    return levels


def _real(name: str, value: ArrayLike) -> FloatArray:
    try:
        return np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} = {value!r} is not a real number or an array of them.") from error


def _extremes(values: FloatArray) -> tuple[float, float]:
    """The least and the greatest element; NaN when any element is."""
    if values.ndim == 0:  # as in most calls, and ten times as fast
        return values.item(), values.item()
    return float(values.min()), float(values.max())


def _first(values: FloatArray, chosen: NDArray[np.bool_]) -> str:
    """The first chosen element as text, with its index when there is more than one element."""
    if values.ndim == 0:
        return f"{values.item():g}"
    index = tuple(int(i) for i in np.argwhere(chosen)[0])
    return f"{values[index]:g} (element {index[0] if len(index) == 1 else index})"
