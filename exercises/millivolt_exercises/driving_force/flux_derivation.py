"""D17: from the Nernst-Planck equation in a constant field to the GHK flux equation."""

from millivolt.items import Derivation, Draft, Draw, Misconception, SymbolSpec, item
from millivolt_exercises.letters import draw_sides, tex


@item(
    codes=["D17"],
    title="Derive the GHK flux",
    objective="Integrate the Nernst-Planck equation in a constant field to the GHK flux equation.",
    topic="driving-force",
    level="analyze",
    passages=["S2", "S6"],
    prerequisites=["ghk-current-density", "nernst-derivation"],
    minutes=18,
)
def flux_derivation(draw: Draw) -> Draft:
    from_inside = draw.stratum("direction", (True, False))
    J, c, d = draw.choice(("J", "M")), draw.choice(("c", "n")), draw.choice(("d", "a", "L"))
    sides = draw_sides(draw)
    inside, outside = sides.of(c)
    start, end = (inside, outside) if from_inside else (outside, inside)
    # Along x the potential falls by V from the inside out, and rises by V the other way.
    field, factor = ("-", "exp(-u)") if from_inside else ("+", "exp(u)")
    premise = f"{J} = -D*(d{c}/dx {field} u/{d}*{c})"
    one = f"(1 - {factor})" if from_inside else f"({factor} - 1)"
    sources = f"({start} - {end}*{factor})"
    integrated = f"integrate x from 0 to {d}: {J}*{d}/u*{one} = D*{sources}"
    goal = f"{J} = D*u/{d}*{sources}/{one}"
    return Draft(
        given={
            "from_inside": from_inside,
            "J": J,
            "sides": sides,
            "c": c,
            "d": d,
            "start": start,
            "end": end,
            "typed": premise,
        },
        values={
            "steps": (integrated, goal),
            "inside": inside,
            "outside": outside,
            "start_tex": tex(start),
            "end_tex": tex(end),
            "ratio": f"{tex(outside)}/{tex(inside)}",
            "field": field,
            "back": "-" if from_inside else "",
            "one": "1 - e^{-u}" if from_inside else "e^{u} - 1",
        },
        parts=[
            Derivation(
                "derivation",
                points=3,
                premises=(premise, f"{c}(0) = {start}", f"{c}({d}) = {end}"),
                goal=goal,
                steps=(integrated, goal),
                symbols=_symbols(J, c, d, inside, outside),
                misconceptions=_slips(J, d, start, end, factor, one),
                solved_for=J,
                forbidden=("x", c, f"d{c}/dx"),
            )
        ],
    )


def _slips(
    J: str, d: str, start: str, end: str, factor: str, one: str
) -> tuple[Misconception, ...]:
    other = "exp(u)" if factor == "exp(-u)" else "exp(-u)"
    flipped = one.replace(factor, other)
    return (
        Misconception(
            "field_left_out",
            (f"integrate x from 0 to {d}: {J}*{d} = D*({start} - {end})",),
            "This is diffusion alone. The field moves the ions, too.",
            "What becomes of the second term of the Nernst-Planck equation?",
        ),
        Misconception(
            "exponent_sign",
            (
                f"integrate x from 0 to {d}: {J}*{d}/u*{flipped} = D*({start} - {end}*{other})",
                f"{J} = D*u/{d}*({start} - {end}*{other})/{flipped}",
            ),
            "The exponent of the integrating factor has the wrong sign: its derivative must give "
            "the term with the field.",
            "What is the derivative of the concentration times your factor, by the product rule?",
        ),
        Misconception(
            "factor_left_unintegrated",
            (f"integrate x from 0 to {d}: {J}*{d}*{factor} = D*({start} - {end}*{factor})",),
            "On the left the exponential function still has to be integrated: it is not the same "
            "everywhere in the membrane.",
            "What is the integral of exp(kx) from 0 to the other side?",
        ),
    )


def _symbols(J: str, c: str, d: str, inside: str, outside: str) -> tuple[SymbolSpec, ...]:
    return (
        SymbolSpec(J, "real", "molar flux", typical=(-1.0, 1.0)),
        SymbolSpec("D", "positive", "diffusion coefficient", typical=(0.1, 2.0)),
        SymbolSpec(d, "positive", "thickness of the membrane", typical=(1.0, 10.0)),
        SymbolSpec("u", "nonzero", "zFV/(RT)", typical=(-4.0, 4.0)),
        SymbolSpec("x", "real", "position in the membrane", typical=(0.0, 10.0)),
        SymbolSpec(c, "positive", "concentration at x", "mM", typical=(1.0, 200.0)),
        SymbolSpec(f"d{c}/dx", "real", "slope of the concentration", typical=(-50.0, 50.0)),
        SymbolSpec(inside, "positive", "concentration inside", "mM", typical=(1.0, 200.0)),
        SymbolSpec(outside, "positive", "concentration outside", "mM", typical=(1.0, 200.0)),
    )
