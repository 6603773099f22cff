"""Every kind of response, answered rightly, partly, wrongly, unreadably and with ill will.

The notebooks go the whole way: issued from a bank, collected, run in the box, graded, and told to
the student on a page.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import html5lib
import pytest

from millivolt.bank import load_bank
from millivolt.course import Course, assign, create
from millivolt.gradebook.entry import GradeEntry, PartGrade
from millivolt.gradebook.log import GradeLog
from millivolt.items import State
from millivolt.items.records import PART_KINDS

FAMILY = """
from math import exp
from millivolt.items import (
    CURRENT, SINGLE_LOG, Cell, Choice, Constraint, Curve, Derivation, Design, Draft, Expression,
    Feature, Figure, FreeText, Function, Matching, MultipleChoice, Numeric, Option, Ordering,
    RubricLine, Series, SymbolSpec, Table, Tolerance, TwoTier, Variable, item,
)

SYMBOLS = (*(SymbolSpec(n, "positive") for n in ("R", "T", "F", "a", "b")), SymbolSpec("E", "real"))
FOUR = tuple(Option(i, f"the {i} one") for i in ("k", "na", "cl", "ca"))
TIMES = tuple(n / 10 for n in range(501))
VALUES = tuple(-70 + 20 * (1 - exp(-t / 10)) for t in TIMES)
X = tuple(float(v) for v in range(-100, 61, 2))
Y = tuple(2 * (v + 70) * exp((v + 70) / 100) for v in X)


@item(title="Everything", objective="o", topic="t", level="apply")
def everything(draw):
    return Draft(given={"seed": draw.integer(1, 9)}, parts=[
        Numeric("numeric", answer=-89.06, unit="mV", tolerance=SINGLE_LOG, unit_share=20),
        Table("table", row_label="ion", cells=(
            Cell("K", "E", -89.06, "mV", SINGLE_LOG), Cell("Na", "E", 66.6, "mV", SINGLE_LOG))),
        Series("series", time_unit="ms", value_unit="mV", times=TIMES, values=VALUES,
            max_deviation=0.1, runs=3, features=(
                Feature("last potential", "final", VALUES[-1], Tolerance(0.01)),
                Feature("order of convergence", "order_of_convergence", 2.0, Tolerance(0.1)))),
        Design("design", variables=(Variable("c", "mM", 1, 20), Variable("d", "mM", 1, 20)),
            constraints=(Constraint("sum", "c + d", 9, 11, "mM"),
                         Constraint("ratio", "c/d", 2, 5, "")), example=(7.5, 2.5)),
        Choice("choice", options=FOUR, answer="k"),
        MultipleChoice("multiple_choice", options=FOUR, answer=frozenset({"k", "ca"})),
        Ordering("ordering", options=FOUR, answer=("ca", "na", "cl", "k")),
        Matching("matching", stems=FOUR[:3], options=FOUR, answer=("k", "na", "cl")),
        TwoTier("two_tier", options=FOUR[:2], answer="k", reasons=FOUR[2:], reason="ca"),
        Expression("expression", answer="E = R*T/F*ln(a/b)", symbols=SYMBOLS, solved_for="E"),
        Derivation("derivation", premises=("F*E = R*T*ln(a) - R*T*ln(b)",),
            goal="E = R*T/F*ln(a/b)", solved_for="E", symbols=SYMBOLS,
            steps=("F*E = R*T*ln(a/b)", "E = R*T/F*ln(a/b)")),
        Function("function", name="double", signature="(x)", doc="Twice x.",
            reference="math:exp", tests="test_everything.py",
            solution="def double(x):\\n    return 2 * x"),
        Figure("figure", x_unit="mV", y_unit="pA", solution="plt.plot([0], [0])", curves=(
            Curve("the current", X, Y, max_deviation=5.0, zero_crossing=-70.0,
                  rectification=25.0),)),
        FreeText("free_text", rubric=(RubricLine("says why"),), example="Because."),
        FreeText("task", rubric=(RubricLine("shows it"),), example="A plot.", task=True),
    ])
"""

TESTS = '''
import pytest


@pytest.mark.visible
def test_a_number(student):
    """It returns a number."""
    assert isinstance(student.double(1.0), float), "it should return one number"


def test_doubles(student):
    """It doubles."""
    assert student.double(3.0) == 6.0
'''

RUNS = """
import numpy as np
def midpoint(h):
    t, V = [0.0], [-70.0]
    while len(t) <= round(50 / h):
        half = V[-1] + h / 2 * (-50 - V[-1]) / 10
        V.append(V[-1] + h * (-50 - half) / 10)
        t.append(t[-1] + h)
    return {"t": t, "V": V}
"""
PLOT = """
import numpy as np
import matplotlib.pyplot as plt
V = np.linspace(-100, 60, 161)
I = %s
fig, ax = plt.subplots()
ax.plot(V, I)
ax.set(xlabel="V (mV)", ylabel="%s")
SLOT = fig
"""
BENT = "2 * (V + 70) * np.exp((V + 70) / 100)"

RIGHT, PARTIAL, WRONG, MALFORMED, HOSTILE = "right", "partial", "wrong", "malformed", "hostile"

ANSWERS = {
    "numeric": {
        RIGHT: 'SLOT = "−0,08906 V"',
        PARTIAL: 'SLOT = "-12 mV"',
        WRONG: 'SLOT = "12 mM"',
        MALFORMED: 'SLOT = "about minus ninety"',
        HOSTILE: 'SLOT = "<script>alert(1)</script>" * 2000',
    },
    "table": {
        RIGHT: 'SLOT = [{"ion": "K", "E": "-89.06 mV"}, {"ion": "Na", "E": "66.6 mV"}]',
        PARTIAL: 'SLOT = {"K": {"E": -89.06}, "Na": {"E": -66.6}}',
        WRONG: 'SLOT = {"K": {"E": 1}, "Na": {"E": 2}}',
        MALFORMED: 'SLOT = 3',
        HOSTILE: 'SLOT = {}; SLOT["K"] = SLOT',
    },
    "series": {
        RIGHT: RUNS + "SLOT = [midpoint(0.5 / n) for n in (1, 2, 4)]",
        PARTIAL: RUNS + "SLOT = [midpoint(0.125)] * 3",
        WRONG: 'SLOT = [{"t": [0, 25, 50], "V": [0, n, 9]} for n in (1, 5, 9)]',
        MALFORMED: 'SLOT = "see the figure"',
        HOSTILE: 'SLOT = [{"t": [0, 1], "V": [float("nan"), 10**400]}] * 3',
    },
    "design": {
        RIGHT: 'SLOT = {"c": "7.5 mM", "d": 2.5}',
        PARTIAL: 'SLOT = {"c": 5, "d": 5}',
        WRONG: 'SLOT = {"c": 1, "d": 19}',
        MALFORMED: 'SLOT = {"c": 1}',
        HOSTILE: 'SLOT = {"c": float("inf"), "d": -1e308}',
    },
    "choice": {
        RIGHT: 'SLOT = "a"', PARTIAL: 'SLOT = "A"', WRONG: 'SLOT = "C"',
        MALFORMED: 'SLOT = "both"', HOSTILE: 'SLOT = "A, B, C, D"',
    },
    "multiple_choice": {
        RIGHT: 'SLOT = ["D", "A"]', PARTIAL: 'SLOT = "A"', WRONG: 'SLOT = "B, C"',
        MALFORMED: 'SLOT = "all of them"', HOSTILE: 'SLOT = "A" * 10**6',
    },
    "ordering": {
        RIGHT: 'SLOT = "D, B, C, A"', PARTIAL: 'SLOT = "D, B, A, C"', WRONG: 'SLOT = "ACBD"',
        MALFORMED: 'SLOT = "A, B"', HOSTILE: 'SLOT = "A, A, A, A"',
    },
    "matching": {
        RIGHT: 'SLOT = {1: "A", 2: "B", 3: "C"}',
        PARTIAL: 'SLOT = {1: "A", 2: "B", 3: "D"}',
        WRONG: 'SLOT = {1: "D", 2: "D", 3: "D"}', MALFORMED: 'SLOT = "ABC?"',
        HOSTILE: 'SLOT = {1: "ABCD", 2: "ABCD", 3: "ABCD"}',
    },
    "two_tier": {
        RIGHT: 'SLOT = "A2"', PARTIAL: 'SLOT = "A1"', WRONG: 'SLOT = "B1"',
        MALFORMED: 'SLOT = "because"', HOSTILE: 'SLOT = "A1A2B1B2"',
    },
    "expression": {
        RIGHT: r'SLOT = r"\frac{RT}{F}(\ln a - \ln b)"',
        PARTIAL: 'SLOT = "E = R*T/F*ln(a/b)"',
        WRONG: 'SLOT = "E = R*T/F*ln(b/a)"',
        MALFORMED: 'SLOT = "E = R*T/F*ln(a/b"',
        HOSTILE: 'SLOT = "__import__(\'os\').system(\'true\')"',
    },
    "derivation": {
        RIGHT: 'SLOT = "F E = R T ln(a/b)\\nE = R*T/F*ln(a/b)"',
        PARTIAL: 'SLOT = "F*E = R*T*ln(a/b)"',
        WRONG: 'SLOT = "E = R*T*F*ln(a/b)"',
        MALFORMED: 'SLOT = 42',
        HOSTILE: 'SLOT = ["E = " + "(" * 900] * 3',
    },
    "function": {
        RIGHT: "def double(x):\n    return x + x",
        PARTIAL: "def double(x):\n    return 0.0",
        WRONG: "def double(x):\n    return None",
        MALFORMED: "double = 2",
        HOSTILE: "def double(x):\n    import os\n    os._exit(0)",
    },
    "figure": {
        RIGHT: PLOT % (BENT, "I (pA)"),
        PARTIAL: PLOT % (BENT, "current"),
        WRONG: PLOT % ("10 * (V + 70)", "I (pA)"),
        MALFORMED: 'SLOT = "no figure"',
        HOSTILE: PLOT % ("V * np.nan", "<b onclick=alert(1)>"),
    },
    "free_text": {
        RIGHT: "Because both pulls balance.", PARTIAL: "Perhaps.", WRONG: "It is not so.",
        MALFORMED: "?", HOSTILE: "<img src=x onerror=alert(1)> [x](javascript:alert(1))",
    },
    "task": {
        RIGHT: PLOT % (BENT, "I (pA)"), PARTIAL: "It rises.", WRONG: "1/0",
        MALFORMED: "?", HOSTILE: "import os\nos._exit(0)  # <script>alert(1)</script>",
    },
}  # fmt: skip
"""What stands in the cell of each kind; single options have nothing partial, so A is right."""

NO_CREDIT = {State.INCORRECT, State.UNGRADABLE_INPUT}
EXPECTED = {
    RIGHT: {State.CORRECT},
    PARTIAL: {State.PARTIAL},
    WRONG: {State.INCORRECT},
    MALFORMED: {State.UNGRADABLE_INPUT},
    HOSTILE: NO_CREDIT,
}
BY_A_PERSON = ("free_text", "task")
WHOLE = {("choice", PARTIAL), ("expression", PARTIAL)}
"""Kinds that know no half: the second answer is right too."""


def expected(kind: str, who: str) -> set[State]:
    if kind in BY_A_PERSON:
        return {State.NEEDS_REVIEW}
    if (kind, who) in WHOLE:
        return {State.CORRECT}
    if kind == "function" and who == WRONG:
        return NO_CREDIT
    return EXPECTED[who]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    folder = tmp_path_factory.mktemp("kinds")
    bank = folder / "bank"
    bank.mkdir()
    (bank / "bank.toml").write_text('name = "kinds"\ntitle = "Kinds"\nversion = "1"\n')
    (bank / "families.py").write_text(FAMILY)
    (bank / "test_everything.py").write_text(TESTS)
    prompts = "".join(f"\n## {kind}\n\nAnswer.\n" for kind in ANSWERS)
    (bank / "everything.md").write_text(
        f"# Question\n\nAsk.\n{prompts}\n# Hints\n\n- Look.\n\n# Worked solution\n\nSo.\n"
    )
    create(folder / "course")
    (folder / "course" / "course.toml").write_text('title = "Kinds"\nbanks = ["../bank"]\n')
    (folder / "course" / "assignments" / "ps1.toml").write_text(
        'title = "Kinds"\n[[question]]\nitem = "everything"\npoints = 30\n'
    )
    rows = "".join(f"{who},{who.title()},{who}@example.org,{n}\n" for n, who in enumerate(EXPECTED))
    (folder / "course" / "roster.csv").write_text(f"id,name,email,lms_id\n{rows}")
    made = Course.open(folder / "course")
    assign(made, made.assignment("ps1"), load_bank(bank, installed=False), made.roster())
    for who in EXPECTED:
        hand_in(made, who)
    for command in ("grade", "feedback"):
        done = subprocess.run(
            [sys.executable, "-m", "millivolt", command, "ps1", "-C", str(made.folder)],
            check=False,
            capture_output=True,
            text=True,
        )
        # 4: the words wait for a person.
        assert done.returncode in (0, 4), done.stderr
    return made


def hand_in(course: Course, who: str) -> None:
    document = json.loads(course.released(who, "ps1").read_bytes())
    for cell in list(document["cells"]):
        kind = cell["id"].removeprefix("q1_")
        if kind in ANSWERS:
            text = ANSWERS[kind][who]
            plain = kind in ("function", "free_text")
            if kind == "task":
                own = {"cell_type": "code", "id": "work", "metadata": {}, "outputs": []}
                document["cells"].insert(document["cells"].index(cell) + 1, own)
                cell = own
            cell["source"] = text if plain else text.replace("SLOT", cell["id"])
    path = course.submitted(who, "ps1")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document))


@pytest.fixture(scope="module")
def graded(course: Course) -> dict[str, GradeEntry]:
    with GradeLog.open(course.database) as log:
        return log.latest("ps1")


def part_of(entry: GradeEntry, kind: str) -> PartGrade:
    return next(part for part in entry.parts if part.part_id == kind)


def page(course: Course, who: str) -> Path:
    return next((course.folder / "feedback").rglob(f"*{who}*/**/*.html"))


def test_every_kind_of_part_is_there() -> None:
    assert set(ANSWERS) - {"task"} == {kind.kind for kind in PART_KINDS}


@pytest.mark.parametrize("who", list(EXPECTED))
@pytest.mark.parametrize("kind", list(ANSWERS))
def test_each_answer_gets_what_it_deserves(
    graded: dict[str, GradeEntry], kind: str, who: str
) -> None:
    verdict = part_of(graded[who], kind).verdict
    assert verdict.state in expected(kind, who), verdict
    if who == HOSTILE:
        assert verdict.fraction == 0


@pytest.mark.parametrize("who", list(EXPECTED))
def test_the_page_says_a_sentence_on_every_part(
    course: Course, graded: dict[str, GradeEntry], who: str
) -> None:
    text = page(course, who).read_text("utf-8")
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    articles = [e for e in tree.iter("article") if (e.get("id") or "").startswith("part-")]
    assert len(articles) == len(ANSWERS)
    for article, part in zip(articles, graded[who].parts, strict=True):
        said = [
            " ".join("".join(element.itertext()).split())
            for element in article.iter()
            if element.get("class") in ("said", "step")
        ]
        if part.verdict.state is State.CORRECT:
            assert "right" in "".join(article.itertext()).lower()
        else:
            assert any(sentence.endswith((".", "?")) for sentence in said), part
    assert not list(tree.iter("script"))
    assert not [e for e in tree.iter() if any(name.startswith("on") for name in e.attrib)]


def test_a_figure_and_a_trace_are_drawn_on_the_page(course: Course) -> None:
    text = page(course, RIGHT).read_text("utf-8")
    assert "Your answer to q1_figure" in text
    assert "Your answer to q1_series" in text
