"""C13: solve the reversal potential of GABA-A channels for what an experimenter wants to know."""

from millivolt.items import Draft, Draw, Expression, Misconception, SymbolSpec, item
from millivolt_exercises.letters import draw_sides, tex

ASKED = {
    "Cl_in": "the concentration of chloride inside",
    "Cl_out": "the concentration of chloride outside",
    "B_in": "the concentration of bicarbonate inside",
    "p": "the ratio of the permeabilities",
}


@item(
    codes=["C13"],
    title="Solve the reversal potential of GABA",
    objective="Rearrange the GHK equation of two anions for a concentration or a permeability.",
    topic="inhibition",
    level="apply",
    passages=["S7", "S11", "S12"],
    prerequisites=["gaba-reversal", "solve-for-concentration"],
    minutes=11,
    version=2,
)
def gaba_formula(draw: Draw) -> Draft:
    wanted = draw.stratum("asked", tuple(ASKED))
    E = draw.choice(("E", "V", "E_GABA"))
    p = draw.choice(("p", "r"))
    sides = draw_sides(draw)
    Cl_in, Cl_out = sides.of("Cl")
    B_in, B_out = sides.of("B")
    asked = {"Cl_in": Cl_in, "Cl_out": Cl_out, "B_in": B_in, "p": p}[wanted]
    times = draw.integer(2, 8)
    before, after = f"({Cl_in} + {p}*{B_in})", f"({times}*{Cl_in} + {p}*{B_in})"
    exponent = f"F*{E}/(R*T)"
    x = f"exp({exponent})"

    def formula(x: str, sign: str = "-") -> str:
        """The quantity that is asked for; a wrong ``sign`` is that of a term that was moved."""
        return {
            "Cl_in": f"({Cl_out} + {p}*{B_out})*{x} {sign} {p}*{B_in}",
            "Cl_out": f"({Cl_in} + {p}*{B_in})/{x} {sign} {p}*{B_out}",
            "B_in": f"(({Cl_out} + {p}*{B_out})*{x} {sign} {Cl_in})/{p}",
            "p": f"({Cl_in} - {Cl_out}*{x})/({B_out}*{x} {sign} {B_in})",
        }[wanted]

    return Draft(
        given={
            "asked": asked,
            "E": E,
            "p": p,
            "sides": sides,
            "words": ASKED[wanted],
            "times": times,
        },
        values={
            "wanted": wanted,
            "typed": formula(x),
            "shift": f"R*T/F*ln({after}/{before})",
            "needed": ("R", "T", "F", p, Cl_in, B_in),
            "letters": tuple(
                letter
                for letter in (E, "R", "T", "F", p, Cl_in, Cl_out, B_in, B_out)
                if letter != asked
            ),
            "E_tex": tex(E),
            "asked_tex": tex(asked),
            "Cl_in": tex(Cl_in),
            "Cl_out": tex(Cl_out),
            "B_in": tex(B_in),
            "B_out": tex(B_out),
        },
        parts=[
            Expression(
                "formula",
                answer=formula(x),
                symbols=_symbols(E, p, (Cl_in, Cl_out), (B_in, B_out)),
                misconceptions=(
                    Misconception(
                        "exponent_sign",
                        formula(f"exp(-{exponent})"),
                        "The sign of the exponent is reversed. For anions the inside "
                        "concentrations stand in the numerator, so a negative potential means "
                        "less inside than outside.",
                        f"Is exp(F{E}/(RT)) larger or smaller than 1 for a negative potential?",
                    ),
                    Misconception(
                        "power_of_ten_for_exp",
                        formula(f"10^({exponent})"),
                        "The natural logarithm is undone by the exponential function, not by a "
                        "power of ten.",
                        "Which function is the inverse of ln?",
                    ),
                    Misconception(
                        "sign_lost_in_moving",
                        formula(x, "+"),
                        "A term changed sides without changing its sign.",
                        f"What has to be subtracted on both sides to leave {asked} alone?",
                    ),
                    *_bicarbonate_ignored(wanted, x, Cl_in, Cl_out),
                ),
                forbidden=(asked,),
            ),
            Expression(
                "shift",
                answer=f"R*T/F*ln({after}/{before})",
                symbols=_symbols(E, p, (Cl_in, Cl_out), (B_in, B_out)),
                misconceptions=(
                    Misconception(
                        "bicarbonate_ignored",
                        f"R*T/F*ln({times})",
                        "This is the shift of the equilibrium potential of chloride. Bicarbonate "
                        "stays as it was, so the whole numerator grows by a smaller factor.",
                        "Which of the two terms in the numerator changes?",
                    ),
                    Misconception(
                        "shift_reversed",
                        f"R*T/F*ln({before}/{after})",
                        "The sign is reversed: the question asks for the new potential minus the "
                        "old one, and the inside concentrations of anions stand in the numerator.",
                        "Does the numerator become larger or smaller?",
                    ),
                ),
                forbidden=(E, Cl_out, B_out),
            ),
        ],
    )


def _bicarbonate_ignored(wanted: str, x: str, Cl_in: str, Cl_out: str) -> list[Misconception]:
    alone = {"Cl_in": f"{Cl_out}*{x}", "Cl_out": f"{Cl_in}/{x}"}
    if wanted not in alone:
        return []
    return [
        Misconception(
            "bicarbonate_ignored",
            alone[wanted],
            "This is the Nernst equation of chloride alone. The channel passes bicarbonate, too.",
            "Which terms of the equation are missing in yours?",
        )
    ]


def _symbols(
    E: str, p: str, chloride: tuple[str, str], bicarbonate: tuple[str, str]
) -> tuple[SymbolSpec, ...]:
    Cl_in, Cl_out = chloride
    B_in, B_out = bicarbonate
    return (
        SymbolSpec(E, "real", "reversal potential", "V", typical=(-0.1, -0.01)),
        SymbolSpec("R", "positive", "gas constant", "J/(mol*K)", typical=(8.0, 8.6)),
        SymbolSpec("T", "positive", "absolute temperature", "K", typical=(273.0, 313.0)),
        SymbolSpec("F", "positive", "Faraday constant", "C/mol", typical=(96000.0, 97000.0)),
        SymbolSpec(p, "positive", "P_HCO3/P_Cl", typical=(0.2, 0.3)),
        SymbolSpec(Cl_in, "positive", "chloride inside", "mM", typical=(4.0, 40.0)),
        SymbolSpec(Cl_out, "positive", "chloride outside", "mM", typical=(100.0, 140.0)),
        SymbolSpec(B_in, "positive", "bicarbonate inside", "mM", typical=(12.0, 16.0)),
        SymbolSpec(B_out, "positive", "bicarbonate outside", "mM", typical=(24.0, 26.0)),
    )
