"""A04: for which ions and cells it is a mistake to put concentrations for activities."""

from dataclasses import dataclass

from millivolt.items import (
    Draft,
    Draw,
    Misconception,
    MultipleChoice,
    Numeric,
    Option,
    Tolerance,
    item,
)
from millivolt_exercises.ions import CALCIUM, CHLORIDE, POTASSIUM, SODIUM, Ion
from millivolt_solutions import activity_correction, celsius, thermal_voltage

TEMPERATURE = 20.0
TOLERANCE = Tolerance(0.03, resolution=0.08)
LIMIT = 1.5
MARGIN = 0.3


@dataclass(frozen=True, slots=True)
class Case:
    """An ion with its activity coefficients on both sides, and the shift in mV they cause."""

    id: str
    ion: Ion
    inside: float
    outside: float
    shift: float

    @property
    def text(self) -> str:
        """The case as an option is worded."""
        return f"{self.ion}, with γ = {self.inside:.2f} inside and {self.outside:.2f} outside"

    @property
    def matters(self) -> bool:
        """Whether the shift exceeds the limit."""
        return abs(self.shift) > LIMIT


@item(
    codes=["A04"],
    title="When do activities matter?",
    objective="Judge when concentrations are good enough for an equilibrium potential.",
    topic="activity",
    level="evaluate",
    passages=["S9"],
    prerequisites=["nernst-with-activities"],
    minutes=8,
)
def when_activity_matters(draw: Draw) -> Draft:
    T = celsius(TEMPERATURE)
    low = draw.number(0.6, 0.7, 0.01)
    pairs = (
        # Small coefficients that are alike, and pairs that differ.
        (POTASSIUM, low, low),
        (SODIUM, draw.number(0.62, 0.8, 0.01), draw.number(0.62, 0.8, 0.01)),
        (CHLORIDE, draw.number(0.62, 0.8, 0.01), draw.number(0.62, 0.8, 0.01)),
        (CALCIUM, draw.number(0.26, 0.36, 0.01), draw.number(0.26, 0.36, 0.01)),
    )
    cases = [
        Case(ion.symbol, ion, inside, outside, activity_correction(outside, inside, ion.z, T))
        for ion, inside, outside in pairs
    ]
    for case in cases:
        draw.require(abs(abs(case.shift) - LIMIT) >= MARGIN, "a case lies too close to the limit")
    answer = frozenset(case.id for case in cases if case.matters)
    draw.require(bool(answer), "no case matters")
    asked = max(cases, key=lambda case: abs(case.shift))
    return Draft(
        given={"limit": LIMIT, "t": TEMPERATURE, "asked": asked.ion, "cases": cases},
        values={
            "T": T,
            "k": thermal_voltage(T),
            "low": low,
            "shift": asked.shift,
        },
        parts=[
            MultipleChoice(
                "cases",
                points=2,
                options=tuple(draw.shuffled([_option(case) for case in cases])),
                answer=answer,
            ),
            Numeric(
                "shift",
                answer=asked.shift,
                unit="mV",
                tolerance=TOLERANCE,
                misconceptions=(
                    Misconception(
                        "activity_ratio_inverted",
                        -asked.shift,
                        "The size is right and the sign is reversed. Look at which coefficient "
                        "stands above, and at the sign of the valence.",
                        "Does the outside or the inside belong in the numerator?",
                    ),
                ),
            ),
        ],
    )


def _option(case: Case) -> Option:
    if case.ion is not POTASSIUM:
        return Option(case.id, case.text)
    return Option(
        case.id,
        case.text,
        Misconception(
            "activity_always_matters",
            case.id,
            "These coefficients are far from 1, but they are equal, so they cancel in the ratio.",
            "What is the logarithm of γ outside over γ inside here?",
        ),
    )
