"""N21: the temperature coefficient of an equilibrium potential, as formulas."""

from dataclasses import dataclass

from millivolt.items import Draft, Draw, Expression, Misconception, SymbolSpec, item
from millivolt_exercises.gradients import draw_gradient
from millivolt_exercises.ions import (
    BICARBONATE,
    CALCIUM,
    CHLORIDE,
    MAGNESIUM,
    POTASSIUM,
    SODIUM,
    Ion,
)
from millivolt_exercises.letters import draw_sides, tex


@dataclass(frozen=True, slots=True)
class Charge:
    """The ion, if it is named, and its Nernst prefactor without T, as typed and as set."""

    ion: Ion | None
    words: str
    typed: str
    tex: str

    def __str__(self) -> str:
        return self.words


CHARGES = (
    Charge(None, "an ion of valence $z$", "R/(z*F)", r"\frac{R}{zF}"),
    Charge(CALCIUM, "Ca²⁺ ($z = 2$)", "R/(2*F)", r"\frac{R}{2F}"),
    Charge(CHLORIDE, "Cl⁻ ($z = -1$)", "-R/F", r"-\frac{R}{F}"),
    Charge(BICARBONATE, "HCO₃⁻ ($z = -1$)", "-R/F", r"-\frac{R}{F}"),
    Charge(POTASSIUM, "K⁺ ($z = 1$)", "R/F", r"\frac{R}{F}"),
    Charge(MAGNESIUM, "Mg²⁺ ($z = 2$)", "R/(2*F)", r"\frac{R}{2F}"),
    Charge(SODIUM, "Na⁺ ($z = 1$)", "R/F", r"\frac{R}{F}"),
)
TEMPERATURES = (("T_1", "T_2"), ("T_a", "T_b"))


@item(
    codes=["N21"],
    title="How E depends on temperature, as a formula",
    objective="Find the temperature coefficient of an equilibrium potential, and use it.",
    topic="equilibrium",
    level="apply",
    passages=["S5", "S3"],
    prerequisites=["temperature-change"],
    minutes=7,
    version=3,
)
def temperature_formula(draw: Draw) -> Draft:
    charge = draw.stratum("charge", CHARGES)
    asked = draw.stratum("asked", ("value", "change"))
    E = draw.choice(("E", "V"))
    sides = draw_sides(draw)
    before, after = draw.choice(TEMPERATURES)
    c_in, c_out = sides.of("c")
    general = charge.typed == "R/(z*F)"
    gradient = draw_gradient(draw, charge.ion)
    quotient, inverted = f"{gradient.times}", f"1/{gradient.times}"
    if gradient.more == "inside":
        quotient, inverted = inverted, quotient
    slope = f"{charge.typed}*ln({quotient})"
    later = f"{E}*{after}/{before}" if asked == "value" else f"{E}*({after}/{before} - 1)"
    symbols = _symbols(E, (c_in, c_out), (before, after), general=general)
    return Draft(
        given={
            "charge": charge,
            "general": general,
            "prefactor": charge.tex,
            "asked": asked,
            "E": E,
            "sides": sides,
            "before": before,
            "after": after,
            "times": gradient.times,
            "more": gradient.more,
        },
        values={
            "slope": slope,
            "less": gradient.less,
            "later": later,
            "quotient": rf"\frac{{{tex(c_out)}}}{{{tex(c_in)}}}",
        },
        parts=[
            Expression(
                "slope",
                answer=slope,
                symbols=symbols,
                misconceptions=(
                    Misconception(
                        "temperature_kept",
                        f"{charge.typed}*T*ln({quotient})",
                        "This is the equilibrium potential itself. T is a factor, so it is gone "
                        "from the derivative.",
                        "What is the derivative of aT with respect to T?",
                    ),
                    Misconception(
                        "slope_sign_lost",
                        f"{charge.typed}*ln({inverted})",
                        f"The sign is reversed: {E} keeps its sign and grows in size with T.",
                        "Is the concentration in the numerator the larger one?",
                    ),
                ),
                forbidden=("T", E, c_in, c_out),
            ),
            Expression(
                "later",
                answer=later,
                symbols=symbols,
                misconceptions=_errors(asked, E, before, after),
                forbidden=("R", "F", c_in, c_out, "T"),
            ),
        ],
    )


def _errors(asked: str, E: str, before: str, after: str) -> tuple[Misconception, ...]:
    if asked == "value":
        inverted, last = (
            f"{E}*{before}/{after}",
            Misconception(
                "difference_for_ratio",
                f"{E} + {after} - {before}",
                f"A temperature cannot be added to a voltage. {E} is proportional to T.",
                f"What is {E} at twice the absolute temperature?",
            ),
        )
    else:
        inverted, last = (
            f"{E}*({before}/{after} - 1)",
            Misconception(
                "potential_for_difference",
                f"{E}*{after}/{before}",
                "This is the potential at the second temperature. The question asks for the "
                "change.",
                "How large is the change if the two temperatures are equal?",
            ),
        )
    return (
        Misconception(
            "quotient_inverted",
            inverted,
            "The quotient of the temperatures is upside down.",
            f"Does {E} grow or shrink in size when it becomes warmer?",
        ),
        last,
    )


def _symbols(
    E: str, concentrations: tuple[str, str], temperatures: tuple[str, str], *, general: bool
) -> tuple[SymbolSpec, ...]:
    inside, outside = concentrations
    before, after = temperatures
    symbols = [
        SymbolSpec(E, "real", f"equilibrium potential at {before}", "V", typical=(-0.1, 0.1)),
        SymbolSpec("R", "positive", "gas constant", "J/(mol*K)", typical=(8.0, 8.6)),
        SymbolSpec("F", "positive", "Faraday constant", "C/mol", typical=(96000.0, 97000.0)),
        SymbolSpec("T", "positive", "absolute temperature", "K", typical=(273.0, 313.0)),
        SymbolSpec(before, "positive", "first temperature", "K", typical=(273.0, 313.0)),
        SymbolSpec(after, "positive", "second temperature", "K", typical=(273.0, 313.0)),
        SymbolSpec(inside, "positive", "concentration inside", "mM", typical=(1.0, 200.0)),
        SymbolSpec(outside, "positive", "concentration outside", "mM", typical=(1.0, 200.0)),
    ]
    if general:
        symbols.append(SymbolSpec("z", "nonzero_integer", "valence", typical=(-2, 2)))
    return tuple(symbols)
