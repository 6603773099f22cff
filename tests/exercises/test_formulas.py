"""Keys that are formulas, by a second route: with numbers put in, the reference physics agrees.

Letters differ from variant to variant, so numbers are given by what the letters mean. Mistakes in
a key (a sign, a logarithm, a factor, sides exchanged) have to be noticed by the same comparison.
"""

import math
import re

import pytest

from millivolt.bank import load_bank
from millivolt.items import Derivation, Expression
from millivolt_solutions import (
    F,
    R,
    boltzmann_gate,
    chord_voltage,
    donnan,
    gaba_reversal,
    ghk_current,
    ghk_voltage,
    nernst,
    thermal_voltage,
)

BANK = load_bank()
SEEDS = range(60)
FUNCTIONS = {"ln": math.log, "log10": math.log10, "exp": math.exp, "sqrt": math.sqrt}
NUMBERS = {
    "gas constant": R,
    "Faraday constant": F,
    "absolute temperature": 303.0,
    "first temperature": 283.0,
    "second temperature": 311.0,
    "valence": 2,
    "P_HCO3/P_Cl": 0.27,
    "gating charge in elementary charges": 3.5,
    "measured slope": 17.0,
}
"""In SI units, but mM and, in the reference physics, mV. What is not here is drawn by its place."""


class Question:
    """A part whose key is a formula, with a number for everything that its letters mean."""

    def __init__(self, variant, part) -> None:
        self.id, self.given, self.key = part.id, variant.given, part
        self.numbers = {}
        self.names = {}
        for place, symbol in enumerate(part.symbols):
            low, high = symbol.typical
            number = NUMBERS.get(symbol.meaning, low + (high - low) * (0.23 + place % 7 / 12))
            meaning = re.sub(r" at T_\w$", "", symbol.meaning)
            self.numbers[meaning], self.names[symbol.name] = number, number

    def __getitem__(self, meaning):
        return self.numbers[meaning]

    @property
    def z(self):
        stated = re.search(r"z = ([+-]?\d)", self.given["charge"])
        return int(stated[1]) if stated else 2

    @property
    def T(self):
        return self["absolute temperature"]

    @property
    def sides(self):
        inside, outside = self["concentration inside"], self["concentration outside"]
        if times := self.given.get("times"):
            return (
                (inside, times * inside)
                if self.given["more"] == "outside"
                else (
                    times * outside,
                    outside,
                )
            )
        return inside, outside


def evaluated(formula, question):
    return eval(formula.replace("^", "**"), FUNCTIONS | question.names)


def solved(q):
    """The concentration at which the Nernst equation gives the potential."""
    if q.id == "diluted":
        inside, outside = q.sides
        before, after = (
            nernst(outside / by, inside, q.z, q.T) / 1000 for by in (1, q.given["factor"])
        )
        return q["equilibrium potential"] + after - before
    u = q.z * q["equilibrium potential"] / (thermal_voltage(q.T) / 1000)
    inside, outside = q.sides
    asked_outside = q.given["asked"] == f"c_{q.given['sides'].split(', ')[1]}"
    found = inside * math.exp(u) if asked_outside else outside * math.exp(-u)
    pair = (found, inside) if asked_outside else (outside, found)
    assert nernst(*pair, q.z, q.T) == pytest.approx(1000 * q["equilibrium potential"])
    return found


def with_temperature(q):
    if q.id == "slope":
        inside, outside = q.sides
        later, earlier = (nernst(outside, inside, q.z, q.T + dT) for dT in (1, -1))
        return (later - earlier) / 2000
    before, after = q["first temperature"], q["second temperature"]
    E = q["equilibrium potential"]
    ratio = nernst(2.0, 1.0, 1, after) / nernst(2.0, 1.0, 1, before)
    return E * ratio - (E if q.given["asked"] == "change" else 0)


def constant_field_limit(q):
    P, z = q["permeability"], q.z
    if q.id == "at_zero":
        return ghk_current(P, z, 0.0, *q.sides, q.T)
    far = 3000.0 if q.given["large"] == "positive" else -3000.0
    near, further = (ghk_current(P, z, V, *q.sides, q.T) for V in (far, 1.1 * far))
    return (further - near) / (0.1 * far / 1000)


def one_ion(q):
    name, z = {"K⁺": ("potassium", 1), "Na⁺": ("sodium", 1), "Cl⁻": ("chloride", -1)}[
        q.given["ion"]
    ]
    return nernst(q[f"{name} outside"], q[f"{name} inside"], z, q.T) / 1000


def gel(q):
    z = -1 if q.given["negative"] else 1
    found = donnan(q["salt in the bath"], q["polymer"], z * q.given["charges"], q.T)
    if q.id == "potential":
        return found.V / 1000
    return found.cation_in if q.given["cation"] else found.anion_in


def gaba(q):
    """The number that is asked for, with the potential that follows from it and the others."""
    meanings = ("chloride inside", "chloride outside", "bicarbonate inside", "bicarbonate outside")
    numbers = [q[meaning] for meaning in (*meanings, "P_HCO3/P_Cl")]
    if q.id == "shift":
        more = [q.given["times"] * numbers[0], *numbers[1:]]
        return (gaba_reversal(*more, q.T) - gaba_reversal(*numbers, q.T)) / 1000
    q.names[q.given["E"]] = gaba_reversal(*numbers, q.T) / 1000
    return q.names[q.given["asked"]]


def gate(q):
    z = q["gating charge in elementary charges"] * (1 if q.given["opens"] else -1)

    def slope(z, one_in=2):
        scale = thermal_voltage(q.T) / z
        V = -scale * math.log(one_in - 1)
        assert boltzmann_gate(V, 0.0, scale) == pytest.approx(1 / one_in)
        above, below = (boltzmann_gate(V + step, 0.0, scale) for step in (1e-3, -1e-3))
        return (above - below) / 2e-6

    if q.id == "slope":
        return slope(z)
    if q.id == "elsewhere":
        return slope(z, q.given["one_in"])
    return q["measured slope"] / slope(1.0 if q.given["opens"] else -1.0)


def chord(q):
    given = q.given
    first, second = (
        (q.names[f"{given['g']}_{letter}"], q.names[f"E_{letter}"])
        for letter in (given["x"], given["y"])
    )
    injected = q.numbers.get("injected current", 0.0) if given["injected"] else 0.0

    def V(change=0.0):
        return chord_voltage((first[0] + change, second[0]), (first[1], second[1]), injected)

    return V() if q.id == "derivation" else (V(1e-4) - V(-1e-4)) / 2e-4


def rest(q):
    ions = {"potassium": 1, "sodium": 1, "chloride": -1, "bicarbonate": -1}
    formula = {"potassium": "K⁺", "sodium": "Na⁺", "chloride": "Cl⁻", "bicarbonate": "HCO₃⁻"}
    there = [ion for ion in ions if f"{ion} inside" in q.numbers]
    stated = dict(re.findall(r"P_(\w+) = (\d+)\*", "; ".join(q.given["ratios"])))
    index = {"K⁺": "K", "Na⁺": "Na", "Cl⁻": "Cl", "HCO₃⁻": "B"}
    P = [float(stated.get(index[formula[ion]], 1)) for ion in there]
    inside, outside = ([q[f"{ion} {side}"] for ion in there] for side in ("inside", "outside"))
    return ghk_voltage(P, inside, outside, [ions[ion] for ion in there], q.T) / 1000


def flux(q):
    """Outward, and turned where positions count from outside."""
    V = q["zFV/(RT)"] * thermal_voltage(300.0)
    P = q["diffusion coefficient"] / q["thickness of the membrane"]
    outward = ghk_current(P, 1, V, *q.sides, 300.0) / F
    return outward if q.given["from_inside"] else -outward


def equal_potentials(q):
    what = "activity" if q.given["content"] == "activities" else "concentration"
    return nernst(q[f"{what} outside"], q[f"{what} inside"], q.z, q.T) / 1000


ROUTES = {
    "solve-for-concentration": solved,
    "temperature-formula": with_temperature,
    "current-limits": constant_field_limit,
    "ghk-limit": one_ion,
    "donnan-formula": gel,
    "gaba-formula": gaba,
    "gate-formula": gate,
    "chord-derivation": chord,
    "ghk-derivation": rest,
    "flux-derivation": flux,
    "nernst-derivation": equal_potentials,
}


def formulas(name):
    """Every formula that is a key in some variants: its question, and the formula itself."""
    for seed in SEEDS:
        variant = BANK[name].variant(seed)
        for part in variant.parts:
            if isinstance(part, Expression):
                yield Question(variant, part), part.answer
            elif isinstance(part, Derivation):
                yield Question(variant, part), part.goal.split("=")[1]


def right(name, question, formula):
    expected = ROUTES[name](question)
    try:
        value = evaluated(formula, question)
    except (ValueError, ZeroDivisionError, OverflowError):
        return False
    return math.isclose(value, expected, rel_tol=1e-6)


def mistakes(formula):
    yield f"-({formula})"
    yield f"2*({formula})"
    yield f"({formula})/1000"
    for old, new in (("ln(", "log10("), ("exp(", "exp(-"), (" + ", " - "), (" - ", " + ")):
        if old in formula:
            yield formula.replace(old, new, 1)
    if exchanged := re.search(r"ln\((\w+)/(\w+)\)", formula):
        yield formula.replace(exchanged[0], f"ln({exchanged[2]}/{exchanged[1]})")


@pytest.mark.parametrize("name", ROUTES)
def test_the_key_agrees_with_the_reference_physics(name):
    for question, formula in formulas(name):
        assert right(name, question, formula), (question.given, formula)


@pytest.mark.parametrize("name", ROUTES)
def test_a_mistake_in_the_key_is_noticed(name):
    for question, formula in formulas(name):
        for mistake in mistakes(formula):
            assert not right(name, question, mistake), (question.given, mistake)


def test_every_family_with_a_formula_for_a_key_has_a_second_route():
    kinds = (Expression, Derivation)
    asking = {f.id for f in BANK if any(isinstance(p, kinds) for p in f.variant(0).parts)}
    assert asking == ROUTES.keys()
