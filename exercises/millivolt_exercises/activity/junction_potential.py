"""A06: the liquid junction potential of a patch pipette, and the potential corrected for it."""

from math import fsum, log

from millivolt.items import Draft, Draw, Misconception, Numeric, Tolerance, item
from millivolt_exercises.claims import told_apart
from millivolt_exercises.misconceptions import celsius_as_kelvin, log10_for_ln
from millivolt_solutions import celsius, ljp_henderson, mobility, thermal_voltage

IONS = (("K⁺", 1), ("Na⁺", 1), ("Cl⁻", -1), ("A⁻", -1))
MOBILITIES = {
    "gluconate": 0.33,
    "methanesulfonate": round(mobility("methanesulfonate"), 2),
}
"""Relative to K⁺. Gluconate: P. H. Barry & J. W. Lynch, J. Membr. Biol. 121:101 (1991)."""
K, NA, CL = 1.0, round(mobility("Na"), 2), round(mobility("Cl"), 2)
JUNCTION = Tolerance(0.02, resolution=0.2)
CORRECTED = Tolerance(0.002, resolution=0.3)
TEMPERATURES = (22.0, 25.0, 32.0)


@item(
    codes=["A06"],
    title="The junction potential of a patch pipette",
    objective="Compute a liquid junction potential and correct a measured potential for it.",
    topic="activity",
    level="apply",
    passages=["S9", "S14"],
    prerequisites=["monovalent-cation"],
    minutes=12,
    version=2,
)
def junction_potential(draw: Draw) -> Draft:
    salt = draw.stratum("anion", tuple(MOBILITIES))
    u = (K, NA, CL, MOBILITIES[salt])
    total, chloride = draw.number(125, 150, 1), draw.number(4, 45, 1)
    anion = total - chloride
    sodium = draw.number(4, 12, 1)
    K_bath = draw.number(2.5, 5, 0.5)
    Na_bath = draw.number(135, 155, 1)
    # Both solutions are electroneutral as printed.
    pipette = (total - sodium, sodium, chloride, anion)
    bath = (K_bath, Na_bath, K_bath + Na_bath, 0.0)
    t = draw.choice(TEMPERATURES)
    measured = draw.number(-72, -45, 1)
    T = celsius(t)
    k = thermal_voltage(T)
    z = [valence for _, valence in IONS]
    junction = draw.step("junction", ljp_henderson(pipette, bath, z, u, T))
    drift = fsum(v * s * (b - p) for v, s, b, p in zip(z, u, bath, pipette, strict=True))
    in_pipette = fsum(s * p for s, p in zip(u, pipette, strict=True))
    in_bath = fsum(s * b for s, b in zip(u, bath, strict=True))
    draw.require(abs(in_bath - in_pipette) >= 15, "the two solutions conduct almost alike")
    return Draft(
        given={
            "salt": salt,
            "t": t,
            "measured": measured,
            "rows": [
                {"ion": ion, "z": valence, "u": speed, "pipette": p, "bath": b}
                for (ion, valence), speed, p, b in zip(IONS, u, pipette, bath, strict=True)
            ],
        },
        values={
            "T": T,
            "k": k,
            "drift": drift,
            "in_pipette": in_pipette,
            "in_bath": in_bath,
            "difference": in_bath - in_pipette,
            "junction": junction,
            "corrected": measured - junction,
        },
        parts=[
            Numeric(
                "junction",
                points=2,
                answer=ljp_henderson(pipette, bath, z, u, T),
                unit="mV",
                tolerance=JUNCTION,
                misconceptions=_junction_errors(
                    ljp_henderson(pipette, bath, z, u, T), t, k, drift, in_pipette, in_bath
                ),
            ),
            Numeric(
                "corrected",
                answer=measured - junction,
                unit="mV",
                tolerance=CORRECTED,
                misconceptions=told_apart(
                    measured - junction,
                    CORRECTED,
                    [
                        Misconception(
                            "junction_added",
                            measured + junction,
                            "The junction potential was added. By the convention of the question "
                            "it has to be subtracted.",
                            "Does the junction make the measured potential too positive or too "
                            "negative?",
                        ),
                        Misconception(
                            "junction_ignored",
                            measured,
                            "This is the measured potential. It still contains the junction "
                            "potential.",
                            "When was the junction potential set to zero, and is it still there "
                            "in the whole-cell recording?",
                        ),
                    ],
                ),
            ),
        ],
    )


def _junction_errors(
    junction: float, t: float, k: float, drift: float, in_pipette: float, in_bath: float
) -> tuple[Misconception, ...]:
    return told_apart(
        junction,
        JUNCTION,
        [
            Misconception(
                "junction_sign_reversed",
                -junction,
                "The size is right and the sign is reversed: the pipette and the bath traded "
                "places in one of the two factors.",
                "Which ions are the faster ones, and to which side do they carry their charge?",
            ),
            log10_for_ln(junction / log(10)),
            celsius_as_kelvin(junction * t / celsius(t)),
            Misconception(
                "drift_over_sum",
                k * drift / (in_bath + in_pipette) * log(in_pipette / in_bath),
                "The denominator is the difference of the two sums Σ z² u c, not their total.",
                "What does each solution contribute to the denominator?",
            ),
            Misconception(
                "mobilities_ignored_outside_logarithm",
                k * log(in_pipette / in_bath),
                "Only the logarithm was computed. The factor before it tells how unequally the "
                "positive and the negative ions move.",
                "What would that factor be if only cations could move?",
            ),
        ],
    )
