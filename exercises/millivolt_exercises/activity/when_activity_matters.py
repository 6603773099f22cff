"""A04: for which ions and cells it is a mistake to put concentrations for activities."""

from dataclasses import dataclass
from functools import cache

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
T = celsius(TEMPERATURE)
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
    version=2,
)
def when_activity_matters(draw: Draw) -> Draft:
    low = draw.number(0.6, 0.7, 0.01)
    pairs = (
        # Small coefficients that are alike, and pairs that differ.
        (POTASSIUM, low, low),
        (SODIUM, *draw.choice(_clear_pairs(SODIUM, 62, 80))),
        (CHLORIDE, *draw.choice(_clear_pairs(CHLORIDE, 62, 80))),
        (CALCIUM, *draw.choice(_clear_pairs(CALCIUM, 26, 36))),
    )
    cases = [
        Case(ion.symbol, ion, inside, outside, activity_correction(outside, inside, ion.z, T))
        for ion, inside, outside in pairs
    ]
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


@cache
def _clear_pairs(ion: Ion, lowest: int, highest: int) -> tuple[tuple[float, float], ...]:
    """Coefficients inside and outside, in hundredths, whose shift is not close to the limit."""
    hundredths = range(lowest, highest + 1)
    return tuple(
        (inside / 100, outside / 100)
        for inside in hundredths
        for outside in hundredths
        if abs(abs(activity_correction(outside / 100, inside / 100, ion.z, T)) - LIMIT) >= MARGIN
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
