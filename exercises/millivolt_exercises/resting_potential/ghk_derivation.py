"""G17: from constant-field currents that add up to zero to the GHK voltage equation."""

from dataclasses import dataclass

from millivolt.items import Derivation, Draft, Draw, Misconception, SymbolSpec, item
from millivolt_exercises.ions import BICARBONATE, CHLORIDE, POTASSIUM, SODIUM, Ion
from millivolt_exercises.letters import Sides, draw_sides


@dataclass(frozen=True, slots=True)
class Membrane:
    """The ions that pass, as words and one by one.

    ``times`` tells for each ion but the last from how many to how many times as easily it passes
    as the last one.
    """

    words: str
    ions: tuple[Ion, ...]
    times: tuple[tuple[int, int], ...]

    def __str__(self) -> str:
        return self.words


MEMBRANES = (
    Membrane("K⁺, Na⁺ and Cl⁻", (POTASSIUM, CHLORIDE, SODIUM), ((20, 40), (5, 15))),
    Membrane("Cl⁻ and HCO₃⁻", (CHLORIDE, BICARBONATE), ((3, 5),)),
    Membrane("K⁺ and Cl⁻", (POTASSIUM, CHLORIDE), ((2, 10),)),
    Membrane("K⁺ and Na⁺", (POTASSIUM, SODIUM), ((15, 50),)),
)
TYPICAL = {
    POTASSIUM: ((100.0, 160.0), (2.0, 20.0)),
    SODIUM: ((5.0, 60.0), (100.0, 450.0)),
    CHLORIDE: ((4.0, 60.0), (80.0, 560.0)),
    BICARBONATE: ((8.0, 16.0), (22.0, 26.0)),
}


@item(
    codes=["G17"],
    title="Derive the GHK equation",
    objective="Derive the GHK voltage equation from constant-field currents that add up to zero.",
    topic="resting-potential",
    level="analyze",
    passages=["S7", "S8"],
    prerequisites=["ghk-rest", "ghk-current-density"],
    minutes=18,
    version=2,
)
def ghk_derivation(draw: Draw) -> Draft:
    membrane = draw.stratum("membrane", MEMBRANES)
    order = draw.shuffled(membrane.ions)
    sides, u, V = draw_sides(draw), draw.choice(("u", "w")), draw.choice(("V", "V_m"))
    letters = {ion: _letters(ion, sides) for ion in order}
    *others, least = (letters[ion][0] for ion in membrane.ions)
    weight = {least: ""}
    ratios = []
    for index, (low, high) in zip(others, membrane.times, strict=True):
        times = draw.integer(low, high)
        weight[index] = f"{times}*"
        ratios.append(f"P_{index} = {times}*P_{least}")
    total = " + ".join(f"I_{p}" for p, _, _ in letters.values()) + " = 0"
    currents = [f"I_{p} = {_current(ion, u, *letters[ion])}" for ion, (p, _, _) in letters.items()]
    terms = [(ion.z, *each) for ion, each in letters.items()]
    sums = " + ".join(_bracket(ion, u, *letters[ion]) for ion in order)
    over = " + ".join(f"{weight[p]}{o if z > 0 else i}" for z, p, i, o in terms)
    under = " + ".join(f"{weight[p]}{i if z > 0 else o}" for z, p, i, o in terms)
    collected = f"{under} = ({over})*exp(-{u})"
    solved = f"exp({u}) = ({over})/({under})"
    goal = f"{V} = R*T/F*ln(({over})/({under}))"
    cancelled = f"{sums} = 0"
    anions = [ion for ion in order if ion.z < 0]
    slips = [
        Misconception(
            "exponent_sign",
            (cancelled, f"{under} = ({over})*exp({u})", f"{V} = R*T/F*ln(({under})/({over}))"),
            "The exponential function changed its sign on the way, so the fraction came out "
            "upside down.",
            f"What does the equation say for {u} = 0, and which side must be larger for {u} > 0?",
        ),
        Misconception(
            "log_of_sum",
            (
                cancelled,
                collected,
                f"{u} = " + " + ".join(f"ln({o}/{i})" for _, i, o in letters.values()),
            ),
            "The logarithm of a quotient of sums is not a sum of logarithms.",
            "Is ln(a + b) the same as ln(a) + ln(b)?",
        ),
    ]
    if anions and len(anions) < len(order):
        flat_over = " + ".join(f"{weight[p]}{o}" for p, _, o in letters.values())
        flat_under = " + ".join(f"{weight[p]}{i}" for p, i, _ in letters.values())
        slips.append(
            Misconception(
                "chloride_not_inverted",
                (
                    cancelled,
                    f"{flat_under} = ({flat_over})*exp(-{u})",
                    f"{V} = R*T/F*ln(({flat_over})/({flat_under}))",
                ),
                "In the current of the anion the outside concentration stands where those of the "
                "cations have the inside one. It has to stay there.",
                f"Which of the two concentrations of the anion is multiplied by exp(−{u})?",
            )
        )
    return Draft(
        given={
            "membrane": membrane,
            "u": u,
            "V": V,
            "currents": currents,
            "total": total,
            "ratios": ratios,
            "letters": [list(each) for each in letters.values()],
        },
        values={"steps": (cancelled, collected, solved, goal), "anion": bool(anions)},
        parts=[
            Derivation(
                "derivation",
                points=3,
                premises=(total, *currents, *ratios, f"{u} = F*{V}/(R*T)"),
                goal=goal,
                steps=(cancelled, collected, solved, goal),
                symbols=_symbols(order, u, V, sides),
                misconceptions=tuple(slips),
                solved_for=V,
                forbidden=(u, *(f"{q}_{p}" for q in "IP" for p, _, _ in letters.values())),
            )
        ],
    )


def _letters(ion: Ion, sides: Sides) -> tuple[str, str, str]:
    """The index of the ion's permeability, and its concentrations inside and outside."""
    letter = "B" if ion is BICARBONATE else ion.symbol
    return letter, *sides.of(letter)


def _bracket(ion: Ion, u: str, index: str, inside: str, outside: str) -> str:
    first, last = (inside, outside) if ion.z > 0 else (outside, inside)
    return f"P_{index}*({first} - {last}*exp(-{u}))"


def _current(ion: Ion, u: str, index: str, inside: str, outside: str) -> str:
    first, last = (inside, outside) if ion.z > 0 else (outside, inside)
    return f"P_{index}*F*{u}*({first} - {last}*exp(-{u}))/(1 - exp(-{u}))"


def _symbols(ions: list[Ion], u: str, V: str, sides: Sides) -> tuple[SymbolSpec, ...]:
    symbols = [
        SymbolSpec(V, "real", "membrane potential", "V", typical=(-0.1, 0.1)),
        SymbolSpec(u, "nonzero", f"F{V}/(RT)", typical=(-4.0, 4.0)),
        SymbolSpec("x", "positive", "free for an abbreviation of yours", typical=(0.1, 10.0)),
        SymbolSpec("R", "positive", "gas constant", "J/(mol*K)", typical=(8.0, 8.6)),
        SymbolSpec("T", "positive", "absolute temperature", "K", typical=(273.0, 313.0)),
        SymbolSpec("F", "positive", "Faraday constant", "C/mol", typical=(96000.0, 97000.0)),
    ]
    for ion in ions:
        index, inside, outside = _letters(ion, sides)
        symbols += [
            SymbolSpec(f"I_{index}", "real", f"current density of {ion}", typical=(-1.0, 1.0)),
            SymbolSpec(f"P_{index}", "positive", f"permeability to {ion}", typical=(0.01, 1.0)),
            SymbolSpec(inside, "positive", f"{ion.name} inside", "mM", typical=TYPICAL[ion][0]),
            SymbolSpec(outside, "positive", f"{ion.name} outside", "mM", typical=TYPICAL[ion][1]),
        ]
    return tuple(symbols)
