"""A whole semester: four assignments over the end of summer time, from roster to last regrade.

What every student deserves is planned first and reckoned by hand here; then the course is run
with everything there is, on SQLite and on PostgreSQL, by two graders at once.
MILLIVOLT_SEMESTER sets the number of students: 5 by default, 60 for the long run.
"""

from __future__ import annotations

import csv
import io
import json
import math
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from millivolt.bank import Bank, load_bank
from millivolt.course import Course, Issue, Settlement, amend, assign, collect, create, settle
from millivolt.gradebook.log import GradeLog
from millivolt.grading.regrade import Rehearsal, rehearse
from millivolt.grading.round import Options, Round
from millivolt.items import Numeric
from millivolt.lms import Column, GradeRow, GradeTable, fill_canvas, grades_csv, read_grades_csv

STUDENTS = int(os.environ.get("MILLIVOLT_SEMESTER", "5"))
JOBS = 2 if STUDENTS > 20 else 1
DUES = [datetime(2026, 10, 17, 18) + timedelta(weeks=n) for n in range(4)]  # 25 October: clocks
POINTS = {"q1_E": 4, "q2_E": 2}
FREE_DAYS = 2
OVERRIDDEN = ("s00", "ps2", "q2_E")
EXTENDED = "s01"
MISKEYED = "ps2"

COURSE = """\
title = "A semester"
time_zone = "Europe/Berlin"
[late]
per_day = 0.1
last_day = 4
[total]
free_late_days = 2
drop = 1
[limits]
seconds = 20
"""


@dataclass(frozen=True)
class Plan:
    """What one student does in one assignment: right parts, and calendar days late."""

    right: Mapping[str, bool]
    late: int


Plans = dict[tuple[str, str], Plan | None]


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank()


@pytest.fixture(scope="module")
def plans() -> Plans:
    """A plan for each student and assignment; ``None`` hands in nothing."""
    chance = Random(2026)
    made: Plans = {}
    for n in range(STUDENTS):
        for k in range(4):
            late = chance.choice([0, 0, 0, 1, 1, 2, 3, 5])
            plan = Plan({slot: chance.random() < 0.6 for slot in POINTS}, late)
            made[f"s{n:02}", f"ps{k + 1}"] = plan if chance.random() < 0.9 else None
    made["s00", "ps2"] = Plan({"q1_E": True, "q2_E": False}, 0)
    made["s01", "ps2"] = Plan({"q1_E": True, "q2_E": True}, 2)
    return made


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def course(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Course:
    folder = tmp_path_factory.mktemp("semester") / "course"
    create(folder)
    (folder / "assignments" / "ps1.toml").unlink()
    settings = COURSE
    if request.param == "postgres":
        settings = f'database = "{request.getfixturevalue("new_postgres")()}"\n{COURSE}'
    (folder / "course.toml").write_text(settings)
    for n, due in enumerate(DUES):
        (folder / "assignments" / f"ps{n + 1}.toml").write_text(
            f'title = "Problem set {n + 1}"\ndue = {due.isoformat()}\n'
            '[[question]]\nitem = "N01"\npoints = 4\n[[question]]\nitem = "N03"\npoints = 2\n'
        )
    rows = [f"s{n:02},Student Number {n},s{n:02}@example.org,{900 + n}" for n in range(STUDENTS)]
    (folder / "roster.csv").write_text("id,name,email,lms_id\n" + "\n".join(rows) + "\n")
    (folder / "extensions.toml").write_text(
        f'[[extension]]\nstudent = "{EXTENDED}"\nassignment = "ps2"\ndays = 2\n'
    )
    return Course.open(folder)


@pytest.fixture(scope="module")
def log(course: Course) -> Iterator[GradeLog]:
    with GradeLog.open(course.database) as opened:
        yield opened


def solved(course: Course, issue: Issue, plan: Plan) -> bytes:
    """The notebook of ``issue`` with the answers that ``plan`` asks for."""
    document = json.loads(course.released(issue.student, issue.assignment).read_bytes())
    for issued in issue.parts():
        assert isinstance(issued.part, Numeric)
        key = issued.part.answer
        value = key if plan.right[issued.slot] else 1.37 * key + math.copysign(9, key)
        cell = next(cell for cell in document["cells"] if cell["id"] == issued.slot)
        cell["source"] = [f'{issued.slot} = "{value:.2f} mV"']
    return json.dumps(document).encode()


def download(course: Course, name: str, plans: Plans) -> Path:
    """What a learning platform lets one download, with local times in the names."""
    path = course.folder / f"{name}.zip"
    due = DUES[int(name[2:]) - 1]
    with zipfile.ZipFile(path, "w") as archive:
        for issue in course.issues.all(name):
            plan = plans[issue.student, name]
            if plan is not None:
                # An hour before the plan's last late day ends, on the clock on the wall.
                when = due + timedelta(days=plan.late, hours=-1)
                stamp = when.strftime("%Y-%m-%d-%H-%M-%S")
                file = f"Homework_{issue.student}_attempt_{stamp}_work.ipynb"
                archive.writestr(file, solved(course, issue, plan))
    return path


def grade(course: Course, name: str) -> None:
    """Grade by two commands that start at once and know nothing of each other."""
    command = [sys.executable, "-m", "millivolt", "grade", name, "-C", str(course.folder)]
    both = [subprocess.Popen([*command, "-j", "1"], stdout=subprocess.DEVNULL) for _ in "ab"]
    assert [one.wait(timeout=600) for one in both] == [0, 0]


def miskey(course: Course, name: str) -> None:
    """Spoil the frozen keys of question 1, as a mistake in the bank would have."""
    for issue in course.issues.all(name):
        first, *others = issue.questions
        part = first.variant.parts[0]
        assert isinstance(part, Numeric)
        wrong = replace(part, answer=2.9 * part.answer + 31, misconceptions=())
        spoiled = replace(first, variant=replace(first.variant, parts=(wrong,)))
        course.issues.freeze(replace(issue, questions=(spoiled, *others)))


@pytest.fixture(scope="module")
def semester(course: Course, log: GradeLog, bank: Bank, plans: Plans) -> Rehearsal:
    """The course, run to the end; what the regrade after the corrected key changed."""
    roster = course.roster()
    for name in course.assignments:
        assignment = course.assignment(name)
        assign(course, assignment, bank, roster)
        source = download(course, name, plans)
        assert not collect(
            course, assignment, source, roster, now=datetime(2026, 12, 1, tzinfo=UTC)
        ).notes
        if name == MISKEYED:
            miskey(course, name)
        grade(course, name)
    student, name, slot = OVERRIDDEN
    when = datetime(2026, 11, 20, tzinfo=UTC)
    log.override(
        student, name, slot, who="ta", why="a fair reading", when=when, fraction=Fraction(1)
    )
    amend(course, MISKEYED, bank)
    options = Options(jobs=JOBS, why="key corrected")
    found = rehearse(Round.of(course, course.assignment(MISKEYED), options=options), log)
    log.append(found.entries)
    return found


def raw(plan: Plan, who: str, name: str) -> Fraction:
    return Fraction(
        sum(
            points
            for slot, points in POINTS.items()
            if plan.right[slot] or (who, name, slot) == OVERRIDDEN
        )
    )


def deserved(who: str, plans: Plans) -> dict[str, Fraction | None]:
    """The points after late days, reckoned without the library."""
    free, scores = FREE_DAYS, {}
    for k in range(4):
        name = f"ps{k + 1}"
        plan = plans[who, name]
        if plan is None:
            scores[name] = None
            continue
        late = max(0, plan.late - 2) if (who, name) == (EXTENDED, "ps2") else plan.late
        if late > 4:
            scores[name] = Fraction(0)
            continue
        spent = min(free, late)
        free -= spent
        scores[name] = raw(plan, who, name) * (10 - (late - spent)) / 10
    return scores


def reckoned(course: Course, log: GradeLog, who: str) -> Settlement:
    chosen = [course.assignment(name) for name in course.assignments]
    standings = [log.standings(a.name, who) for a in chosen]
    entries = [found[who].effective for found in standings if who in found]
    return settle(course, chosen, who, entries, course.extensions())


def test_every_student_ends_with_what_they_deserve(
    semester: Rehearsal, course: Course, log: GradeLog, plans: Plans
) -> None:
    for student in course.roster():
        found = reckoned(course, log, student.id)
        want = deserved(student.id, plans)
        assert {s.assignment: s.score for s in found.assignments} == want
        counted = sorted(score for score in want.values() if score is not None)
        best = counted[1:] if len(counted) > 1 else counted
        assert found.share == (sum(best) / (6 * len(best)) if best else None)


def test_the_regrade_changed_just_those_whom_the_wrong_key_had_harmed(
    semester: Rehearsal, plans: Plans
) -> None:
    harmed = {
        who
        for (who, name), plan in plans.items()
        if name == MISKEYED and plan and plan.right["q1_E"]
    }
    assert {change.student for change in semester.changes} == harmed
    assert {change.by for change in semester.changes} == {Fraction(4)}


def test_a_second_regrade_changes_nobody(
    semester: Rehearsal, course: Course, log: GradeLog
) -> None:
    chosen = course.assignment(MISKEYED)
    again = rehearse(Round.of(course, chosen, options=Options(jobs=JOBS, again=True)), log)
    assert again.changes == ()
    assert {entry.student for entry in again.entries} == set(log.latest(MISKEYED))


def test_a_regrade_runs_only_what_has_changed(
    semester: Rehearsal, course: Course, log: GradeLog
) -> None:
    assert rehearse(Round.of(course, course.assignment(MISKEYED)), log).entries == ()


def test_every_grade_that_ever_was_is_still_in_the_log(
    semester: Rehearsal, log: GradeLog, plans: Plans
) -> None:
    student, name, _ = OVERRIDDEN
    reasons = [
        getattr(event, "why", None) or event.provenance.why for event in log.history(student, name)
    ]  # type: ignore[union-attr]
    assert sorted(reasons) == ["a fair reading", "graded", "key corrected"]
    for (who, assignment), plan in plans.items():
        if assignment != MISKEYED:
            assert len(log.history(who, assignment)) == (plan is not None)


def test_exports_read_back_equal(semester: Rehearsal, course: Course, log: GradeLog) -> None:
    names = course.assignments
    rows = []
    for student in course.roster():
        scores = tuple(s.score for s in reckoned(course, log, student.id).assignments)
        rows.append(GradeRow(student.id, scores, student.name, student.email))
    table = GradeTable(tuple(Column(name, Fraction(6)) for name in names), tuple(rows))
    assert read_grades_csv(grades_csv(table)) == table
    exported = "Student,ID,SIS User ID,SIS Login ID,Section,ps1 (7)\n" + "".join(
        f'"{n}, Student",{900 + n},s{n:02},s{n:02},A,\n' for n in range(STUDENTS)
    )
    given = {row.student: row.scores[0] for row in rows if row.scores[0] is not None}
    filled = fill_canvas(exported.encode(), "ps1", given)
    back = csv.DictReader(io.StringIO(filled.data.decode("utf-8-sig")))
    read = {line["SIS User ID"]: line["ps1 (7)"] for line in back}
    assert {who: Fraction(text) for who, text in read.items() if text} == given
