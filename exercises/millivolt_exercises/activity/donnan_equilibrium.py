"""A07: ions and voltage across a membrane that holds back a charged protein."""

from dataclasses import dataclass
from math import log, sqrt

from millivolt.items import SINGLE_LOG, Draft, Draw, Misconception, Numeric, Tolerance, item
from millivolt_exercises.claims import told_apart
from millivolt_exercises.misconceptions import celsius_as_kelvin, log10_for_ln
from millivolt_solutions import celsius, donnan, thermal_voltage

CONCENTRATIONS = Tolerance(0.01)


@dataclass(frozen=True, slots=True)
class Macromolecule:
    """What cannot pass the membrane, and the sign of its charge."""

    name: str
    sign: int

    def __str__(self) -> str:
        return self.name


MACROMOLECULES = (
    Macromolecule("a protein with negative charge", -1),
    Macromolecule("a polymer with positive charge", 1),
)


@item(
    codes=["A07"],
    title="The Donnan equilibrium",
    objective="Find the concentrations and the potential that an impermeant charge causes.",
    topic="activity",
    level="analyze",
    passages=["S9", "S2"],
    prerequisites=["monovalent-cation", "anion"],
    minutes=12,
    version=3,
)
def donnan_equilibrium(draw: Draw) -> Draft:
    kind = draw.stratum("charge", MACROMOLECULES)
    n = draw.integer(2, 10)
    X = draw.number(max(2, 8 / n), 15, 0.1)
    # More salt than this leaves hardly any potential.
    bath = draw.number(20, min(150, 3 * n * X), 0.5)
    t = draw.number(4, 40, 0.1)
    T = celsius(t)
    k = thermal_voltage(T)
    z = kind.sign * n
    equilibrium = donnan(bath, X, z, T)
    draw.require(abs(equilibrium.V) >= 4, "the charge of the macromolecule hardly matters")
    draw.require(
        all(
            abs(small - number) > 0.03 * small
            for small in (equilibrium.cation_in, equilibrium.anion_in)
            for number in (n, X, bath, t)
        ),
        "an answer can be read off the question",
    )
    carried = draw.step("K", equilibrium.cation_in)
    # No potential follows from a concentration that is not positive.
    K = carried if carried > 0 else equilibrium.cation_in
    Cl, V = bath**2 / K, k * log(bath / K)
    # What must be added to chloride to balance the charges: positive for a negative protein.
    excess = -z * X
    return Draft(
        given={"kind": kind, "z": z, "X": X, "bath": bath, "t": t},
        values={
            "n": n,
            "T": T,
            "k": k,
            "excess": excess,
            "K": K,
            "Cl": Cl,
            "V": V,
            "negative": kind.sign < 0,
            "sum": K + z * X,
        },
        parts=[
            Numeric(
                "K",
                points=2,
                answer=equilibrium.cation_in,
                unit="mM",
                tolerance=CONCENTRATIONS,
                misconceptions=_cation_errors(bath, X, z, equilibrium.cation_in),
            ),
            Numeric(
                "Cl",
                answer=Cl,
                unit="mM",
                tolerance=CONCENTRATIONS,
                misconceptions=told_apart(
                    Cl,
                    CONCENTRATIONS,
                    [
                        _equal(bath),
                        Misconception(
                            "electroneutrality_without_macromolecule",
                            K,
                            "Here chloride equals potassium. The charge of the macromolecule "
                            "counts, too, in the balance of charges inside.",
                            "Which charges are inside, and what must they add up to?",
                        ),
                    ],
                ),
            ),
            Numeric(
                "V",
                answer=V,
                unit="mV",
                tolerance=SINGLE_LOG,
                misconceptions=told_apart(
                    V,
                    SINGLE_LOG,
                    [
                        Misconception(
                            "in_out_swapped",
                            -V,
                            "The size is right and the sign is reversed. The side that holds the "
                            "macromolecule has the sign of the macromolecule's charge.",
                            "Which sign must the inside have to hold back the ion that is more "
                            "concentrated there?",
                        ),
                        log10_for_ln(V / log(10)),
                        celsius_as_kelvin(V * t / T),
                    ],
                ),
            ),
        ],
    )


def _equal(bath: float) -> Misconception:
    return Misconception(
        "equal_concentrations",
        bath,
        "This is the concentration in the bath. The small ions distribute so that both sides are "
        "electroneutral, and the fixed charge inside makes their concentrations unequal.",
        "If potassium and chloride were equal inside, what would balance the charge of the "
        "macromolecule?",
    )


def _cation_errors(bath: float, X: float, z: int, answer: float) -> tuple[Misconception, ...]:
    claims = [
        _equal(bath),
        Misconception(
            "charge_sign_lost",
            bath**2 / answer,
            "This is the concentration of chloride. The macromolecule gathers ions of the opposite "
            "charge around it.",
            "Does the macromolecule attract potassium or repel it?",
        ),
        Misconception(
            "valence_ignored",
            (-_sign(z) * X + sqrt(X**2 + 4 * bath**2)) / 2,
            "The macromolecule was given a single charge; each one carries several.",
            "How many small ions does it take to balance the charge of one macromolecule?",
        ),
    ]
    if z < 0:
        claims.append(
            Misconception(
                "counterions_added_to_bath",
                bath - z * X,
                "The counterions of the protein were added to the salt of the bath. But salt "
                "moves out of the bag until the products of the concentrations are equal.",
                "What is potassium times chloride inside, and what is it outside?",
            )
        )
    return told_apart(answer, CONCENTRATIONS, claims)


def _sign(z: int) -> int:
    return 1 if z > 0 else -1
