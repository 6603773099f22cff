"""N06: by how much E changes when a concentration is multiplied by a factor."""

from math import log

from millivolt.items import SINGLE_LOG, Draft, Draw, Misconception, Numeric, item
from millivolt_exercises.claims import told_apart
from millivolt_exercises.ions import CALCIUM, CHLORIDE, POTASSIUM, SODIUM
from millivolt_exercises.misconceptions import (
    log10_for_ln,
    sides_swapped,
    sign_of_valence_lost,
    slope_of_another_temperature,
    valence_ignored,
    valence_multiplied,
)
from millivolt_solutions import celsius, nernst, thermal_voltage

SPANS = {
    POTASSIUM: (3.0, 20.0),
    SODIUM: (60.0, 150.0),
    CHLORIDE: (40.0, 150.0),
    CALCIUM: (0.5, 3.0),
}
FACTORS = (1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7, 7.5, 8)


@item(
    codes=["N06"],
    title="What a change of concentration does to the equilibrium potential",
    objective="Compute the change of E when a concentration is multiplied, from the ratio alone.",
    topic="equilibrium",
    level="apply",
    passages=["S3", "S4"],
    prerequisites=["monovalent-cation"],
    minutes=5,
    version=2,
)
def concentration_step(draw: Draw) -> Draft:
    ion = draw.stratum("ion", tuple(SPANS))
    rises = draw.stratum("direction", ("rises", "falls")) == "rises"
    t = draw.number(6, 38, 0.5)
    factor = draw.choice(FACTORS)
    low, high = SPANS[ion]
    c_out = draw.number(low, high, 0.1)
    T = celsius(t)
    k = thermal_voltage(T)
    f = float(factor) if rises else 1 / factor
    change = nernst(f, 1.0, ion.z, T)
    reversed_sign = sign_of_valence_lost(-change) if ion.z < 0 else sides_swapped(-change)
    certain = [reversed_sign, log10_for_ln(change / log(10))]
    if ion.z == 2:
        certain += [valence_ignored(2 * change), valence_multiplied(4 * change)]
    optional = [
        Misconception(
            "change_proportional",
            k / ion.z * (f - 1),
            "The change was taken as proportional to the change of the concentration. It goes "
            "with the logarithm of the factor.",
            "Would a second step by the same factor change E by the same amount?",
        ),
        *(
            slope_of_another_temperature(change * (other + 273.15) / T, other)
            for other in (20, 25, 37)
            if abs(other - t) >= 2
        ),
    ]
    return Draft(
        given={"ion": ion, "t": t, "factor": factor, "rises": rises, "c_out": c_out},
        values={"T": T, "k": k, "change": change},
        parts=[
            Numeric(
                "change",
                answer=change,
                unit="mV",
                tolerance=SINGLE_LOG,
                misconceptions=(*certain, *told_apart(change, SINGLE_LOG, optional)),
            )
        ],
    )
