"""N17: the equilibrium potential of protons and the proton motive force, from pH values."""

from millivolt.items import SINGLE_LOG, Draft, Draw, Misconception, Numeric, item
from millivolt_exercises.claims import told_apart
from millivolt_exercises.misconceptions import slope_of_another_temperature
from millivolt_solutions import celsius, proton_potential, slope

TEMPERATURES = (10.0, 15.0, 20.0, 30.0, 37.0)


@item(
    codes=["N17"],
    title="Protons: equilibrium potential and proton motive force",
    objective="Compute the equilibrium potential of protons, and the force on them, from pH.",
    topic="equilibrium",
    level="apply",
    passages=["S2", "S9"],
    prerequisites=["monovalent-cation"],
    minutes=7,
)
def proton_gradient(draw: Draw) -> Draft:
    t = draw.choice(TEMPERATURES)
    acid_inside = draw.stratum("acid side", ("inside", "outside")) == "inside"
    low, difference = draw.number(5.2, 7.0, 0.05), draw.number(0.4, 1.8, 0.05)
    high = round(low + difference, 2)
    pH_in, pH_out = (low, high) if acid_inside else (high, low)
    V = draw.number(-180, -40, 1)
    T = celsius(t)
    E_H = proton_potential(pH_in, pH_out, T)
    E = draw.step("E_H", E_H)
    force = V - E
    draw.require(abs(force) >= 8, "the force is close to zero")
    E_claims = [
        Misconception(
            "pH_sign",
            -E_H,
            "The sign is reversed. A low pH means many protons.",
            "On which side are there more protons?",
        ),
        Misconception(
            "pH_with_RT_over_F",
            E_H / 2.302585,
            "A difference of pH counts powers of ten: it has to be multiplied by 2.303 RT/F.",
            "What is ln 10?",
        ),
        *(
            slope_of_another_temperature(E_H * (other + 273.15) / T, other)
            for other in (25, 37)
            if abs(other - t) >= 2
        ),
    ]
    force_claims = [
        Misconception(
            "potentials_added",
            V + E,
            "The two potentials were added. The force is the distance of V from the equilibrium "
            "potential.",
            "What should the force be when V equals the equilibrium potential?",
        ),
        Misconception(
            "driving_force_reversed",
            -force,
            "This is E − V; the question asks for V − E.",
            "Which sign belongs to a force that drives protons in?",
        ),
    ]
    return Draft(
        given={"t": t, "pH_in": pH_in, "pH_out": pH_out, "V": V},
        values={"T": T, "slope": slope(T), "E": E, "force": force, "difference": pH_in - pH_out},
        parts=[
            Numeric(
                "E_H",
                answer=E_H,
                unit="mV",
                tolerance=SINGLE_LOG,
                misconceptions=told_apart(E_H, SINGLE_LOG, E_claims),
            ),
            Numeric(
                "force",
                answer=force,
                unit="mV",
                tolerance=SINGLE_LOG,
                misconceptions=told_apart(force, SINGLE_LOG, force_claims),
            ),
        ],
    )
