"""N05: the sign of an equilibrium potential, without a calculation, and the reason for it."""

from dataclasses import dataclass

from millivolt.items import Draft, Draw, Misconception, Option, TwoTier, item
from millivolt_exercises.ions import CALCIUM, CHLORIDE, MAGNESIUM, POTASSIUM, SODIUM, Ion

CATIONS = (POTASSIUM, SODIUM, CALCIUM, MAGNESIUM)


@dataclass(frozen=True, slots=True)
class Case:
    """Cation or anion, and the side with more of it; the sign of E follows."""

    name: str
    cation: bool
    more: str
    sign: str

    def __str__(self) -> str:
        return self.name


CASES = (
    Case("cation, more inside", cation=True, more="inside", sign="negative"),
    Case("cation, more outside", cation=True, more="outside", sign="positive"),
    Case("anion, more inside", cation=False, more="inside", sign="positive"),
    Case("anion, more outside", cation=False, more="outside", sign="negative"),
    Case("equal", cation=True, more="neither", sign="zero"),
)


@item(
    codes=["N05"],
    title="The sign of an equilibrium potential",
    objective="Tell the sign of an equilibrium potential from the gradient and the charge.",
    topic="equilibrium",
    level="understand",
    passages=["S3", "S4"],
    minutes=3,
)
def sign_of_equilibrium(draw: Draw) -> Draft:
    case = draw.stratum("case", CASES)
    ion = draw.choice(CATIONS) if case.cation else CHLORIDE
    low, high = draw.number(2, 20, 0.5), draw.number(60, 300, 5)
    if case.more == "neither":
        c_in = c_out = high
    else:
        c_in, c_out = (high, low) if case.more == "inside" else (low, high)
    return Draft(
        given={"ion": ion, "c_in": c_in, "c_out": c_out},
        values={
            "sign": case.sign,
            "more": case.more,
            "less": "outside" if case.more == "inside" else "inside",
            "cation": case.cation,
        },
        parts=[
            TwoTier(
                "sign",
                points=2,
                options=tuple(Option(sign, sign) for sign in ("positive", "negative", "zero")),
                answer=case.sign,
                reasons=tuple(draw.shuffled(_reasons(ion, case))),
                reason="no_gradient" if case.sign == "zero" else "against_diffusion",
            )
        ],
    )


def _reasons(ion: Ion, case: Case) -> list[Option]:
    charge = "positive" if case.cation else "negative"
    return [
        Option(
            "against_diffusion",
            "The inside needs the charge that drives the ions back against their diffusion.",
        ),
        Option(
            "no_gradient",
            "No diffusion has to be balanced, so no voltage is needed.",
        ),
        Option(
            "charge_of_ion",
            f"{ion} is {charge}, and the equilibrium potential has the sign of the ion.",
            Misconception(
                "sign_of_ion",
                "charge_of_ion",
                "The charge of the ion alone does not decide: potassium and sodium have the same "
                "charge and equilibrium potentials of opposite signs.",
                "Which way does the ion diffuse, and which field would stop it?",
            ),
        ),
        Option(
            "crowded_side",
            f"The side with more {ion} carries more {charge} charge.",
            Misconception(
                "concentration_taken_for_charge",
                "crowded_side",
                "Both solutions are electrically neutral, since other ions balance the charge. The "
                "voltage comes from the very few ions that have crossed.",
                "Which side loses charge when a few ions diffuse?",
            ),
        ),
    ]
