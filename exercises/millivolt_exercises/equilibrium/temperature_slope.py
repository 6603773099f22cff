"""N10: by how much an equilibrium potential changes per kelvin."""

from millivolt.items import Draft, Draw, Misconception, Numeric, Tolerance, item
from millivolt_exercises.claims import memorable, told_apart
from millivolt_exercises.ions import CALCIUM, CHLORIDE, POTASSIUM, SODIUM
from millivolt_exercises.misconceptions import valence_ignored, valence_multiplied
from millivolt_solutions import celsius, dE_dT, nernst

# The ranges inside and outside in mM, with the steps in which they are printed.
IONS = {
    POTASSIUM: ((110, 160, 1), (2.5, 5.5, 0.1)),
    SODIUM: ((8, 18, 0.1), (105, 150, 1)),
    CHLORIDE: ((4, 12, 0.1), (75, 135, 1)),
    CALCIUM: ((5e-5, 2e-4, 1e-5), (1.2, 2.5, 0.1)),
}
TOLERANCE = Tolerance(0.01)


@item(
    codes=["N10"],
    title="Sensitivity of E to temperature",
    objective="Compute the change of an equilibrium potential per kelvin.",
    topic="equilibrium",
    level="apply",
    passages=["S5"],
    prerequisites=["temperature-change"],
    minutes=5,
    version=2,
)
def temperature_slope(draw: Draw) -> Draft:
    ion = draw.stratum("ion", tuple(IONS))
    inside, outside = IONS[ion]
    c_in, c_out = draw.number(*inside), draw.number(*outside)
    draw.require(not memorable(c_out, c_in), "the ratio is a power of ten")
    t = draw.number(6, 38, 0.5)
    T = celsius(t)
    E = nernst(c_out, c_in, ion.z, T)
    slope = 1000 * dE_dT(c_out, c_in, ion.z)
    claims = [
        Misconception(
            "slope_sign_lost",
            -slope,
            "The size is right and the sign is reversed: E keeps its sign and grows in size.",
            "Which sign does E have, and does it move away from zero when T grows?",
        ),
        Misconception(
            "celsius_as_kelvin",
            1000 * E / t,
            "E was divided by the temperature in degrees Celsius. E is proportional to the "
            "absolute temperature, so that dE/dT is E over T in kelvin.",
            "What is the temperature in kelvin?",
        ),
        Misconception(
            "log10_for_ln",
            slope / 2.302585,
            "The decadic logarithm was taken where R/F needs the natural one.",
            "Which factor turns log₁₀ into ln?",
        ),
        Misconception(
            "unit_prefix_slip",
            slope / 1000,
            "The number is that in mV/K. One millivolt is 1000 microvolts.",
            "How many microvolts is one millivolt?",
        ),
    ]
    if ion.z == 2:
        claims += [valence_ignored(2 * slope), valence_multiplied(4 * slope)]
    return Draft(
        given={"ion": ion, "c_in": c_in, "c_out": c_out, "t": t},
        values={"T": T, "E": E, "slope": slope},
        parts=[
            Numeric(
                "slope",
                answer=slope,
                unit="µV/K",
                tolerance=TOLERANCE,
                misconceptions=told_apart(slope, TOLERANCE, claims),
            )
        ],
    )
