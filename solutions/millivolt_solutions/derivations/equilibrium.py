"""Derivations about one ion at equilibrium: Nernst, its inverse, its slopes, Boltzmann, Donnan."""

from .notation import domains
from .record import Derivation, Step

_EQUAL_POTENTIALS = "mu_0 + R*T*ln(c_in) + z*F*phi_in = mu_0 + R*T*ln(c_out) + z*F*phi_out"
_NERNST = "E = R*T/(z*F)*ln(c_out/c_in)"

NERNST = Derivation(
    name="nernst",
    title="The Nernst equation from equal electrochemical potentials",
    premises=(_EQUAL_POTENTIALS, "E = phi_in - phi_out"),
    steps=(
        Step(
            "R*T*ln(c_in) + z*F*phi_in = R*T*ln(c_out) + z*F*phi_out",
            "The standard potential is the same on both sides (same solvent) and cancels.",
        ),
        Step(
            "z*F*phi_in - z*F*phi_out = R*T*ln(c_out) - R*T*ln(c_in)",
            "Electrical terms to the left, chemical terms to the right.",
        ),
        Step(
            "z*F*(phi_in - phi_out) = R*T*ln(c_out/c_in)",
            "A difference of logarithms is the logarithm of the ratio.",
        ),
        Step("z*F*E = R*T*ln(c_out/c_in)", "At equilibrium the membrane potential is E."),
        Step(_NERNST, "Divide by zF, which is not zero."),
    ),
    symbols=domains("mu_0 R T z F c_in c_out phi_in phi_out E"),
    solved_for="E",
    forbidden=("mu_0", "phi_in", "phi_out"),
)

INVERSE_NERNST = Derivation(
    name="inverse_nernst",
    title="The concentration inside from the equilibrium potential",
    premises=(_NERNST,),
    steps=(
        Step("z*F*E/(R*T) = ln(c_out/c_in)", "Multiply by zF/RT."),
        Step("exp(z*F*E/(R*T)) = c_out/c_in", "The exponential undoes the natural logarithm."),
        Step("c_in = c_out*exp(-z*F*E/(R*T))", "Solve for c_in; 1/e^y is e^(-y)."),
    ),
    symbols=domains("R T z F c_in c_out E"),
    solved_for="c_in",
)

BOLTZMANN = Derivation(
    name="boltzmann_ratio",
    title="The Boltzmann ratio of concentrations at the potential V",
    premises=(_EQUAL_POTENTIALS, "V = phi_in - phi_out"),
    steps=(
        Step(
            "R*T*(ln(c_in) - ln(c_out)) = -z*F*(phi_in - phi_out)",
            "The standard potential cancels; collect the logarithms.",
        ),
        Step("ln(c_in/c_out) = -z*F*V/(R*T)", "Divide by RT; the difference of potentials is V."),
        Step("c_in/c_out = exp(-z*F*V/(R*T))", "Take the exponential of both sides."),
        Step("c_in = c_out*exp(-z*F*V/(R*T))", "Multiply by c_out."),
    ),
    symbols=domains("mu_0 R T z F c_in c_out phi_in phi_out V"),
    solved_for="c_in",
    forbidden=("mu_0", "phi_in", "phi_out"),
)

TEMPERATURE_SLOPE = Derivation(
    name="temperature_slope",
    title="How the equilibrium potential changes with temperature",
    premises=(_NERNST,),
    steps=(
        Step(
            "dE/dT = R/(z*F)*ln(c_out/c_in)",
            "Only T changes; the rest is a constant factor.",
            move="d/dT",
        ),
        Step("dE/dT = E/T", "The factor is E divided by T."),
    ),
    symbols=domains("R T z F c_in c_out E"),
    solved_for="dE/dT",
    forbidden=("c_in", "c_out"),
)

CONCENTRATION_SLOPE = Derivation(
    name="concentration_slope",
    title="How the equilibrium potential changes with the concentration outside",
    premises=(_NERNST,),
    steps=(
        Step("E = R*T/(z*F)*(ln(c_out) - ln(c_in))", "Split the logarithm of the ratio."),
        Step(
            "dE/dc_out = R*T/(z*F*c_out)",
            "The derivative of ln(c_out) is 1/c_out; ln(c_in) is constant.",
            move="d/dc_out",
        ),
    ),
    symbols=domains("R T z F c_in c_out E"),
    solved_for="dE/dc_out",
    forbidden=("c_in", "E"),
)

CONCENTRATION_STEP = Derivation(
    name="concentration_step",
    title="The shift of E when the concentration outside is multiplied",
    premises=("dE = R*T/(z*F)*ln(c_2/c_in) - R*T/(z*F)*ln(c_1/c_in)",),
    steps=(
        Step("dE = R*T/(z*F)*(ln(c_2/c_in) - ln(c_1/c_in))", "Take out the common factor."),
        Step(
            "dE = R*T/(z*F)*ln(c_2/c_1)",
            "The difference of logarithms is that of the ratio; c_in cancels.",
        ),
    ),
    symbols=domains("R T z F c_in c_1 c_2 dE"),
    solved_for="dE",
    forbidden=("c_in",),
)

PROTON = Derivation(
    name="proton_potential",
    title="The equilibrium potential of protons from pH",
    premises=("E = R*T/F*ln(H_out/H_in)", "H_in = 10^(-pH_in)", "H_out = 10^(-pH_out)"),
    steps=(
        Step("E = R*T/F*ln(10^(-pH_out)/10^(-pH_in))", "Insert the definition of pH."),
        Step("E = R*T/F*ln(10^(pH_in - pH_out))", "Subtract the exponents."),
        Step("E = ln(10)*R*T/F*(pH_in - pH_out)", "The exponent comes out of the logarithm."),
    ),
    symbols=domains("R T F H_in H_out pH_in pH_out E"),
    solved_for="E",
    forbidden=("H_in", "H_out"),
)

DONNAN = Derivation(
    name="donnan",
    title="The Donnan potential of impermeant charges in a large bath of salt",
    premises=(
        "V = R*T/F*ln(c/K_in)",
        "V = R*T/F*ln(Cl_in/c)",
        "K_in - Cl_in + z_X*X = 0",
    ),
    steps=(
        Step("K_in = c*exp(-F*V/(R*T))", "Potassium is in equilibrium at V."),
        Step("Cl_in = c*exp(F*V/(R*T))", "So is chloride, with the opposite charge."),
        Step(
            "c*exp(-F*V/(R*T)) - c*exp(F*V/(R*T)) + z_X*X = 0",
            "Insert both into electroneutrality.",
        ),
        Step("2*c*sinh(F*V/(R*T)) = z_X*X", "The difference of the exponentials is 2 sinh."),
        Step("F*V/(R*T) = asinh(z_X*X/(2*c))", "Divide by 2c and invert."),
        Step("V = R*T/F*asinh(z_X*X/(2*c))", "Multiply by RT/F."),
    ),
    symbols=domains("R T F c X z_X K_in Cl_in V"),
    solved_for="V",
    forbidden=("K_in", "Cl_in"),
)
