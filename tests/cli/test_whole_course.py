"""From a problem set to a graded class: the main job, end to end, as an instructor runs it."""

import json
import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import nbformat
import pytest

from millivolt.course import Course
from millivolt.course.simulated import planted
from millivolt.gradebook.log import GradeLog


@pytest.fixture(scope="session")
def course(demo):
    return Course.open(demo)


@pytest.fixture(scope="session")
def graded(course):
    with GradeLog.open(course.database) as log:
        return log.latest("ps1")


def test_every_planted_answer_gets_the_verdict_and_the_misconception_it_deserves(course, graded):
    wrong = []
    for student, answers in planted(course, "ps1").items():
        verdicts = {part.slot: part.verdict for part in graded[student].parts}
        for answer in answers:
            verdict = verdicts[answer.slot]
            named, deserved = set(verdict.misconceptions), set(answer.misconceptions)
            # A function may be explained by several ideas that its tests cannot tell apart.
            code = answer.slot.endswith("_code")
            ideas = (
                deserved <= named and bool(deserved) == bool(named) if code else named == deserved
            )
            if verdict.state.value not in answer.states or not ideas:
                wrong.append((student, answer, verdict))
    assert not wrong


def test_the_class_has_every_kind_of_answer_and_accident(course):
    everything = [one for made in planted(course, "ps1").values() for one in made]
    assert {one.kind for one in everything} == {
        "right", "disguised", "misconception", "wrong", "malformed", "blank", "accident",
    }  # fmt: skip
    accidents = {one.label for one in everything if one.kind == "accident"}
    assert len(accidents) == 4


def test_no_submission_stops_the_batch_and_none_needs_review_without_a_cause(course, graded):
    assert set(graded) == {student.id for student in course.roster()}
    assert {entry.state for entry in graded.values()} == {"graded"}


def test_nobody_gets_the_numbers_of_somebody_else(course):
    issues = list(course.issues.all("ps1"))
    for number, question in enumerate(issues[0].questions):
        if not any(part.kind == "numeric" for part in question.variant.parts):
            continue
        given = [json.dumps(dict(i.questions[number].variant.given), default=str) for i in issues]
        assert len(set(given)) == len(given), question.variant.item_id


def test_assigning_again_changes_no_byte(course, demo, millivolt):
    files = sorted((demo / "release").rglob("*.ipynb"))
    before = {path: path.read_bytes() for path in files}
    files[3].unlink()
    done = millivolt("assign", "ps1", "-C", demo)
    assert done.returncode == 0, done.stderr
    assert {path: path.read_bytes() for path in files} == before


def test_released_notebooks_are_valid_and_hold_no_key(course, demo):
    issue = course.issues.read("ps1", "s05")
    data = course.released("s05", "ps1").read_text("utf-8")
    nbformat.validate(nbformat.reads(data, as_version=4))
    for issued in issue.parts():
        answer = getattr(issued.part, "answer", None)
        if isinstance(answer, float):
            assert f"{answer:.4f}" not in data
        for idea in issued.part.claims():
            assert idea.tell not in data
        assert issued.question.variant.prose.solution not in data
    assert course.secret.hex() not in data


def test_released_notebooks_pass_nbgraders_own_validation(course):
    nbgraderformat = pytest.importorskip("nbgrader.nbgraderformat")
    validator = pytest.importorskip("nbgrader.nbgraderformat.v3").MetadataValidatorV3()
    for student in ("s01", "s24"):
        path = str(course.released(student, "ps1"))
        notebook = nbgraderformat.read(path, as_version=4)
        validator.validate_nb(notebook)
        roles = [cell.metadata.nbgrader for cell in notebook.cells if "nbgrader" in cell.metadata]
        points = sum(role.points for role in roles if role.grade)
        assert points == float(course.assignment("ps1").points)


def test_grading_again_runs_nothing_and_says_the_same(demo, millivolt, graded):
    done = millivolt("grade", "ps1", "--json", "-C", demo)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert {line["student"]: Fraction(str(line["score"])).limit_denominator(10**6)
            for line in lines} == {
        student: entry.score for student, entry in graded.items()
    }  # fmt: skip
    assert all(line["sandbox"] in ("full", "landlock") for line in lines)


def test_two_gradings_give_identical_verdicts(demo, millivolt, graded, course):
    chosen = [arg for student in ("s01", "s04", "s08", "s11") for arg in ("--student", student)]
    done = millivolt("grade", "ps1", "--again", *chosen, "-j", "1", "--json", "-C", demo)
    assert done.returncode == 0, done.stderr
    with GradeLog.open(course.database) as log:
        again = log.latest("ps1")
    for student in ("s01", "s04", "s08", "s11"):
        assert [p.verdict for p in again[student].parts] == [
            p.verdict for p in graded[student].parts
        ]


def test_every_student_has_a_page_that_loads_nothing(demo, course):
    for student in course.roster():
        page = (demo / "feedback" / student.id / "ps1" / "ps1.html").read_text("utf-8")
        assert "<script" not in page.lower()
        assert "http://" not in page.replace("http://www.w3.org", "")
        assert "Content-Security-Policy" in page


def test_the_report_names_the_misconceptions_that_were_planted(demo, course):
    data = json.loads((demo / "reports" / "ps1" / "report.json").read_text("utf-8"))
    counted = {idea for entry in data["misconceptions"] for idea in entry["ids"]}
    deserved = {
        idea
        for made in planted(course, "ps1").values()
        for one in made
        for idea in one.misconceptions
    }
    assert deserved <= counted


def test_the_grades_file_has_a_line_for_everybody(demo, course):
    lines = (demo / "reports" / "ps1" / "grades.csv").read_bytes().decode("utf-8").splitlines()
    assert len(lines) == 1 + len(course.roster())


def test_with_pseudonyms_nobody_is_named_and_everybody_can_be_found(demo, millivolt, course):
    done = millivolt("report", "ps1", "--pseudonyms", "-C", demo)
    assert done.returncode == 0, done.stderr
    folder = demo / "reports" / "ps1-pseudonyms"
    written = "".join(path.read_text("utf-8") for path in folder.iterdir())
    graded = millivolt("grade", "ps1", "--pseudonyms", "--json", "-C", demo).stdout
    for student in course.roster():
        assert f'"{student.id}"' not in graded
        assert student.name not in written
        assert not re.search(rf"\b{student.id}\b", written)
    bearers = [json.loads(line)["student"] for line in graded.splitlines()]
    found = json.loads(millivolt("pseudonyms", *bearers, "--json", "-C", demo).stdout)
    assert sorted(found.values()) == sorted(student.id for student in course.roster())
    unknown = millivolt("pseudonyms", "zzzzz-zzzzz", "-C", demo)
    assert unknown.returncode == 3
    assert "neither a student" in unknown.stderr


def test_platforms_must_know_the_students(demo, millivolt, tmp_path):
    plain = millivolt("export", "--pseudonyms", "--out", tmp_path / "g.csv", "-C", demo)
    assert plain.returncode == 0, plain.stderr
    assert "s01" not in (tmp_path / "g.csv").read_text("utf-8")
    moodle = ("export", "--pseudonyms", "--format", "moodle", "--out", tmp_path / "m.csv")
    refused = millivolt(*moodle, "-C", demo)
    assert refused.returncode == 2
    assert "--pseudonyms" in refused.stderr


def test_the_key_of_a_student_is_their_own(demo, millivolt, course):
    done = millivolt("key", "ps1", "--student", "s02", "--json", "-C", demo)
    document = json.loads(done.stdout)
    assert document["student"] == "s02"
    assert document["token"] == course.issues.read("ps1", "s02").token


def test_a_demo_never_replaces_a_folder_of_somebody_else(tmp_path: Path, millivolt):
    (tmp_path / "thesis.txt").write_text("precious")
    done = millivolt("demo", "--out", tmp_path)
    assert done.returncode == 3
    assert "--out" in done.stderr
    assert (tmp_path / "thesis.txt").read_text() == "precious"


def test_pytest_collects_a_submission_of_the_course(demo, millivolt, tmp_path):
    notebook = demo / "submitted" / "s01" / "ps1" / "ps1.ipynb"
    report = tmp_path / "junit.xml"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "q1_E",
         f"--junitxml={report}", str(notebook)],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert "1 passed" in done.stdout or "1 failed" in done.stdout, done.stdout
    assert 'name="q1_E"' in report.read_text()
