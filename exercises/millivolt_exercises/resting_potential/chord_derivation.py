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
    a, b = first.index, second.index
    right, extra = ("I_e", " + I_e") if injected else ("0", "")
    premise = f"g_{a}*(V - E_{a}) + g_{b}*(V - E_{b}) = {right}"
    expanded = f"g_{a}*V - g_{a}*E_{a} + g_{b}*V - g_{b}*E_{b} = {right}"
    collected = f"(g_{a} + g_{b})*V = g_{a}*E_{a} + g_{b}*E_{b}{extra}"
    goal = f"V = (g_{a}*E_{a} + g_{b}*E_{b}{extra})/(g_{a} + g_{b})"
    x, y = varied.index, other.index
    current = " - I_e" if injected else ""
    slope = f"(g_{y}*(E_{x} - E_{y}){current})/(g_{a} + g_{b})^2"
    return Draft(
        given={
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
                symbols=_symbols(first, second, injected=injected),
                misconceptions=(
                    Misconception(
                        "sign_lost_in_moving",
                        (
                            expanded,
                            f"(g_{a} + g_{b})*V = -g_{a}*E_{a} - g_{b}*E_{b}{extra}",
                            f"V = (-g_{a}*E_{a} - g_{b}*E_{b}{extra})/(g_{a} + g_{b})",
                        ),
                        "The terms without V changed sides without changing their sign.",
                        "What has to be added on both sides to leave only terms with V on the "
                        "left?",
                    ),
                    Misconception(
                        "brackets_half_expanded",
                        (
                            f"g_{a}*V - E_{a} + g_{b}*V - E_{b} = {right}",
                            f"V = (E_{a} + E_{b}{extra})/(g_{a} + g_{b})",
                        ),
                        "The conductance stands before the whole bracket, so it multiplies E as "
                        "well as V.",
                        "Which unit has g times E, and which unit has E alone?",
                    ),
                ),
                solved_for="V",
            ),
            Expression(
                "slope",
                answer=slope,
                symbols=_symbols(first, second, injected=injected),
                misconceptions=_slope_errors(x, y, a, b, current),
                forbidden=("V",),
            ),
        ],
    )


def _slope_errors(x: str, y: str, a: str, b: str, current: str) -> tuple[Misconception, ...]:
    return (
        Misconception(
            "slope_sign_lost",
            f"(g_{y}*(E_{y} - E_{x}){current.replace('-', '+')})/(g_{a} + g_{b})^2",
            "The sign is reversed. In the quotient rule the derivative of the numerator comes "
            "first.",
            "Towards which potential does a growing conductance pull the membrane?",
        ),
        Misconception(
            "denominator_taken_constant",
            f"E_{x}/(g_{a} + g_{b})",
            "Only the numerator was differentiated. The conductance stands in the denominator, "
            "too.",
            "What does the quotient rule say?",
        ),
    )


def _symbols(first: Pathway, second: Pathway, *, injected: bool) -> tuple[SymbolSpec, ...]:
    symbols = [SymbolSpec("V", "real", "membrane potential", "mV", typical=(-100.0, 50.0))]
    for path in (first, second):
        symbols += [
            SymbolSpec(
                f"g_{path.index}",
                "positive",
                f"conductance of {path}",
                "nS",
                typical=(1.0, 50.0),
            ),
            SymbolSpec(
                f"E_{path.index}",
                "real",
                f"reversal potential of {path}",
                "mV",
                typical=(-100.0, 60.0),
            ),
        ]
    if injected:
        symbols.append(SymbolSpec("I_e", "real", "injected current", "pA", typical=(-100.0, 100.0)))
    return tuple(symbols)
