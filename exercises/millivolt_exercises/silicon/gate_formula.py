"""S07: the steepest slope of Boltzmann's law, and the gating charge that it tells, as formulas."""

from millivolt.items import Draft, Draw, Expression, Misconception, SymbolSpec, item

GATES = ("the activation gates of a sodium channel", "the voltage sensors of a potassium channel")


@item(
    codes=["S07"],
    title="The steepest slope of a gate",
    objective="Relate the steepest slope of an activation curve to the charge that gates it.",
    topic="silicon",
    level="analyze",
    passages=["S13"],
    prerequisites=["boltzmann-gate"],
    minutes=8,
)
def gate_formula(draw: Draw) -> Draft:
    opens = draw.stratum("direction", ("opens", "closes")) == "opens"
    gate = draw.choice(GATES)
    h = draw.choice(("m", "p"))
    q = draw.choice(("z", "q"))
    sign = "" if opens else "-"
    slope = f"{sign}{q}*F/(4*R*T)"
    charge = f"{sign}4*R*T*S/F"
    return Draft(
        given={"opens": opens, "gate": gate, "h": h, "q": q},
        values={"slope": slope, "charge": charge, "sign": sign, "minus": "-" if opens else ""},
        parts=[
            Expression(
                "slope",
                points=2,
                answer=slope,
                symbols=_symbols(q),
                misconceptions=(
                    Misconception(
                        "quarter_lost",
                        f"{sign}{q}*F/(R*T)",
                        "The factor 1/4 is missing: at half activation the product of the open "
                        "and the closed fraction is 1/2 × 1/2.",
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
                        "The sign is reversed.",
                        "Does the open fraction grow or fall as the inside becomes more positive?",
                    ),
                ),
                forbidden=("V", "V_h", h),
            ),
            Expression(
                "charge",
                answer=charge,
                symbols=_symbols(q),
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


def _symbols(q: str) -> tuple[SymbolSpec, ...]:
    return (
        SymbolSpec(q, "positive", "gating charge in elementary charges", typical=(1.0, 12.0)),
        SymbolSpec("R", "positive", "gas constant", "J/(mol*K)", typical=(8.0, 8.6)),
        SymbolSpec("T", "positive", "absolute temperature", "K", typical=(273.0, 313.0)),
        SymbolSpec("F", "positive", "Faraday constant", "C/mol", typical=(96000.0, 97000.0)),
        SymbolSpec("V", "real", "membrane potential", "V", typical=(-0.1, 0.05)),
        SymbolSpec("V_h", "real", "potential of half activation", "V", typical=(-0.06, 0.0)),
        SymbolSpec("S", "real", "measured slope", "1/V", typical=(-100.0, 100.0)),
    )
