"""A small bank of its own, a box for the whole suite, and a way to hand in and grade."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from textwrap import dedent

import pytest

from millivolt.bank import Bank, load_bank
from millivolt.course import Course, assign, create
from millivolt.course.issue import Issue, IssuedQuestion
from millivolt.course.simulated import simulate
from millivolt.gradebook.entry import GradeEntry
from millivolt.grading import Setting, Task
from millivolt.grading.plugin import GradingPlugin
from millivolt.grading.worker import run_pytest
from millivolt.isolation import Box, Limits
from millivolt.items.records import converter
from millivolt.notebooks import compose

FAMILIES = """
from math import log
from millivolt.items import (
    CURRENT, SINGLE_LOG, Choice, Draft, FreeText, Function, Misconception, Numeric, Option,
    RubricLine, item,
)

@item(title="Chain", objective="o", topic="t", level="apply")
def chain(draw):
    c_in, c_out = draw.magnitude(100, 200, 3), draw.magnitude(2, 9)
    V, g = -draw.integer(55, 75), draw.magnitude(2, 20)
    E = draw.step("E", 26.727 * log(c_out / c_in))
    F = draw.step("F", V - E)
    log(abs(E))  # a model that cannot go on from a potential of zero
    swapped = Misconception("in_out_swapped", -E, "Inside and outside are swapped.")
    away = Misconception("e_minus_v", -F, "The difference is the other way round.")
    return Draft(
        given={"c_in": c_in, "c_out": c_out, "V": V, "g": g},
        parts=[
            Numeric("E", answer=E, unit="mV", tolerance=SINGLE_LOG, misconceptions=(swapped,)),
            Numeric("F", answer=F, unit="mV", tolerance=SINGLE_LOG, misconceptions=(away,)),
            Numeric("I", answer=g * F, unit="pA", tolerance=CURRENT),
        ],
    )

@item(title="Slope", objective="o", topic="t", level="apply")
def slope(draw):
    return Draft(
        given={"T": 310.15},
        parts=[
            Function(
                "code", name="slope", signature="(T, z)", doc="RT/zF in mV.", points=6,
                reference="slope_reference:slope", tests="test_slope.py",
                solution="def slope(T, z):\\n    return 8.314462618 * T / (z * 96485.33212) * 1000",
                misconceptions=(
                    Misconception(
                        "z_multiplies",
                        "def slope(T, z):\\n    return 8.314462618 * T * z / 96485.33212 * 1000",
                        "The valence divides.",
                    ),
                ),
            ),
        ],
    )

@item(title="Words", objective="o", topic="t", level="understand")
def words(draw):
    return Draft(
        given={},
        parts=[
            Choice("side", options=(Option("in", "in"), Option("out", "out")), answer="in"),
            FreeText("why", rubric=(RubricLine("diffusion"),), example="By diffusion."),
        ],
    )
"""

TESTS = '''
"""Tests of the student's slope."""

from math import isfinite

import pytest
from hypothesis import strategies as st

temperatures = st.floats(250, 330)
valences = st.sampled_from([-2, -1, 1, 2])


@pytest.mark.visible
def test_returns_a_number(student):
    """It returns a number for ordinary arguments."""
    value = student.slope(310.15, 1)
    assert isinstance(value, float), "it should return one number"
    assert isfinite(value), "it should return a finite number"


@pytest.mark.worth(3)
@pytest.mark.visible
@pytest.mark.needs("test_returns_a_number")
def test_agrees(agree):
    """It agrees with RT/zF."""
    agree("slope", rel=1e-6, T=temperatures, z=valences)


@pytest.mark.worth(2)
@pytest.mark.needs("test_returns_a_number")
def test_refuses_no_valence(student):
    """It refuses z = 0."""
    student.raises("slope", ValueError, 310.15, 0)
'''

PROSE = "# Question\n\nAsk.\n{parts}\n# Hints\n\n- Look.\n\n# Worked solution\n\nSo.\n"

RIGHT_SLOPE = dedent(
    """
    def slope(T, z):
        if z == 0:
            raise ValueError("z must not be 0")
        return 8.314462618 * T / (z * 96485.33212) * 1000
    """
).strip()


@pytest.fixture(scope="session")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    folder = tmp_path_factory.mktemp("bank")
    (folder / "bank.toml").write_text('name = "small"\ntitle = "Small"\nversion = "1"\n')
    (folder / "families.py").write_text(FAMILIES)
    (folder / "test_slope.py").write_text(TESTS)
    parts = {"chain": "EFI", "slope": ["code"], "words": ["side", "why"]}
    for name, ids in parts.items():
        prompts = "".join(f"\n## {part}\n\nWhat is {part}?\n" for part in ids)
        (folder / f"{name}.md").write_text(PROSE.format(parts=prompts))
    return load_bank(folder, installed=False)


@pytest.fixture(scope="session", autouse=True)
def slope_reference(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("reference")
    (folder / "slope_reference.py").write_text(RIGHT_SLOPE)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        yield


@pytest.fixture(scope="session")
def box() -> Iterator[Box]:
    with Box.start(preload=["numpy"]) as box:
        yield box


Answers = dict[str, str]


@pytest.fixture(scope="session")
def issue(bank: Bank) -> Issue:
    names = ("chain", "slope", "words")
    questions = tuple(
        IssuedQuestion(number, Fraction(6), bank[name].variant(7))
        for number, name in enumerate(names, 1)
    )
    return Issue("ada", "ps1", "ps1.ipynb", "token-of-ada", questions, "Problem set 1")


@pytest.fixture(scope="session")
def handed_in(issue: Issue) -> Callable[..., bytes]:
    def notebook(answers: Answers, token: str | None = None) -> bytes:
        document = json.loads(compose(issue))
        for cell in document["cells"]:
            if cell["id"] in answers:
                cell["source"] = answers[cell["id"]]
        if token is not None:
            document["metadata"]["millivolt"]["token"] = token
        return json.dumps(document).encode()

    return notebook


@pytest.fixture(scope="session")
def setting() -> Setting:
    return Setting(
        engine="test",
        who="millivolt",
        why="graded",
        when=datetime(2026, 11, 22, 12, tzinfo=UTC),
        limits={"ps1": Limits(wall=20, cell_wall=1.0, call_wall=1.0, memory_mb=256)},
    )


@pytest.fixture
def grade(
    bank: Bank, box: Box, issue: Issue, setting: Setting, tmp_path: Path
) -> Callable[..., list[GradeEntry]]:
    def run(*notebooks: bytes) -> list[GradeEntry]:
        entries: list[GradeEntry] = []
        document = converter().dumps(issue)
        tasks = [Task("ada", "ps1", document, notebook) for notebook in notebooks]
        plugin = GradingPlugin(tasks, setting, bank, box, entries.append)
        run_pytest(plugin, tmp_path)
        return entries

    return run


@pytest.fixture(scope="session")
def handed(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A class that has handed in, of which nothing has been graded."""
    folder = tmp_path_factory.mktemp("class") / "course"
    create(folder)
    (folder / "assignments" / "ps1.toml").write_text(
        'title = "One"\n'
        + "".join(f'[[question]]\nitem = "{i}"\npoints = 1\n' for i in ("N01", "N15"))
    )
    ids = "\n".join(f"s{n:02}" for n in range(16))
    (folder / "roster.csv").write_text(f"id\n{ids}\n")
    course = Course.open(folder)
    bank = load_bank()
    assign(course, course.assignment("ps1"), bank, course.roster())
    simulate(course, "ps1", bank=bank, accidents=False)
    return course


@pytest.fixture(scope="session")
def verdicts() -> Callable[[list[GradeEntry]], dict[str, list[object]]]:
    """Every verdict of a run, by student, whatever the order in which they came."""

    def by_student(entries: list[GradeEntry]) -> dict[str, list[object]]:
        return {entry.student: [part.verdict for part in entry.parts] for entry in entries}

    return by_student
