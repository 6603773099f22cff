"""Handing out an assignment: different, fair, repeatable, safe to interrupt."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

import millivolt.course.files as files
from millivolt.course import Assigned, Course, Roster, Student, assign
from millivolt.errors import AuthorError, EnvironmentProblem
from millivolt.notebooks import compose, read


def run(course: Course, bank: Any, **options: Any) -> Assigned:
    return assign(course, course.assignment("ps1"), bank, course.roster(), **options)


def everything(course: Course) -> dict[str, bytes]:
    return {
        str(path.relative_to(course.folder)): path.read_bytes()
        for path in sorted(course.folder.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


def notebooks(course: Course) -> dict[str, bytes]:
    return {name: data for name, data in everything(course).items() if name.endswith(".ipynb")}


def add(course: Course, *names: str) -> None:
    with (course.folder / "roster.csv").open("a") as file:
        file.writelines(f"{name},{name}\n" for name in names)


def test_every_student_gets_a_notebook_that_follows_from_the_frozen_issue(
    course: Course, bank: Any
) -> None:
    done = run(course, bank)
    assert done.new == tuple(student.id for student in course.roster())
    for student in done.new:
        issue = course.issues.read("ps1", student)
        path = course.folder / "release" / student / "ps1" / "ps1.ipynb"
        assert path.read_bytes() == compose(issue)
        assert (issue.student, issue.title) == (student, "Problem set 1")
        assert [part.points for part in issue.parts()] == [3, 2, 1, 1]


def test_students_get_different_numbers_where_the_family_has_enough(
    course: Course, bank: Any
) -> None:
    run(course, bank)
    issues = list(course.issues.all("ps1"))
    for place, distinct in [(0, 6), (1, 6), (2, 3)]:
        assert len({str(i.questions[place].variant.given) for i in issues}) == distinct


def test_what_cannot_differ_is_counted(course: Course, bank: Any) -> None:
    assert run(course, bank).repeats == {"concept": 5, "scarce": 3}


def test_strata_are_balanced_over_the_class_though_one_is_rare(course: Course, bank: Any) -> None:
    add(course, *(f"s{n}" for n in range(24)))
    run(course, bank)
    kinds = Counter(i.questions[1].variant.strata["kind"] for i in course.issues.all("ps1"))
    assert set(kinds.values()) == {10}


def test_running_again_changes_nothing(course: Course, bank: Any) -> None:
    run(course, bank)
    before = everything(course)
    again = run(course, bank)
    assert everything(course) == before
    assert (again.new, again.repaired, again.written) == ((), (), ())
    assert len(again.kept) == 6


def test_a_new_student_is_added_and_nobody_else_changes(course: Course, bank: Any) -> None:
    run(course, bank)
    before = notebooks(course)
    add(course, "zoe")
    done = run(course, bank)
    assert done.new == ("zoe",)
    after = notebooks(course)
    assert {name: after[name] for name in before} == before
    numbers = [i.questions[0].variant.given["n"] for i in course.issues.all("ps1")]
    assert len(set(numbers)) == 7


def test_a_missing_notebook_is_written_again_as_it_was(course: Course, bank: Any) -> None:
    run(course, bank)
    before = everything(course)
    course.released("bo", "ps1").unlink()
    assert run(course, bank).repaired == ("bo",)
    assert everything(course) == before


def test_a_repair_needs_no_bank(course: Course, bank: Any, new_version: Any) -> None:
    run(course, bank)
    before = notebooks(course)
    course.released("bo", "ps1").unlink()
    run(course, new_version, force=True)
    assert notebooks(course) == before


def test_two_courses_with_the_same_secret_are_equal_to_the_byte(
    course: Course, bank: Any, tmp_path: Path
) -> None:
    twin = tmp_path / "twin"
    for name, data in everything(course).items():
        path = twin / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    roster = (twin / "roster.csv").read_text().splitlines()
    (twin / "roster.csv").write_text("\n".join([roster[0], *reversed(roster[1:])]))
    run(course, bank)
    other = Course.open(twin)
    run(other, bank)
    assert notebooks(other) == notebooks(course)


def test_another_secret_gives_other_numbers(course: Course, bank: Any) -> None:
    one = seeds(course, bank)
    (course.folder / ".millivolt" / "secret").write_bytes(b"x" * 32)
    assert set(seeds(Course.open(course.folder), bank)).isdisjoint(one)


def seeds(course: Course, bank: Any) -> list[str]:
    run(course, bank)
    found = [q.variant.seed for i in course.issues.all("ps1") for q in i.questions]
    for path in (course.state / "issues" / "ps1").iterdir():
        path.unlink()
    return found


def test_a_dry_run_tells_what_it_would_do_and_writes_nothing(course: Course, bank: Any) -> None:
    before = everything(course)
    told = run(course, bank, dry_run=True)
    assert everything(course) == before
    done = run(course, bank)
    assert (told.new, told.written, told.repeats) == (done.new, done.written, done.repeats)


def test_neither_secret_nor_seed_nor_key_is_in_what_is_released(course: Course, bank: Any) -> None:
    run(course, bank)
    text = b"".join(notebooks(course).values()).decode()
    assert course.secret.hex() not in text
    for issue in course.issues.all("ps1"):
        for question in issue.questions:
            assert question.variant.seed not in text
        released = course.released(issue.student, "ps1").read_text()
        assert str(issue.questions[0].variant.parts[0].answer) not in released  # type: ignore[attr-defined]


def test_the_frozen_files_are_private(course: Course, bank: Any) -> None:
    run(course, bank)
    private = [p for p in course.state.rglob("*") if p.is_file()]
    assert private
    assert all(path.stat().st_mode & 0o077 == 0 for path in private)


def test_a_token_names_its_student_and_assignment_and_a_forged_one_nobody(
    course: Course, bank: Any
) -> None:
    run(course, bank)
    for student in ("ada", "Åsa"):
        token = read(course.released(student, "ps1")).token
        assert token is not None
        owner = course.recognise(token)
        assert owner is not None
        assert (owner.student, owner.assignment) == (student, "ps1")
        assert student not in token
    assert course.recognise("a" * 16) is None


def test_a_change_of_the_questions_after_release_is_refused_in_words(
    course: Course, bank: Any, new_version: Any
) -> None:
    run(course, bank)
    before = everything(course)
    path = course.folder / "assignments" / "ps1.toml"
    text = path.read_text()
    path.write_text(text.replace("points = 3", "points = 4").replace("set 1", "set one"))
    with pytest.raises(AuthorError) as refusal:
        run(course, new_version)
    said = str(refusal.value)
    assert "question 1: points was 3, now it is 4" in said
    assert "question 1: version was 1, now it is 2" in said
    assert "'Problem set one'" in said
    path.write_text(text)
    assert everything(course) == before


def test_times_and_policies_may_change_after_release(course: Course, bank: Any) -> None:
    run(course, bank)
    path = course.folder / "assignments" / "ps1.toml"
    path.write_text("due = 2027-01-01\n" + path.read_text() + "[feedback.before_due]\nkey = true\n")
    assert len(run(course, bank).kept) == 6


def test_with_force_a_changed_assignment_reaches_new_students_only(
    course: Course, bank: Any
) -> None:
    run(course, bank)
    before = notebooks(course)
    path = course.folder / "assignments" / "ps1.toml"
    path.write_text(path.read_text().replace("points = 3", "points = 30"))
    add(course, "zoe")
    assert run(course, bank, force=True).new == ("zoe",)
    after = notebooks(course)
    assert {name: after[name] for name in before} == before
    assert course.issues.read("ps1", "zoe").questions[0].points == 30
    assert course.issues.read("ps1", "ada").questions[0].points == 3
    assert run(course, bank).new == ()


def test_an_item_that_is_not_in_the_bank_is_an_error_at_its_line(course: Course, bank: Any) -> None:
    path = course.folder / "assignments" / "ps1.toml"
    path.write_text(path.read_text().replace('"scarce"', '"scares"'))
    with pytest.raises(AuthorError, match="'scares'") as problem:
        run(course, bank)
    assert problem.value.line == 8


def test_shared_questions_are_the_same_for_everybody_and_no_repeats(
    course: Course, bank: Any
) -> None:
    path = course.folder / "assignments" / "ps1.toml"
    path.write_text(path.read_text().replace("points = 3", 'points = 3\nseeds = "shared"'))
    assert "doubling" not in run(course, bank).repeats
    assert len({i.questions[0].variant.id for i in course.issues.all("ps1")}) == 1


def test_each_student_gets_as_many_questions_of_a_pool_as_it_says(
    course: Course, bank: Any
) -> None:
    path = course.folder / "assignments" / "ps1.toml"
    path.write_text(
        'title = "Pools"\n[[question]]\nitem = "concept"\n[[section]]\ntitle = "Pick"\npick = 2\n'
        'question = [{ item = "doubling" }, { item = "layered" }, { item = "scarce" }]\n'
    )
    add(course, *(f"s{n}" for n in range(20)))
    run(course, bank)
    issues = list(course.issues.all("ps1"))
    assert {tuple(q.section for q in i.questions) for i in issues} == {("", "Pick", "Pick")}
    picked = Counter(q.variant.item_id for i in issues for q in i.questions[1:])
    assert set(picked) == {"doubling", "layered", "scarce"}
    assert all(i.questions[1].variant.item_id != i.questions[2].variant.item_id for i in issues)


def test_a_further_attempt_has_other_numbers_and_a_name_of_its_own(
    course: Course, bank: Any
) -> None:
    path = course.folder / "assignments" / "ps1.toml"
    path.write_text("attempts = 2\n" + path.read_text())
    run(course, bank)
    again = assign(course, course.assignment("ps1-attempt2"), bank, course.roster())
    assert again.new == tuple(student.id for student in course.roster())
    first, second = (list(course.issues.all(n)) for n in ("ps1", "ps1-attempt2"))
    numbers = [str(i.questions[0].variant.given) for i in (*first, *second)]
    assert len(set(numbers)) == 12
    assert second[0].title == "Problem set 1, attempt 2"
    path = course.released("ada", "ps1-attempt2")
    token = read(path).token
    assert token is not None
    owner = course.recognise(token)
    assert owner is not None
    assert owner.assignment == "ps1-attempt2"


class Killed(BaseException):
    """Stands for a kill at one moment: nothing may catch it and tidy up."""


@pytest.fixture
def killer(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Ends the run at the n-th system call that changes the disk."""
    calls = ("open", "fsync", "replace", "fchmod")
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


@pytest.mark.parametrize("moment", [0, 1, 2, 3, 5, 8, 13, 14, 15, 16, 17, 21, 34, 40, 47, 55])
def test_a_run_killed_at_any_moment_and_run_again_equals_an_undisturbed_one(
    course: Course, bank: Any, killer: Callable[[int], None], moment: int
) -> None:
    run(course, bank)
    undisturbed = everything(course)
    for name in undisturbed:
        if name.startswith(("release", ".millivolt/issues", ".millivolt/manifests")):
            (course.folder / name).unlink()
    killer(moment)
    with pytest.raises(Killed):
        run(course, bank)
    killer(-1)
    run(course, bank)
    assert everything(course) == undisturbed


def test_a_read_only_or_full_disk_is_told_and_loses_nothing(
    course: Course, bank: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(course, bank)
    before = everything(course)
    add(course, "zoe")

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files.os, "fsync", full)
        with pytest.raises(EnvironmentProblem, match="No space left"):
            run(course, bank)
    roster = "roster.csv"
    assert {**everything(course), roster: b""} == {**before, roster: b""}
    assert run(course, bank).new == ("zoe",)


def test_two_runs_at_once_are_refused(course: Course, bank: Any) -> None:
    with course.lock(), pytest.raises(EnvironmentProblem, match="another millivolt command"):
        run(course, bank)


def test_a_damaged_frozen_issue_is_told_with_its_file(course: Course, bank: Any) -> None:
    run(course, bank)
    path = course.state / "issues" / "ps1" / "ada.json"
    document = json.loads(path.read_text())
    del document["issue"]["token"]
    path.write_text(json.dumps(document))
    with pytest.raises(AuthorError, match="damaged") as problem:
        run(course, bank)
    assert problem.value.file == str(path)


def test_progress_is_told_for_each_student(course: Course, bank: Any) -> None:
    told: list[tuple[int, int]] = []
    run(course, bank, progress=lambda done, total: told.append((done, total)))
    assert told == [(n, 6) for n in range(1, 7)]


def test_a_student_who_left_keeps_the_notebook_and_is_named(course: Course, bank: Any) -> None:
    run(course, bank)
    smaller = Roster(tuple(s for s in course.roster() if s.id != "bo"))
    assert assign(course, course.assignment("ps1"), bank, smaller).left == ("bo",)
    assert course.released("bo", "ps1").is_file()


def test_memory_does_not_grow_with_the_class(course: Course, bank: Any) -> None:
    import tracemalloc

    def peak(size: int) -> int:
        roster = Roster(tuple(Student(f"m{size}-{n:04}") for n in range(size)))
        tracemalloc.start()
        assign(course, course.assignment("ps1"), bank, roster)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)
    small, large = peak(12), peak(92)
    assert large - small < 80 * 2_000


def test_verdicts_are_frozen_with_the_issue_so_that_a_notebook_can_be_written_again(
    course: Course, bank: Any
) -> None:
    (course.folder / "roster.csv").write_text("id,name\nada,Ada\n")
    file = course.folder / "assignments" / "ps1.toml"
    file.write_text('check = "verdicts"\n' + file.read_text())
    assert run(course, bank, dry_run=True).new == ("ada",)
    run(course, bank)
    issue = course.issues.read("ps1", "ada")
    assert set(issue.commitments) == {
        part.slot for part in issue.parts() if part.part.kind == "numeric"
    }
    released = notebooks(course)
    for name, data in released.items():
        assert all(text.encode() in data for text in issue.commitments.values())
        (course.folder / name).unlink()
    run(course, bank)
    assert notebooks(course) == released
