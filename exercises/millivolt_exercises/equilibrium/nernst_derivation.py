"""E04: from equal electrochemical potentials to the Nernst equation, line by line."""

from dataclasses import dataclass

from millivolt.items import Derivation, Draft, Draw, Misconception, SymbolSpec, item
from millivolt_exercises.letters import draw_sides, tex


@dataclass(frozen=True, slots=True)
class Charge:
    """How the charge of the ion enters: ``zF`` as it is typed and set, and the prefactor of E.

    ``flipped`` says that the minus sign of an anion has been taken into the logarithm.
    """

    ion: str
    typed: str
    tex: str
    prefactor: str
    prefactor_tex: str
    general: bool = False
    flipped: bool = False

    def __str__(self) -> str:
        return self.ion


CHARGES = (
    Charge("an ion of valence $z$", "z*F", "zF", "R*T/(z*F)", r"\frac{RT}{zF}", general=True),
    Charge("Ca²⁺ ($z = +2$)", "2*F", "2F", "R*T/(2*F)", r"\frac{RT}{2F}"),
    Charge("Cl⁻ ($z = -1$)", "(-F)", "(-F)", "R*T/F", r"\frac{RT}{F}", flipped=True),
    Charge("K⁺ ($z = +1$)", "F", "F", "R*T/F", r"\frac{RT}{F}"),
    Charge("Mg²⁺ ($z = +2$)", "2*F", "2F", "R*T/(2*F)", r"\frac{RT}{2F}"),
    Charge("HCO₃⁻ ($z = -1$)", "(-F)", "(-F)", "R*T/F", r"\frac{RT}{F}", flipped=True),
    Charge("Na⁺ ($z = +1$)", "F", "F", "R*T/F", r"\frac{RT}{F}"),
)
CONTENTS = (("c", "concentrations"), ("a", "activities"))


@item(
    codes=["E04"],
    title="From equal electrochemical potentials to the Nernst equation",
    objective="Derive the Nernst equation from the condition of electrochemical equilibrium.",
    topic="equilibrium",
    level="analyze",
    passages=["S2"],
    minutes=12,
)
def nernst_derivation(draw: Draw) -> Draft:
    charge = draw.stratum("charge", CHARGES)
    letter, content = draw.choice(CONTENTS)
    sides = draw_sides(draw)
    phi = draw.choice(("phi", "psi"))
    inside, outside = sides.of(letter)
    phi_in, phi_out = sides.of(phi)
    zF, front = charge.typed, charge.prefactor
    over, under = (inside, outside) if charge.flipped else (outside, inside)
    goal = f"E = {front}*ln({over}/{under})"
    premises = (
        f"mu_0 + R*T*ln({inside}) + {zF}*{phi_in} = mu_0 + R*T*ln({outside}) + {zF}*{phi_out}",
        f"E = {phi_in} - {phi_out}",
    )
    moved = f"{zF}*{phi_in} - {zF}*{phi_out} = R*T*ln({outside}) - R*T*ln({inside})"
    collected = f"{zF}*E = R*T*ln({outside}/{inside})"
    slips = [
        Misconception(
            "sign_lost_in_moving",
            (
                f"{zF}*{phi_in} - {zF}*{phi_out} = R*T*ln({inside}) - R*T*ln({outside})",
                f"E = {front}*ln({under}/{over})",
            ),
            "A term changed sides without changing its sign, so inside and outside came out "
            "swapped.",
            "What has to be subtracted on both sides to bring the logarithms together?",
        ),
        Misconception(
            "log_of_difference",
            (moved, f"{zF}*E = R*T*ln({outside} - {inside})", f"E = {front}*ln({over} - {under})"),
            "The difference of two logarithms is the logarithm of a quotient, not of a difference.",
            "What is ln(6) − ln(2)?",
        ),
    ]
    if charge.general:
        slips.append(
            Misconception(
                "valence_multiplied",
                (moved, collected, f"E = z*R*T/F*ln({over}/{under})"),
                "Dividing by zF puts z below the fraction bar; here it came out above.",
                "Which voltage holds a doubly charged ion, compared with a singly charged one?",
            )
        )
    return Draft(
        given={
            "charge": charge,
            "content": content,
            "letter": letter,
            "sides": sides,
            "phi": phi,
        },
        values={
            "zF": charge.tex,
            "front": charge.prefactor_tex,
            "flipped": charge.flipped,
            "potential": tex(phi),
            "c_in": tex(inside),
            "c_out": tex(outside),
            "phi_in": tex(phi_in),
            "phi_out": tex(phi_out),
            "letters": (phi_in, phi_out, inside, outside),
            "typed": premises[0],
            "goal": goal,
            "steps": (moved, collected, goal),
        },
        parts=[
            Derivation(
                "derivation",
                points=2,
                premises=premises,
                goal=goal,
                steps=(moved, collected, goal),
                symbols=_symbols((inside, outside), (phi_in, phi_out), content, charge),
                misconceptions=tuple(slips),
                solved_for="E",
                forbidden=(phi_in, phi_out, "mu_0"),
            )
        ],
    )


def _symbols(
    contents: tuple[str, str], potentials: tuple[str, str], content: str, charge: Charge
) -> tuple[SymbolSpec, ...]:
    inside, outside = contents
    phi_in, phi_out = potentials
    noun = content.removesuffix("s") if content == "concentrations" else "activity"
    symbols = [
        SymbolSpec("E", "real", "equilibrium potential", "V", typical=(-0.1, 0.1)),
        SymbolSpec("R", "positive", "gas constant", "J/(mol*K)", typical=(8.0, 8.6)),
        SymbolSpec("T", "positive", "absolute temperature", "K", typical=(273.0, 313.0)),
        SymbolSpec("F", "positive", "Faraday constant", "C/mol", typical=(96000.0, 97000.0)),
        SymbolSpec(inside, "positive", f"{noun} inside", "mM", typical=(1.0, 200.0)),
        SymbolSpec(outside, "positive", f"{noun} outside", "mM", typical=(1.0, 200.0)),
        SymbolSpec(phi_in, "real", "electric potential inside", "V", typical=(-0.1, 0.1)),
        SymbolSpec(phi_out, "real", "electric potential outside", "V", typical=(-0.1, 0.1)),
        SymbolSpec("mu_0", "real", "standard chemical potential", "J/mol", typical=(-1e4, 1e4)),
    ]
    if charge.general:
        symbols.append(SymbolSpec("z", "nonzero_integer", "valence", typical=(-2, 2)))
    return tuple(symbols)
