"""D04: how many ions a current moves, in femtomoles per second, and which way."""

from millivolt.items import CURRENT, Draft, Draw, Misconception, Numeric, item
from millivolt_exercises.claims import told_apart
from millivolt_exercises.ions import CALCIUM, CHLORIDE, POTASSIUM, SODIUM
from millivolt_solutions import molar_flux

IONS = (POTASSIUM, SODIUM, CHLORIDE, CALCIUM)


@item(
    codes=["D04"],
    title="From a current to a flux of ions",
    objective="Convert an ionic current to a molar flux with the right direction.",
    topic="driving-force",
    level="apply",
    passages=["S6"],
    prerequisites=["ohmic-current"],
    minutes=5,
    version=2,
)
def molar_flux_of_current(draw: Draw) -> Draft:
    ion = draw.stratum("ion", IONS)
    outward = draw.stratum("current", ("outward", "inward")) == "outward"
    size = draw.number(20, 950, 1)
    current = size if outward else -size
    influx = -molar_flux(current, ion.z)
    claims = [
        Misconception(
            "flux_direction_reversed",
            -influx,
            "The size is right, but the direction is not: the question asks for what enters the "
            "cell. A positive ion moves with the current, a negative one against it.",
            "Which way do the ions of this current move?",
        ),
        Misconception(
            "unit_prefix_slip",
            influx * 1000,
            "The number is off by a factor of a thousand: a picoampere is 10⁻¹² C/s, and a "
            "femtomole is 10⁻¹⁵ mol.",
            "How many moles of charge are 10⁻¹² C?",
        ),
        Misconception(
            "current_for_flux",
            -float(current),
            "This is the current. A flux counts moles, and one mole of charges is F coulombs.",
            "What is the charge of one mole of these ions?",
        ),
    ]
    if ion.z == 2:
        claims += [
            Misconception(
                "valence_ignored",
                2 * influx,
                "The valence is missing: this is the flux of an ion with one charge.",
                "How many of these ions carry the same current as one mole of monovalent ones?",
            ),
            Misconception(
                "valence_multiplied",
                4 * influx,
                "The valence was multiplied where it divides: an ion with two charges needs half "
                "the flux to carry the same current.",
                "Does z stand above or below the fraction bar in I/(zF)?",
            ),
        ]
    return Draft(
        given={"ion": ion, "size": size, "outward": outward},
        values={"influx": influx, "enters": influx > 0},
        parts=[
            Numeric(
                "influx",
                answer=influx,
                unit="fmol/s",
                tolerance=CURRENT,
                misconceptions=told_apart(influx, CURRENT, claims),
            )
        ],
    )
