"""C05: chloride falls as a neuron matures, and GABA turns from depolarising to hyperpolarising."""

from math import exp

from millivolt.items import (
    CONCENTRATION,
    SINGLE_LOG,
    Cell,
    Chart,
    Choice,
    Draft,
    Draw,
    Line,
    Misconception,
    Numeric,
    Option,
    Table,
    item,
)
from millivolt_exercises.claims import memorable, nernst_errors, told_apart
from millivolt_exercises.misconceptions import base_ten_power_for_exponential
from millivolt_solutions import celsius, nernst, nernst_conc, thermal_voltage

AGES = (0, 5, 10, 15, 20, 25, 30)
ASKED = (0, 10, 30)
CELSIUS = 37.0


@item(
    codes=["C05"],
    title="The developmental switch of GABA",
    objective="Find from chloride measurements when GABA stops depolarising a growing neuron.",
    topic="inhibition",
    level="analyze",
    passages=["S12"],
    prerequisites=["anion", "excitatory-or-inhibitory"],
    minutes=10,
    version=3,
)
def developmental_switch(draw: Draw) -> Draft:
    Cl_out = draw.number(105, 140, 0.5)
    young, old = draw.number(24, 36, 0.5), draw.number(4, 6.5, 0.1)
    middle, width = draw.number(6, 14, 0.1), draw.number(2.5, 4, 0.1)
    Cl = [round(old + (young - old) / (1 + exp((age - middle) / width)), 1) for age in AGES]
    T = celsius(CELSIUS)
    possible = [
        V for V in range(-70, -53) if _clear(float(nernst_conc(V, Cl_out, "out", -1, T)), Cl)
    ]
    draw.require(bool(possible), "every switch lies close to a number of the table")
    V = float(draw.choice(possible))
    E = [float(e) for e in nernst(Cl_out, Cl, -1, T)]
    Cl_switch = nernst_conc(V, Cl_out, "out", -1, T)
    draw.require(E[0] - V >= 5 and V - E[-1] >= 5, "there is no clear switch")
    draw.require(
        not any(memorable(Cl_out, Cl[AGES.index(age)]) for age in ASKED),
        "a ratio is a power of ten",
    )
    switch = sum(c > Cl_switch for c in Cl)
    half = sum(c > (Cl[0] + Cl[-1]) / 2 for c in Cl)
    return Draft(
        given={
            "Cl_out": Cl_out,
            "V": V,
            "t": CELSIUS,
            "rows": [{"age": age, "Cl": c} for age, c in zip(AGES, Cl, strict=True)],
            "asked": list(ASKED),
        },
        values={
            "T": T,
            "k": thermal_voltage(T),
            "results": [
                {"age": age, "Cl": Cl[AGES.index(age)], "E": E[AGES.index(age)]} for age in ASKED
            ],
            "Cl_switch": Cl_switch,
            "interval": _interval(switch),
            "last": Cl[switch - 1],
            "next": Cl[switch],
        },
        parts=[
            Table(
                "E_Cl",
                points=2,
                row_label="age",
                cells=tuple(
                    Cell(
                        f"P{age}",
                        "E_Cl",
                        E[AGES.index(age)],
                        "mV",
                        SINGLE_LOG,
                        nernst_errors(Cl_out, Cl[AGES.index(age)], -1, CELSIUS, SINGLE_LOG),
                    )
                    for age in ASKED
                ),
            ),
            Numeric(
                "Cl_switch",
                answer=Cl_switch,
                unit="mM",
                tolerance=CONCENTRATION,
                misconceptions=told_apart(
                    Cl_switch, CONCENTRATION, _concentration_errors(Cl_out, V, T)
                ),
            ),
            Choice(
                "when",
                options=tuple(
                    Option(f"after{n}", _interval(n), _half_way(n) if n == half != switch else None)
                    for n in range(1, len(AGES))
                ),
                answer=f"after{switch}",
            ),
        ],
        picture=Chart(
            "Chloride inside a growing neuron",
            "age (days after birth)",
            "chloride inside (mM)",
            (Line("measured", tuple(map(float, AGES)), tuple(Cl), points=True),),
        ),
    )


def _clear(Cl_switch: float, measured: list[float]) -> bool:
    """Whether no measurement lies close to the switch, and no age is the same number."""
    return all(abs(c / Cl_switch - 1) > 0.07 for c in measured) and all(
        abs(age / Cl_switch - 1) > 0.035 for age in AGES
    )


def _interval(n: int) -> str:
    """The time between the measurements ``n`` and ``n + 1``, counted from one."""
    return f"between P{AGES[n - 1]} and P{AGES[n]}"


def _half_way(n: int) -> Misconception:
    return Misconception(
        "half_way_for_switch",
        f"after{n}",
        "Around that time chloride has fallen by half of its whole change. GABA switches when the "
        "equilibrium potential of chloride passes the resting potential.",
        "How much chloride is inside when E_Cl equals the resting potential?",
    )


def _concentration_errors(Cl_out: float, V: float, T: float) -> list[Misconception]:
    k = thermal_voltage(T)
    return [
        Misconception(
            "exponent_sign",
            Cl_out * exp(-V / k),
            "With this number there would be more chloride inside than outside: the sign in the "
            "exponent is reversed.",
            "On which side must an anion be more concentrated when its equilibrium potential is "
            "negative?",
        ),
        base_ten_power_for_exponential(Cl_out * 10 ** (V / k)),
        Misconception(
            "celsius_as_kelvin",
            Cl_out * exp(V / k * T / CELSIUS),
            "The temperature went in as degrees Celsius; the formula needs kelvin, counted from "
            "absolute zero.",
            "What is this temperature in kelvin?",
        ),
    ]
