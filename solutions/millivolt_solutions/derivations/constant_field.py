"""Derivations of constant-field theory: GHK flux, GHK voltage and what they become in limits."""

from types import MappingProxyType

from .notation import domains
from .record import Derivation, Step

_K_FLUX = "P_K*u*(K_in - K_out*exp(-u))/(1 - exp(-u))"
_NA_FLUX = "P_Na*u*(Na_in - Na_out*exp(-u))/(1 - exp(-u))"
_CL_FLUX = "P_Cl*u*(Cl_out - Cl_in*exp(-u))/(1 - exp(-u))"
_REDUCED = "u = F*V/(R*T)"

GHK_FLUX = Derivation(
    name="ghk_flux",
    title="The GHK flux from the Nernst-Planck equation with a constant field",
    premises=(
        # x runs from the inside (0) to the outside (a); the potential falls by V along the way.
        "J = -D*(dc/dx - u/a*c)",
        "c(0) = beta*c_in",
        "c(a) = beta*c_out",
        "P = beta*D/a",
    ),
    steps=(
        Step("dc/dx - u/a*c = -J/D", "Divide by -D; the flux is the same at every x."),
        Step(
            "d/dx(c*exp(-u*x/a)) = -J/D*exp(-u*x/a)",
            "Multiply by exp(-ux/a): the left side is then the derivative of a product.",
        ),
        Step(
            "beta*c_out*exp(-u) - beta*c_in = -J*a/(D*u)*(1 - exp(-u))",
            "Integrate both sides through the membrane and insert the boundary values.",
            move="integrate x from 0 to a",
        ),
        Step(
            "J = beta*D/a*u*(c_in - c_out*exp(-u))/(1 - exp(-u))",
            "Solve for J; 1 - exp(-u) is not zero for u other than 0.",
        ),
        Step("J = P*u*(c_in - c_out*exp(-u))/(1 - exp(-u))", "Name the permeability."),
    ),
    symbols=domains("a u J D beta P c_in c_out c x"),
    solved_for="J",
    forbidden=("D", "a", "beta"),
    functions=MappingProxyType({"c": "x"}),
)

GHK_ZERO_VOLTAGE = Derivation(
    name="ghk_zero_voltage",
    title="The GHK flux at zero potential is Fick's law",
    premises=("J = P*u*(c_in - c_out*exp(-u))/(1 - exp(-u))",),
    steps=(
        Step(
            "J = P*(c_in - c_out)",
            "u/(1 - exp(-u)) tends to 1 as u vanishes.",
            move="limit u -> 0",
        ),
    ),
    symbols=domains("u J P c_in c_out"),
    solved_for="J",
    forbidden=("u",),
)

GHK_VOLTAGE = Derivation(
    name="ghk_voltage",
    title="The GHK voltage from zero total current of K, Na and Cl",
    premises=(f"{_K_FLUX} + {_NA_FLUX} + {_CL_FLUX} = 0", _REDUCED),
    steps=(
        Step(
            "P_K*(K_in - K_out*exp(-u)) + P_Na*(Na_in - Na_out*exp(-u))"
            " + P_Cl*(Cl_out - Cl_in*exp(-u)) = 0",
            "Divide by the common factor u/(1 - exp(-u)), which is never zero.",
        ),
        Step(
            "P_K*K_in + P_Na*Na_in + P_Cl*Cl_out = (P_K*K_out + P_Na*Na_out + P_Cl*Cl_in)*exp(-u)",
            "Collect the terms with exp(-u) on the right.",
        ),
        Step(
            "exp(u) = (P_K*K_out + P_Na*Na_out + P_Cl*Cl_in)/(P_K*K_in + P_Na*Na_in + P_Cl*Cl_out)",
            "Multiply by exp(u) and divide by the left side, which is positive.",
        ),
        Step(
            "F*V/(R*T) = ln((P_K*K_out + P_Na*Na_out + P_Cl*Cl_in)"
            "/(P_K*K_in + P_Na*Na_in + P_Cl*Cl_out))",
            "Take the logarithm and insert u.",
        ),
        Step(
            "V = R*T/F*ln((P_K*K_out + P_Na*Na_out + P_Cl*Cl_in)"
            "/(P_K*K_in + P_Na*Na_in + P_Cl*Cl_out))",
            "Multiply by RT/F.",
        ),
    ),
    symbols=domains("u V R T F P_K P_Na P_Cl K_in K_out Na_in Na_out Cl_in Cl_out"),
    solved_for="V",
    forbidden=("u",),
)

GHK_TO_NERNST = Derivation(
    name="ghk_to_nernst",
    title="The Nernst potential as the limit of one permeability",
    premises=("V = R*T/F*ln((P_K*K_out + P_Na*Na_out)/(P_K*K_in + P_Na*Na_in))",),
    steps=(
        Step(
            "V = R*T/F*ln(P_K*K_out/(P_K*K_in))",
            "Without sodium only the potassium terms remain.",
            move="limit P_Na -> 0",
        ),
        Step("V = R*T/F*ln(K_out/K_in)", "P_K cancels."),
    ),
    symbols=domains("V R T F P_K P_Na K_in K_out Na_in Na_out"),
    solved_for="V",
    forbidden=("P_K", "P_Na"),
)

PERMEABILITY_RATIO = Derivation(
    name="permeability_ratio",
    title="The permeability ratio from a measured potential",
    premises=(
        "V = R*T/F*ln((P_K*K_out + P_Na*Na_out)/(P_K*K_in + P_Na*Na_in))",
        "b = P_Na/P_K",
        "x = exp(F*V/(R*T))",
    ),
    steps=(
        Step(
            "x = (P_K*K_out + P_Na*Na_out)/(P_K*K_in + P_Na*Na_in)",
            "Multiply by F/RT and take the exponential.",
        ),
        Step("x = (K_out + b*Na_out)/(K_in + b*Na_in)", "Divide both parts by P_K."),
        Step("x*K_in + x*b*Na_in = K_out + b*Na_out", "Multiply by the denominator."),
        Step("b*(Na_out - x*Na_in) = x*K_in - K_out", "Collect the terms with b."),
        Step("b = (K_in*x - K_out)/(Na_out - Na_in*x)", "Divide."),
    ),
    symbols=domains("V R T F P_K P_Na b x K_in K_out Na_in Na_out"),
    solved_for="b",
    forbidden=("V", "P_K", "P_Na"),
)

GHK_DIVALENT = Derivation(
    name="ghk_divalent",
    title="The quadratic of the GHK voltage with a divalent ion",
    premises=("P_K*(K_in - K_out/x)/(1 - 1/x) + 4*P_Ca*(Ca_in - Ca_out/x^2)/(1 - 1/x^2) = 0",),
    steps=(
        Step(
            "P_K*(K_in - K_out/x)*(1 + 1/x) + 4*P_Ca*(Ca_in - Ca_out/x^2) = 0",
            "Multiply by 1 - 1/x^2 = (1 - 1/x)(1 + 1/x).",
        ),
        Step(
            "P_K*(K_in*x - K_out)*(x + 1) + 4*P_Ca*(Ca_in*x^2 - Ca_out) = 0",
            "Multiply by x^2.",
        ),
        Step(
            "(P_K*K_in + 4*P_Ca*Ca_in)*x^2 + P_K*(K_in - K_out)*x - (P_K*K_out + 4*P_Ca*Ca_out)"
            " = 0",
            "Sort by powers of x.",
        ),
    ),
    symbols=domains("x P_K P_Ca K_in K_out Ca_in Ca_out"),
    solved_for=None,
)

GABA_REVERSAL = Derivation(
    name="gaba_reversal",
    title="The reversal potential of a channel for two anions",
    premises=(
        "P_Cl*u*(Cl_out - Cl_in*exp(-u))/(1 - exp(-u))"
        " + p*P_Cl*u*(HCO3_out - HCO3_in*exp(-u))/(1 - exp(-u)) = 0",
        _REDUCED,
    ),
    steps=(
        Step(
            "Cl_out - Cl_in*exp(-u) + p*(HCO3_out - HCO3_in*exp(-u)) = 0",
            "Divide by P_Cl u/(1 - exp(-u)), which is never zero.",
        ),
        Step(
            "Cl_out + p*HCO3_out = (Cl_in + p*HCO3_in)*exp(-u)",
            "Collect the terms with exp(-u) on the right.",
        ),
        Step("exp(u) = (Cl_in + p*HCO3_in)/(Cl_out + p*HCO3_out)", "Solve for exp(u)."),
        Step(
            "V = R*T/F*ln((Cl_in + p*HCO3_in)/(Cl_out + p*HCO3_out))",
            "Take the logarithm and multiply by RT/F.",
        ),
    ),
    symbols=domains("u V R T F P_Cl p Cl_in Cl_out HCO3_in HCO3_out"),
    solved_for="V",
    forbidden=("u", "P_Cl"),
)

MULLINS_NODA = Derivation(
    name="mullins_noda",
    title="The resting potential with a pump that moves r Na for each K",
    premises=(f"{_NA_FLUX} + r*{_K_FLUX} = 0", _REDUCED),
    steps=(
        Step(
            "P_Na*(Na_in - Na_out*exp(-u)) + r*P_K*(K_in - K_out*exp(-u)) = 0",
            "In the steady state the leak of Na is r times that of K, the other way.",
        ),
        Step(
            "P_Na*Na_in + r*P_K*K_in = (P_Na*Na_out + r*P_K*K_out)*exp(-u)",
            "Collect the terms with exp(-u) on the right.",
        ),
        Step(
            "exp(u) = (r*P_K*K_out + P_Na*Na_out)/(r*P_K*K_in + P_Na*Na_in)",
            "Solve for exp(u).",
        ),
        Step(
            "V = R*T/F*ln((r*P_K*K_out + P_Na*Na_out)/(r*P_K*K_in + P_Na*Na_in))",
            "Take the logarithm, insert u and multiply by RT/F.",
        ),
    ),
    symbols=domains("u V R T F r P_K P_Na K_in K_out Na_in Na_out"),
    solved_for="V",
    forbidden=("u",),
)
