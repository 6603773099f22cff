"""E06: the ratio of concentrations that a voltage keeps in equilibrium."""

from math import exp

from millivolt.items import CONCENTRATION, Draft, Draw, Misconception, Numeric, item
from millivolt_exercises.claims import told_apart
from millivolt_exercises.ions import CALCIUM, CHLORIDE, POTASSIUM
from millivolt_solutions import boltzmann_ratio, celsius, thermal_voltage

IONS = (POTASSIUM, CHLORIDE, CALCIUM)


@item(
    codes=["E06"],
    title="The concentrations that a voltage keeps",
    objective="Compute the ratio of concentrations at which an ion is in equilibrium.",
    topic="equilibrium",
    level="understand",
    passages=["S1", "S3"],
    minutes=4,
    version=2,
)
def boltzmann_distribution(draw: Draw) -> Draft:
    ion = draw.stratum("ion", IONS)
    negative = draw.stratum("sign of V", ("negative", "positive")) == "negative"
    t = draw.number(6, 38, 0.5)
    size = draw.integer(30, 95) if ion.z != 2 else draw.integer(15, 60)
    V = float(-size if negative else size)
    T = celsius(t)
    k = thermal_voltage(T)
    ratio = boltzmann_ratio(V, ion.z, T)
    exponent = -ion.z * V / k
    claims = [
        Misconception(
            "power_of_ten_for_exp",
            10**exponent,
            "A power of ten was taken where Boltzmann's law has the exponential function e^x.",
            "Which base belongs to the exponent −zFV/(RT)?",
        ),
        Misconception(
            "celsius_as_kelvin",
            exp(exponent * T / t),
            "The temperature went in as degrees Celsius; the formula needs kelvin.",
            "What is this temperature in kelvin?",
        ),
        Misconception(
            "exponential_linearised",
            1 + exponent,
            "The exponential function was replaced by 1 + x, which holds only for small x.",
            "How large is zFV/(RT) here?",
        ),
    ]
    if ion.z == 2:
        claims.append(
            Misconception(
                "valence_ignored",
                exp(exponent / 2),
                "The valence is missing: each of these ions carries two charges.",
                "Which energy does an ion of valence z gain in the voltage V?",
            )
        )
    return Draft(
        given={"ion": ion, "t": t, "V": V},
        values={"T": T, "k": k, "ratio": ratio, "exponent": exponent},
        parts=[
            Numeric(
                "ratio",
                answer=ratio,
                unit="",
                tolerance=CONCENTRATION,
                misconceptions=(
                    Misconception(
                        "exponent_sign",
                        1 / ratio,
                        "The sign in the exponent is reversed, so the ratio came out upside down.",
                        "Does this voltage draw the ion into the cell or keep it out?",
                    ),
                    *told_apart(ratio, CONCENTRATION, claims),
                ),
            )
        ],
    )
