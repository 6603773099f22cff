"""G15: from currents that add up to zero to the chord conductance equation, and its slope."""

from dataclasses import dataclass

from millivolt.items import (
    Derivation,
    Draft,
    Draw,
    Expression,
    Misconception,
    SymbolSpec,
    item,
)


@dataclass(frozen=True, slots=True)
class Pathway:
    """A conductance: its index in symbols, and what it is."""

    index: str
    words: str

    def __str__(self) -> str:
        return self.words

    @property
    def noun(self) -> str:
        """The words without an article."""
        return self.words.removeprefix("an ").removeprefix("a ")


PAIRS = (
    (Pathway("K", "potassium channels"), Pathway("Na", "sodium channels")),
    (Pathway("K", "potassium channels"), Pathway("Cl", "chloride channels")),
    (Pathway("L", "a leak"), Pathway("E", "an excitatory synapse")),
    (Pathway("L", "a leak"), Pathway("I", "an inhibitory synapse")),
    (Pathway("K", "potassium channels"), Pathway("AMPA", "AMPA receptors")),
    (Pathway("L", "a leak"), Pathway("GABA", "GABA-A receptors")),
)


@item(
    codes=["G15"],
    title="Derive the chord conductance equation",
    objective="Derive the chord conductance equation and how it depends on a conductance.",
    topic="resting-potential",
    level="analyze",
    passages=["S6", "S7"],
    prerequisites=["chord-conductance"],
    minutes=12,
)
def chord_derivation(draw: Draw) -> Draft:
    first, second = draw.stratum("pair", PAIRS)
    injected = draw.stratum("electrode", (False, True))
    varied, other = draw.shuffled((first, second))
    V, g = draw.choice(("V", "V_m")), draw.choice(("g", "G"))
    a, b = first.index, second.index
    right, extra = ("I_e", " + I_e") if injected else ("0", "")
    premise = f"{g}_{a}*({V} - E_{a}) + {g}_{b}*({V} - E_{b}) = {right}"
    expanded = f"{g}_{a}*{V} - {g}_{a}*E_{a} + {g}_{b}*{V} - {g}_{b}*E_{b} = {right}"
    collected = f"({g}_{a} + {g}_{b})*{V} = {g}_{a}*E_{a} + {g}_{b}*E_{b}{extra}"
    goal = f"{V} = ({g}_{a}*E_{a} + {g}_{b}*E_{b}{extra})/({g}_{a} + {g}_{b})"
    x, y = varied.index, other.index
    current = " - I_e" if injected else ""
    slope = f"({g}_{y}*(E_{x} - E_{y}){current})/({g}_{a} + {g}_{b})^2"
    return Draft(
        given={
            "V": V,
            "g": g,
            "first": first,
            "second": second,
            "a": a,
            "b": b,
            "x": x,
            "y": y,
            "varied": varied,
            "injected": injected,
            "typed": premise,
        },
        values={"steps": (expanded, collected, goal), "slope": slope},
        parts=[
            Derivation(
                "derivation",
                points=2,
                premises=(premise,),
                goal=goal,
                steps=(expanded, collected, goal),
                symbols=_symbols(V, g, first, second, injected=injected),
                misconceptions=(
                    Misconception(
                        "sign_lost_in_moving",
                        (
                            expanded,
                            f"({g}_{a} + {g}_{b})*{V} = -{g}_{a}*E_{a} - {g}_{b}*E_{b}{extra}",
                            f"{V} = (-{g}_{a}*E_{a} - {g}_{b}*E_{b}{extra})/({g}_{a} + {g}_{b})",
                        ),
                        f"The terms without {V} changed sides without changing their sign.",
                        f"What has to be added on both sides to leave only terms with {V} on "
                        "the left?",
                    ),
                    Misconception(
                        "brackets_half_expanded",
                        (
                            f"{g}_{a}*{V} - E_{a} + {g}_{b}*{V} - E_{b} = {right}",
                            f"{V} = (E_{a} + E_{b}{extra})/({g}_{a} + {g}_{b})",
                        ),
                        "The conductance stands before the whole bracket, so it multiplies E as "
                        f"well as {V}.",
                        "Which unit has g times E, and which unit has E alone?",
                    ),
                ),
                solved_for=V,
            ),
            Expression(
                "slope",
                answer=slope,
                symbols=_symbols(V, g, first, second, injected=injected),
                misconceptions=_slope_errors(g, x, y, a, b, current),
                forbidden=(V,),
            ),
        ],
    )


def _slope_errors(
    g: str, x: str, y: str, a: str, b: str, current: str
) -> tuple[Misconception, ...]:
    return (
        Misconception(
            "slope_sign_lost",
            f"({g}_{y}*(E_{y} - E_{x}){current.replace('-', '+')})/({g}_{a} + {g}_{b})^2",
            "The sign is reversed. In the quotient rule the derivative of the numerator comes "
            "first.",
            "Towards which potential does a growing conductance pull the membrane?",
        ),
        Misconception(
            "denominator_taken_constant",
            f"E_{x}/({g}_{a} + {g}_{b})",
            "Only the numerator was differentiated. The conductance stands in the denominator, "
            "too.",
            "What does the quotient rule say?",
        ),
    )


def _symbols(
    V: str, g: str, first: Pathway, second: Pathway, *, injected: bool
) -> tuple[SymbolSpec, ...]:
    symbols = [SymbolSpec(V, "real", "membrane potential", "mV", typical=(-100.0, 50.0))]
    for path in (first, second):
        symbols += [
            SymbolSpec(
                f"{g}_{path.index}",
                "positive",
                f"conductance of the {path.noun}",
                "nS",
                typical=(1.0, 50.0),
            ),
            SymbolSpec(
                f"E_{path.index}",
                "real",
                f"reversal potential of the {path.noun}",
                "mV",
                typical=(-100.0, 60.0),
            ),
        ]
    if injected:
        symbols.append(SymbolSpec("I_e", "real", "injected current", "pA", typical=(-100.0, 100.0)))
    return tuple(symbols)
