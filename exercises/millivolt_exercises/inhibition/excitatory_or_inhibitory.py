"""C02: what opening GABA-A channels does, judged by their reversal potential."""

from dataclasses import dataclass

from millivolt.items import Choice, Draft, Draw, Misconception, Option, TwoTier, item

MARGIN = 3


@dataclass(frozen=True, slots=True)
class Effect:
    """What the channels do to the potential, and what that means for firing."""

    id: str
    text: str
    reason: str

    def __str__(self) -> str:
        return self.id


HYPERPOLARISING = Effect(
    "hyperpolarising",
    "inhibitory, and the membrane is hyperpolarised",
    "$E_\\mathrm{GABA}$ lies below the present membrane potential.",
)
DEPOLARISING = Effect(
    "depolarising",
    "inhibitory, although the membrane is depolarised",
    "$E_\\mathrm{GABA}$ lies above the present membrane potential and below the threshold.",
)
EXCITING = Effect(
    "exciting",
    "excitatory, and the channels alone can bring the membrane to threshold",
    "$E_\\mathrm{GABA}$ lies above the threshold.",
)
EFFECTS = (HYPERPOLARISING, DEPOLARISING, EXCITING)


@item(
    codes=["C02"],
    title="Does GABA excite or inhibit?",
    objective="Infer from a reversal potential whether a synapse excites, shunts or inhibits.",
    topic="inhibition",
    level="analyze",
    passages=["S6", "S11", "S12"],
    prerequisites=["gaba-reversal"],
    minutes=5,
)
def excitatory_or_inhibitory(draw: Draw) -> Draft:
    effect = draw.stratum("effect", EFFECTS)
    V = draw.integer(-72, -58)
    threshold = V + draw.integer(12, 22)
    draw.require(threshold <= -40, "the threshold is too high")
    if effect is HYPERPOLARISING:
        E = V - draw.integer(MARGIN, 16)
    elif effect is DEPOLARISING:
        E = draw.integer(V + MARGIN, threshold - MARGIN)
    else:
        E = draw.integer(threshold + MARGIN, threshold + 16)
    outward = V > E
    return Draft(
        given={"V": V, "threshold": threshold, "E": E},
        values={
            "effect": effect,
            "force": V - E,
            "room": threshold - E,
            "outward": outward,
        },
        parts=[
            Choice(
                "current",
                options=(
                    Option("inward", "inward", None if not outward else _reversed("inward")),
                    Option("outward", "outward", None if outward else _reversed("outward")),
                    Option("none", "neither: there is no net current"),
                ),
                answer="outward" if outward else "inward",
            ),
            TwoTier(
                "effect",
                points=2,
                options=tuple(Option(each.id, each.text, _idea(each, effect)) for each in EFFECTS),
                answer=effect.id,
                reasons=(
                    *(Option(each.id, each.reason) for each in EFFECTS),
                    Option(
                        "transmitter",
                        "GABA is an inhibitory transmitter.",
                        Misconception(
                            "gaba_always_inhibits",
                            "transmitter",
                            "The transmitter only opens the channels. What they do to the cell "
                            "depends on their reversal potential, and that on the chloride inside.",
                            "What would the same transmitter do if chloride inside were ten "
                            "times higher?",
                        ),
                    ),
                ),
                reason=effect.id,
            ),
        ],
    )


def _reversed(option: str) -> Misconception:
    return Misconception(
        "current_direction_reversed",
        option,
        "A current is outward when the membrane is more positive than the reversal potential, "
        "whatever the charge of the ions that carry it.",
        "Which sign does V − E have here?",
    )


def _idea(option: Effect, answer: Effect) -> Misconception | None:
    """The wrong idea behind a wrong option, where there is only one."""
    if option is answer:
        return None
    if option is EXCITING and answer is DEPOLARISING:
        return Misconception(
            "depolarising_means_exciting",
            option.id,
            "The channels do depolarise, but never beyond their reversal potential, and that "
            "lies below the threshold. There they hold the membrane.",
            "How far can these channels alone depolarise the membrane?",
        )
    if option is HYPERPOLARISING:
        return Misconception(
            "gaba_always_hyperpolarises",
            option.id,
            "Open channels pull the membrane towards their reversal potential, which lies above "
            "the membrane potential here.",
            "Towards which potential does an open channel pull the membrane?",
        )
    return None
