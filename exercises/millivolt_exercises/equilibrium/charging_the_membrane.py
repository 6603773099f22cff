"""E08: how few ions charge a membrane."""

from math import pi

from millivolt.items import Draft, Draw, Misconception, Numeric, Tolerance, item
from millivolt_exercises.claims import told_apart

TOLERANCE = Tolerance(0.03)
ELEMENTARY_CHARGE = 1.602176634e-19
AVOGADRO = 6.02214076e23


@item(
    codes=["E08"],
    title="How few ions charge a membrane",
    objective="Compare the ions that charge the membrane with those that the cell contains.",
    topic="equilibrium",
    level="evaluate",
    passages=["S1"],
    minutes=8,
    version=2,
)
def charging_the_membrane(draw: Draw) -> Draft:
    radius = draw.number(5, 20, 0.5)
    capacitance = draw.number(0.8, 1.2, 0.1)
    change = draw.number(50, 110, 1)
    concentration = draw.number(120, 160, 1)
    # µF/cm² is 0.01 F/m², µm is 1e-6 m, and mM is mol/m³.
    area = 4 * pi * (radius * 1e-6) ** 2
    volume = 4 / 3 * pi * (radius * 1e-6) ** 3
    charge = capacitance * 1e-2 * area * change * 1e-3
    ions = charge / ELEMENTARY_CHARGE
    present = concentration * volume * AVOGADRO
    share = 1e6 * ions / present
    ions_claims = [
        Misconception(
            "area_of_disc",
            ions / 4,
            "The area of a disc was taken; a sphere of radius r has the surface 4πr².",
            "What is the surface of a sphere?",
        ),
        Misconception(
            "diameter_for_radius",
            4 * ions,
            "The surface came out four times too large: the diameter was taken for the radius.",
            "Is 4πr² taken with the radius that is given?",
        ),
        Misconception(
            "area_conversion",
            ions * 1e4,
            "The area was converted with a factor like that of lengths. A square centimetre is "
            "10⁸ square micrometres.",
            "How many µm² are 1 cm²?",
        ),
    ]
    share_claims = [
        Misconception(
            "share_of_ions_in_surface",
            share / 3,
            "The ratio of surface to volume of a sphere is 3/r; a factor of three is missing.",
            "What is the volume of a sphere?",
        ),
        Misconception(
            "diameter_for_radius",
            share / 2,
            "The ratio of surface to volume was taken with the diameter.",
            "What is 4πr² divided by (4/3)πr³?",
        ),
    ]
    return Draft(
        given={
            "radius": radius,
            "capacitance": capacitance,
            "change": change,
            "concentration": concentration,
        },
        values={
            "area": area * 1e12,
            "volume": volume * 1e15,
            "charge": charge * 1e12,
            "ions": ions,
            "present": present,
            "share": share,
        },
        parts=[
            Numeric(
                "ions",
                answer=ions,
                unit="",
                tolerance=TOLERANCE,
                misconceptions=told_apart(ions, TOLERANCE, ions_claims),
            ),
            Numeric(
                "share",
                answer=share,
                unit="",
                tolerance=TOLERANCE,
                misconceptions=told_apart(share, TOLERANCE, share_claims),
            ),
        ],
    )
