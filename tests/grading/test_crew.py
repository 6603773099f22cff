"""Many submissions at once: processes that die, runs that are killed, and what is run again."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pytest

from millivolt.bank import load_bank
from millivolt.course import Course, assign, create
from millivolt.errors import AuthorError, EnvironmentProblem
from millivolt.gradebook import GradeEntry
from millivolt.gradebook.log import GradeLog
from millivolt.grading import Setting, Task, unchanged
from millivolt.grading.local import PYTEST, Crew, grade_locally
from millivolt.grading.round import Options, Round, setting_for
from millivolt.grading.run import grade
from millivolt.grading.submissions import handed_in, tasks

WHEN = datetime(2026, 11, 22, 12, tzinfo=UTC)
STUDENTS = 16
Verdicts = Callable[[list[GradeEntry]], dict[str, list[object]]]

KILLER = """
# Question

Write it.
{parts}
# Hints

- Look.

# Worked solution

So.
"""

DEADLY = """
import os, signal

def test_that_ends_the_grader(student):
    if student.f(1) == 666:
        os.kill(os.getpid(), signal.SIGKILL)
"""

FAMILY = """
from millivolt.items import Draft, Function, item

@item(title="Deadly", objective="o", topic="t", level="apply")
def deadly(draw):
    return Draft(given={}, parts=[Function(
        "code", name="f", signature="(x)", doc="x.", reference="math:floor",
        tests="test_deadly.py", solution="def f(x):\\n    return x", points=1,
    )])
"""


@pytest.fixture
def course(handed: Course, tmp_path: Path) -> Course:
    shutil.copytree(handed.folder, tmp_path / "course")
    return Course.open(tmp_path / "course")


@pytest.fixture
def log(course: Course) -> Iterator[GradeLog]:
    with GradeLog.open(course.database) as log:
        yield log


def setting_of(course: Course) -> Setting:
    return setting_for(course, course.assignment("ps1"), Options(), WHEN)


def some(course: Course, count: int) -> list[Task]:
    return list(tasks(course, "ps1", handed_in(course, "ps1")[:count]))


@pytest.fixture(scope="module")
def undisturbed(handed: Course, verdicts: Verdicts) -> dict[str, list[object]]:
    entries: list[GradeEntry] = []
    grade_locally(
        tasks(handed, "ps1", handed_in(handed, "ps1")),
        setting_of(handed),
        entries.append,
        1,
        PYTEST,
    )
    assert len(entries) == STUDENTS
    return verdicts(entries)


def test_two_processes_give_the_verdicts_of_one(course, undisturbed, verdicts):
    entries: list[GradeEntry] = []
    grade_locally(some(course, STUDENTS), setting_of(course), entries.append, 2, PYTEST)
    assert verdicts(entries) == undisturbed
    assert len(entries) == STUDENTS


def test_a_process_that_is_killed_is_replaced_and_nothing_is_lost(course, undisturbed, verdicts):
    entries: list[GradeEntry] = []
    with Crew(setting_of(course), 2, PYTEST) as crew:

        def deliver(entry: GradeEntry) -> None:
            entries.append(entry)
            if len(entries) in (3, 9):
                os.kill(crew.pids[0], signal.SIGKILL)

        crew.grade(some(course, STUDENTS), deliver)
    assert verdicts(entries) == undisturbed
    assert len(entries) == STUDENTS


@pytest.fixture
def deadly(tmp_path: Path) -> Callable[..., list[GradeEntry]]:
    """Grade answers to an item whose test ends the grading process when it sees 666."""
    folder = tmp_path / "bank"
    folder.mkdir()
    (folder / "bank.toml").write_text('name = "deadly"\ntitle = "Deadly"\nversion = "1"\n')
    (folder / "families.py").write_text(FAMILY)
    (folder / "deadly.md").write_text(KILLER.format(parts="\n## code\n\nWhat is it?\n"))
    create(tmp_path / "course")
    (tmp_path / "course" / "course.toml").write_text(f'title = "T"\nbanks = ["{folder}"]\n')
    (tmp_path / "course" / "assignments" / "ps1.toml").write_text(
        'title = "One"\n[[question]]\nitem = "deadly"\npoints = 1\n'
    )
    course = Course.open(tmp_path / "course")

    def run(tests: str = DEADLY, **values: int) -> list[GradeEntry]:
        (folder / "test_deadly.py").write_text(tests)
        (course.folder / "roster.csv").write_text("id\n" + "\n".join(values) + "\n")
        assign(course, course.assignment("ps1"), load_bank(folder), course.roster())
        for student, value in values.items():
            document = json.loads(course.released(student, "ps1").read_bytes())
            for cell in document["cells"]:
                if cell["id"] == "q1_code":
                    cell["source"] = f"def f(x):\n    return {value}"
            path = course.submitted(student, "ps1")
            path.parent.mkdir(parents=True)
            path.write_text(json.dumps(document))
        entries: list[GradeEntry] = []
        grade_locally(some(course, 99), setting_of(course), entries.append, 2, PYTEST)
        return entries

    return run


def test_what_ends_two_processes_waits_for_a_person_and_its_neighbours_are_graded(deadly):
    entries = {entry.student: entry for entry in deadly(ada=1, bob=666, cleo=2, dan=3)}
    assert entries["bob"].state == "needs_review"
    assert {entries[name].score for name in ("ada", "cleo", "dan")} == {1}


def test_tests_of_a_family_that_cannot_be_loaded_are_named(deadly):
    with pytest.raises(AuthorError, match="no_such_module") as told:
        deadly("import no_such_module\n" + DEADLY, ada=1)
    assert told.value.file.endswith("test_deadly.py")


def test_processes_that_cannot_begin_say_so_and_judge_nobody(course):
    entries: list[GradeEntry] = []
    lost = replace(setting_of(course), libraries=("no-such-library-at-all",))
    with pytest.raises(EnvironmentProblem, match="pip install no-such-library-at-all"):
        grade_locally(some(course, 4), lost, entries.append, 2, PYTEST)
    assert entries == []


def test_a_damaged_issue_is_named_after_the_others_were_graded(course):
    given = some(course, 3)
    given[2] = replace(given[2], issue='{"student": 3}')
    entries: list[GradeEntry] = []
    with pytest.raises(AuthorError, match=f"issued to {given[2].student} for ps1 is damaged"):
        grade_locally(given, setting_of(course), entries.append, 1, PYTEST)
    assert [entry.student for entry in entries] == [task.student for task in given[:2]]


def command(course: Course, *options: str) -> subprocess.Popen[bytes]:
    line = [sys.executable, "-m", "millivolt", "grade", "ps1", "-C", str(course.folder), *options]
    return subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


SLEEPY = {
    "cell_type": "code",
    "id": "sleepy",
    "metadata": {},
    "execution_count": None,
    "outputs": [],
    "source": "import time\ntime.sleep(2)",
}
"""A cell of the student's own: what lies behind the first few takes its time."""


def put_in_front(notebook: Path, cell: dict[str, object]) -> None:
    document = json.loads(notebook.read_bytes())
    document["cells"].insert(0, cell)
    notebook.write_text(json.dumps(document))


def test_a_run_that_was_killed_is_resumed_with_what_was_not_logged(course, log):
    for student in handed_in(course, "ps1")[4:8]:
        put_in_front(course.submitted(student, "ps1"), SLEEPY)
    first = command(course, "-j", "1")
    deadline = time.monotonic() + 120
    while not log.latest("ps1") and time.monotonic() < deadline:
        time.sleep(0.01)
    first.kill()
    first.communicate()
    logged = log.latest("ps1")
    assert 0 < len(logged) < STUDENTS
    again = command(course, "-j", "2")
    out, _ = again.communicate(timeout=240)
    text = out.decode()
    assert f"{STUDENTS - len(logged)} graded" in text
    assert f"{len(logged)} unchanged" in text
    for student in handed_in(course, "ps1"):
        assert len(log.history(student)) == 1


def ran(course: Course, log: GradeLog) -> set[str]:
    """Who is graded when everything is graded that has to be."""
    graded = grade(Round.of(course, course.assignment("ps1"), (), Options(jobs=2), WHEN), log)
    assert len(graded.all) == len(handed_in(course, "ps1"))
    return {entry.student for entry in graded.entries}


def test_only_what_has_changed_is_run_again(course, log):
    late = course.submitted("s07", "ps1")
    kept = late.read_bytes()
    late.unlink()
    assert ran(course, log) == {f"s{n:02}" for n in range(STUDENTS)} - {"s07"}
    assert ran(course, log) == set()
    late.write_bytes(kept)
    assert ran(course, log) == {"s07"}
    edited = course.submitted("s03", "ps1")
    edited.write_bytes(edited.read_bytes() + b"\n")
    assert ran(course, log) == {"s03"}


def test_another_engine_runs_everything_again(course, log, monkeypatch):
    monkeypatch.setattr(unchanged, "ENGINE", "an older one")
    assert ran(course, log) == ran(course, log) == {f"s{n:02}" for n in range(STUDENTS)}
    assert version("hypothesis") in log.latest("ps1")["s03"].provenance.engine
