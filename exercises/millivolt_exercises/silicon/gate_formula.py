"""S07: the steepest slope of Boltzmann's law, and the gating charge that it tells, as formulas."""

from millivolt.items import Draft, Draw, Expression, Misconception, SymbolSpec, item
from millivolt_exercises.letters import tex

GATES = {
    "opens": (
        ("the activation gates of a sodium channel", "m"),
        ("the activation gates of a potassium channel", "n"),
        ("the activation gates of a calcium channel", "m"),
    ),
    "closes": (
        ("the inactivation gates of a sodium channel", "h"),
        ("the inactivation gates of an A-type potassium channel", "h"),
        ("the gates of an HCN channel", "n"),
    ),
}
"""Gates by what they do when the inside becomes more positive, each with its usual letter."""


@item(
    codes=["S07"],
    title="The steepest slope of a gate",
    objective="Relate the steepest slope of an activation curve to the charge that gates it.",
    topic="silicon",
    level="analyze",
    passages=["S13"],
    prerequisites=["boltzmann-gate"],
    minutes=10,
    version=3,
)
def gate_formula(draw: Draw) -> Draft:
    direction = draw.stratum("direction", tuple(GATES))
    opens = direction == "opens"
    gate, usual = draw.choice(GATES[direction])
    h = draw.choice((usual, "p"))
    q = draw.choice(("z", "q", "z_g"))
    half = draw.choice(("V_h", "V_half"))
    sign = "" if opens else "-"
    # One gate in this many is open; at two it is the midpoint.
    one_in = draw.integer(3, 20)
    elsewhere = f"{sign}{one_in - 1}*{q}*F/({one_in**2}*R*T)"
    slope = f"{sign}{q}*F/(4*R*T)"
    charge = f"{sign}4*R*T*S/F"
    return Draft(
        given={"opens": opens, "gate": gate, "h": h, "q": q, "half": half, "one_in": one_in},
        values={
            "slope": slope,
            "charge": charge,
            "elsewhere": elsewhere,
            "sign": sign,
            "minus": "-" if opens else "",
            "V_h": tex(half),
        },
        parts=[
            Expression(
                "slope",
                points=2,
                answer=slope,
                symbols=_symbols(q, half),
                misconceptions=(
                    Misconception(
                        "quarter_lost",
                        f"{sign}{q}*F/(R*T)",
                        "The factor 1/4 is missing: at the midpoint the product of the open and "
                        "the closed fraction is 1/2 × 1/2.",
                        f"What is {h} (1 − {h}) at the midpoint?",
                    ),
                    Misconception(
                        "half_for_quarter",
                        f"{sign}{q}*F/(2*R*T)",
                        "Only one of the two fractions was counted. The slope contains the open "
                        "and the closed fraction.",
                        f"What is {h} (1 − {h}) at the midpoint?",
                    ),
                    Misconception(
                        "slope_sign_lost",
                        f"{'-' if opens else ''}{q}*F/(4*R*T)",
                        "The sign is reversed: these gates "
                        f"{direction.removesuffix('s')} when the inside becomes more positive.",
                        "Does the open fraction grow or fall then?",
                    ),
                ),
                forbidden=("V", half, h),
            ),
            Expression(
                "elsewhere",
                answer=elsewhere,
                symbols=_symbols(q, half),
                misconceptions=(
                    Misconception(
                        "slope_of_midpoint",
                        slope,
                        "This is the slope at the midpoint. The curve is less steep where fewer "
                        "gates are open, or more.",
                        f"What is {h} (1 − {h}) when one gate in {one_in} is open?",
                    ),
                    Misconception(
                        "closed_fraction_left_out",
                        f"{sign}{q}*F/({one_in}*R*T)",
                        "Only the open fraction was counted. The slope contains the closed "
                        "fraction as well.",
                        "Which share of the gates is closed?",
                    ),
                ),
                forbidden=("V", half, h),
            ),
            Expression(
                "charge",
                answer=charge,
                symbols=_symbols(q, half),
                misconceptions=(
                    Misconception(
                        "quarter_on_the_wrong_side",
                        f"{sign}R*T*S/(4*F)",
                        "The factor 4 went to the wrong side when the equation was solved.",
                        "What do you multiply both sides by to get rid of a quarter?",
                    ),
                ),
                forbidden=(q,),
            ),
        ],
    )


def _symbols(q: str, half: str) -> tuple[SymbolSpec, ...]:
    return (
        SymbolSpec(q, "positive", "gating charge in elementary charges", typical=(1.0, 12.0)),
        SymbolSpec("R", "positive", "gas constant", "J/(mol*K)", typical=(8.0, 8.6)),
        SymbolSpec("T", "positive", "absolute temperature", "K", typical=(273.0, 313.0)),
        SymbolSpec("F", "positive", "Faraday constant", "C/mol", typical=(96000.0, 97000.0)),
        SymbolSpec("V", "real", "membrane potential", "V", typical=(-0.1, 0.05)),
        SymbolSpec(
            half, "real", "potential at which half of the gates are open", "V", typical=(-0.06, 0.0)
        ),
        SymbolSpec("S", "real", "measured slope", "1/V", typical=(-100.0, 100.0)),
    )
