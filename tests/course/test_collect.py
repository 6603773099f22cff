"""Taking in submissions: whose they are, which one counts, what is told to the instructor."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

import millivolt.course.files as files
from millivolt.course import Collected, Course, Roster, Student, assign, collect
from millivolt.course.identity import Directory
from millivolt.errors import AuthorError
from millivolt.lms import Hint, HintKind

DUE = datetime(2026, 11, 30, 18, tzinfo=UTC)
BEFORE, AFTER = DUE - timedelta(days=1), DUE + timedelta(days=3)

ROSTER = Roster(
    (
        Student("ada", "Ada Lindqvist", "ada@example.org", "101"),
        Student("bo", "Bo van der Berg", "bo@example.org", "102"),
        Student("chen", "Wei Chen", "chen@example.org", "103"),
    )
)


@pytest.fixture
def issued(course: Course, bank: Any) -> Course:
    """The course with ps1 (due 30 November) issued to ada, bo and chen."""
    path = course.folder / "assignments" / "ps1.toml"
    path.write_text(f"due = {DUE.isoformat()}\n{path.read_text()}")
    assign(course, course.assignment("ps1"), bank, ROSTER)
    return course


def notebook(course: Course, student: str, answer: str = "") -> bytes:
    document = json.loads(course.released(student, "ps1").read_bytes())
    document["cells"][4]["source"] = [answer]
    return json.dumps(document).encode()


def download(course: Course, files: dict[str, bytes]) -> Path:
    path = course.folder.parent / "download.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def take(course: Course, files: dict[str, bytes] | Path, now: datetime = AFTER) -> Collected:
    source = files if isinstance(files, Path) else download(course, files)
    return collect(course, course.assignment("ps1"), source, ROSTER, now=now)


def submitted(course: Course, student: str) -> bytes | None:
    path = course.submitted(student, "ps1")
    return path.read_bytes() if path.exists() else None


def stamp(course: Course, student: str) -> str:
    return (course.submitted(student, "ps1").parent / "timestamp.txt").read_text()


def test_a_canvas_download_is_taken_in(issued: Course) -> None:
    ada, bo = notebook(issued, "ada"), notebook(issued, "bo")
    done = take(
        issued,
        {"lindqvistada_101_5001_ps1.ipynb": ada, "vanderbergbo_102_5002_ps1-1.ipynb": bo},
    )
    assert (done.new, done.missing, done.notes) == (("ada", "bo"), ("chen",), ())
    assert (submitted(issued, "ada"), submitted(issued, "bo")) == (ada, bo)


def test_a_moodle_download_is_taken_in(issued: Course) -> None:
    ada = notebook(issued, "ada")
    done = take(issued, {"Ada Lindqvist_4711_assignsubmission_file_/my work.ipynb": ada})
    assert done.new == ("ada",)
    assert submitted(issued, "ada") == ada


def test_a_blackboard_download_tells_its_time_in_the_courses_zone(issued: Course) -> None:
    name = "ps1_bo_attempt_2026-11-30-17-00-00_work.ipynb"
    assert take(issued, {name: notebook(issued, "bo")}).new == ("bo",)
    assert stamp(issued, "bo") == "2026-11-30 17:00:00.000000 UTC"


def test_nbgraders_folders_are_taken_in_with_their_time(issued: Course, tmp_path: Path) -> None:
    folder = tmp_path / "exchange" / "bo" / "ps1"
    folder.mkdir(parents=True)
    (folder / "ps1.ipynb").write_bytes(notebook(issued, "bo"))
    (folder / "timestamp.txt").write_text("2026-11-29 10:00:00.500000 UTC")
    assert take(issued, tmp_path / "exchange").new == ("bo",)
    assert stamp(issued, "bo") == "2026-11-29 10:00:00.500000 UTC"


def test_the_token_tells_whose_it_is_whatever_the_file_is_called(issued: Course) -> None:
    done = take(issued, {"Untitled (3).ipynb": notebook(issued, "chen")})
    assert (done.new, done.notes) == (("chen",), ())


def test_a_notebook_without_token_is_taken_in_by_its_name(issued: Course) -> None:
    bare = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
    done = take(issued, {"lindqvistada_101_5001_ps1.ipynb": bare})
    assert (done.new, done.notes) == (("ada",), ())


def test_a_notebook_handed_in_by_another_student_is_told_and_left_to_grading(
    issued: Course,
) -> None:
    done = take(issued, {"vanderbergbo_102_5002_ps1.ipynb": notebook(issued, "ada")})
    assert [(n.student, n.message) for n in done.notes] == [
        ("bo", "handed in by bo, but issued to ada")
    ]
    assert (done.new, submitted(issued, "ada")) == (("bo",), None)


def test_ones_own_notebook_wins_over_another_students_that_came_later(issued: Course) -> None:
    own, alien = notebook(issued, "bo"), notebook(issued, "ada")
    done = take(issued, {"x_102_5001_ps1.ipynb": own, "x_102_5002_ps1.ipynb": alien})
    assert submitted(issued, "bo") == own
    assert len(done.notes) == 2


def test_a_file_of_nobody_is_told_and_left_out(issued: Course) -> None:
    bare = json.dumps({"cells": [], "metadata": {}, "nbformat": 4}).encode()
    done = take(issued, {"Untitled.ipynb": bare})
    assert done.new == ()
    assert "neither" in done.notes[0].message


def test_a_forged_token_is_told(issued: Course) -> None:
    forged = notebook(issued, "bo").replace(
        issued.issues.read("ps1", "bo").token.encode(), b"a" * 16
    )
    done = take(issued, {"vanderbergbo_102_5002_ps1.ipynb": forged})
    assert "not issued in this course" in done.notes[0].message


def test_a_notebook_of_another_assignment_is_told_and_left_out(issued: Course, bank: Any) -> None:
    other = issued.folder / "assignments" / "ps2.toml"
    other.write_text((issued.folder / "assignments" / "ps1.toml").read_text())
    assign(issued, issued.assignment("ps2"), bank, ROSTER)
    course = Course.open(issued.folder)
    done = take(course, {"ada.ipynb": course.released("ada", "ps2").read_bytes()})
    assert done.notes[0].message == "left out: it is a notebook of ps2"
    assert submitted(course, "ada") is None


def test_a_damaged_notebook_is_taken_in_and_told(issued: Course) -> None:
    done = take(issued, {"lindqvistada_101_5001_ps1.ipynb": b"{broken"})
    assert "not a valid notebook" in done.notes[0].message
    assert submitted(issued, "ada") == b"{broken"


def test_what_is_no_notebook_is_told(issued: Course) -> None:
    done = take(issued, {"lindqvistada_101_5001_work.zip": b"PK", "x_102_2_work.docx": b"?"})
    assert [(n.student, n.message) for n in done.notes] == [
        ("ada", "left out: it is an archive: ask the student for the notebook itself."),
        ("bo", "left out: it is not a notebook (.ipynb)."),
    ]


def test_of_several_files_the_latest_counts_and_the_others_are_told(issued: Course) -> None:
    first, second = notebook(issued, "bo", "first"), notebook(issued, "bo", "second")
    early = "ps1_bo_attempt_2026-11-28-10-00-00_z.ipynb"
    late = "ps1_bo_attempt_2026-11-29-10-00-00_a.ipynb"
    take(issued, {early: first, late: second})
    assert submitted(issued, "bo") == second
    (issued.folder / "again").mkdir()
    done = take(issued, {early: first})
    assert (done.kept, submitted(issued, "bo")) == (("bo",), second)
    assert "was received later" in done.notes[0].message


@pytest.mark.parametrize("later", ["x_102_10_ps1.ipynb", "x_102_9_ps1-1.ipynb"])
def test_without_times_the_systems_own_numbers_tell_the_latest(issued: Course, later: str) -> None:
    first, second = notebook(issued, "bo", "first"), notebook(issued, "bo", "second")
    take(issued, {"x_102_9_ps1.ipynb": first, later: second})
    assert submitted(issued, "bo") == second


def test_a_later_download_replaces_and_keeps_what_was_there(issued: Course) -> None:
    first, second = notebook(issued, "bo", "first"), notebook(issued, "bo", "second")
    take(issued, {"x_102_1_ps1.ipynb": first}, now=BEFORE)
    done = take(issued, {"x_102_2_ps1.ipynb": second}, now=AFTER)
    assert (done.new, done.replaced) == ((), ("bo",))
    kept = list((issued.state / "replaced" / "ps1" / "bo").iterdir())
    assert [path.read_bytes() for path in kept] == [first]


def test_collecting_again_changes_nothing(issued: Course) -> None:
    files = {"x_101_1_ps1.ipynb": notebook(issued, "ada"), "x_102_2_LATE.ipynb": b"{"}
    take(issued, files, now=BEFORE)
    before = everything(issued)
    done = take(issued, files, now=AFTER)
    assert (done.new, done.replaced, done.kept) == ((), (), ("ada", "bo"))
    assert everything(issued) == before


def test_canvas_tells_no_times_so_what_is_not_late_came_by_the_due_time(issued: Course) -> None:
    take(issued, {"x_101_1_ps1.ipynb": notebook(issued, "ada")}, now=AFTER)
    assert stamp(issued, "ada") == "2026-11-30 18:00:00.000000 UTC"
    take(issued, {"x_102_1_ps1.ipynb": notebook(issued, "bo")}, now=BEFORE)
    assert stamp(issued, "bo") == "2026-11-29 18:00:00.000000 UTC"


def test_a_late_file_without_a_time_is_told(issued: Course) -> None:
    done = take(issued, {"x_LATE_103_1_ps1.ipynb": notebook(issued, "chen")})
    assert "write the time into submitted/chen/ps1/timestamp.txt" in done.notes[0].message
    assert stamp(issued, "chen") == "2026-12-03 18:00:00.000000 UTC"


def test_what_somebody_put_there_by_hand_is_left_alone(issued: Course) -> None:
    path = issued.submitted("ada", "ps1")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"by hand")
    done = take(issued, {"x_101_1_ps1.ipynb": notebook(issued, "ada")})
    assert submitted(issued, "ada") == b"by hand"
    assert "by hand" in done.notes[0].message
    take(issued, {"x_102_1_ps1.ipynb": notebook(issued, "bo")})
    issued.submitted("bo", "ps1").write_bytes(b"mended")
    take(issued, {"x_102_2_ps1.ipynb": notebook(issued, "bo", "new")})
    assert submitted(issued, "bo") == b"mended"


def test_a_dry_run_tells_the_same_and_writes_nothing(issued: Course) -> None:
    source = download(issued, {"x_101_1_ps1.ipynb": notebook(issued, "ada"), "y.ipynb": b"{"})
    before = everything(issued)
    chosen = issued.assignment("ps1")
    told = collect(issued, chosen, source, ROSTER, now=AFTER, dry_run=True)
    assert everything(issued) == before
    done = take(issued, source)
    assert (told.new, told.missing, told.notes) == (done.new, done.missing, done.notes)


def test_a_hostile_download_is_refused_with_a_sentence(issued: Course, tmp_path: Path) -> None:
    path = tmp_path / "not.zip"
    path.write_bytes(b"nothing")
    with pytest.raises(AuthorError, match="whole zip"):
        take(issued, path)


def test_a_student_who_left_the_roster_may_still_hand_in(issued: Course) -> None:
    data = notebook(issued, "chen")
    chosen, source = issued.assignment("ps1"), download(issued, {"chen/ps1.ipynb": data})
    assert collect(issued, chosen, source, Roster(()), now=AFTER).new == ("chen",)


class Killed(BaseException):
    """Stands for a kill at one moment."""


@pytest.mark.parametrize("moment", range(0, 40, 3))
def test_a_run_killed_at_any_moment_and_run_again_equals_an_undisturbed_one(
    issued: Course, killer: Callable[[int], None], moment: int
) -> None:
    source = download(
        issued,
        {
            "x_101_1_ps1.ipynb": notebook(issued, "ada", "one"),
            "x_101_2_ps1.ipynb": notebook(issued, "ada", "two"),
            "x_102_1_ps1.ipynb": notebook(issued, "bo"),
        },
    )
    clean = everything(issued)
    take(issued, source)
    undisturbed = everything(issued)
    for name in undisturbed.keys() - clean.keys():
        (issued.folder / name).unlink()
    killer(moment)
    try:
        take(issued, source)
    except Killed:
        killer(-1)
        take(issued, source)
    else:
        pytest.fail("the run has fewer steps than this test kills at")
    assert everything(issued) == undisturbed


@pytest.fixture
def killer(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Ends the run at the n-th system call that changes the disk."""
    calls = ("fsync", "replace", "fchmod")
    real = {name: getattr(files.os, name) for name in calls}

    def arm(n: int) -> None:
        steps: Iterator[int] = count()

        def wrap(name: str) -> Callable[..., Any]:
            def step(*args: Any, **kwargs: Any) -> Any:
                if next(steps) == n:
                    raise Killed
                return real[name](*args, **kwargs)

            return step

        for name in calls:
            monkeypatch.setattr(files.os, name, wrap(name) if n >= 0 else real[name])

    return arm


def everything(course: Course) -> dict[str, bytes]:
    return {
        str(path.relative_to(course.folder)): path.read_bytes()
        for path in sorted(course.folder.rglob("*"))
        if path.is_file() and path.name != "lock" and not path.name.endswith(".new")
    }


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        (HintKind.LOGIN, "ADA", "ada"),
        (HintKind.LOGIN, "ada@example.org", "ada"),
        (HintKind.LMS_ID, "101", "ada"),
        (HintKind.LMS_ID, "999", None),
        (HintKind.NAME, "lindqvistada", "ada"),
        (HintKind.NAME, "Ada Lindqvist", "ada"),
        (HintKind.NAME, "vanderbergbo", "bo"),
        (HintKind.NAME, "bergbovander", "bo"),
        (HintKind.NAME, "ada", None),
        (HintKind.NAME, "", None),
        (HintKind.FOLDER, "chen", "chen"),
        (HintKind.FOLDER, "Wei Chen", "chen"),
        (HintKind.STEM, "ps1", None),
    ],
)
def test_hints_find_their_student(kind: HintKind, text: str, found: str | None) -> None:
    assert Directory(ROSTER).find([Hint(kind, text)]) == found


def test_accents_do_not_hide_a_name() -> None:
    people = [Student("zoe", "Zoë Ångström")]
    assert Directory(people).find([Hint(HintKind.NAME, "angstromzoe")]) == "zoe"


def test_a_name_that_two_students_share_names_neither() -> None:
    twins = [Student("a1", "Kim Lee"), Student("a2", "Kim Lee")]
    assert Directory(twins).find([Hint(HintKind.NAME, "leekim")]) is None
    hints = [Hint(HintKind.NAME, "leekim"), Hint(HintKind.LOGIN, "a2")]
    assert Directory(twins).find(hints) == "a2"
