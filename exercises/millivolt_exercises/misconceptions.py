"""The known wrong ways, with what to tell a student who took one.

Each function takes the value that the wrong way leads to, in the unit of the part, and gives the
``Misconception`` with its one name and wording, so that a class report can count it over all
families. Which of them a variant may claim is decided in ``claims``.
"""

from __future__ import annotations

from typing import Any

from millivolt.items import Misconception

__all__ = [
    "base_ten_power_for_exponential",
    "calcium_left_out",
    "celsius_as_kelvin",
    "chloride_not_inverted",
    "chloride_omitted",
    "concentration_difference",
    "current_reversed",
    "distance_from_E_K_reversed",
    "divalent_taken_as_monovalent",
    "driving_force_left_out",
    "equilibrium_of_potassium_alone",
    "exponent_sign",
    "factor_2303_with_ln",
    "force_reversed",
    "force_without_sign",
    "ghk_ratio_inverted",
    "log10_for_ln",
    "mean_of_equilibria",
    "mistake_kept",
    "permeabilities_ignored",
    "permeability_weighted_mean",
    "picoampere_nanoampere",
    "potential_for_distance",
    "potentials_added",
    "sides_swapped",
    "sign_of_valence_lost",
    "slope_of_another_temperature",
    "thousandfold",
    "unit_prefix_slip",
    "units_not_converted",
    "valence_ignored",
    "valence_multiplied",
]


def sides_swapped(value: Any) -> Misconception:
    return Misconception(
        "in_out_swapped",
        value,
        "This is what comes out when the inside and the outside concentrations trade places: "
        "the size is right and the sign is reversed.",
        "Which side's concentration stands in the numerator of the Nernst equation, and what "
        "would the sign mean for the direction in which the field pulls this ion?",
    )


def log10_for_ln(value: Any) -> Misconception:
    return Misconception(
        "log10_for_ln",
        value,
        "The decadic logarithm was taken where RT/F needs the natural one, so the result is "
        "smaller by the factor 2.303.",
        "Which factor turns log₁₀ into ln?",
    )


def factor_2303_with_ln(value: Any) -> Misconception:
    return Misconception(
        "factor_2303_with_ln",
        value,
        "The factor 2.303 belongs to log₁₀. Together with the natural logarithm it makes the "
        "result 2.303 times too large.",
        "Do you want RT/F with ln, or 2.303 RT/F with log₁₀?",
    )


def celsius_as_kelvin(value: Any) -> Misconception:
    return Misconception(
        "celsius_as_kelvin",
        value,
        "The temperature went in as degrees Celsius; the formula needs kelvin, counted from "
        "absolute zero.",
        "What is this temperature in kelvin?",
    )


def valence_ignored(value: Any) -> Misconception:
    return Misconception(
        "valence_ignored",
        value,
        "The valence is missing: this is the value for an ion with one positive charge.",
        "How many elementary charges does each of these ions carry, and what does that do to the "
        "voltage that is needed to hold it?",
    )


def valence_multiplied(value: Any) -> Misconception:
    return Misconception(
        "valence_multiplied",
        value,
        "The valence was multiplied where it divides: an ion with twice the charge needs half "
        "the voltage to feel the same force.",
        "Does z stand above or below the fraction bar in RT/(zF)?",
    )


def sign_of_valence_lost(value: Any) -> Misconception:
    return Misconception(
        "anion_sign",
        value,
        "The size is right and the sign is reversed. For an anion either the valence counts as "
        "negative or the ratio of the concentrations is turned over, but not both and not "
        "neither.",
        "Towards which side does a negative interior push an anion?",
    )


def slope_of_another_temperature(value: Any, celsius: int) -> Misconception:
    """The value that comes out with RT/F at ``celsius`` degrees, whatever was asked."""
    return Misconception(
        f"slope_of_{celsius}_celsius",
        value,
        f"This is the value at {celsius} °C. The factor RT/F grows with the absolute "
        "temperature, so it has to be computed for the temperature of the question.",
        "What is RT/F at the temperature that is given?",
    )


def thousandfold(value: Any) -> Misconception:
    return Misconception(
        "volt_millivolt",
        value,
        "The number is that in volts, but it stands there as millivolts: it is too small by a "
        "factor of a thousand.",
        "How many millivolts is one volt?",
    )


def concentration_difference(value: Any) -> Misconception:
    return Misconception(
        "difference_for_ratio",
        value,
        "This follows from the relative difference of the concentrations. Diffusion is balanced "
        "according to the logarithm of their ratio.",
        "Does the potential grow tenfold when the ratio grows from 10 to 100?",
    )


def base_ten_power_for_exponential(value: Any) -> Misconception:
    return Misconception(
        "power_of_ten_for_exp",
        value,
        "The logarithm was undone with a power of ten, but RT/F goes with ln, which the "
        "exponential function e^x undoes.",
        "Which function is the inverse of ln?",
    )


def exponent_sign(value: Any) -> Misconception:
    return Misconception(
        "exponent_sign",
        value,
        "The sign in the exponent is reversed, so the concentration came out on the wrong side "
        "of the known one: too large instead of too small, or the other way round.",
        "On which side must this ion be more concentrated for its equilibrium potential to have "
        "the sign that is given?",
    )


def unit_prefix_slip(value: Any) -> Misconception:
    return Misconception(
        "unit_prefix_slip",
        value,
        "One of the two concentrations is off by a factor of a thousand: a nanomolar is a "
        "millionth of a millimolar (1 mM = 1000 µM = 1 000 000 nM).",
        "What is the inside concentration in mM?",
    )


def units_not_converted(value: Any) -> Misconception:
    return Misconception(
        "units_not_converted",
        value,
        "The two numbers were divided although one is in nM and the other in mM. A ratio of "
        "concentrations needs the same unit above and below.",
        "What are both concentrations in mM?",
    )


def force_reversed(value: Any) -> Misconception:
    return Misconception(
        "driving_force_reversed",
        value,
        "This is E − V. The driving force is V − E: it is positive when the membrane is more "
        "positive than the equilibrium potential.",
        "Which sign should the driving force have so that a positive one goes with an outward "
        "current?",
    )


def force_without_sign(value: Any) -> Misconception:
    return Misconception(
        "driving_force_sign_lost",
        value,
        "The size is right, but the driving force has a sign, and the sign tells the direction "
        "of the current.",
        "Is the membrane potential above or below the equilibrium potential?",
    )


def potentials_added(value: Any) -> Misconception:
    return Misconception(
        "potentials_added",
        value,
        "The two potentials were added. The driving force is their difference: how far the "
        "membrane is from this ion's equilibrium.",
        "What should the driving force be when V equals E?",
    )


def chloride_not_inverted(value: Any) -> Misconception:
    return Misconception(
        "chloride_not_inverted",
        value,
        "Chloride went in like a cation. A negative ion that leaves acts like a positive one "
        "that enters, so its inside concentration belongs with the others' outside ones.",
        "Which movement of chloride makes the inside more positive?",
    )


def chloride_omitted(value: Any) -> Misconception:
    return Misconception(
        "chloride_omitted",
        value,
        "Chloride is missing: this is the potential of potassium and sodium alone.",
        "Which permeabilities are different from zero?",
    )


def ghk_ratio_inverted(value: Any) -> Misconception:
    return Misconception(
        "ghk_ratio_inverted",
        value,
        "The size is right and the sign is reversed: numerator and denominator of the GHK "
        "equation traded places.",
        "Which sign would you expect of a membrane that mostly lets potassium pass?",
    )


def permeability_weighted_mean(value: Any) -> Misconception:
    return Misconception(
        "permeability_weighted_mean",
        value,
        "This follows from the mean of the equilibrium potentials, weighted by the permeabilities. "
        "In the GHK equation the permeabilities weight the concentrations, before the logarithm is "
        "taken.",
        "Is the logarithm of a sum the sum of the logarithms?",
    )


def mean_of_equilibria(value: Any) -> Misconception:
    return Misconception(
        "mean_of_equilibria",
        value,
        "This is the plain mean of the equilibrium potentials. The more easily an ion passes the "
        "membrane, the more it counts.",
        "Which ion should dominate, and why?",
    )


def permeabilities_ignored(value: Any) -> Misconception:
    return Misconception(
        "permeabilities_ignored",
        value,
        "All ions were taken as equally permeant. Each concentration has to be multiplied by "
        "its permeability.",
        "How does the result change when the membrane lets no sodium pass?",
    )


def equilibrium_of_potassium_alone(value: Any) -> Misconception:
    return Misconception(
        "rest_is_E_K",
        value,
        "This is the equilibrium potential of potassium. The membrane also lets other ions pass, "
        "and they pull the potential away from it.",
        "In which direction does the inflow of sodium shift the potential?",
    )


def driving_force_left_out(value: Any) -> Misconception:
    return Misconception(
        "current_from_V_alone",
        value,
        "The conductance was multiplied by the membrane potential. What drives an ion is the "
        "distance of the membrane potential from the ion's own equilibrium potential.",
        "How large should the current be when V equals E?",
    )


def current_reversed(value: Any) -> Misconception:
    return Misconception(
        "driving_force_reversed",
        value,
        "The size is right and the sign is reversed: outward currents count as positive, and "
        "they flow when V is above E.",
        "Is V above or below E here?",
    )


def picoampere_nanoampere(value: Any) -> Misconception:
    return Misconception(
        "unit_prefix_slip",
        value,
        "The number is off by a factor of a thousand: 1 nS × 1 mV = 1 pA.",
        "What is 10⁻⁹ S × 10⁻³ V?",
    )


def calcium_left_out(value: Any) -> Misconception:
    return Misconception(
        "calcium_left_out",
        value,
        "This is the potential of zero current without calcium.",
        "Which way does calcium flow, and where does that move the potential?",
    )


def divalent_taken_as_monovalent(value: Any) -> Misconception:
    return Misconception(
        "divalent_taken_as_monovalent",
        value,
        "Calcium went into the GHK equation like a monovalent ion. That equation holds only "
        "for ions with one charge.",
        "How many charges does a calcium ion carry?",
    )


def distance_from_E_K_reversed(value: Any) -> Misconception:
    return Misconception(
        "reference_reversed",
        value,
        "The size is right: this is E_K − V. The question asks how far V lies above E_K.",
        "Towards which equilibrium potential does sodium pull the membrane?",
    )


def potential_for_distance(value: Any) -> Misconception:
    return Misconception(
        "potential_for_difference",
        value,
        "This is the membrane potential itself. The question asks for its distance from E_K.",
        "What is the equilibrium potential of potassium here?",
    )


def mistake_kept(value: Any) -> Misconception:
    return Misconception(
        "mistake_kept",
        value,
        "This is the result with the mistake still in it. Mend it, and compute again from there.",
        "What comes out when you go on from the place that you corrected?",
    )
