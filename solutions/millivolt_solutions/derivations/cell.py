"""Derivations about whole cells and devices: conductances, time course, transporters, silicon."""

from types import MappingProxyType

from .notation import domains
from .record import Derivation, Step

CHORD_CONDUCTANCE = Derivation(
    name="chord_conductance",
    title="The chord-conductance equation from zero total current",
    premises=("g_K*(V - E_K) + g_Na*(V - E_Na) + g_Cl*(V - E_Cl) = 0",),
    steps=(
        Step(
            "g_K*V + g_Na*V + g_Cl*V = g_K*E_K + g_Na*E_Na + g_Cl*E_Cl",
            "Expand and move the terms without V to the right.",
        ),
        Step("(g_K + g_Na + g_Cl)*V = g_K*E_K + g_Na*E_Na + g_Cl*E_Cl", "Take out V."),
        Step(
            "V = (g_K*E_K + g_Na*E_Na + g_Cl*E_Cl)/(g_K + g_Na + g_Cl)",
            "Divide by the total conductance, which is positive.",
        ),
    ),
    symbols=domains("V g_K g_Na g_Cl E_K E_Na E_Cl"),
    solved_for="V",
)

TIME_CONSTANT = Derivation(
    name="time_constant",
    title="Time constant and target of a membrane with a leak and a synapse",
    premises=(
        "C*s = -g_L*(V - E_L) - g_s*(V - E_s)",
        "tau = C/(g_L + g_s)",
        "V_inf = (g_L*E_L + g_s*E_s)/(g_L + g_s)",
    ),
    steps=(
        Step("C*s = g_L*E_L + g_s*E_s - (g_L + g_s)*V", "Expand and collect the terms with V."),
        Step(
            "C/(g_L + g_s)*s = (g_L*E_L + g_s*E_s)/(g_L + g_s) - V",
            "Divide by the total conductance.",
        ),
        Step("tau*s = V_inf - V", "Name the time constant and the target."),
        Step("s = (V_inf - V)/tau", "Divide by tau."),
    ),
    symbols=domains("C s V g_L g_s E_L E_s tau V_inf"),
    solved_for="s",
    forbidden=("C", "g_L", "g_s", "E_L", "E_s"),
)

STEP_RESPONSE = Derivation(
    name="step_response",
    title="The exponential approach to a new potential",
    premises=("tau*dV/dt = V_inf - V", "V(0) = V_0"),
    steps=(
        Step(
            "d/dt(V*exp(t/tau)) = V_inf/tau*exp(t/tau)",
            "Multiply by exp(t/tau)/tau and gather V and dV/dt in the derivative of a product.",
        ),
        Step(
            "V*exp(t/tau) = V_inf*exp(t/tau) + A",
            "Integrate both sides; A is a constant.",
            move="integrate t",
        ),
        Step("V = V_inf + A*exp(-t/tau)", "Multiply by exp(-t/tau)."),
        Step("V_0 = V_inf + A", "At the step the potential is V_0.", move="let t = 0"),
        Step("V = V_inf + (V_0 - V_inf)*exp(-t/tau)", "Insert A."),
    ),
    symbols=domains("t tau V V_0 V_inf A"),
    solved_for="V",
    forbidden=("A",),
    functions=MappingProxyType({"V": "t"}),
)

KCC2_SET_POINT = Derivation(
    name="kcc2_set_point",
    title="The chloride at which KCC2 stands still",
    premises=("R*T*ln(K_in/K_out) + R*T*ln(Cl_in/Cl_out) = 0",),
    steps=(
        Step("ln(K_in/K_out) + ln(Cl_in/Cl_out) = 0", "Divide by RT."),
        Step("ln(K_in*Cl_in/(K_out*Cl_out)) = 0", "Add the logarithms."),
        Step("K_in*Cl_in = K_out*Cl_out", "Only ln(1) is zero."),
        Step("Cl_in = K_out*Cl_out/K_in", "Divide by K_in."),
    ),
    symbols=domains("R T K_in K_out Cl_in Cl_out"),
    solved_for="Cl_in",
)

NKCC1_SET_POINT = Derivation(
    name="nkcc1_set_point",
    title="The chloride at which NKCC1 stands still",
    premises=("R*T*ln(Na_in/Na_out) + R*T*ln(K_in/K_out) + 2*R*T*ln(Cl_in/Cl_out) = 0",),
    steps=(
        Step("ln(Na_in/Na_out) + ln(K_in/K_out) + 2*ln(Cl_in/Cl_out) = 0", "Divide by RT."),
        Step("Na_in*K_in*Cl_in^2 = Na_out*K_out*Cl_out^2", "Add the logarithms; only ln(1) is 0."),
        Step("Cl_in^2 = Cl_out^2*Na_out*K_out/(Na_in*K_in)", "Divide by Na_in K_in."),
        Step(
            "Cl_in = Cl_out*sqrt(Na_out*K_out/(Na_in*K_in))",
            "Concentrations are positive: take the positive root.",
        ),
    ),
    symbols=domains("R T Na_in Na_out K_in K_out Cl_in Cl_out"),
    solved_for="Cl_in",
)

SUBTHRESHOLD_SLOPE = Derivation(
    name="subthreshold_slope",
    title="Gate voltage per decade of subthreshold current",
    premises=(
        "I_1 = I_0*exp(kappa*V_1/U_T)",
        "I_2 = I_0*exp(kappa*V_2/U_T)",
        "I_2 = 10*I_1",
        "S = V_2 - V_1",
    ),
    steps=(
        Step(
            "exp(kappa*V_2/U_T) = 10*exp(kappa*V_1/U_T)",
            "Insert the currents into the decade; I_0 cancels.",
        ),
        Step("exp(kappa*(V_2 - V_1)/U_T) = 10", "Divide the exponentials."),
        Step("kappa*S/U_T = ln(10)", "Take the logarithm and name the difference."),
        Step("S = ln(10)*U_T/kappa", "Multiply by U_T/kappa."),
    ),
    symbols=domains("I_0 I_1 I_2 V_1 V_2 U_T kappa S"),
    solved_for="S",
    forbidden=("I_0", "I_1", "I_2", "V_1", "V_2"),
)

BOLTZMANN_GATE = Derivation(
    name="boltzmann_gate",
    title="The open probability of a gate from the Boltzmann ratio",
    premises=("m/(1 - m) = exp(z_g*F*(V - V_half)/(R*T))",),
    steps=(
        Step(
            "m = (1 - m)*exp(z_g*F*(V - V_half)/(R*T))",
            "Multiply by 1 - m.",
        ),
        Step(
            "m*(1 + exp(z_g*F*(V - V_half)/(R*T))) = exp(z_g*F*(V - V_half)/(R*T))",
            "Collect the terms with m.",
        ),
        Step(
            "m = 1/(1 + exp(-z_g*F*(V - V_half)/(R*T)))",
            "Divide, then divide both parts of the fraction by the exponential.",
        ),
    ),
    symbols=domains("m z_g F V V_half R T"),
    solved_for="m",
)
