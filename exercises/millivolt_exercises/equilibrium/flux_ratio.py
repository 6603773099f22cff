"""E07: at equilibrium ions still cross; away from it the one-way fluxes differ."""

from math import exp, log

from millivolt.items import (
    Choice,
    Draft,
    Draw,
    Misconception,
    Numeric,
    Option,
    Tolerance,
    item,
)
from millivolt_exercises.cells import CARDIAC_CELL, MATURE_NEURON, SKELETAL_MUSCLE, SQUID_AXON
from millivolt_exercises.claims import told_apart
from millivolt_exercises.ions import CHLORIDE, POTASSIUM
from millivolt_solutions import celsius, nernst, thermal_voltage, ussing_ratio

CELLS = (SQUID_AXON, MATURE_NEURON, SKELETAL_MUSCLE, CARDIAC_CELL)
TOLERANCE = Tolerance(0.03)


@item(
    codes=["E07"],
    title="One-way fluxes across the membrane",
    objective="Relate the ratio of the one-way fluxes to the distance from equilibrium.",
    topic="equilibrium",
    level="understand",
    passages=["S1", "S2"],
    prerequisites=["monovalent-cation", "anion"],
    minutes=7,
)
def flux_ratio(draw: Draw) -> Draft:
    ion = draw.stratum("ion", (POTASSIUM, CHLORIDE))
    cell = draw.choice(CELLS)
    t = cell.draw_temperature(draw)
    c_in, c_out = cell.draw_concentrations(draw, ion)
    T = celsius(t)
    E = nernst(c_out, c_in, ion.z, T)
    V = float(round(E) + draw.sign() * draw.integer(8, 45))
    ratio = ussing_ratio(c_out, c_in, ion.z, V, T)
    k = thermal_voltage(T)
    claims = [
        Misconception(
            "ratio_inverted",
            1 / ratio,
            "This is efflux over influx. The question asks for influx over efflux.",
            "Is the net flux inwards or outwards at this potential?",
        ),
        Misconception(
            "only_concentrations",
            c_out / c_in,
            "This is the ratio of the concentrations. The voltage helps one of the two fluxes.",
            "What would the ratio be at V = E?",
        ),
        Misconception(
            "only_voltage",
            exp(-ion.z * V / k),
            "This is the effect of the voltage alone. The concentrations differ as well.",
            "What would the ratio be at V = E?",
        ),
        Misconception(
            "power_of_ten_for_exp",
            10 ** (log(ratio)),
            "The exponent was used with a power of ten; RT/F goes with the exponential function.",
            "Which function is the inverse of ln?",
        ),
    ]
    return Draft(
        given={"ion": ion, "cell": cell, "t": t, "V": V, "c_in": c_in, "c_out": c_out},
        values={"T": T, "k": k, "E": E, "ratio": ratio, "exponent": -ion.z * V / k},
        parts=[
            Numeric(
                "ratio",
                answer=ratio,
                unit="",
                tolerance=TOLERANCE,
                misconceptions=told_apart(ratio, TOLERANCE, claims),
            ),
            Choice(
                "equilibrium",
                options=tuple(draw.shuffled(_statements(str(ion)))),
                answer="balanced",
            ),
        ],
    )


def _statements(ion: str) -> list[Option]:
    return [
        Option("balanced", f"{ion} ions cross in both directions, equally many each way."),
        Option(
            "stopped",
            f"No {ion} ion crosses the membrane any more.",
            Misconception(
                "no_flux_at_equilibrium",
                "stopped",
                "Thermal motion does not stop. At equilibrium the two one-way fluxes are equal, "
                "not zero.",
                "What would you see with radioactive ions on one side?",
            ),
        ),
        Option(
            "equal",
            f"The concentrations of {ion} inside and outside have become equal.",
            Misconception(
                "equilibrium_means_equal",
                "equal",
                "The voltage balances unequal concentrations; they stay as they are.",
                "Which voltage would balance equal concentrations?",
            ),
        ),
        Option("smaller", f"The {ion} ions cross only from the side where there are more of them."),
    ]
