"""D15: what the constant-field current becomes at zero voltage and far from it, as formulas."""

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
    """The ion, if it is named, its valence as typed and set in a product, and its square."""

    ion: Ion | None
    words: str
    typed: str
    tex: str
    square: str
    square_tex: str
    sign: int

    def __str__(self) -> str:
        return self.words

    @property
    def valence(self) -> int:
        """The size of the valence of a named ion."""
        return abs(self.ion.z) if self.ion else 1


CHARGES = (
    Charge(None, "a cation of valence $z$", "z*", "z", "z^2*", "z^2", 1),
    Charge(CALCIUM, "Ca²⁺ ($z = 2$)", "2*", "2", "4*", "4", 1),
    Charge(POTASSIUM, "K⁺ ($z = 1$)", "", "", "", "", 1),
    Charge(SODIUM, "Na⁺ ($z = 1$)", "", "", "", "", 1),
    Charge(CHLORIDE, "Cl⁻ ($z = -1$)", "-", "-", "", "", -1),
    Charge(BICARBONATE, "HCO₃⁻ ($z = -1$)", "-", "-", "", "", -1),
    Charge(MAGNESIUM, "Mg²⁺ ($z = 2$)", "2*", "2", "4*", "4", 1),
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
    version=2,
)
def current_limits(draw: Draw) -> Draft:
    charge = draw.stratum("charge", CHARGES)
    large = draw.stratum("large", ("positive", "negative"))
    c = draw.choice(("c", "n"))
    sides = draw_sides(draw)
    c_in, c_out = sides.of(c)
    # At large positive u, zu > 0, only ions from inside flow; the sign of z turns this round.
    positive = (large == "positive") == (charge.sign > 0)
    gradient = draw_gradient(draw, charge.ion)
    n, outside_more = gradient.times, gradient.more == "outside"
    kept, left_out = (c_in, c_out) if outside_more else (c_out, c_in)
    # Whether the larger concentration supplies the current.
    from_larger = positive != outside_more
    supply, other = (f"{n}*", "") if from_larger else ("", f"{n}*")
    general = charge.typed == "z*"
    z, square = charge.typed, charge.square
    # At zero voltage the difference of the concentrations counts: n - 1 times the smaller one.
    inward = outside_more == (charge.sign > 0)
    number = (n - 1) * (1 if general else charge.valence)
    lead = f"{number}*{'z*' if general else ''}".removeprefix("1*")
    at_zero = f"{'-' if inward else ''}{lead}P*F*{kept}"
    conductance = f"{supply}{square}P*F^2*{kept}/(R*T)"
    errors_at_zero = [
        Misconception(
            "current_direction_reversed",
            f"{'' if inward else '-'}{lead}P*F*{kept}",
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
            f"{other}{square}P*F^2*{kept}/(R*T)",
            "This is the conductance for the opposite sign of V. Here the voltage drives the ions "
            "from the other side.",
            "From which side do the ions come at such a voltage?",
        ),
    ]
    if square:
        errors_far.append(
            Misconception(
                "valence_not_squared",
                f"{supply}{z}P*F^2*{kept}/(R*T)",
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
            "times": n,
            "more": gradient.more,
        },
        values={
            "at_zero": at_zero,
            "conductance": conductance,
            "square": charge.square_tex,
            "side": tex(c_in if positive else c_out),
            "from_larger": from_larger,
            "inside": positive,
            "less": gradient.less,
            "kept": kept,
            "kept_tex": tex(kept),
            "at_zero_tex": f"{'-' if inward else ''}{lead}".replace("*", "\\,"),
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
                forbidden=("V", left_out),
            ),
            Expression(
                "conductance",
                answer=conductance,
                symbols=_symbols(c_in, c_out, general=general),
                misconceptions=tuple(errors_far),
                forbidden=("V", left_out),
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
