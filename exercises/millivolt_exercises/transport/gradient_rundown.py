"""P06: how long a gradient lasts without the pump, in cells of different sizes."""

from math import pi

from millivolt.items import Choice, Draft, Draw, Misconception, Numeric, Option, Tolerance, item
from millivolt_exercises.claims import told_apart
from millivolt_solutions import depletion_time

VOLUME = Tolerance(0.02)
TIME = Tolerance(0.03)
SECONDS_PER_MINUTE = 60
DENSITY_OF_LEAK = 0.01
"""Typical leak of sodium in pA for each µm² of membrane (1 µA/cm²)."""


@item(
    codes=["P06"],
    title="How long a gradient lasts",
    objective="Estimate how fast a leak runs a concentration gradient down, and in which cells.",
    topic="transport",
    level="evaluate",
    passages=["S10"],
    prerequisites=["molar-flux-of-current"],
    minutes=8,
    version=2,
)
def gradient_rundown(draw: Draw) -> Draft:
    diameter = draw.number(10, 50, 0.5)
    Na = draw.number(8, 18, 0.5)
    size = draw.stratum("compared", ("smaller", "larger"))
    factor = draw.integer(2, 5)
    exact = pi * diameter**3 / 6
    leak = float(f"{DENSITY_OF_LEAK * pi * diameter**2 * draw.number(0.5, 1.5, 0.1):.2g}")
    carried = draw.step("volume", exact)
    # No time follows from a volume that is not positive.
    volume = carried if carried > 0 else exact
    minutes = depletion_time(Na, volume, leak) / SECONDS_PER_MINUTE
    return Draft(
        given={
            "diameter": diameter,
            "Na": Na,
            "leak": leak,
            "smaller": size == "smaller",
            "factor": factor,
        },
        values={
            "volume": volume,
            "amount": Na * volume / 1000,
            "minutes": minutes,
        },
        parts=[
            Numeric(
                "volume",
                answer=exact,
                unit="µm^3",
                tolerance=VOLUME,
                misconceptions=told_apart(
                    exact,
                    VOLUME,
                    [
                        Misconception(
                            "diameter_for_radius",
                            8 * exact,
                            "The diameter was taken for the radius, which makes the volume eight "
                            "times too large.",
                            "What is the radius of this cell?",
                        ),
                        Misconception(
                            "area_for_volume",
                            pi * diameter**2,
                            "This is the area of the membrane in µm². The question asks for the "
                            "volume.",
                            "How does the volume of a sphere depend on its radius?",
                        ),
                    ],
                ),
            ),
            Numeric(
                "minutes",
                points=2,
                answer=minutes,
                unit="min",
                tolerance=TIME,
                misconceptions=told_apart(
                    minutes,
                    TIME,
                    [
                        Misconception(
                            "seconds_for_minutes",
                            minutes * SECONDS_PER_MINUTE,
                            "This is the number of seconds.",
                            "How many minutes are these seconds?",
                        ),
                        Misconception(
                            "unit_prefix_slip",
                            minutes / 1000,
                            "The time is too short by a factor of a thousand: 1 mM in 1 µm³ is "
                            "1 amol, a thousandth of a femtomole, and 1 pA is 0.010364 fmol/s.",
                            "How many coulombs does the sodium in the cell carry?",
                        ),
                    ],
                ),
            ),
            _other_cell(size == "smaller"),
        ],
    )


def _other_cell(smaller: bool) -> Choice:
    return Choice(
        "other",
        options=(
            Option(
                "faster",
                "It doubles sooner there.",
                None if smaller else _more_leak(),
            ),
            Option(
                "slower",
                "It takes longer to double there.",
                _less_leak() if smaller else None,
            ),
            Option(
                "same",
                "It takes equally long.",
                Misconception(
                    "size_does_not_matter",
                    "same",
                    "The leak goes with the area of the membrane, the store of ions with the "
                    "volume, and these do not change by the same factor.",
                    "How do the area and the volume of a sphere depend on its diameter?",
                ),
            ),
        ),
        answer="faster" if smaller else "slower",
    )


def _more_leak() -> Misconception:
    return Misconception(
        "area_without_volume",
        "faster",
        "A larger cell has a larger leak, but its volume grows even more.",
        "By which factors do the area and the volume grow?",
    )


def _less_leak() -> Misconception:
    return Misconception(
        "area_without_volume",
        "slower",
        "A smaller cell has a smaller leak, but its volume shrinks even more.",
        "By which factors do the area and the volume shrink?",
    )
