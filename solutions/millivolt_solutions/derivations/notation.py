"""The letters that derivations use: domain, unit and meaning of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Domain = Literal["positive", "real", "nonzero", "nonzero_integer"]


@dataclass(frozen=True, slots=True)
class Letter:
    """What one symbol stands for: the numbers it may be, its SI unit, and its name in words."""

    domain: Domain
    unit: str
    meaning: str


LETTERS: Mapping[str, Letter] = MappingProxyType(
    {
        "R": Letter("positive", "J/(mol K)", "molar gas constant"),
        "F": Letter("positive", "C/mol", "Faraday constant"),
        "T": Letter("positive", "K", "absolute temperature"),
        "z": Letter("nonzero_integer", "1", "valence of the ion"),
        "E": Letter("real", "V", "equilibrium potential"),
        "V": Letter("real", "V", "membrane potential, inside minus outside"),
        "u": Letter("nonzero", "1", "reduced membrane potential zFV/RT"),
        "mu_0": Letter("real", "J/mol", "standard chemical potential, equal on both sides"),
        "phi_in": Letter("real", "V", "electric potential inside"),
        "phi_out": Letter("real", "V", "electric potential outside"),
        "c_in": Letter("positive", "mol/m^3", "concentration inside"),
        "c_out": Letter("positive", "mol/m^3", "concentration outside"),
        "c_1": Letter("positive", "mol/m^3", "concentration outside before"),
        "c_2": Letter("positive", "mol/m^3", "concentration outside after"),
        "dE": Letter("real", "V", "change of the equilibrium potential"),
        "H_in": Letter("positive", "mol/L", "proton concentration inside"),
        "H_out": Letter("positive", "mol/L", "proton concentration outside"),
        "pH_in": Letter("real", "1", "pH inside"),
        "pH_out": Letter("real", "1", "pH outside"),
        "J": Letter("real", "mol/(m^2 s)", "molar flux, outward positive"),
        "D": Letter("positive", "m^2/s", "diffusion coefficient in the membrane"),
        "a": Letter("positive", "m", "thickness of the membrane"),
        "beta": Letter("positive", "1", "partition coefficient between membrane and water"),
        "P": Letter("positive", "m/s", "permeability"),
        "P_K": Letter("positive", "m/s", "permeability to potassium"),
        "P_Na": Letter("positive", "m/s", "permeability to sodium"),
        "P_Cl": Letter("positive", "m/s", "permeability to chloride"),
        "P_Ca": Letter("positive", "m/s", "permeability to calcium"),
        "b": Letter("positive", "1", "permeability ratio P_Na/P_K"),
        "p": Letter("positive", "1", "permeability ratio P_HCO3/P_Cl"),
        "r": Letter("positive", "1", "sodium ions pumped out for each potassium ion pumped in"),
        "x": Letter("positive", "1 or m", "exp(FV/RT), or the depth in the membrane"),
        "K_in": Letter("positive", "mol/m^3", "potassium inside"),
        "K_out": Letter("positive", "mol/m^3", "potassium outside"),
        "Na_in": Letter("positive", "mol/m^3", "sodium inside"),
        "Na_out": Letter("positive", "mol/m^3", "sodium outside"),
        "Cl_in": Letter("positive", "mol/m^3", "chloride inside"),
        "Cl_out": Letter("positive", "mol/m^3", "chloride outside"),
        "HCO3_in": Letter("positive", "mol/m^3", "bicarbonate inside"),
        "HCO3_out": Letter("positive", "mol/m^3", "bicarbonate outside"),
        "Ca_in": Letter("positive", "mol/m^3", "calcium inside"),
        "Ca_out": Letter("positive", "mol/m^3", "calcium outside"),
        "c": Letter(
            "positive",
            "mol/m^3",
            "salt in the bath, or the ion at depth x",
        ),
        "X": Letter("positive", "mol/m^3", "impermeant particles inside"),
        "z_X": Letter("nonzero", "1", "mean valence of the impermeant particles"),
        "C": Letter("positive", "F", "capacitance of the membrane"),
        "g_K": Letter("positive", "S", "potassium conductance"),
        "g_Na": Letter("positive", "S", "sodium conductance"),
        "g_Cl": Letter("positive", "S", "chloride conductance"),
        "g_L": Letter("positive", "S", "leak conductance"),
        "g_s": Letter("positive", "S", "synaptic conductance"),
        "E_K": Letter("real", "V", "equilibrium potential of potassium"),
        "E_Na": Letter("real", "V", "equilibrium potential of sodium"),
        "E_Cl": Letter("real", "V", "equilibrium potential of chloride"),
        "E_L": Letter("real", "V", "reversal potential of the leak"),
        "E_s": Letter("real", "V", "reversal potential of the synapse"),
        "s": Letter("real", "V/s", "slope dV/dt of the membrane potential"),
        "t": Letter("positive", "s", "time since the step"),
        "tau": Letter("positive", "s", "membrane time constant"),
        "V_0": Letter("real", "V", "membrane potential at the step"),
        "A": Letter("real", "V", "constant of integration"),
        "V_inf": Letter("real", "V", "membrane potential long after the step"),
        "U_T": Letter("positive", "V", "thermal voltage kT/e"),
        "kappa": Letter("positive", "1", "the gate's share of the surface potential"),
        "I_1": Letter("positive", "A", "drain current before"),
        "I_2": Letter("positive", "A", "drain current after"),
        "I_0": Letter("positive", "A", "drain current at zero gate voltage"),
        "V_1": Letter("real", "V", "gate voltage before"),
        "V_2": Letter("real", "V", "gate voltage after"),
        "S": Letter("real", "V", "gate voltage per decade of current"),
        "m": Letter("positive", "1", "open probability of the gate"),
        "z_g": Letter("positive", "1", "gating charge in elementary charges"),
        "V_half": Letter("real", "V", "potential at which half of the gates are open"),
    }
)


def domains(names: str) -> Mapping[str, str]:
    """The domains of the letters listed in `names`, separated by blanks.

    Raises KeyError for a letter that has no entry in LETTERS.
    """
    return MappingProxyType({name: LETTERS[name].domain for name in names.split()})
