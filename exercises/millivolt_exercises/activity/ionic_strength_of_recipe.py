"""A01: the ionic strength of a solution, from its recipe."""

from dataclasses import dataclass
from math import fsum

from millivolt.items import Draft, Draw, Misconception, Numeric, Tolerance, item
from millivolt_exercises.claims import told_apart
from millivolt_solutions import ionic_strength

TOLERANCE = Tolerance(0.005)


@dataclass(frozen=True, slots=True)
class Salt:
    """A salt that dissolves into ``cations`` of valence ``z`` and ``anions`` of valence −1 or −2.

    Concentrations in mM are drawn from ``low`` to ``high`` in multiples of ``step``.
    """

    formula: str
    cation: str
    cations: int
    z: int
    anion: str
    anions: int
    z_anion: int
    low: float
    high: float
    step: float

    def __str__(self) -> str:
        return self.formula

    @property
    def per_mole(self) -> float:
        """Ionic strength of the salt over its concentration."""
        return float(ionic_strength([self.cations, self.anions], [self.z, self.z_anion]))


SODIUM_CHLORIDE = Salt("NaCl", "Na⁺", 1, 1, "Cl⁻", 1, -1, 100, 150, 1)
POTASSIUM_CHLORIDE = Salt("KCl", "K⁺", 1, 1, "Cl⁻", 1, -1, 2.5, 6, 0.1)
BICARBONATE = Salt("NaHCO₃", "Na⁺", 1, 1, "HCO₃⁻", 1, -1, 18, 28, 1)
CALCIUM_CHLORIDE = Salt("CaCl₂", "Ca²⁺", 1, 2, "Cl⁻", 2, -1, 4, 12, 0.5)
MAGNESIUM_CHLORIDE = Salt("MgCl₂", "Mg²⁺", 1, 2, "Cl⁻", 2, -1, 4, 12, 0.5)
MAGNESIUM_SULFATE = Salt("MgSO₄", "Mg²⁺", 1, 2, "SO₄²⁻", 1, -2, 4, 12, 0.5)
SODIUM_SULFATE = Salt("Na₂SO₄", "Na⁺", 2, 1, "SO₄²⁻", 1, -2, 8, 20, 0.5)
MONOVALENT = (POTASSIUM_CHLORIDE, BICARBONATE)
DIVALENT_CATION = (CALCIUM_CHLORIDE, MAGNESIUM_CHLORIDE)
DIVALENT_ANION = (MAGNESIUM_SULFATE, SODIUM_SULFATE)


@item(
    codes=["A01"],
    title="The ionic strength of a saline",
    objective="Compute the ionic strength of a solution from its recipe.",
    topic="activity",
    level="apply",
    passages=["S9"],
    minutes=6,
)
def ionic_strength_of_recipe(draw: Draw) -> Draft:
    with_sulfate = draw.stratum("recipe", ("chlorides", "with sulfate")) == "with sulfate"
    salts = [SODIUM_CHLORIDE, *MONOVALENT, draw.choice(DIVALENT_CATION)]
    if with_sulfate:
        salts.append(draw.choice(DIVALENT_ANION))
    recipe = [(salt, draw.number(salt.low, salt.high, salt.step)) for salt in salts]
    strength = fsum(c * salt.per_mole for salt, c in recipe)
    draw.require(
        all(abs(strength - c) > 0.02 * strength for _, c in recipe),
        "the answer can be read off the question",
    )
    return Draft(
        given={"recipe": [{"salt": salt, "c": c} for salt, c in recipe]},
        values={
            "strength": strength,
            "weights": [salt.per_mole for salt in salts],
            "plain": fsum(c for _, c in recipe),
            "divalent": salts[3],
        },
        parts=[
            Numeric(
                "strength",
                answer=strength,
                unit="mM",
                tolerance=TOLERANCE,
                misconceptions=told_apart(strength, TOLERANCE, _errors(recipe, strength)),
            )
        ],
    )


def _errors(recipe: list[tuple[Salt, float]], strength: float) -> list[Misconception]:
    return [
        Misconception(
            "half_omitted",
            2 * strength,
            "The factor ½ is missing: this is twice the ionic strength.",
            "What should the ionic strength of a salt like NaCl be, compared with its "
            "concentration?",
        ),
        Misconception(
            "valence_not_squared",
            fsum(
                c * (salt.cations * salt.z - salt.anions * salt.z_anion) / 2 for salt, c in recipe
            ),
            "The valences entered without their square. An ion with two charges counts four times.",
            "What is z² of a divalent ion?",
        ),
        Misconception(
            "valence_ignored",
            fsum(c * (salt.cations + salt.anions) / 2 for salt, c in recipe),
            "All ions were counted alike. Each one counts with the square of its valence.",
            "Which ions here carry two charges?",
        ),
        Misconception(
            "ions_per_formula_unit_lost",
            fsum(c * (salt.z**2 + salt.z_anion**2) / 2 for salt, c in recipe),
            "Each salt was taken to give one cation and one anion. Some give two ions of a kind.",
            "How many ions of each kind does one unit of each salt give?",
        ),
        Misconception(
            "sum_of_concentrations",
            fsum(c for _, c in recipe),
            "This is the sum of the concentrations of the salts. A salt with a divalent ion counts "
            "for more than its concentration.",
            "What does one millimole of a salt with a divalent ion contribute?",
        ),
    ]
