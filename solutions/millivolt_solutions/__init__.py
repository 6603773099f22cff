"""The reference implementation: the physics that answers are compared with.

Concentrations mM, potentials mV (V = phi_in - phi_out), temperatures K, conductances nS, outward
currents positive. The algebra behind the numbers is in `millivolt_solutions.derivations`, which
is not imported here: this package needs numpy alone until something is integrated or derived.
Nothing here knows about exercises, students or grading.
"""

from .activity import (
    ValidityWarning,
    activity_coefficients,
    activity_correction,
    debye_huckel_A,
    debye_huckel_B,
    debye_length,
    ionic_strength,
    log10_gamma,
    nernst_activity,
    water_permittivity,
)
from .arguments import TemperatureWarning
from .capacitance import (
    MovedCharge,
    charging_ions,
    cylinder_surface_to_volume,
    sphere_surface_to_volume,
    time_constant,
)
from .chloride import ChlorideCompartment, ChlorideTrace, GabaPulse, chloride_accumulation
from .constants import F, R, celsius, thermal_voltage
from .cotransport import (
    kcc2_chloride,
    kcc2_drive,
    kcc2_extrusion_time,
    nkcc1_chloride,
    nkcc1_drive,
)
from .current import (
    Direction,
    chord_current,
    current_direction,
    driving_force,
    fit_current_voltage,
    flux_direction,
    ions_per_second,
    molar_flux,
)
from .energy import (
    boltzmann_ratio,
    delta_mu,
    proton_motive_force,
    proton_potential,
    ussing_ratio,
)
from .equilibrium import bicarbonate_inside, dE_dT, nernst, nernst_conc, slope
from .ghk import ghk_current, ghk_flux, slope_conductance
from .gibbs_donnan import DonnanEquilibrium, donnan, donnan_closed
from .junction import LIMITING_CONDUCTIVITY, ljp_henderson, mobility
from .membrane import Phase, exponential_step, phases_response, step_response
from .pump import (
    atp_free_energy,
    depletion_time,
    pump_block_step,
    pump_current,
    pump_cycle_cost,
    pump_rate,
)
from .pump_leak import (
    PumpChange,
    PumpLeakCell,
    PumpLeakState,
    pump_leak_course,
    pump_leak_rates,
    pump_leak_steady,
)
from .resting_potential import chord_voltage, mullins_noda
from .silicon import (
    boltzmann_gate,
    follower_integrator,
    gate_slope,
    gating_charge,
    subthreshold_current,
    subthreshold_slope,
)
from .synapse import CurrentPulse, PassiveCell, Synapse, shunted_amplitude, synaptic_response
from .zero_current import (
    channel_reversal,
    gaba_reversal,
    ghk_voltage,
    ghk_voltage_general,
    ghk_voltage_mixed,
    permeability_ratio,
)

__all__ = [
    "LIMITING_CONDUCTIVITY",
    "ChlorideCompartment",
    "ChlorideTrace",
    "CurrentPulse",
    "Direction",
    "DonnanEquilibrium",
    "F",
    "GabaPulse",
    "MovedCharge",
    "PassiveCell",
    "Phase",
    "PumpChange",
    "PumpLeakCell",
    "PumpLeakState",
    "R",
    "Synapse",
    "TemperatureWarning",
    "ValidityWarning",
    "activity_coefficients",
    "activity_correction",
    "atp_free_energy",
    "bicarbonate_inside",
    "boltzmann_gate",
    "boltzmann_ratio",
    "celsius",
    "channel_reversal",
    "charging_ions",
    "chloride_accumulation",
    "chord_current",
    "chord_voltage",
    "current_direction",
    "cylinder_surface_to_volume",
    "dE_dT",
    "debye_huckel_A",
    "debye_huckel_B",
    "debye_length",
    "delta_mu",
    "depletion_time",
    "donnan",
    "donnan_closed",
    "driving_force",
    "exponential_step",
    "fit_current_voltage",
    "flux_direction",
    "follower_integrator",
    "gaba_reversal",
    "gate_slope",
    "gating_charge",
    "ghk_current",
    "ghk_flux",
    "ghk_voltage",
    "ghk_voltage_general",
    "ghk_voltage_mixed",
    "ionic_strength",
    "ions_per_second",
    "kcc2_chloride",
    "kcc2_drive",
    "kcc2_extrusion_time",
    "ljp_henderson",
    "log10_gamma",
    "mobility",
    "molar_flux",
    "mullins_noda",
    "nernst",
    "nernst_activity",
    "nernst_conc",
    "nkcc1_chloride",
    "nkcc1_drive",
    "permeability_ratio",
    "phases_response",
    "proton_motive_force",
    "proton_potential",
    "pump_block_step",
    "pump_current",
    "pump_cycle_cost",
    "pump_leak_course",
    "pump_leak_rates",
    "pump_leak_steady",
    "pump_rate",
    "shunted_amplitude",
    "slope",
    "slope_conductance",
    "sphere_surface_to_volume",
    "step_response",
    "subthreshold_current",
    "subthreshold_slope",
    "synaptic_response",
    "thermal_voltage",
    "time_constant",
    "ussing_ratio",
    "water_permittivity",
]
