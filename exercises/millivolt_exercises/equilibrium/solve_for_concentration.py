"""E05: solve the Nernst equation for a concentration, as a formula."""

from dataclasses import dataclass

from millivolt.items import Draft, Draw, Expression, Misconception, SymbolSpec, item
from millivolt_exercises.letters import draw_sides, tex


@dataclass(frozen=True, slots=True)
class Charge:
    """The ion and its valence, as words and as it is typed and set in formulas."""

    words: str
    typed: str
    tex: str
    negative: bool = False

    def __str__(self) -> str:
        return self.words


CHARGES = (
    Charge("an ion of valence $z$", "z*", "z"),
    Charge("Ca²⁺ ($z = +2$)", "2*", "2"),
    Charge("Cl⁻ ($z = -1$)", "-", "-", negative=True),
    Charge("K⁺ ($z = +1$)", "", ""),
    Charge("Mg²⁺ ($z = +2$)", "2*", "2"),
    Charge("HCO₃⁻ ($z = -1$)", "-", "-", negative=True),
    Charge("Na⁺ ($z = +1$)", "", ""),
)


@item(
    codes=["E05"],
    title="Solve the Nernst equation for a concentration",
    objective="Solve the Nernst equation for a concentration, and tell what a dilution does to E.",
    topic="equilibrium",
    level="apply",
    passages=["S2", "S3"],
    minutes=8,
    version=2,
)
def solve_for_concentration(draw: Draw) -> Draft:
    charge = draw.stratum("charge", CHARGES)
    inward = draw.stratum("asked", ("inside", "outside")) == "inside"
    letter = draw.choice(("E", "V"))
    factor = draw.integer(2, 25)
    sides = draw_sides(draw)
    inside, outside = sides.of("c")
    asked, known = (inside, outside) if inward else (outside, inside)
    exponent = f"{charge.typed}F*{letter}/(R*T)"
    minus_inside = inward != charge.negative
    plain = exponent.removeprefix("-")
    right = f"{known}*exp({'-' if minus_inside else ''}{plain})"
    wrong_sign = f"{known}*exp({'' if minus_inside else '-'}{plain})"
    claims = [
        Misconception(
            "exponent_sign",
            wrong_sign,
            "The sign of the exponent is reversed: the concentration comes out on the wrong side "
            "of the known one.",
            "Which concentration must be larger when the potential is positive and the ion is "
            f"{'an anion' if charge.negative else 'a cation'}?",
        ),
        Misconception(
            "power_of_ten_for_exp",
            f"{known}*10^({'-' if minus_inside else ''}{plain})",
            "The natural logarithm is undone by the exponential function, not by a power of ten.",
            "Which function is the inverse of ln?",
        ),
    ]
    if charge.typed in ("z*", "2*"):
        claims.append(
            Misconception(
                "valence_ignored",
                f"{known}*exp({'-' if inward else ''}F*{letter}/(R*T))",
                "The valence got lost on the way.",
                "What becomes of z when you multiply both sides by zF/(RT)?",
            )
        )
    prefactor = "R*T/F" if charge.typed in ("", "-") else f"R*T/({charge.typed}F)"
    minus, plus = ("+", "-") if charge.negative else ("-", "+")
    diluted = f"{letter} {minus} {prefactor}*ln({factor})"
    return Draft(
        given={
            "charge": charge,
            "asked": asked,
            "known": known,
            "letter": letter,
            "sides": sides,
            "factor": factor,
        },
        values={
            "z": charge.tex,
            "inward": inward,
            "negative": charge.negative,
            "minus": minus_inside,
            "typed": right,
            "diluted": diluted,
            "quotient": rf"\frac{{{tex(outside)}}}{{{tex(inside)}}}",
            "asked_tex": tex(asked),
            "known_tex": tex(known),
        },
        parts=[
            Expression(
                "formula",
                answer=right,
                symbols=_symbols(letter, inside, outside, general=charge.typed == "z*"),
                misconceptions=tuple(claims),
                forbidden=(asked,),
            ),
            Expression(
                "diluted",
                answer=diluted,
                symbols=_symbols(letter, inside, outside, general=charge.typed == "z*"),
                misconceptions=_dilution_errors(
                    letter, f"{prefactor}*ln({factor})", plus, factor, charge
                ),
                forbidden=(inside, outside),
            ),
        ],
    )


def _dilution_errors(
    letter: str, shift: str, wrong_sign: str, factor: int, charge: Charge
) -> tuple[Misconception, ...]:
    claims = [
        Misconception(
            "in_out_swapped",
            f"{letter} {wrong_sign} {shift}",
            "The potential moves the other way. The concentration outside stands in the numerator "
            "of the logarithm, and it becomes smaller"
            + ("; but the valence of an anion is negative." if charge.negative else "."),
            "What does the logarithm of a quotient lose when its numerator is divided by a number?",
        ),
        Misconception(
            "change_proportional",
            f"{letter}/{factor}",
            "The potential was divided as the concentration was. It goes with the logarithm of the "
            "concentration.",
            "Would a second dilution of the same kind change the potential by the same amount?",
        ),
    ]
    if charge.typed in ("z*", "2*"):
        # An unnamed ion is not known to be a cation; the mistake leaves out its valence alone.
        claims.append(
            Misconception(
                "valence_ignored",
                f"{letter} - R*T/F*ln({factor})",
                "The valence is missing: it stands in the denominator before the logarithm.",
                "How far would the potential of a monovalent cation move?",
            )
        )
    return tuple(claims)


def _symbols(letter: str, inside: str, outside: str, *, general: bool) -> tuple[SymbolSpec, ...]:
    symbols = [
        SymbolSpec(letter, "real", "equilibrium potential", "V", typical=(-0.1, 0.1)),
        SymbolSpec("R", "positive", "gas constant", "J/(mol*K)", typical=(8.0, 8.6)),
        SymbolSpec("T", "positive", "absolute temperature", "K", typical=(273.0, 313.0)),
        SymbolSpec("F", "positive", "Faraday constant", "C/mol", typical=(96000.0, 97000.0)),
        SymbolSpec(inside, "positive", "concentration inside", "mM", typical=(1.0, 200.0)),
        SymbolSpec(outside, "positive", "concentration outside", "mM", typical=(1.0, 200.0)),
    ]
    if general:
        symbols.append(SymbolSpec("z", "nonzero_integer", "valence", typical=(-2, 2)))
    return tuple(symbols)
