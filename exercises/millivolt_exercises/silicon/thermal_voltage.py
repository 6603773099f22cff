"""S01: the thermal voltage of a chip is the RT/F of a membrane."""

from millivolt.items import Choice, Draft, Draw, Misconception, Numeric, Option, Tolerance, item
from millivolt_exercises.claims import told_apart
from millivolt_solutions import celsius
from millivolt_solutions import thermal_voltage as thermal_voltage_at

TOLERANCE = Tolerance(0.005)
ROOM = 300.0


@item(
    codes=["S01"],
    title="One thermal voltage for ions and for transistors",
    objective="Recognise kT/e and RT/F as one voltage, and compute it at any temperature.",
    topic="silicon",
    level="understand",
    passages=["S5", "S13"],
    minutes=4,
)
def thermal_voltage(draw: Draw) -> Draft:
    side = draw.stratum("temperature", ("below freezing", "above freezing"))
    t = draw.number(-20, -5, 0.1) if side == "below freezing" else draw.number(5, 55, 0.1)
    T = celsius(t)
    U_T = thermal_voltage_at(T)
    claims = [
        Misconception(
            "celsius_as_kelvin",
            U_T * t / T,
            "The temperature went in as degrees Celsius; the formula needs kelvin, counted from "
            "absolute zero.",
            "What is this temperature in kelvin?",
        ),
        Misconception(
            "thermal_voltage_of_300_kelvin",
            thermal_voltage_at(ROOM),
            "This is the value for 300 K, the room temperature of data sheets. The thermal "
            "voltage is proportional to the absolute temperature.",
            "What is the temperature of this chip in kelvin?",
        ),
        Misconception(
            "volt_millivolt",
            U_T / 1000,
            "The number is that in volts, but it stands there as millivolts: it is too small by "
            "a factor of a thousand.",
            "How many millivolts is one volt?",
        ),
    ]
    return Draft(
        given={"t": t},
        values={"T": T, "U_T": U_T},
        parts=[
            Numeric(
                "U_T",
                answer=U_T,
                unit="mV",
                tolerance=TOLERANCE,
                misconceptions=told_apart(U_T, TOLERANCE, claims),
            ),
            Choice("why", options=tuple(draw.shuffled(_reasons())), answer="ratio"),
        ],
    )


def _reasons() -> tuple[Option, ...]:
    return (
        Option(
            "ratio",
            "Both are a thermal energy divided by a charge, per particle in the one formula and "
            "per mole in the other; the Avogadro constant cancels.",
        ),
        Option(
            "coincidence",
            "By coincidence: the two agree only near room temperature.",
            Misconception(
                "agreement_by_chance",
                "coincidence",
                "They agree at every temperature, because R is N_A times k_B and F is N_A times e.",
                "How many particles and how many elementary charges are there in a mole?",
            ),
        ),
        Option(
            "carriers",
            "Electrons and monovalent ions have nearly the same mobility.",
            Misconception(
                "mobility_in_equilibrium",
                "carriers",
                "The mobility says how fast equilibrium is reached, not where it lies. It appears "
                "in neither formula, and electrons are far more mobile than ions.",
                "Which quantities stand in the two formulas?",
            ),
        ),
        Option(
            "material",
            "Silicon and cell membranes have nearly the same dielectric constant.",
            Misconception(
                "material_in_thermal_voltage",
                "material",
                "No property of the material appears in the thermal voltage. It holds for any "
                "charges in thermal equilibrium.",
                "Which quantities stand in the two formulas?",
            ),
        ),
    )
