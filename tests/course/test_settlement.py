"""What a student's grades come to: late days, extensions, dropped results, weights."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from millivolt.course import Course, Settlement, create, settle
from millivolt.gradebook.entry import GradeEntry, PartGrade, Provenance
from millivolt.gradebook.lateness import Extension
from millivolt.items import Finding, State, Verdict

DUE = datetime(
    2026, 10, 24, 16, tzinfo=UTC
)  # 18:00 in Berlin, the evening before the clocks change

Make = Callable[..., Course]


@pytest.fixture
def semester(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """A course in Berlin with ps1 to ps4, due a week apart; ps1 on the eve of winter time."""

    def make(settings: str = "", **extra: str) -> Course:
        course = create(tmp_path_factory.mktemp("semester"))
        (course.folder / "course.toml").write_text(
            f'title = "C"\ntime_zone = "Europe/Berlin"\n{settings}'
        )
        for n in range(4):
            name = f"ps{n + 1}"
            (course.folder / "assignments" / f"{name}.toml").write_text(
                f'title = "{name}"\ndue = {(DUE + timedelta(weeks=n)).isoformat()}\n'
                f'{extra.get(name, "")}\n[[question]]\nitem = "N01"\npoints = 10\n'
            )
        return Course.open(course.folder)

    return make


def grade(assignment: str, points: int, received: datetime | None) -> GradeEntry:
    fraction = Fraction(points, 10)
    state = State.CORRECT if fraction == 1 else State.PARTIAL if fraction else State.INCORRECT
    verdict = Verdict(state, fraction, () if fraction == 1 else (Finding("x", "x"),))
    part = PartGrade("q1_E", "n01", "E", "v", Fraction(10), verdict)
    made = Provenance("millivolt", "graded", DUE, "1", "b", "k", "n", "full")
    return GradeEntry("ada", assignment, (part,), made, received)


def settled(
    course: Course,
    *entries: GradeEntry,
    extensions: tuple[Extension, ...] = (),
) -> Settlement:
    chosen = [course.assignment(name) for name in course.assignments]
    return settle(course, chosen, "ada", entries, extensions)


def scores(settlement: Settlement) -> dict[str, Fraction | None]:
    return {s.assignment: s.score for s in settlement.assignments}


def test_without_a_policy_late_work_costs_nothing(semester: Make) -> None:
    done = settled(semester(), grade("ps1", 8, DUE + timedelta(days=9)))
    assert done.assignments[0].score == 8
    assert done.assignments[0].late_days == 9
    assert done.share == Fraction(8, 10)


def test_a_night_of_twenty_five_hours_is_one_day(semester: Make) -> None:
    course = semester("[late]\nper_day = 0.1\n")
    in_time = settled(course, grade("ps1", 10, DUE + timedelta(hours=25))).assignments[0]
    assert (in_time.late_days, in_time.score) == (1, 9)
    later = settled(course, grade("ps1", 10, DUE + timedelta(hours=25, seconds=1))).assignments[0]
    assert (later.late_days, later.score) == (2, 8)


def test_an_extension_moves_the_due_time_of_one_student(semester: Make) -> None:
    course = semester("[late]\nper_day = 0.1\n")
    late = grade("ps1", 10, DUE + timedelta(days=2))
    granted = settled(course, late, extensions=(Extension("ada", "ps1", days=1),)).assignments[0]
    assert (granted.late_days, granted.score) == (1, 9)
    others = settled(course, late, extensions=(Extension("bo", "ps1", days=1),)).assignments[0]
    assert (others.late_days, others.score) == (2, 8)


def test_free_late_days_go_to_what_was_due_first(semester: Make) -> None:
    course = semester("[late]\nper_day = 0.1\n[total]\nfree_late_days = 3\n")
    two_late = [grade(f"ps{n}", 10, DUE + timedelta(weeks=n - 1, days=2)) for n in (3, 1, 2)]
    done = settled(course, *two_late)
    assert [s.charged_days for s in done.assignments[:3]] == [0, 1, 2]
    assert [s.score for s in done.assignments[:3]] == [10, 9, 8]


def test_work_that_is_too_late_counts_nothing_and_takes_no_free_days(semester: Make) -> None:
    course = semester("[late]\nper_day = 0.1\nlast_day = 2\n[total]\nfree_late_days = 2\n")
    done = settled(
        course,
        grade("ps1", 10, DUE + timedelta(days=4)),
        grade("ps2", 10, DUE + timedelta(days=9)),
    )
    assert scores(done) == {"ps1": 0, "ps2": 10, "ps3": None, "ps4": None}


def test_what_costs_most_is_dropped_and_missing_work_stays_blank(semester: Make) -> None:
    course = semester("[total]\ndrop = 1\n")
    done = settled(course, grade("ps1", 2, DUE), grade("ps2", 8, DUE), grade("ps3", 6, DUE))
    assert done.share == Fraction(14, 20)
    assert done.groups[""].dropped == ("ps1",)


def test_missing_work_is_zero_where_the_course_says_so(semester: Make) -> None:
    course = semester('[total]\nmissing = "zero"\n')
    assert settled(course, grade("ps1", 10, DUE)).share == Fraction(1, 4)


def test_groups_are_weighed(semester: Make) -> None:
    group = 'group = "exam"'
    home = 'group = "homework"'
    course = semester(
        "[weights]\nhomework = 0.6\nexam = 0.4\n", ps1=home, ps2=home, ps3=home, ps4=group
    )
    done = settled(course, grade("ps1", 5, DUE), grade("ps4", 10, DUE))
    assert done.share == Fraction(6, 10) * Fraction(1, 2) + Fraction(4, 10)


def test_points_on_top_are_touched_by_no_penalty(semester: Make) -> None:
    course = semester("[late]\nper_day = 0.5\n", ps1="attempts = 2")
    chosen = [course.assignment(name) for name in course.assignments]
    late = [grade("ps1", 4, DUE), grade("ps1-attempt2", 10, DUE + timedelta(days=1))]
    done = settle(course, chosen, "ada", late, extra={"ps1-attempt2": Fraction(3)})
    assert (done.assignments[0].score, done.assignments[0].counted) == (8, "ps1-attempt2")


def test_of_several_attempts_the_best_or_the_last_counts(semester: Make) -> None:
    entries = [
        grade("ps1", 8, DUE),
        grade("ps1-attempt2", 9, DUE + timedelta(days=2)),
        grade("ps1-attempt3", 5, DUE),
    ]
    best = semester(ps1="attempts = 3")
    assert scores(settled(best, *entries))["ps1"] == 9
    strict = semester("[late]\nper_day = 0.1\n", ps1="attempts = 3")
    assert scores(settled(strict, *entries))["ps1"] == 8
    last = semester(ps1='attempts = 3\ncounts = "last"')
    assert scores(settled(last, *entries))["ps1"] == 5
    assert scores(settled(last, *entries[:2]))["ps1"] == 9


def test_extra_credit_helps_and_never_hurts(semester: Make) -> None:
    course = semester(ps4="extra_credit = true")
    without = settled(course, grade("ps1", 8, DUE)).share
    assert settled(course, grade("ps1", 8, DUE), grade("ps4", 2, DUE)).share == Fraction(10, 10)
    assert settled(course, grade("ps1", 8, DUE), grade("ps4", 0, DUE)).share == without


def test_a_submission_of_unknown_time_is_not_called_late(semester: Make) -> None:
    course = semester("[late]\nper_day = 0.5\n")
    assert settled(course, grade("ps1", 10, None)).assignments[0].score == 10


def test_a_changed_policy_needs_no_regrading(semester: Make) -> None:
    late = grade("ps1", 10, DUE + timedelta(days=2))
    strict, mild = semester("[late]\nper_day = 0.5\n"), semester("[late]\nper_day = 0.1\n")
    assert settled(strict, late).assignments[0].score == 0
    assert settled(mild, late).assignments[0].score == 8
    assert settled(mild, late).assignments[0].earned == 10
