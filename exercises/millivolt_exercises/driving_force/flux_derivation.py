"""D11: from the Nernst-Planck equation in a constant field to the GHK flux equation."""

from dataclasses import dataclass

from millivolt.items import Derivation, Draft, Draw, Misconception, SymbolSpec, item


@dataclass(frozen=True, slots=True)
class Setting:
    """How the equation is written: the flux or the concentrations first, and the letters."""

    thickness: str
    letter: str

    def __str__(self) -> str:
        return f"{self.letter} over {self.thickness}"


SETTINGS = (Setting("d", "c"), Setting("a", "c"), Setting("d", "n"), Setting("a", "n"))


@item(
    codes=["D11"],
    title="Derive the GHK flux",
    objective="Integrate the Nernst-Planck equation in a constant field to the GHK flux equation.",
    topic="driving-force",
    level="analyze",
    passages=["S2", "S6"],
    prerequisites=["ghk-current-density", "nernst-derivation"],
    minutes=18,
)
def flux_derivation(draw: Draw) -> Draft:
    setting = draw.stratum("letters", SETTINGS)
    from_inside = draw.stratum("direction", (True, False))
    c, d = setting.letter, setting.thickness
    inside, outside = f"{c}_i", f"{c}_o"
    # u counts along x: from the inside out the potential falls by V, the other way it rises.
    start, end = (inside, outside) if from_inside else (outside, inside)
    sign = "-" if from_inside else "+"
    premise = f"J = -D*(d{c}/dx {sign} u/{d}*{c})"
    s, m = ("", "-") if from_inside else ("-", "")
    multiplied = (
        f"integrate x from 0 to {d}: J*(exp({m}u) - 1) = {s}D*u/{d}*({end}*exp({m}u) - {start})"
    )
    goal = f"J = {s}D*u/{d}*({start} - {end}*exp({m}u))/(1 - exp({m}u))"
    return Draft(
        given={
            "setting": setting,
            "from_inside": from_inside,
            "c": c,
            "d": d,
            "start": start,
            "end": end,
            "typed": premise,
        },
        values={"steps": (multiplied, goal)},
        parts=[
            Derivation(
                "derivation",
                points=3,
                premises=(premise, f"{c}(0) = {start}", f"{c}({d}) = {end}"),
                goal=goal,
                steps=(multiplied, goal),
                symbols=_symbols(c, d),
                misconceptions=(),
                solved_for="J",
                forbidden=("x", c, f"d{c}/dx"),
            )
        ],
    )


def _symbols(c: str, d: str) -> tuple[SymbolSpec, ...]:
    return (
        SymbolSpec("J", "real", "molar flux", typical=(-1.0, 1.0)),
        SymbolSpec("D", "positive", "diffusion coefficient", typical=(0.1, 2.0)),
        SymbolSpec(d, "positive", "thickness of the membrane", typical=(1.0, 10.0)),
        SymbolSpec("u", "nonzero", "zFV/(RT)", typical=(-4.0, 4.0)),
        SymbolSpec("x", "real", "place in the membrane", typical=(0.0, 10.0)),
        SymbolSpec(c, "positive", "concentration at x", "mM", typical=(1.0, 200.0)),
        SymbolSpec(f"d{c}/dx", "real", "slope of the concentration", typical=(-50.0, 50.0)),
        SymbolSpec(f"{c}_i", "positive", "concentration inside", "mM", typical=(1.0, 200.0)),
        SymbolSpec(f"{c}_o", "positive", "concentration outside", "mM", typical=(1.0, 200.0)),
    )
