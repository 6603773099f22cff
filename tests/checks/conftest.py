"""Parts of every kind, as exercises would have them, and how a slot's value is observed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from millivolt.items import (
    CONCENTRATION,
    CURRENT,
    SINGLE_LOG,
    Cell,
    Choice,
    Constraint,
    Curve,
    Derivation,
    Design,
    Expression,
    Feature,
    Figure,
    FreeText,
    Function,
    Matching,
    Misconception,
    MultipleChoice,
    Numeric,
    Observation,
    Option,
    Ordering,
    Part,
    Response,
    RubricLine,
    Series,
    SymbolSpec,
    Table,
    Tolerance,
    TwoTier,
    Variable,
)


def idea(name: str, value: Any) -> Misconception:
    return Misconception(name, value, f"This is {name}.", f"What about {name}?")


def potential() -> Numeric:
    """E_K of a neuron at 37 °C with 140 and 5 mM: -89.06 mV."""
    return Numeric(
        "E_K",
        answer=-89.0589,
        unit="mV",
        tolerance=SINGLE_LOG,
        misconceptions=(
            idea("in_out_swapped", 89.0589),
            idea("log10_for_ln", -38.6778),
            idea("celsius_for_kelvin", -10.6243),
        ),
    )


def options(*ids: str, wrong: str = "") -> tuple[Option, ...]:
    return tuple(
        Option(i, f"The {i} one", idea(f"idea_{i}", i) if i in wrong else None) for i in ids
    )


def relaxation() -> Series:
    times = np.linspace(0, 50, 501)
    values = -70 + 20 * (1 - np.exp(-times / 10))
    slow = -70 + 20 * (1 - np.exp(-times / 23))
    tight = Tolerance(0.01)
    return Series(
        "trace",
        time_unit="ms",
        value_unit="mV",
        times=tuple(times.tolist()),
        values=tuple(values.tolist()),
        max_deviation=0.1,
        features=(
            Feature("start", "initial", -70.0, tight),
            Feature("steady state", "final", float(values[-1]), tight),
            Feature("time constant", "time_constant", 9.9283, Tolerance(0.02)),
        ),
        misconceptions=(Misconception("log_base", tuple(slow.tolist()), "The rate is off."),),
    )


def current_voltage() -> Figure:
    v = np.linspace(-100, 60, 81)
    line = 10 * (v + 70)
    return Figure(
        "plot",
        curves=(
            Curve(
                "the current",
                tuple(v.tolist()),
                tuple(line.tolist()),
                max_deviation=5.0,
                zero_crossing=-70.0,
                misconceptions=(
                    Misconception("reversed", tuple((-line).tolist()), "The sign is off."),
                ),
            ),
        ),
        x_unit="mV",
        y_unit="pA",
        solution=(
            "import numpy as np\nimport matplotlib.pyplot as plt\nV = np.linspace(-100, 60, 81)\n"
            "fig, ax = plt.subplots()\nax.plot(V, 10 * (V + 70))\n"
            "ax.set(xlabel='V (mV)', ylabel='I (pA)')"
        ),
    )


SYMBOLS = (
    *(SymbolSpec(name, "positive") for name in ("R", "T", "F", "c_i", "c_o")),
    SymbolSpec("E", "real"),
)


def halved_steps() -> Series:
    """A relaxation, to be simulated three times with a method of second order."""
    part = relaxation()
    order = Feature("order of convergence", "order_of_convergence", 2.0, Tolerance(0.1))
    return replace(part, id="runs", runs=3, features=(*part.features, order))


def channel() -> Series:
    """A current over voltage, read as a trace: it reverses at -70 mV and rectifies outwards."""
    v = np.linspace(-120, 60, 181)
    current = rectifying(v)
    return Series(
        "iv", time_unit="mV", value_unit="pA", times=tuple(v.tolist()),
        values=tuple(current.tolist()), max_deviation=2.0, names=("V", "I"),
        features=(
            Feature("reversal potential", "zero_crossing", -70.0, Tolerance(0.01)),
            Feature("rectification", "rectification", float(np.exp(40 / 50)), Tolerance(0.1), 40.0),
        ),
    )  # fmt: skip


def rectifying(v: np.ndarray) -> np.ndarray:
    """A current that passes outward more easily: its chord conductance grows with voltage."""
    return 2.0 * (v + 70) * np.exp((v + 70) / 100)


def bent() -> Figure:
    v = np.linspace(-120, 60, 181)
    curve = Curve(
        "the current", tuple(v.tolist()), tuple(rectifying(v).tolist()), max_deviation=15.0,
        zero_crossing=-70.0, rectification=40.0,
    )  # fmt: skip
    return replace(
        current_voltage(), id="bent", curves=(curve,),
        solution=(
            "import numpy as np\nimport matplotlib.pyplot as plt\nV = np.linspace(-120, 60, 91)\n"
            "fig, ax = plt.subplots()\nax.plot(V, 2 * (V + 70) * np.exp((V + 70) / 100))\n"
            "ax.set(xlabel='V (mV)', ylabel='I (pA)')"
        ),
    )  # fmt: skip


def every_part() -> dict[str, Part]:
    ions = options("k", "na", "cl", "ca", wrong="na cl")
    return {
        "numeric": potential(),
        "numeric with figures and a unit share": Numeric(
            "E_K", answer=-89.0589, unit="mV", tolerance=SINGLE_LOG, figures=3, unit_share=20,
            misconceptions=(idea("in_out_swapped", 89.0589),),
        ),
        "numeric that needs its unit": Numeric(
            "c_in", answer=1.25e-4, unit="mM", tolerance=CONCENTRATION, bare=False,
            misconceptions=(idea("unit_mix", 0.125),),
        ),
        "pure number": Numeric("ratio", answer=28.0, unit="", tolerance=Tolerance(0.01)),
        "numeric zero": Numeric(
            "drive", answer=0.0, unit="mV", tolerance=Tolerance(0.0, resolution=0.3),
            misconceptions=(idea("same_sign", 12.0),),
        ),
        "temperature": Numeric(
            "T", answer=310.15, unit="K", tolerance=Tolerance(0.001),
            misconceptions=(idea("double", 620.3),),
        ),
        "compound unit": Numeric("g", answer=3.6, unit="mS/cm^2", tolerance=CURRENT),
        "table": Table(
            "ions",
            row_label="ion",
            cells=(
                Cell("K", "E", -89.06, "mV", SINGLE_LOG, (idea("in_out_swapped", 89.06),)),
                Cell("K", "I", 12.5, "pA", CURRENT),
                Cell("Na", "E", 66.6, "mV", SINGLE_LOG),
                Cell("Na", "I", -310.0, "pA", CURRENT, (idea("sign_lost", 310.0),)),
            ),
        ),
        "series": relaxation(),
        "series of runs": halved_steps(),
        "series over voltage": channel(),
        "expression": Expression(
            "formula", answer="E = R*T/F*ln(c_o/c_i)", symbols=SYMBOLS, solved_for="E",
            misconceptions=(idea("in_out_swapped", "E = R*T/F*ln(c_i/c_o)"),),
        ),
        "derivation": Derivation(
            "steps", premises=("F*E = R*T*ln(c_o) - R*T*ln(c_i)",), goal="E = R*T/F*ln(c_o/c_i)",
            steps=("F*E = R*T*ln(c_o/c_i)", "E = R*T/F*ln(c_o/c_i)"), symbols=SYMBOLS,
            solved_for="E",
            misconceptions=(
                idea("in_out_swapped", ("F*E = R*T*ln(c_i/c_o)", "E = R*T/F*ln(c_i/c_o)")),
            ),
        ),
        "design": Design(
            "cell", variables=(Variable("K_o", "mM", 1.0, 20.0),),
            constraints=(Constraint("E", "26.7*ln(K_o/140)", -90.0, -80.0, "mV"),),
            example=(5.5,), misconceptions=(idea("doubled", (11.0,)),),
        ),
        "figure": current_voltage(),
        "bent figure": bent(),
        "choice": Choice("ion", options=ions, answer="k"),
        "multiple choice": MultipleChoice("ions", options=ions, answer=frozenset({"k", "ca"})),
        "ordering": Ordering(
            "order", options=ions, answer=("ca", "na", "cl", "k"),
            misconceptions=(idea("by_size", ("k", "na", "cl", "ca")),),
        ),
        "matching": Matching(
            "pairs", stems=options("x", "y", "z"), options=ions, answer=("k", "k", "cl")
        ),
        "two tier": TwoTier(
            "why", options=options("up", "down", wrong="down"), answer="up",
            reasons=options("p", "q", "r", wrong="q"), reason="r",
        ),
        "free text": FreeText("words", rubric=(RubricLine("says why", 2),), example="Because."),
        "function": Function(
            "code", name="nernst", signature="(c_out, c_in, z, T)", doc="mV",
            reference="millivolt_solutions:nernst", tests="test_nernst.py",
            solution="def nernst(c_out, c_in, z, T):\n    return 1.0",
            misconceptions=(idea("swapped", "def nernst(a, b, z, T):\n    return -1.0"),),
        ),
    }  # fmt: skip


@pytest.fixture(name="every_part", scope="session")
def _every_part() -> dict[str, Part]:
    return every_part()


@pytest.fixture(name="potential", scope="session")
def _potential() -> Numeric:
    return potential()


@pytest.fixture(scope="session")
def observe() -> Callable[..., Observation]:
    """An observation of a value in a slot."""

    def make(value: Any, text: str = "the cell", **more: Any) -> Observation:
        return Observation(Response("answer", text), value, **more)

    return make
