"""D15: what the constant-field current becomes at zero voltage and far from it, as formulas."""

from dataclasses import dataclass

from millivolt.items import Draft, Draw, Expression, Misconception, SymbolSpec, item
from millivolt_exercises.letters import draw_sides, tex


@dataclass(frozen=True, slots=True)
class Charge:
    """The ion, its valence as it is typed and set in a product, and its square."""

    words: str
    typed: str
    tex: str
    square: str
    square_tex: str
    sign: int

    def __str__(self) -> str:
        return self.words


CHARGES = (
    Charge("a cation of valence $z$", "z*", "z", "z^2*", "z^2", 1),
    Charge("Ca²⁺ ($z = 2$)", "2*", "2", "4*", "4", 1),
    Charge("K⁺ ($z = 1$)", "", "", "", "", 1),
    Charge("Na⁺ ($z = 1$)", "", "", "", "", 1),
    Charge("Cl⁻ ($z = -1$)", "-", "-", "", "", -1),
    Charge("HCO₃⁻ ($z = -1$)", "-", "-", "", "", -1),
    Charge("Mg²⁺ ($z = 2$)", "2*", "2", "4*", "4", 1),
)


@item(
    codes=["D15"],
    title="Limits of the constant-field current",
    objective="Find what the GHK current becomes at zero voltage and at large voltages.",
    topic="driving-force",
    level="analyze",
    passages=["S6", "S8"],
    prerequisites=["ghk-current-density"],
    minutes=10,
)
def current_limits(draw: Draw) -> Draft:
    charge = draw.stratum("charge", CHARGES)
    large = draw.stratum("large", ("positive", "negative"))
    c = draw.choice(("c", "n"))
    sides = draw_sides(draw)
    c_in, c_out = sides.of(c)
    # At large positive u, zu > 0, only ions from inside flow; the sign of z turns this round.
    positive = (large == "positive") == (charge.sign > 0)
    side, other = (c_in, c_out) if positive else (c_out, c_in)
    general = charge.typed == "z*"
    z, square = charge.typed, charge.square
    at_zero = f"{z}P*F*({c_in} - {c_out})"
    conductance = f"{square}P*F^2*{side}/(R*T)"
    errors_at_zero = [
        Misconception(
            "current_direction_reversed",
            f"{z}P*F*({c_out} - {c_in})",
            "Inside and outside are swapped, so the sign is reversed: outward counts as positive.",
            "Which way does a cation diffuse that is more concentrated inside?",
        ),
        Misconception(
            "no_current_at_zero_voltage",
            "0",
            "The factor u goes to zero, but so does the denominator. What counts is their "
            "quotient.",
            "What is u/(1 − exp(−u)) for small u?",
        ),
    ]
    errors_far = [
        Misconception(
            "wrong_side",
            f"{square}P*F^2*{other}/(R*T)",
            "This is the conductance for the opposite sign of V. Here the voltage drives the ions "
            "from the other side.",
            "From which side do the ions come at such a voltage?",
        ),
    ]
    if square:
        errors_far.append(
            Misconception(
                "valence_not_squared",
                f"{z}P*F^2*{side}/(R*T)",
                "The valence comes in twice: once in the charge that is carried, and once in the "
                "force that the field exerts.",
                "Where does z stand in the formula for I, and where in the one for u?",
            )
        )
    return Draft(
        given={
            "charge": charge,
            "large": large,
            "z": charge.tex,
            "general": general,
            "c": c,
            "sides": sides,
        },
        values={
            "at_zero": at_zero,
            "conductance": conductance,
            "square": charge.square_tex,
            "side": tex(side),
            "inside": positive,
            "typed": (c_in, c_out),
            "c_in": tex(c_in),
            "c_out": tex(c_out),
            "anion": charge.sign < 0,
        },
        parts=[
            Expression(
                "at_zero",
                answer=at_zero,
                symbols=_symbols(c_in, c_out, general=general),
                misconceptions=tuple(errors_at_zero),
                forbidden=("V",),
            ),
            Expression(
                "conductance",
                answer=conductance,
                symbols=_symbols(c_in, c_out, general=general),
                misconceptions=tuple(errors_far),
                forbidden=("V",),
            ),
        ],
    )


def _symbols(inside: str, outside: str, *, general: bool) -> tuple[SymbolSpec, ...]:
    symbols = [
        SymbolSpec("P", "positive", "permeability", "m/s", typical=(1e-9, 1e-7)),
        SymbolSpec("F", "positive", "Faraday constant", "C/mol", typical=(96000.0, 97000.0)),
        SymbolSpec("R", "positive", "gas constant", "J/(mol*K)", typical=(8.0, 8.6)),
        SymbolSpec("T", "positive", "absolute temperature", "K", typical=(273.0, 313.0)),
        SymbolSpec(inside, "positive", "concentration inside", "mM", typical=(1.0, 200.0)),
        SymbolSpec(outside, "positive", "concentration outside", "mM", typical=(1.0, 200.0)),
        SymbolSpec("V", "real", "membrane potential", "V", typical=(-0.1, 0.1)),
    ]
    if general:
        symbols.append(SymbolSpec("z", "positive_integer", "valence", typical=(1, 2)))
    return tuple(symbols)
