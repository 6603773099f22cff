"""Loads libraries before the first fork and touches their lazy corners once."""

from __future__ import annotations

import importlib
import io
from collections.abc import Callable, Iterable
from typing import Any, Final


def load(names: Iterable[str]) -> dict[str, str]:
    """Imports the libraries and exercises each a little, so that no child pays for it.

    Returns:
        The version of each.
    """
    versions = {}
    _warm_standard_library()
    for name in names:
        module = importlib.import_module(name)
        versions[name] = str(getattr(module, "__version__", "?"))
        warm = _WARM.get(name)
        if warm is not None:
            warm(module)
    return versions


def _warm_standard_library() -> None:
    for name in _OFTEN_USED.split():
        importlib.import_module(name)


def _warm_numpy(numpy: Any) -> None:
    for name in ("random", "linalg", "fft", "polynomial", "ma"):
        importlib.import_module(f"numpy.{name}")
    repr(numpy.arange(4.0).reshape(2, 2))
    numpy.linalg.solve(numpy.eye(2), numpy.ones(2))
    numpy.random.default_rng(0).normal()


def _warm_sympy(sympy: Any) -> None:
    x = sympy.Symbol("x")
    sympy.simplify(sympy.diff(sympy.sin(x) * sympy.exp(x), x))
    sympy.solve(x**2 - 2, x)
    sympy.lambdify(x, x**2)(2.0)
    sympy.latex(x + 1)


def _warm_scipy(scipy: Any) -> None:
    for name in [
        "optimize",
        "integrate",
        "linalg",
        "special",
        "stats",
        "signal",
        "interpolate",
        "constants",
    ]:
        importlib.import_module(f"scipy.{name}")


def _warm_matplotlib(matplotlib: Any) -> None:
    matplotlib.use("Agg", force=True)
    pyplot = importlib.import_module("matplotlib.pyplot")
    pyplot.plot([1, 2], label="x")
    pyplot.xlabel("$x$")
    pyplot.legend()
    pyplot.savefig(io.BytesIO(), format="png")
    pyplot.close("all")


def _warm_pandas(pandas: Any) -> None:
    repr(pandas.DataFrame({"x": [1.0, 2.0]}))


_WARM: Final[dict[str, Callable[[Any], None]]] = {
    "numpy": _warm_numpy,
    "sympy": _warm_sympy,
    "scipy": _warm_scipy,
    "matplotlib": _warm_matplotlib,
    "pandas": _warm_pandas,
}

_OFTEN_USED: Final = (
    "asyncio cmath collections copy dataclasses datetime decimal encodings.idna enum fractions "
    "functools itertools json linecache math operator pprint random re statistics string textwrap "
    "time traceback typing unittest.mock warnings"
)
