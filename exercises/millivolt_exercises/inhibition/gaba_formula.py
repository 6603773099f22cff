"""C13: solve the reversal potential of GABA-A channels for what an experimenter wants to know."""

from millivolt.items import Draft, Draw, Expression, Misconception, SymbolSpec, item

ASKED = {"Cl_i": "the concentration of chloride inside", "p": "the ratio of the permeabilities"}


@item(
    codes=["C13"],
    title="Solve the reversal potential of GABA",
    objective="Rearrange the GHK equation of two anions for a concentration or a permeability.",
    topic="inhibition",
    level="apply",
    passages=["S7", "S11", "S12"],
    prerequisites=["gaba-reversal", "solve-for-concentration"],
    minutes=8,
)
def gaba_formula(draw: Draw) -> Draft:
    asked = draw.stratum("asked", tuple(ASKED))
    B = draw.choice(("B", "H"))
    E = draw.choice(("E", "V"))
    x = f"exp(F*{E}/(R*T))"
    wrong_x = f"exp(-F*{E}/(R*T))"
    power = f"10^(F*{E}/(R*T))"

    def formula(factor: str) -> str:
        if asked == "Cl_i":
            return f"(Cl_o + p*{B}_o)*{factor} - p*{B}_i"
        return f"(Cl_i - Cl_o*{factor})/({B}_o*{factor} - {B}_i)"

    claims = [
        Misconception(
            "exponent_sign",
            formula(wrong_x),
            "The sign of the exponent is reversed. For anions the inside concentrations stand in "
            "the numerator, so a negative potential means less inside than outside.",
            "Is e^(FE/RT) larger or smaller than 1 for a negative potential?",
        ),
        Misconception(
            "power_of_ten_for_exp",
            formula(power),
            "The natural logarithm is undone by the exponential function, not by a power of ten.",
            "Which function is the inverse of ln?",
        ),
    ]
    if asked == "Cl_i":
        claims.append(
            Misconception(
                "bicarbonate_ignored",
                f"Cl_o*{x}",
                "This is the Nernst equation of chloride alone. The channel passes bicarbonate, "
                "too.",
                "Which terms with p stand in the equation?",
            )
        )
    else:
        claims.append(
            Misconception(
                "sign_lost_in_moving",
                f"(Cl_i - Cl_o*{x})/({B}_o*{x} + {B}_i)",
                "A term changed sides without changing its sign.",
                "What has to be subtracted on both sides to collect the terms with p?",
            )
        )
    return Draft(
        given={"asked": asked, "B": B, "E": E, "words": ASKED[asked]},
        values={"typed": formula(x), "chloride": asked == "Cl_i"},
        parts=[
            Expression(
                "formula",
                answer=formula(x),
                symbols=_symbols(B, E),
                misconceptions=tuple(claims),
                forbidden=(asked,),
            )
        ],
    )


def _symbols(B: str, E: str) -> tuple[SymbolSpec, ...]:
    return (
        SymbolSpec(E, "real", "reversal potential", "V", typical=(-0.1, -0.01)),
        SymbolSpec("R", "positive", "gas constant", "J/(mol*K)", typical=(8.0, 8.6)),
        SymbolSpec("T", "positive", "absolute temperature", "K", typical=(273.0, 313.0)),
        SymbolSpec("F", "positive", "Faraday constant", "C/mol", typical=(96000.0, 97000.0)),
        SymbolSpec("p", "positive", "P_HCO3/P_Cl", typical=(0.2, 0.3)),
        SymbolSpec("Cl_i", "positive", "chloride inside", "mM", typical=(4.0, 40.0)),
        SymbolSpec("Cl_o", "positive", "chloride outside", "mM", typical=(100.0, 140.0)),
        SymbolSpec(f"{B}_i", "positive", "bicarbonate inside", "mM", typical=(12.0, 16.0)),
        SymbolSpec(f"{B}_o", "positive", "bicarbonate outside", "mM", typical=(24.0, 26.0)),
    )
