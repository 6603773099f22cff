"""D05: how many ions pass one open channel in a millisecond."""

from millivolt.items import Draft, Draw, Misconception, Numeric, Tolerance, item
from millivolt_exercises.claims import told_apart
from millivolt_exercises.ions import CALCIUM, POTASSIUM, SODIUM
from millivolt_solutions import chord_current, ions_per_second

# Ion: range of the conductance in pS, and of the equilibrium potential in mV.
CHANNELS = {
    POTASSIUM: ((12, 98), (-100, -80)),
    SODIUM: ((10, 28), (48, 66)),
    CALCIUM: ((6, 24), (118, 138)),
}
TOLERANCE = Tolerance(0.02)


@item(
    codes=["D05"],
    title="Ions through a single channel",
    objective="Compute how many ions pass an open channel in a given time.",
    topic="driving-force",
    level="apply",
    passages=["S6"],
    prerequisites=["ohmic-current"],
    minutes=5,
)
def single_channel(draw: Draw) -> Draft:
    ion = draw.stratum("ion", tuple(CHANNELS))
    conductances, potentials = CHANNELS[ion]
    g, E = draw.integer(*conductances), draw.integer(*potentials)
    V = draw.integer(-70, 40)
    time = draw.number(0.5, 4.0, 0.1)
    draw.require(abs(V - E) >= 25, "the driving force is small")
    draw.require(abs(V) >= 5, "the membrane potential is too close to zero")
    picoamperes = chord_current(g / 1000, V, E)
    ions = abs(ions_per_second(picoamperes, ion.z)) * time / 1000
    claims = [
        Misconception(
            "second_millisecond",
            ions * 1000,
            "The open time went in as seconds; it is given in milliseconds.",
            "How many seconds is the channel open?",
        ),
        Misconception(
            "current_from_V_alone",
            ions * abs(V / (V - E)),
            "The conductance was multiplied by the membrane potential instead of the driving "
            "force.",
            "How far is V from E?",
        ),
        Misconception(
            "potentials_added",
            ions * abs((V + E) / (V - E)),
            "The driving force is the difference V − E; the two potentials were added.",
            "What would the driving force be at V = E?",
        ),
    ]
    if ion.z == 2:
        claims += [
            Misconception(
                "valence_ignored",
                2 * ions,
                "The valence is missing: this is the number of ions with one charge.",
                "How many elementary charges does each of these ions carry through the channel?",
            ),
            Misconception(
                "valence_multiplied",
                4 * ions,
                "The valence was multiplied where it divides: of ions with two charges, half as "
                "many carry the same charge.",
                "When each ion carries more charge, are more or fewer of them needed?",
            ),
        ]
    return Draft(
        given={"ion": ion, "g": g, "E": E, "V": V, "time": time},
        values={
            "force": V - E,
            "femtoamperes": 1000 * picoamperes,
            "size": abs(1000 * picoamperes),
            "ions": ions,
            "per_second": ions / time * 1000,
        },
        parts=[
            Numeric(
                "ions",
                answer=ions,
                unit="",
                tolerance=TOLERANCE,
                misconceptions=told_apart(ions, TOLERANCE, claims),
            )
        ],
    )
