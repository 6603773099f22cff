"""An issue with a part of every kind, whose secrets can be recognised wherever they turn up."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from millivolt.course.issue import Issue, IssuedQuestion
from millivolt.items import (
    Cell,
    Choice,
    Constraint,
    Curve,
    Derivation,
    Design,
    Expression,
    Feature,
    Figure,
    FreeText,
    Function,
    Matching,
    Misconception,
    MultipleChoice,
    Numeric,
    Option,
    Ordering,
    Part,
    Prose,
    RubricLine,
    Series,
    SymbolSpec,
    Table,
    Tolerance,
    TwoTier,
    Variable,
    Variant,
)

SECRET = "s3cr3t"
"""Occurs in every text of a key, a misconception, a hint, a solution and a seed."""
HIDDEN = 7061.0625
"""Stands, with an offset, for every number of a key."""


def wrong(value: object, n: int = 1) -> Misconception:
    return Misconception(f"{SECRET}_{n}", value, f"{SECRET} tell", f"{SECRET} ask")


def options(*texts: str, n: int = 1) -> tuple[Option, ...]:
    return tuple(
        Option(f"{SECRET}{place}", text, wrong(None, n * 100 + place))
        for place, text in enumerate(texts)
    )


@pytest.fixture
def every_part() -> tuple[Part, ...]:
    """One part of each kind; every name of a secret holds SECRET, every number HIDDEN."""
    within = Tolerance(0.005)
    membrane = (
        SymbolSpec("E", "real", "equilibrium potential", "V"),
        SymbolSpec("c_in", "positive", "concentration inside", "mM", ("ci",)),
    )
    return (
        Numeric(
            "E",
            points=3,
            answer=HIDDEN,
            unit="mV",
            tolerance=within,
            misconceptions=(wrong(-HIDDEN),),
        ),
        Numeric("ratio", answer=HIDDEN, unit="", tolerance=within, figures=3),
        Table(
            "table",
            row_label="ion",
            cells=(
                Cell("K+", "E", HIDDEN, "mV", within, (wrong(-HIDDEN),)),
                Cell("K+", "V − E", HIDDEN + 1, "mV", within),
                Cell('Na"+', "E", HIDDEN + 2, "mV", within),
            ),
        ),
        Series(
            "trace",
            time_unit="ms",
            value_unit="mV",
            times=(0.0, HIDDEN),
            values=(HIDDEN, HIDDEN + 3),
            max_deviation=0.0706125,
            features=(Feature(f"{SECRET} peak", "maximum", HIDDEN, within),),
            misconceptions=(wrong((0.0, 1.0)),),
        ),
        Design(
            "design",
            variables=(Variable("P_Na", "m/s", 0, 1, "sodium permeability"),),
            constraints=(Constraint(SECRET, f"{SECRET}*P_Na", 7061.25, 7061.5, "mV"),),
            example=(0.70610625,),
        ),
        Choice("way", options=options("inward", "outward"), answer=f"{SECRET}1"),
        MultipleChoice(
            "true", options=options("one", "two", "three", n=2), answer=frozenset({f"{SECRET}0"})
        ),
        Ordering(
            "order",
            options=options("first", "second", "third", n=3),
            answer=(f"{SECRET}2", f"{SECRET}0", f"{SECRET}1"),
        ),
        Matching(
            "match",
            stems=options("potassium", "chloride", n=4),
            options=options("cation", "anion", n=5),
            answer=(f"{SECRET}0", f"{SECRET}1"),
        ),
        TwoTier(
            "tier",
            options=options("up", "down", n=6),
            answer=f"{SECRET}0",
            reasons=options("diffusion", "field", n=7),
            reason=f"{SECRET}1",
        ),
        Expression(
            "formula",
            answer=f"E = {SECRET}*c_in",
            symbols=membrane,
            misconceptions=(wrong(f"E = {SECRET}"),),
            solved_for="E",
            forbidden=(SECRET,),
            forms=(SECRET,),
        ),
        Derivation(
            "derivation",
            premises=(f"{SECRET} = 0",),
            goal=f"E = {SECRET}",
            steps=(f"E = {SECRET}",),
            symbols=membrane,
            misconceptions=(wrong((SECRET,)),),
            forbidden=(SECRET,),
        ),
        Function(
            "nernst",
            name="nernst",
            signature="(c_out, c_in, z, T)",
            doc='Equilibrium potential in mV.\n\nSay """so""" with a \\ in it.',
            reference=f"{SECRET}:nernst",
            tests=f"{SECRET}.py",
            solution=f"{SECRET} = 1",
            misconceptions=(wrong(SECRET),),
        ),
        Figure(
            "plot",
            curves=(Curve(f"{SECRET} I-V", (0.0, HIDDEN), (HIDDEN, 1.0), 0.7061),),
            x_unit="mV",
            y_unit="pA",
            x_scale="log",
            solution=SECRET,
        ),
        FreeText("why", rubric=(RubricLine(f"{SECRET} line"),), example=f"{SECRET} example"),
    )


@pytest.fixture
def issue_of() -> Callable[..., Issue]:
    """Makes an issue of one question with the given parts."""

    def make(*parts: Part, title: str = "Problem set 1", points: int = 20) -> Issue:
        prose = Prose(
            question="A cell with $[K^+]_i = 140$ mM, and a “quote”.",
            prompts={part.id: f"What is {part.id}?" for part in parts},
            hints=(f"{SECRET} hint",),
            solution=f"{SECRET} worked solution {HIDDEN}",
        )
        variant = Variant(
            id="abcdefghij",
            item_id="cell-report",
            item_version=1,
            seed=SECRET,
            title="A cell",
            topic="equilibrium",
            given={"hidden_digits": HIDDEN},
            prose=prose,
            parts=tuple(parts),
            strata={SECRET: SECRET},
            steps={SECRET: HIDDEN},
        )
        question = IssuedQuestion(1, Fraction(points), variant, section="Part one")
        return Issue("ada", "ps1", "ps1", "token234", (question,), title)

    return make


@pytest.fixture
def issue(issue_of: Callable[..., Issue], every_part: tuple[Part, ...]) -> Issue:
    """An issue with a part of every kind."""
    return issue_of(*every_part)
