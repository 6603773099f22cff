"""Choices, orders and matchings by a second route: the declared answer is the one that it finds.

What is right follows here from the printed question and the textbook, never from the family's
module: physics is computed again, and a text is judged by what it says.
"""

import ast
import re
from contextlib import suppress
from dataclasses import replace
from math import exp, log, log10, sqrt

import pytest

from millivolt.bank import load_bank
from millivolt.bank.family import Family
from millivolt.bank.verify.mutants import Mutant, mutants
from millivolt.items import Choice, Matching, MultipleChoice, Ordering, TwoTier

BANK = load_bank()
SEEDS = range(40)
MUTANT_SEEDS = range(12)
PICKED = (Choice, Matching, MultipleChoice, Ordering, TwoTier)
R, F = 8.31446261815324, 96485.33212331002
VALENCES = {"K⁺": 1, "Na⁺": 1, "Cl⁻": -1, "HCO₃⁻": -1, "Ca²⁺": 2, "Mg²⁺": 2}


def k(celsius):
    """RT/F in mV."""
    return 1000 * R * (celsius + 273.15) / F


def nernst(g, z=None, ion=""):
    z = VALENCES[g["ion"]] if z is None else z
    ends = (f"{ion}_out", f"{ion}_in") if ion else ("c_out", "c_in")
    return k(g["t"]) / z * log(g[ends[0]] / g[ends[1]])


def constant_field(P, z, V, c_in, c_out, celsius):
    """A current in units of P times F."""
    u = z * V / k(celsius)
    return P * z * u * (c_in - c_out * exp(-u)) / -(exp(-u) - 1)


def saying(part, *phrases, options=None):
    """The one option whose text says all of ``phrases``."""
    found = [o.id for o in options or part.options if all(each in o.text for each in phrases)]
    assert len(found) == 1, (part.id, phrases, found)
    return found[0]


def number(text):
    return float(text.replace("−", "-"))


def numbered(variant, line):
    """The line of the question that begins with a number."""
    return re.search(rf"^{line}\. (.*)$", variant.prose.question, re.MULTILINE)[1]


def net_drive(variant, part):
    g = variant.given
    z = VALENCES[g["ion"]]
    diffusion_in, field_in = g["c_out"] > g["c_in"], z * g["V"] < 0
    if diffusion_in == field_in:
        return saying(part, "Both", "into" if field_in else "out of")
    inward = z * (g["V"] - nernst(g)) < 0
    return saying(part, "oppose", "drive it in" if inward else "drive it out")


def sign(variant, part):
    g = variant.given
    E = log(g["c_out"] / g["c_in"]) / VALENCES[g["ion"]]
    if E == 0:
        return ("zero", saying(part, "No diffusion", options=part.reasons))
    reason = saying(part, "back against their diffusion", options=part.reasons)
    return ("positive" if E > 0 else "negative", reason)


def by_equilibrium(variant, part):
    def E(row):
        return log(row["outside"] / row["inside"]) / VALENCES[row["ion"]]

    rows = sorted(variant.given["rows"], key=E)
    return tuple(saying(part, f"vesicle {row['name']}:") for row in rows)


def potassium(variant, part):
    g = variant.given
    if g["after"] > g["before"]:
        return (saying(part, "depolarises"), saying(part, "smaller", options=part.reasons))
    reason = saying(part, "The gradient", "larger", options=part.reasons)
    return (saying(part, "hyperpolarises"), reason)


def valence(variant, part):
    g = variant.given
    decades = log(g["outside"][-1] / g["outside"][0]) / log(10)
    z = k(g["t"]) * log(10) * decades / (g["points"][-1] - g["points"][0])
    return saying(part, f"{'+' if z > 0 else '−'}{abs(round(z))}")


RIGHT = "1000 * R * T / (z * F) * log(c_out / c_in)"
BUGS = {
    "z multiplies": ("/ (z * F)", "* z / F"),
    "upside down": ("c_out / c_in", "c_in / c_out"),
    "decadic logarithm": ("log(", "log10("),
    "kelvin": ("T", "t"),
    "Parentheses": ("(z * F)", "z * F"),
    "factor 1000": ("1000 * ", ""),
    "R is wrong": ("R", "0.08206"),
}


def bug(variant, part):
    g = variant.given
    names = {"R": 8.314, "F": 96485, "z": 2, "T": g["t"] + 273.15, "log": log, "log10": log10}
    names |= {name: g[name] for name in ("t", "c_in", "c_out")}
    found = [
        words
        for words, change in BUGS.items()
        if abs(eval(RIGHT.replace(*change), names) / g["printed"] - 1) < 1e-3
    ]
    assert len(found) == 1, found
    return saying(part, found[0])


def table(variant):
    """The potentials that the table shows, and the right ones."""
    rows = re.findall(r"^\| (\S+) \| .* \| (\S+) \|$", variant.prose.question, re.MULTILINE)
    shown = {ion: number(E) for ion, E in rows if ion in VALENCES}
    g = variant.given
    right = {
        ion: k(g["t"]) / VALENCES[ion] * log(g["c_out"][ion] / g["c_in"][ion]) for ion in shown
    }
    return shown, right


def wrong_row(variant, part):
    shown, right = table(variant)
    wrong = [ion for ion in shown if abs(shown[ion] - right[ion]) > 0.051]
    assert len(wrong) == 1
    return saying(part, wrong[0])


def how_wrong(variant, part):
    shown, right = table(variant)
    ion = max(shown, key=lambda ion: abs(shown[ion] - right[ion]))
    quotients = {"sign": -1, "decadic": 1 / log(10), "6.3 °C": 279.45 / 310.15}
    if VALENCES[ion] == 2:
        quotients["valence"] = 2
    found = min(quotients, key=lambda words: abs(quotients[words] - shown[ion] / right[ion]))
    assert abs(shown[ion] - right[ion] * quotients[found]) <= 0.051
    return saying(part, "Its sign" if found == "sign" else found)


def way(out, inside="inward", outside="outward"):
    return outside if out > 0 else inside if out < 0 else "none"


def current(variant, part):
    return way(variant.given["V"] - variant.given["E"])


def flux(variant, part):
    return way(VALENCES[variant.given["ion"]] * (variant.given["V"] - variant.given["E"]))


def reversal(variant, part):
    g = variant.given
    slope = (g["I"][-1] - g["I"][0]) / (g["V"][-1] - g["V"][0])
    middle = sum(g["V"]) / len(g["V"]), sum(g["I"]) / len(g["I"])
    E = middle[0] - middle[1] / slope
    best = min(g["candidates"], key=lambda candidate: abs(candidate["E"] - E))
    return next(option.id for option in part.options if option.text == best["ion"])


def by_size(variant, part, size):
    rows = sorted(variant.given["rows"], key=size, reverse=True)
    return tuple(saying(part, row["ion"]) for row in rows)


def by_force(variant, part):
    return by_size(variant, part, lambda row: abs(variant.given["V"] - row["E"]))


def by_current(variant, part):
    return by_size(variant, part, lambda row: row["g"] * abs(variant.given["V"] - row["E"]))


def without_voltage(variant, part):
    g = variant.given
    return way(VALENCES[g["ion"]] * (g["c_in"] - g["c_out"]))


def channel(variant, part):
    g = variant.given
    ions = (("K", g["p_K"], 1), ("Na", 1.0, 1), ("Ca", g["p_Ca"], 2))
    return way(
        sum(
            constant_field(P, z, g["V"], g[f"{ion}_in"], g[f"{ion}_out"], g["t"])
            for ion, P, z in ions
        )
    )


def statements(variant, part):
    g = variant.given
    I = {
        row["ion"]: constant_field(
            row["P"], VALENCES[row["ion"]], g["V"], row["c_in"], row["c_out"], g["t"]
        )
        for row in g["rows"]
    }
    assert abs(sum(I.values())) < 0.005 * max(map(abs, I.values()))
    assert all(abs(each) > 0 for each in I.values())
    true = {saying(part, "add up to zero"), saying(part, "run down")}
    return frozenset(true | {saying(part, "net flow", "into" if I["Cl⁻"] > 0 else "out of")})


def ghk_line(variant, part):
    g = variant.given
    lines = [numbered(variant, n) for n in (1, 2, 3, 4)]
    over, under = ([g[f"K_{side}"], g[f"Na_{side}"]] for side in ("out", "in"))
    found = [float(line.rsplit("= ", 1)[1].split("$")[0].split("\\")[0]) for line in lines]
    expected = [
        8.314 * (g["t"] + 273.15) / 96.485,
        over[0] + g["p_Na"] * over[1] + g["p_Cl"] * g["Cl_in"],
        under[0] + g["p_Na"] * under[1] + g["p_Cl"] * g["Cl_out"],
    ]
    wrong = next((n for n in range(3) if abs(found[n] - expected[n]) > 0.0051), 3)
    if wrong == 3:
        right = found[0] * log(found[1] / found[2])
        assert abs(found[3] - right) > 0.1
    return f"line{wrong + 1}"


def donnan_line(variant, part):
    g = variant.given
    charge, bath = g["n"] * g["X"], g["bath"]
    if r"\times" not in numbered(variant, 1):
        return "line1"
    if "+" in numbered(variant, 2):
        return "line2"
    K = float(numbered(variant, 3).rsplit("= ", 1)[1].split("$")[0])
    if abs(K - (charge + sqrt(charge**2 + 4 * bath**2)) / 2) > 0.0051:
        return "line3"
    V = float(numbered(variant, 4).rsplit("= ", 1)[1].split("\\")[0])
    assert abs(V - k(g["t"]) * log(bath / K)) > 0.1
    return "line4"


def matters(variant, part):
    g, chosen = variant.given, set()
    for option in part.options:
        ion, inside, outside = re.fullmatch(
            r"(\S+), with γ = ([\d.]+) inside and ([\d.]+) outside", option.text
        ).groups()
        if abs(k(g["t"]) / VALENCES[ion] * log(float(outside) / float(inside))) > g["limit"]:
            chosen.add(option.id)
    return frozenset(chosen)


def pump(variant, part):
    g = variant.given
    cycle = 3 * (nernst(g, 1, "Na") - g["V"]) + 2 * (g["V"] - nernst(g, 1, "K"))
    return "forward" if F * cycle / 1e6 < abs(g["atp"]) else "stalled"


def after_the_pump(variant, part):
    less = variant.given["stops"]
    reason = saying(part, "net current changes at once", options=part.reasons)
    return (saying(part, "less negative" if less else "more negative"), reason)


def other_cell(variant, part):
    return saying(part, "sooner" if variant.given["smaller"] else "longer")


def transporter(variant, part):
    g = variant.given
    K, Na = g["K_out"] / g["K_in"], g["Na_out"] / g["Na_in"]
    # Chloride inside at which the ions that are carried together are in equilibrium together.
    rest = g["Cl_out"] * (K if g["transporter"] == "KCC2" else sqrt(K * Na))
    return saying(part, "out of" if g["actual"] > rest else "into")


def gaba_current(variant, part):
    return way(variant.given["V"] - variant.given["E"])


def gaba_effect(variant, part):
    g = variant.given
    if g["E"] > g["threshold"]:
        return (saying(part, "excitatory"), saying(part, "above the thr", options=part.reasons))
    if g["E"] > g["V"]:
        reason = saying(part, "below the threshold", options=part.reasons)
        return (saying(part, "depolarised"), reason)
    reason = saying(part, "below the present", options=part.reasons)
    return (saying(part, "hyperpolarised"), reason)


def switch(variant, part):
    g = variant.given
    E = [-k(g["t"]) * log(g["Cl_out"] / row["Cl"]) for row in g["rows"]]
    after = next(n for n, each in enumerate(E) if each < g["V"])
    ages = [row["age"] for row in g["rows"]]
    return saying(part, f"between P{ages[after - 1]} and P{ages[after]}")


def lost_transporter(variant, part):
    extruder = "KCC2" in variant.given["change"]
    carries = "out of the cell" if extruder else "into the cell"
    level, E = ("rises", "more positive") if extruder else ("falls", "more negative")
    return saying(part, carries, level, E)


def false_statement(variant, part):
    g = variant.given
    E, V = nernst(g, -1), g["V"]
    said = [numbered(variant, n) for n in (1, 2, 3, 4)]
    says_E = number(re.search(r"about (\S+)\smV", said[0])[1])
    says_out, says_in = " outward current" in said[1], " into the cell" in said[2]
    if abs(says_E - E) > 0.51:
        line, why = 1, "valence"
    elif says_out != (V > E):
        line, why = 2, "whatever the charge"
    elif says_in != says_out:
        line, why = 3, "Negative ions move"
    else:
        assert ("more negative" in said[3]) != says_out
        line, why = 4, "Open channels"
    return (f"line{line}", saying(part, why, options=part.reasons))


def chloride(variant, part):
    g = variant.given
    over = g["K_out"] + g["p_Na"] * g["Na_out"] + g["p_Cl"] * g["Cl_in"]
    under = g["K_in"] + g["p_Na"] * g["Na_in"] + g["p_Cl"] * g["Cl_out"]
    # The influx of an anion is its outward current.
    outward = k(g["t"]) * log(over / under) - nernst(g, -1, "Cl")
    return saying(part, "into the cell" if outward > 0 else "out of the cell")


ASSUMPTIONS = {
    "standard chemical potential": "solvent",
    "Activities are replaced": "activity coefficients",
    "set equal.": "net flux is zero",
    "membrane potential is set": "No other ion",
    "before the voltage": "vanishing fraction",
    "One and the same": "thermal equilibrium",
}
TERMS = {
    "thermal voltage": "U_T = k",
    "ratio of an ion": "electron densities",
    "energy barrier": "surface potential",
    "gating charges": "the factor",
    "equilibrium potential": "between source and drain",
    "two opposite fluxes": "difference is the current",
    "58 mV": "per decade",
}


def matched(pairs):
    def route(variant, part):
        return tuple(
            saying(part, next(pairs[words] for words in pairs if words in asked))
            for asked in variant.given["asked"]
        )

    return route


def always(*phrases):
    """The choice does not depend on the numbers: what is true must say this."""
    return lambda variant, part: saying(part, *phrases)


def side(variant, part):
    g = variant.given
    return saying(part, "outside" if g["E_known"] * VALENCES[g["known"]] > 0 else "inside")


ROUTES = {
    ("net-drive", "drive"): net_drive,
    ("flux-ratio", "equilibrium"): always("both directions", "equally many"),
    ("assumptions", "match"): matched(ASSUMPTIONS),
    ("sign-of-equilibrium", "sign"): sign,
    ("order-by-equilibrium", "order"): by_equilibrium,
    ("half-the-voltage", "side"): side,
    ("potassium-in-blood", "effect"): potassium,
    ("valence-from-slope", "valence"): valence,
    ("find-the-bug", "bug"): bug,
    ("published-table", "row"): wrong_row,
    ("published-table", "slip"): how_wrong,
    ("driving-force", "current"): current,
    ("driving-force", "flux"): flux,
    ("iv-plot", "ion"): reversal,
    ("force-or-current", "by_force"): by_force,
    ("force-or-current", "by_current"): by_current,
    ("ghk-current-density", "zero_voltage"): without_voltage,
    ("permeability-or-conductance", "why"): always("the more current, the more of it there is"),
    ("cation-channel", "current"): channel,
    ("currents-at-rest", "statements"): statements,
    ("wrong-line", "line"): ghk_line,
    ("when-activity-matters", "cases"): matters,
    ("donnan-slip", "line"): donnan_line,
    ("pump-cycle-energy", "affordable"): pump,
    ("pump-changes-speed", "second"): after_the_pump,
    ("gradient-rundown", "other"): other_cell,
    ("chloride-set-points", "direction"): transporter,
    ("excitatory-or-inhibitory", "current"): gaba_current,
    ("excitatory-or-inhibitory", "effect"): gaba_effect,
    ("developmental-switch", "when"): switch,
    ("chloride-transporters", "direction"): lost_transporter,
    ("fact-sheet", "statement"): false_statement,
    ("thermal-voltage", "why"): always("Avogadro"),
    ("matching-terms", "match"): matched(TERMS),
    ("cell-report", "Cl_flux"): chloride,
}
"""From a variant and its part to the answer, with the reason where one is asked for."""


def declared(part):
    return (part.answer, part.reason) if isinstance(part, TwoTier) else part.answer


def misdeclared(part):
    """The part with other answers declared right, as an author might by mistake."""
    others = [option.id for option in part.options if option.id not in declared(part)]
    match part:
        case Choice():
            wrong = [{"answer": each} for each in others]
        case MultipleChoice():
            turned = (part.answer ^ {option.id} for option in part.options)
            wrong = [{"answer": each} for each in turned if 0 < len(each) < len(part.options)]
        case Ordering() | Matching():
            wrong = [{"answer": swapped(part.answer, at)} for at in range(len(part.answer) - 1)]
        case TwoTier():
            reasons = [option.id for option in part.reasons if option.id != part.reason]
            wrong = [{"answer": option.id} for option in part.options if option.id != part.answer]
            wrong += [{"reason": each} for each in reasons]
    return [replace(part, **change) for change in wrong]


def swapped(order, at):
    entries = list(order)
    entries[at : at + 2] = reversed(entries[at : at + 2])
    return tuple(entries)


def worded(part, answer):
    """The answer in words: an id may be another one, but what is chosen is what it says."""
    texts = {option.id: option.text for option in part.options}
    if isinstance(part, TwoTier):
        reasons = {option.id: option.text for option in part.reasons}
        return texts[answer[0]], reasons[answer[1]]
    if isinstance(answer, str):
        return texts[answer]
    return type(answer)(texts[each] for each in answer)


def picked(variant):
    parts = (part for part in variant.parts if isinstance(part, PICKED))
    return {part.id: worded(part, declared(part)) for part in parts}


def found(variant):
    """What the second route gives; nothing where a mistake left it no single answer."""
    answers = {}
    for name in picked(variant):
        with suppress(AssertionError, ArithmeticError, ValueError):
            part = variant.part(name)
            answers[name] = worded(part, ROUTES[variant.item_id, name](variant, part))
    return answers


@pytest.mark.parametrize(("family", "part"), ROUTES)
def test_the_declared_answer_is_what_the_second_route_finds(family, part):
    for seed in SEEDS:
        variant = BANK[family].variant(seed)
        assert ROUTES[family, part](variant, variant.part(part)) == declared(variant.part(part))


def test_every_choice_has_a_second_route():
    assert {(f.id, name) for f in BANK for name in picked(f.variant(0))} == ROUTES.keys()


@pytest.mark.parametrize(("family", "part"), ROUTES)
def test_another_answer_declared_right_is_noticed(family, part):
    for seed in SEEDS:
        variant = BANK[family].variant(seed)
        right = ROUTES[family, part](variant, variant.part(part))
        wrong = [declared(each) for each in misdeclared(variant.part(part))]
        assert wrong
        assert right not in wrong


OPPOSITE = {
    ast.Lt: ast.Gt,
    ast.Gt: ast.Lt,
    ast.LtE: ast.GtE,
    ast.GtE: ast.LtE,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}


def turned_round(family):
    """The family with one comparison or condition of its source the wrong way round."""
    source = family.module.read_text("utf-8")
    place = 0
    while True:
        tree = ast.parse(source)
        nodes = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.IfExp)
            or (isinstance(node, ast.Compare) and type(node.ops[0]) in OPPOSITE)
        ]
        if place == len(nodes):
            return
        node = nodes[place]
        name = f"line {node.lineno}: {ast.unparse(node)} turned round"
        if isinstance(node, ast.IfExp):
            node.body, node.orelse = node.orelse, node.body
        else:
            node.ops[0] = OPPOSITE[type(node.ops[0])]()
        names = {"__name__": family.item.family.__module__}
        exec(compile(tree, str(family.module), "exec"), names)
        item = names[family.item.family.__name__]
        yield Mutant(name, Family(item, family.collection, family.module))
        place += 1


@pytest.mark.filterwarnings("ignore")  # a mutant may well compute with an impossible temperature
@pytest.mark.parametrize("name", dict.fromkeys(family for family, _ in ROUTES))
def test_a_wrong_choice_that_follows_from_a_mistake_is_noticed(name):
    """Of the mistakes in physics and logic, those that turn what is declared right."""
    family = BANK[name]
    right = [family.variant(seed) for seed in MUTANT_SEEDS]
    for mutant in (*mutants(family), *turned_round(family)):
        try:
            wrong = [mutant.family.variant(seed) for seed in MUTANT_SEEDS]
        except Exception:
            # A variant that cannot be made is given to nobody.
            continue
        turned = any(
            picked(one) != picked(other) and one.given == other.given
            for one, other in zip(right, wrong, strict=True)
        )
        assert not turned or any(found(each) != picked(each) for each in wrong), mutant.name
