"""C06: what blocking NKCC1 or losing KCC2 does to chloride and to GABA."""

from dataclasses import dataclass
from math import log

from millivolt.items import (
    SINGLE_LOG,
    Choice,
    Draft,
    Draw,
    Misconception,
    Numeric,
    Option,
    item,
)
from millivolt_exercises.claims import told_apart
from millivolt_exercises.misconceptions import log10_for_ln
from millivolt_solutions import celsius, nernst, thermal_voltage

CELSIUS = 37.0


@dataclass(frozen=True, slots=True)
class Change:
    """What is done to a transporter, and where that leaves chloride."""

    text: str
    transporter: str
    carries: str
    rises: bool

    def __str__(self) -> str:
        return self.text


CHANGES = (
    Change("bumetanide blocks NKCC1 in a young neuron", "NKCC1", "into", rises=False),
    Change("the gene of KCC2 is silenced in a mature neuron", "KCC2", "out of", rises=True),
)


@item(
    codes=["C06"],
    title="Transporters set the effect of GABA",
    objective="Predict how blocking a chloride transporter shifts the reversal potential of GABA.",
    topic="inhibition",
    level="analyze",
    passages=["S10", "S12"],
    prerequisites=["developmental-switch"],
    minutes=6,
    version=2,
)
def chloride_transporters(draw: Draw) -> Draft:
    change = draw.stratum("transporter", CHANGES)
    Cl_out = draw.number(110, 135, 1)
    low, high = draw.number(5, 12, 0.5), draw.number(16, 35, 0.5)
    before, after = (low, high) if change.rises else (high, low)
    T = celsius(CELSIUS)
    E_before, E_after = (float(nernst(Cl_out, c, -1, T)) for c in (before, after))
    shift = E_after - E_before
    draw.require(abs(shift) >= 12, "the shift is small")
    claims = [
        Misconception(
            "shift_reversed",
            -shift,
            "The size is right and the sign is reversed: either the concentrations before and "
            "after traded places, or chloride was treated like a cation.",
            "Does the loss of this transporter leave more or less chloride inside?",
        ),
        log10_for_ln(shift / log(10)),
        Misconception(
            "potential_for_difference",
            E_after,
            "This is the new reversal potential. The question asks by how much it has changed.",
            "What was the reversal potential before?",
        ),
    ]
    return Draft(
        given={
            "change": change,
            "t": CELSIUS,
            "Cl_out": Cl_out,
            "low": low,
            "high": high,
        },
        values={
            "before": before,
            "after": after,
            "T": T,
            "k": thermal_voltage(T),
            "E_before": E_before,
            "E_after": E_after,
            "shift": shift,
            "rises": change.rises,
        },
        parts=[
            Choice(
                "direction",
                options=tuple(draw.shuffled(_directions(change))),
                answer="expected",
            ),
            Numeric(
                "shift",
                answer=shift,
                unit="mV",
                tolerance=SINGLE_LOG,
                misconceptions=told_apart(shift, SINGLE_LOG, claims),
            ),
        ],
    )


def _directions(change: Change) -> list[Option]:
    """What the transporter does and what follows: the right chain of effects and wrong ones."""
    other = "out of" if change.carries == "into" else "into"
    towards, away = ("rises", "falls") if change.rises else ("falls", "rises")
    positive, negative = (
        ("more positive", "more negative") if change.rises else ("more negative", "more positive")
    )
    return [
        Option("expected", _chain(change.transporter, change.carries, towards, positive)),
        Option(
            "transporter_reversed",
            _chain(change.transporter, other, away, negative),
            Misconception(
                "transporter_direction",
                "transporter_reversed",
                "The two transporters were confused. NKCC1 uses the gradient of sodium and brings "
                "chloride in; KCC2 uses that of potassium and takes it out.",
                "Which ion goes down its gradient together with chloride, and in which direction?",
            ),
        ),
        Option(
            "anion_as_cation",
            _chain(change.transporter, change.carries, towards, negative),
            Misconception(
                "anion_sign",
                "anion_as_cation",
                "The concentration changes as you say, but chloride is an anion: the more of it "
                "there is inside, the more positive is its equilibrium potential.",
                "What is E_Cl when there is as much chloride inside as outside?",
            ),
        ),
        Option(
            "effect_reversed",
            _chain(change.transporter, change.carries, away, negative),
            Misconception(
                "loss_taken_for_gain",
                "effect_reversed",
                "This is what a more active transporter would do. Here it is lost.",
                "What happens to chloride when this transporter stops?",
            ),
        ),
    ]


def _chain(transporter: str, carries: str, level: str, potential: str) -> str:
    return (
        f"{transporter} carries chloride {carries} the cell. Without it chloride inside {level}, "
        f"and the reversal potential of GABA-A channels becomes {potential}."
    )
