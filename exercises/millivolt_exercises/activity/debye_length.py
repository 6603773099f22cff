"""A05: how far a charge is felt in a solution, and what dilution does to it."""

from math import sqrt

from millivolt.items import Draft, Draw, Misconception, Numeric, Tolerance, item
from millivolt_exercises.claims import told_apart
from millivolt_solutions import celsius
from millivolt_solutions import debye_length as screening_length

TOLERANCE = Tolerance(0.02)
PERMITTIVITY, DENSITY = 78.4, 997.0
"""Water at 25 °C: relative permittivity, and density in kg/m³."""
TEMPERATURE = 25.0
FACTOR = round(screening_length(1.0, celsius(TEMPERATURE), PERMITTIVITY, DENSITY), 3)
"""Debye length in nm at an ionic strength of 1 mol/L, as it is printed."""
DILUTIONS = (2, 3, 5, 8, 10)


@item(
    codes=["A05"],
    title="How far a charge is felt in saline",
    objective="Compute a Debye length and how it changes with the ionic strength.",
    topic="activity",
    level="understand",
    passages=["S9"],
    prerequisites=["ionic-strength-of-recipe"],
    minutes=6,
)
def debye_length(draw: Draw) -> Draft:
    change = draw.stratum("change", ("diluted", "concentrated"))
    strength = draw.number(15, 250, 1)
    factor = draw.choice(DILUTIONS)
    diameter = draw.number(8, 30, 1)
    exact = FACTOR / sqrt(strength / 1000)
    carried = draw.step("length", exact)
    # Nothing follows from a length that is not positive.
    length = carried if carried > 0 else exact
    diluted = change == "diluted"
    other = length * sqrt(factor) if diluted else length / sqrt(factor)
    shown = (FACTOR, float(factor), 1.0)
    draw.require(
        all(abs(answer - number) > 0.03 * answer for answer in (exact, other) for number in shown),
        "the answer can be read off the question",
    )
    draw.require(abs(strength - 100) > 3, "the square root of the ionic strength is memorable")
    return Draft(
        given={
            "strength": strength,
            "factor": factor,
            "diluted": diluted,
            "diameter": diameter,
            "constant": FACTOR,
        },
        values={
            "molar": strength / 1000,
            "length": length,
            "other": other,
            "ratio": diameter * 1000 / length,
        },
        parts=[
            Numeric(
                "length",
                answer=exact,
                unit="nm",
                tolerance=TOLERANCE,
                misconceptions=told_apart(
                    exact,
                    TOLERANCE,
                    [
                        Misconception(
                            "unit_prefix_slip",
                            FACTOR / sqrt(strength),
                            "The ionic strength went in as millimolar. The factor 0.304 nm belongs "
                            "to mol/L.",
                            "What is the ionic strength in mol/L?",
                        ),
                        Misconception(
                            "square_root_omitted",
                            FACTOR / (strength / 1000),
                            "The square root is missing.",
                            "How does the Debye length change when the ionic strength is four "
                            "times as large?",
                        ),
                        Misconception(
                            "debye_length_grows_with_salt",
                            FACTOR * sqrt(strength / 1000),
                            "The square root stands in the denominator: more ions shield a charge "
                            "better, so it is felt less far.",
                            "Should the Debye length grow or shrink when salt is added?",
                        ),
                    ],
                ),
            ),
            Numeric(
                "changed",
                answer=other,
                unit="nm",
                tolerance=TOLERANCE,
                misconceptions=told_apart(
                    other,
                    TOLERANCE,
                    [
                        Misconception(
                            "square_root_omitted",
                            length * factor if diluted else length / factor,
                            "The length was changed in proportion to the ionic strength. It goes "
                            "with the square root.",
                            "What is the square root of the factor?",
                        ),
                        Misconception(
                            "debye_length_grows_with_salt",
                            length / sqrt(factor) if diluted else length * sqrt(factor),
                            "The length was changed in the wrong direction: more ions shield a "
                            "charge better, so it is felt less far.",
                            "Are there more ions after this change, or fewer?",
                        ),
                    ],
                ),
            ),
        ],
    )
