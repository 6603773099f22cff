"""A made-up class: one assignment with every kind of part, and grades in every state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from millivolt.course.issue import Issue, IssuedQuestion
from millivolt.gradebook.entry import GradeEntry, PartGrade, Provenance
from millivolt.items import (
    MULTI_TERM,
    SINGLE_LOG,
    Cell,
    Choice,
    Constraint,
    Curve,
    Derivation,
    Design,
    Expression,
    Feature,
    Figure,
    Finding,
    FreeText,
    Function,
    Ion,
    Mark,
    Matching,
    Membrane,
    Misconception,
    MultipleChoice,
    Numeric,
    Option,
    Ordering,
    Part,
    Picture,
    Prose,
    RubricLine,
    Series,
    State,
    SymbolSpec,
    Table,
    Tolerance,
    TwoTier,
    Variable,
    Variant,
    Verdict,
    VoltageAxis,
    variant_id,
)

SWAPPED = Misconception(
    "in_out_swapped",
    89.1,
    "This is what comes out when the inside and the outside concentrations trade places: the "
    "size is right and the sign is reversed.",
    "Which side's concentration stands in the numerator of the Nernst equation?",
)
LOG10 = Misconception(
    "log10_for_ln",
    -38.7,
    "The decadic logarithm was taken where RT/F needs the natural one.",
    "Which factor turns log₁₀ into ln?",
)

NERNST = (
    Numeric("E", answer=-89.1, unit="mV", tolerance=SINGLE_LOG, misconceptions=(SWAPPED, LOG10)),
)

REPORT = (
    Numeric("E_K", answer=-89.1, unit="mV", tolerance=SINGLE_LOG, misconceptions=(SWAPPED,)),
    Numeric("E_Na", answer=66.6, unit="mV", tolerance=SINGLE_LOG),
    Numeric("V_m", answer=-70.4, unit="mV", tolerance=MULTI_TERM),
    Choice(
        "direction",
        options=(
            Option("in", "into the cell"),
            Option("out", "out of the cell"),
            Option("none", "there is no net flux, because $V_m = E$"),
        ),
        answer="out",
    ),
)

SYMBOLS = (
    SymbolSpec("E", "real", "equilibrium potential", "V"),
    SymbolSpec("T", "positive", "temperature", "K"),
    SymbolSpec("R", "positive", "gas constant", "J/(mol*K)"),
    SymbolSpec("F", "positive", "Faraday constant", "C/mol"),
    SymbolSpec("z", "nonzero_integer", "valence"),
    SymbolSpec("c_in", "positive", "concentration inside", "mM"),
    SymbolSpec("c_out", "positive", "concentration outside", "mM"),
)

DERIVED = (
    Expression(
        "c_in",
        answer="c_out*exp(-z*F*E/(R*T))",
        symbols=SYMBOLS,
    ),
    Derivation(
        "chain",
        premises=("mu_in = mu_out",),
        goal="E = R*T/(z*F)*ln(c_out/c_in)",
        steps=("R*T*ln(c_in) + z*F*E = R*T*ln(c_out)", "E = R*T/(z*F)*ln(c_out/c_in)"),
        symbols=SYMBOLS,
    ),
    FreeText(
        "why",
        rubric=(RubricLine("names both gradients"),),
        example="At equilibrium the electrical pull balances diffusion, so the net flux is zero.",
    ),
)

CODE = (
    Function(
        "nernst",
        points=4,
        name="nernst",
        signature="(c_out, c_in, z, T)",
        doc="Equilibrium potential in mV.",
        reference="millivolt_solutions:nernst",
        tests="nernst_tests.py",
        solution="def nernst(c_out, c_in, z, T):\n    return R * T / z / F * log(c_out / c_in)\n",
    ),
)

OTHERS = (
    Table(
        "cells",
        row_label="Ion",
        cells=(
            Cell("K⁺", "E", -89.1, "mV", SINGLE_LOG),
            Cell("Na⁺", "E", 66.6, "mV", SINGLE_LOG),
        ),
    ),
    Series(
        "trace",
        time_unit="ms",
        value_unit="mV",
        times=tuple(float(t) for t in range(11)),
        values=tuple(-70 + 20 * (1 - 0.7**t) for t in range(11)),
        max_deviation=0.1,
        features=(Feature("steady state", "final", -50.6, Tolerance(0.01)),),
    ),
    Figure(
        "iv",
        curves=(Curve("current", (-100.0, 0.0, 50.0), (-30.0, 70.0, 120.0), 2.0),),
        x_unit="mV",
        y_unit="pA",
        solution="plt.plot(V, g * (V - E))",
    ),
    Design(
        "medium",
        variables=(Variable("c_out", "mM", 1.0, 10.0),),
        constraints=(Constraint("E", "E(c_out)", -85.0, -80.0, "mV"),),
        example=(6.0,),
    ),
    MultipleChoice(
        "true",
        options=(Option("a", "$E$ grows with $T$"), Option("b", "$E$ falls with $z$ < 0 & 2")),
        answer=frozenset({"a"}),
    ),
    Ordering(
        "order",
        options=(Option("x", "Ions diffuse"), Option("y", "A voltage builds up")),
        answer=("x", "y"),
    ),
    Matching(
        "pairs",
        stems=(Option("k", "K⁺"), Option("na", "Na⁺")),
        options=(Option("hi", "high inside"), Option("lo", "low inside")),
        answer=("hi", "lo"),
    ),
    TwoTier(
        "pump",
        options=(Option("yes", "It hyperpolarises"), Option("no", "It does nothing")),
        answer="yes",
        reasons=(Option("three", "Three charges out, two in"), Option("atp", "It burns ATP")),
        reason="three",
    ),
)

AXIS = VoltageAxis("The cell's potentials", (Mark("E_Cl", -65.4), Mark("E_Ca", 129.1)), -55.0)
MEMBRANE = Membrane("Both sides", (Ion("K⁺", 1, 140.0, 5.0), Ion("Na⁺", 1, 12.0, 145.0)), -70.0)

SOLUTION = r"""The Nernst equation is

$$E = \frac{RT}{zF}\,\ln\frac{c_\mathrm{out}}{c_\mathrm{in}}.$$

With $RT/F = 26.73\,\mathrm{mV}$ this gives $E = -89.1\,\mathrm{mV}$.

For several ions, a formula too wide for a phone:

$$V = \frac{RT}{F}\ln\frac{P_\mathrm{K}[\mathrm{K}]_o + P_\mathrm{Na}[\mathrm{Na}]_o +
P_\mathrm{Cl}[\mathrm{Cl}]_i}{P_\mathrm{K}[\mathrm{K}]_i +
P_\mathrm{Na}[\mathrm{Na}]_i + P_\mathrm{Cl}[\mathrm{Cl}]_o}.$$

**Does it make sense?** K⁺ tends to diffuse out, so the inside must be negative."""

HINTS = (
    "At the equilibrium potential the electrical pull balances diffusion. Which sign must the "
    "inside have?",
    r"Use $E = \frac{RT}{zF}\ln\frac{c_\mathrm{out}}{c_\mathrm{in}}$ with $T$ in kelvin.",
)


def _variant(
    item_id: str, title: str, seed: str, parts: tuple[Part, ...], picture: Picture | None = None
) -> Variant:
    prompts = {part.id: rf"Give $\mathrm{{{part.id}}}$." for part in parts}
    prompts["E"] = "What is the equilibrium potential of K⁺? Give it in mV, with its sign."
    return Variant(
        id=variant_id(item_id, 1, seed),
        item_id=item_id,
        item_version=1,
        seed=seed,
        title=title,
        topic="equilibrium",
        given={"c_in": 140.0, "c_out": 5.0, "T": 310.15},
        prose=Prose(
            "In a neuron at 37 °C, the concentration of K⁺ is 140 mM in the cytoplasm and 5 mM "
            r"outside. Potentials are inside minus outside, $V_m = \phi_\mathrm{in} - "
            r"\phi_\mathrm{out}$.",
            {part.id: prompts[part.id] for part in parts},
            HINTS,
            SOLUTION,
        ),
        parts=parts,
        strata={"ion": "K"},
        picture=picture,
    )


def _issue(student: str = "ada", assignment: str = "ps1") -> Issue:
    questions = (
        ("monovalent-cation", "Equilibrium potential of a monovalent cation", NERNST, MEMBRANE),
        ("cell-report", "Report on a cell", REPORT, AXIS),
        ("derivation", "Where the Nernst equation comes from", DERIVED, None),
        ("implement-nernst", "Write nernst", CODE, None),
        ("others", "Everything else", OTHERS, None),
    )
    return Issue(
        student,
        assignment,
        f"{assignment}.ipynb",
        "token",
        tuple(
            IssuedQuestion(
                number, Fraction(4), _variant(item_id, title, f"{student}{number}", parts, picture)
            )
            for number, (item_id, title, parts, picture) in enumerate(questions, start=1)
        ),
    )


def _named(idea: Misconception) -> Finding:
    return Finding(
        "misconception", f"{idea.tell} {idea.ask}", evidence={"misconceptions": (idea.id,)}
    )


RIGHT = Verdict.of(1)
HALF = Verdict.of(Fraction(1, 2), Finding("unit_right", "The unit is right."))
WRONG = Verdict.of(0, Finding("wrong_value", "The value is not right."))
UNREAD = Verdict.without_credit(
    State.UNGRADABLE_INPUT,
    Finding("unreadable_quantity", "“mvolt” is not a unit that is known here. Did you mean mV?"),
)
BLANK = Verdict.without_credit(State.NOT_ATTEMPTED, Finding("no_answer", "No answer was given."))
REVIEW = Verdict.without_credit(
    State.NEEDS_REVIEW,
    Finding("for_a_person", "This answer is read and graded by a person.", private="only for us"),
)
SKIPPED = Verdict.without_credit(
    State.SKIPPED, Finding("skipped", "This is checked once nernst returns numbers.")
)

# What one student typed and how it was judged, by slot.
ANSWERS: dict[str, tuple[str | None, str, Verdict]] = {
    "q1_E": ("+89.1 mV", "89.1\u202fmV", Verdict.of(0, _named(SWAPPED))),
    "q2_E_K": ("89.1", "89.1\u202fmV", Verdict.of(0, _named(SWAPPED))),
    "q2_E_Na": ("66.6 mV", "66.6\u202fmV", RIGHT),
    "q2_V_m": ("-70.4 mvolt", "", UNREAD),
    "q2_direction": ("B", "B", RIGHT),
    "q3_c_in": ("c_out*exp(z*F*E/(R*T))", "c_out·exp(zFE/RT)", WRONG),
    "q3_chain": ("mu_in = mu_out\nE = 0", "", HALF),
    "q3_why": ("Because both pulls are equally strong there.", "", REVIEW),
    "q4_nernst": (
        "def nernst(c_out, c_in, z, T):\n    return " + "0 +\\\n    " * 14 + "0",
        "",
        WRONG,
    ),
    "q5_cells": ("{'K⁺': {'E': -89.1}}", "", HALF),
    "q5_trace": (None, "", BLANK),
    "q5_iv": ("plt.plot(V, I)", "", SKIPPED),
    "q5_medium": ("", "", BLANK),
    "q5_true": ("A", "A", RIGHT),
    "q5_order": ("BA", "B, A", WRONG),
    "q5_pairs": ("1A 2B", "", RIGHT),
    "q5_pump": ("A because A", "", RIGHT),
}


def _provenance(sandbox: str = "full") -> Provenance:
    when = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    return Provenance("millivolt", "graded", when, "0.1.0", "membrane", "ab", "cd", sandbox)


def _entry(
    issue: Issue,
    answers: dict[str, tuple[str | None, str, Verdict]] | None = None,
    *,
    sandbox: str = "full",
    comment: str = "",
) -> GradeEntry:
    """The grade of ``issue``, by default with ``ANSWERS``; what is not named there is right."""
    given = ANSWERS if answers is None else answers
    parts = []
    for issued in issue.parts():
        typed, understood, verdict = given.get(issued.slot, ("x", "x", RIGHT))
        variant = issued.question.variant
        parts.append(
            PartGrade(
                issued.slot,
                variant.item_id,
                issued.part.id,
                variant.id,
                issued.points,
                verdict,
                typed,
                understood,
                0.01,
            )
        )
    return GradeEntry(
        issue.student,
        issue.assignment,
        tuple(parts),
        _provenance(sandbox),
        seconds=0.4,
        comment=comment,
    )


@pytest.fixture(scope="session")
def make_issue() -> Callable[..., Issue]:
    return _issue


@pytest.fixture(scope="session")
def make_entry() -> Callable[..., GradeEntry]:
    return _entry


@pytest.fixture(scope="session")
def issue() -> Issue:
    return _issue()


@pytest.fixture(scope="session")
def entry(issue: Issue) -> GradeEntry:
    return _entry(issue, comment="Well argued.\nSee me about part 2a.")
