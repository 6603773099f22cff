"""A13: the Donnan equilibrium as formulas."""

from millivolt.items import Draft, Draw, Expression, Misconception, SymbolSpec, item

SALTS = (("K", "potassium", "KCl"), ("Na", "sodium", "NaCl"), ("Cs", "caesium", "CsCl"))
"""The cation's symbol and name, and its salt with chloride."""


@item(
    codes=["A13"],
    title="The Donnan equilibrium as a formula",
    objective="Solve the two conditions of a Donnan equilibrium for a concentration and V.",
    topic="activity",
    level="analyze",
    passages=["S2", "S9"],
    prerequisites=["donnan-equilibrium"],
    minutes=12,
    version=3,
)
def donnan_formula(draw: Draw) -> Draft:
    negative = draw.stratum("charge", (True, False))
    cation = draw.stratum("asked", (True, False))
    bath = draw.choice(("c", "s", "b"))
    metal, words, salt = draw.choice(SALTS)
    polymer = draw.choice(("X", "p"))
    charges = draw.integer(2, 20)
    # The concentration of the fixed charges, counted positive.
    n = f"{charges}*{polymer}"
    added = negative == cation
    asked, partner = (metal, "Cl") if cation else ("Cl", metal)
    root = f"sqrt(({n})^2 + 4*{bath}^2)"
    concentration = f"({'' if added else '-'}{n} + {root})/2"
    other = f"({'-' if added else ''}{n} + {root})/2"
    cation_in = concentration if cation else other
    potential = f"R*T/F*ln({bath}/({cation_in}))"
    return Draft(
        given={
            "negative": negative,
            "cation": cation,
            "bath": bath,
            "salt": salt,
            "metal": metal,
            "polymer": polymer,
            "charges": charges,
        },
        values={
            "asked": asked,
            "n": rf"{charges}\,{polymer}",
            "words": words if cation else "chloride",
            "partner": partner,
            "added": added,
            "concentration": concentration,
            "potential": potential,
            "minus": "-" if not negative else "",
        },
        parts=[
            Expression(
                "concentration",
                points=2,
                answer=concentration,
                symbols=_symbols(bath, polymer, metal, words),
                misconceptions=(
                    Misconception(
                        "valence_ignored",
                        concentration.replace(n, polymer),
                        "Each polymer was given a single charge; it carries several.",
                        "How many small ions does it take to balance the charge of one polymer?",
                    ),
                    Misconception(
                        "charge_sign_lost",
                        other,
                        f"This is the concentration of {partner} inside. The fixed charges gather "
                        "the ions of the opposite charge.",
                        "Which of the two ions does the polymer attract?",
                    ),
                    Misconception(
                        "equal_concentrations",
                        bath,
                        "This is the concentration in the bath. The fixed charges make the "
                        "concentrations inside unequal.",
                        "What would balance the fixed charges if both ions were as concentrated "
                        "inside as outside?",
                    ),
                    Misconception(
                        "counterions_added_to_bath",
                        f"{bath} + {n}" if added else f"{bath} - {n}",
                        "The fixed charges were just added to the salt of the bath, or subtracted. "
                        "But salt moves until the products of the concentrations are equal on "
                        "both sides.",
                        f"What is {words} times chloride inside, and what is it outside?",
                    ),
                ),
                forbidden=(partner, asked),
            ),
            Expression(
                "potential",
                answer=potential,
                symbols=_symbols(bath, polymer, metal, words),
                misconceptions=(
                    Misconception(
                        "in_out_swapped",
                        f"R*T/F*ln(({cation_in})/{bath})",
                        "The sign is reversed. The side that holds the fixed charges has their "
                        "sign.",
                        "Which sign must the inside have to hold back the ion that is more "
                        "concentrated there?",
                    ),
                ),
                forbidden=(metal, "Cl"),
            ),
        ],
    )


def _symbols(bath: str, polymer: str, metal: str, words: str) -> tuple[SymbolSpec, ...]:
    return (
        SymbolSpec(polymer, "positive", "polymer", "mM", typical=(1.0, 20.0)),
        SymbolSpec(bath, "positive", "salt in the bath", "mM", typical=(20.0, 150.0)),
        SymbolSpec(metal, "positive", f"{words} inside", "mM", typical=(20.0, 250.0)),
        SymbolSpec("Cl", "positive", "chloride inside", "mM", typical=(5.0, 150.0)),
        SymbolSpec("R", "positive", "gas constant", "J/(mol*K)", typical=(8.0, 8.6)),
        SymbolSpec("T", "positive", "absolute temperature", "K", typical=(273.0, 313.0)),
        SymbolSpec("F", "positive", "Faraday constant", "C/mol", typical=(96000.0, 97000.0)),
    )
