"""N09: an equilibrium potential at another temperature."""

from millivolt.items import SINGLE_LOG, Draft, Draw, Misconception, Numeric, item
from millivolt_exercises.claims import told_apart
from millivolt_solutions import celsius, thermal_voltage

IONS = (("K⁺", 1, -105, -65), ("Na⁺", 1, 40, 70), ("Cl⁻", -1, -90, -45), ("Ca²⁺", 2, 110, 140))
COLD, WARM = (6.3, 10.0, 12.0, 18.0), (35.0, 37.0, 38.5)


@item(
    codes=["N09"],
    title="Temperature and the equilibrium potential",
    objective="Convert an equilibrium potential to another temperature.",
    topic="equilibrium",
    level="apply",
    passages=["S5"],
    prerequisites=["monovalent-cation"],
    minutes=4,
    version=2,
)
def temperature_change(draw: Draw) -> Draft:
    warms = draw.stratum("direction", ("warming", "cooling")) == "warming"
    ion, z, low, high = draw.choice(IONS)
    E1 = draw.number(low, high, 0.1)
    cold, warm = draw.choice(COLD), draw.choice(WARM)
    t1, t2 = (cold, warm) if warms else (warm, cold)
    T1, T2 = celsius(t1), celsius(t2)
    E2 = E1 * T2 / T1
    percent = 100 * (E2 / E1 - 1)
    optional = [
        Misconception(
            "ratio_of_celsius",
            E1 * t2 / t1,
            "The temperatures were divided in degrees Celsius. Only absolute temperatures, in "
            "kelvin, may be divided by one another.",
            "What are the two temperatures in kelvin?",
        ),
        Misconception(
            "temperature_relation_inverted",
            E1 * T1 / T2,
            "E changed the wrong way. Diffusion is driven by thermal motion, so a warmer ion needs "
            "a larger voltage to be held back.",
            "Where does T stand in the Nernst equation?",
        ),
        Misconception(
            "temperature_ignored",
            E1,
            "The equilibrium potential was left as it was, but it is proportional to the absolute "
            "temperature.",
            "What happens to RT/F when T changes?",
        ),
    ]
    return Draft(
        given={"ion": ion, "z": z, "E1": E1, "t1": t1, "t2": t2},
        values={
            "T1": T1,
            "T2": T2,
            "E2": E2,
            "percent": percent,
            "warms": warms,
            "k1": thermal_voltage(T1),
            "k2": thermal_voltage(T2),
        },
        parts=[
            Numeric(
                "E2",
                answer=E2,
                unit="mV",
                tolerance=SINGLE_LOG,
                misconceptions=told_apart(E2, SINGLE_LOG, optional),
            )
        ],
    )
