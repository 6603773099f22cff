"""N21: the temperature coefficient of an equilibrium potential, as formulas."""

from dataclasses import dataclass

from millivolt.items import Draft, Draw, Expression, Misconception, SymbolSpec, item


@dataclass(frozen=True, slots=True)
class Charge:
    """The ion, and the prefactor of its Nernst equation without T, as typed and as set."""

    words: str
    typed: str
    tex: str

    def __str__(self) -> str:
        return self.words


CHARGES = (
    Charge("an ion of valence $z$", "R/(z*F)", r"\frac{R}{zF}"),
    Charge("Ca²⁺ ($z = 2$)", "R/(2*F)", r"\frac{R}{2F}"),
    Charge("Cl⁻ ($z = -1$)", "-R/F", r"-\frac{R}{F}"),
    Charge("K⁺ ($z = 1$)", "R/F", r"\frac{R}{F}"),
    Charge("Na⁺ ($z = 1$)", "R/F", r"\frac{R}{F}"),
)


@item(
    codes=["N21"],
    title="How E depends on temperature, as a formula",
    objective="Find the temperature coefficient of an equilibrium potential, and use it.",
    topic="equilibrium",
    level="apply",
    passages=["S5", "S3"],
    prerequisites=["temperature-change"],
    minutes=7,
)
def temperature_formula(draw: Draw) -> Draft:
    charge = draw.stratum("charge", CHARGES)
    general = charge.typed == "R/(z*F)"
    slope = f"{charge.typed}*ln(c_o/c_i)"
    later = "E*T_2/T_1"
    return Draft(
        given={"charge": charge, "general": general, "prefactor": charge.tex},
        values={"slope": slope, "later": later},
        parts=[
            Expression(
                "slope",
                answer=slope,
                symbols=_symbols(general=general),
                misconceptions=(
                    Misconception(
                        "temperature_kept",
                        f"{charge.typed}*T*ln(c_o/c_i)",
                        "This is the equilibrium potential itself. T is a factor, so it is gone "
                        "from the derivative.",
                        "What is the derivative of aT with respect to T?",
                    ),
                    Misconception(
                        "slope_sign_lost",
                        f"{charge.typed}*ln(c_i/c_o)",
                        "The sign is reversed: E keeps its sign and grows in size with T.",
                        "Which of the concentrations stands in the numerator?",
                    ),
                ),
                forbidden=("T", "E"),
            ),
            Expression(
                "later",
                answer=later,
                symbols=_symbols(general=general),
                misconceptions=(
                    Misconception(
                        "quotient_inverted",
                        "E*T_1/T_2",
                        "The quotient of the temperatures is upside down.",
                        "Does E grow or shrink in size when it becomes warmer?",
                    ),
                    Misconception(
                        "difference_for_ratio",
                        "E + T_2 - T_1",
                        "A temperature cannot be added to a voltage. E is proportional to T.",
                        "What is E at twice the absolute temperature?",
                    ),
                ),
                forbidden=("R", "F", "c_i", "c_o", "T"),
            ),
        ],
    )


def _symbols(*, general: bool) -> tuple[SymbolSpec, ...]:
    symbols = [
        SymbolSpec("E", "real", "equilibrium potential at T_1", "V", typical=(-0.1, 0.1)),
        SymbolSpec("R", "positive", "gas constant", "J/(mol*K)", typical=(8.0, 8.6)),
        SymbolSpec("F", "positive", "Faraday constant", "C/mol", typical=(96000.0, 97000.0)),
        SymbolSpec("T", "positive", "absolute temperature", "K", typical=(273.0, 313.0)),
        SymbolSpec("T_1", "positive", "first temperature", "K", typical=(273.0, 313.0)),
        SymbolSpec("T_2", "positive", "second temperature", "K", typical=(273.0, 313.0)),
        SymbolSpec("c_i", "positive", "concentration inside", "mM", typical=(1.0, 200.0)),
        SymbolSpec("c_o", "positive", "concentration outside", "mM", typical=(1.0, 200.0)),
    ]
    if general:
        symbols.append(SymbolSpec("z", "nonzero_integer", "valence", typical=(-2, 2)))
    return tuple(symbols)
