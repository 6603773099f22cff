"""Course and assignment files: what they say, and how their mistakes are told."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from millivolt.course import Course, create
from millivolt.course.assignment import Assignment
from millivolt.errors import AuthorError
from millivolt.gradebook.lateness import PenaltyOf

Q = '[[question]]\nitem = "doubling"\n'


def course_with(course: Course, text: str) -> Course:
    (course.folder / "course.toml").write_text(text)
    return Course.open(course.folder)


def assignment(course: Course, text: str) -> Assignment:
    (course.folder / "assignments" / "ps2.toml").write_text(text)
    return course.assignment("ps2")


def test_a_new_course_opens_and_its_example_assignment_reads(tmp_path: Path) -> None:
    course = create(tmp_path / "course")
    assert course.title == "Membrane biophysics"
    assert course.assignments == ("ps1",)
    assert course.assignment("ps1").points == 4
    assert [student.id for student in course.roster()] == ["ada", "bo"]
    assert course.zone.key == "UTC"
    assert course.database == f"sqlite:///{course.folder}/.millivolt/grades.db"


def test_the_example_files_still_read_with_every_comment_removed(tmp_path: Path) -> None:
    course = create(tmp_path / "course")
    setting = re.compile(r"^# (?=\w+ = |\[|\]|  \{)", re.MULTILINE)
    for name in ("course.toml", "extensions.toml", "assignments/ps1.toml"):
        path = course.folder / name
        path.write_text(setting.sub("", path.read_text()))
    opened = Course.open(course.folder)
    read = opened.assignment("ps1")
    assert opened.term == "autumn 2026"
    assert [(s.title, s.pick, len(s.questions)) for s in read.sections] == [
        ("", None, 1),
        ("Driving forces", 1, 2),
    ]
    assert read.points == 7
    assert read.due is not None
    assert read.group == "homework"
    assert read.late.per_day == Fraction(1, 10)
    assert (opened.total.drop, opened.free_late_days) == (1, 3)
    granted = opened.extensions()
    assert [(e.student, e.assignment, e.days) for e in granted] == [
        ("ada", "ps1", 2),
        ("bo", "ps1", 0),
    ]


def test_a_new_course_has_nbgraders_folders_and_a_private_secret(tmp_path: Path) -> None:
    course = create(tmp_path / "course")
    for step in ("source", "release", "submitted", "autograded", "feedback"):
        assert (course.folder / step).is_dir()
    secret = course.folder / ".millivolt" / "secret"
    assert len(secret.read_bytes()) == 32
    assert secret.stat().st_mode & 0o777 == 0o600
    assert create(tmp_path / "other").secret != course.secret


def test_a_course_is_not_made_twice_in_one_place(tmp_path: Path) -> None:
    create(tmp_path / "course")
    with pytest.raises(AuthorError, match="already"):
        create(tmp_path / "course")


def test_making_a_course_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("id\nzoe\n")
    assert [student.id for student in create(tmp_path).roster()] == ["zoe"]


def test_a_secret_that_others_can_read_is_made_private(course: Course) -> None:
    path = course.folder / ".millivolt" / "secret"
    path.chmod(0o644)
    assert course.secret
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_lost_or_damaged_secret_is_never_replaced_in_silence(course: Course) -> None:
    (course.state / "issues" / "ps1").mkdir(parents=True)
    path = course.state / "secret"
    path.write_bytes(b"short")
    with pytest.raises(AuthorError, match="damaged"):
        _ = Course.open(course.folder).secret
    path.unlink()
    with pytest.raises(AuthorError, match="backup"):
        _ = Course.open(course.folder).secret


def test_late_rules_of_the_course_hold_unless_an_assignment_has_its_own(course: Course) -> None:
    changed = course_with(
        course, 'title = "C"\n[late]\nper_day = 0.1\ngrace_minutes = 10\nlast_day = 3\n'
    )
    plain = assignment(changed, f'title = "A"\n{Q}').late
    assert (plain.per_day, plain.grace, plain.last_day) == (
        Fraction(1, 10),
        timedelta(minutes=10),
        3,
    )
    own = assignment(changed, f'title = "A"\n{Q}[late]\nof = "possible"\nper_day = 0.2\n').late
    assert (own.per_day, own.of, own.last_day) == (Fraction(1, 5), PenaltyOf.POSSIBLE, 3)


def test_an_extension_without_assignment_holds_for_all(course: Course) -> None:
    (course.folder / "assignments" / "ps2.toml").write_text(f'title = "A"\n{Q}')
    (course.folder / "extensions.toml").write_text('[[extension]]\nstudent = "bo"\ndays = 2\n')
    granted = course.extensions()
    assert [(e.student, e.assignment, e.days) for e in granted] == [
        ("bo", "ps1", 2),
        ("bo", "ps2", 2),
    ]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('student = "adda"\ndays = 1\n', 2, "did you mean 'ada'?"),
        ('student = "ada"\nassignment = "ps9"\ndays = 1\n', 3, "did you mean 'ps1'?"),
        ('student = "ada"\nassignment = "ps1"\n', 1, "either days or due"),
        ('student = "ada"\nassignment = "ps1"\ndays = 1\ndue = 2026-01-01\n', 1, "either days"),
        ('student = "ada"\ndue = 2026-01-01\n', 3, "name the assignment"),
        ('student = "ada"\ndays = -1\n', 3, "whole number from 0"),
        ('student = "ada"\ndays = 1\nreason = "ill"\n', 4, "known here: student, assignment"),
    ],
)
def test_a_wrong_extension_is_told_with_its_line(
    course: Course, text: str, line: int, says: str
) -> None:
    (course.folder / "extensions.toml").write_text(f"[[extension]]\n{text}")
    with pytest.raises(AuthorError) as problem:
        course.extensions()
    assert says in str(problem.value)
    assert problem.value.line == line


def test_policies_of_the_course_hold_for_assignments_that_say_nothing(course: Course) -> None:
    changed = course_with(
        course, 'title = "C"\n[feedback.before_due]\nverdicts = false\n[limits]\nseconds = 5\n'
    )
    plain = assignment(changed, f'title = "A"\n{Q}')
    assert plain.limits.seconds == 5
    before = plain.feedback.before_due
    assert (before.verdicts, before.score, before.misconceptions, before.hints) == (
        False,
        False,
        False,
        True,
    )
    own = assignment(changed, f'title = "A"\n{Q}[feedback.before_due]\nverdicts = true\n')
    assert own.feedback.before_due.verdicts


def test_points_are_kept_exactly_as_written(course: Course) -> None:
    read = assignment(course, f'title = "A"\n{Q}points = 0.1\n{Q}points = 3\n')
    assert [q.points for q in read.questions()] == [Fraction(1, 10), 3]
    assert read.points == Fraction(31, 10)


def test_times_without_an_offset_are_in_the_courses_time_zone(course: Course) -> None:
    berlin = course_with(course, 'title = "C"\ntime_zone = "Europe/Berlin"\n')
    read = assignment(
        berlin, f'title = "A"\nrelease = 2026-07-01T08:00:00Z\ndue = 2026-11-30T18:00:00\n{Q}'
    )
    assert read.release == datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert read.due is not None
    assert read.due.utcoffset() == timedelta(hours=1)


def test_a_bare_date_means_the_end_of_that_day(course: Course) -> None:
    due = assignment(course, f'title = "A"\ndue = 2026-11-30\n{Q}').due
    assert due == datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("time", ["2026-10-25T02:30:00", "2026-03-29T02:30:00"])
def test_a_time_that_the_clocks_show_twice_or_never_is_refused(course: Course, time: str) -> None:
    berlin = course_with(course, 'title = "C"\ntime_zone = "Europe/Berlin"\n')
    with pytest.raises(AuthorError, match="twice or never") as problem:
        assignment(berlin, f'title = "A"\ndue = {time}\n{Q}')
    assert problem.value.line == 2
    assert assignment(berlin, f'title = "A"\ndue = {time}+02:00\n{Q}').due


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('titel = "A"\n' + Q, 1, "'title' is missing"),
        ('title = "A"\nrelese = 2026-01-01\n' + Q, 2, "did you mean 'release'?"),
        ('title = "A"\nxyz = 1\n' + Q, 2, "known here: seeds, title"),
        ('title = ""\n' + Q, 1, "text in quotes"),
        ("title = 7\n" + Q, 1, "text in quotes, not 7"),
        ('title = "A"\n', 1, "no questions"),
        ('title = "A"\n\n[[question]]\npoints = 3\n', 3, "'item' is missing"),
        (f'title = "A"\n{Q}{Q}ponts = 3\n', 6, "did you mean 'points'?"),
        (f'title = "A"\n{Q}points = "three"\n', 4, 'a number from 0, not "three"'),
        (f'title = "A"\n{Q}points = 0\n', 4, "above 0"),
        (f'title = "A"\n{Q}points = nan\n', 4, "a number from 0"),
        (f'title = "A"\n{Q}points = true\n', 4, "a number from 0, not true"),
        (f'title = "A"\n{Q}seeds = "studnet"\n', 4, "did you mean 'student'?"),
        (f'title = "A"\ndue = "tomorrow"\n{Q}', 2, "a date and time like"),
        (f'title = "A"\nrelease = 2026-02-01\ndue = 2026-01-01\n{Q}', 3, "before it is released"),
        (f'title = "A"\n{Q}[feedback]\nbefore = 1\n', 5, "did you mean 'before_due'?"),
        (f'title = "A"\n{Q}[feedback.before_due]\nscore = 1\n', 5, "true or false, not 1"),
        (
            f'title = "A"\n{Q}[feedback.before_due]\nscore = true\nverdicts = false\n',
            5,
            "show both or neither",
        ),
        (f'title = "A"\n{Q}[limits]\nseconds = 0\n', 5, "from 1, not 0"),
        (f'title = "A"\n{Q}[limits]\nmemory_mb = 64.5\n', 5, "whole number from 64"),
        ('title = "A"\n[[section]]\ntitle = "S"\n', 2, "has no questions"),
        ('title = "A"\n[[section]]\npick = 1\n[[section.question]]\nitem = "a"\n', 2, "'title'"),
        (
            'title = "A"\n[[section]]\ntitle = "S"\npick = 1\n[[section.question]]\nitem = "a"\n',
            4,
            "below the number of questions",
        ),
        (
            'title = "A"\n[[section]]\ntitle = "S"\npick = 1\n'
            'question = [{ item = "a" }, { item = "b", points = 2 }]\n',
            4,
            "worth the same",
        ),
        (
            'title = "A"\n[[section]]\ntitle = "S"\n[[section.question]]\nitem = "a"\n'
            '[[section]]\ntitle = "T"\n[[section.question]]\nitem = "a"\nitm = 1\n',
            10,
            "did you mean 'item'?",
        ),
        ('title = "A"\nquestion = 3\n', 2, "write [[question]]"),
        ('title = "A"\nfeedback = 3\n' + Q, 2, "write [feedback]"),
        ('title = "A\n' + Q, 1, "not TOML"),
        ('title = "A"\n[[question]\n', 2, "not TOML"),
        ('title = "A"\ntitle = "B"\n', 2, "not TOML"),
        ('title = """\nA\npoints = 3"""\ntitel = 2\n' + Q, 4, "did you mean 'title'?"),
    ],
)
def test_every_mistake_is_told_with_its_line_and_what_to_do(
    course: Course, text: str, line: int, says: str
) -> None:
    with pytest.raises(AuthorError) as problem:
        assignment(course, text)
    assert says in str(problem.value)
    assert (problem.value.line, Path(problem.value.file or "").name) == (line, "ps2.toml")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('title = "C"\ntimezone = "UTC"\n', 2, "did you mean 'time_zone'?"),
        ('title = "C"\ntime_zone = "Europe/Berln"\n', 2, "did you mean 'Europe/Berlin'?"),
        ('title = "C"\nbanks = "here"\n', 2, "list of texts"),
        ('title = "C"\n[feedback.after_due]\nkeys = true\n', 3, "did you mean 'key'?"),
        ('title = "C"\n[late]\nper_day = 10\n', 3, "a share, from 0 to 1"),
        ('title = "C"\n[late]\nof = "earnt"\n', 3, "did you mean 'earned'?"),
        ('title = "C"\n[total]\nmissing = "none"\n', 3, "blank, zero"),
        ('title = "C"\n[total]\ndrop = 0.5\n', 3, "whole number"),
        ('title = "C"\n[weights]\nexam = "a"\n', 3, "a number from 0"),
        ('title = "C"\n[weights]\nexam = 0\n', 2, "must weigh something"),
    ],
)
def test_mistakes_in_the_course_file_are_told_too(
    course: Course, text: str, line: int, says: str
) -> None:
    with pytest.raises(AuthorError) as problem:
        course_with(course, text)
    assert says in str(problem.value)
    assert problem.value.line == line


def test_feedback_tells_the_key_only_when_the_student_has_handed_in_for_good(
    course: Course,
) -> None:
    read = assignment(course, f'title = "A"\nattempts = 2\ndue = 2026-11-30T18:00:00\n{Q}')
    (course.folder / "extensions.toml").write_text(
        '[[extension]]\nstudent = "bo"\nassignment = "ps2"\ndays = 2\n'
    )
    granted = course.extensions()
    moment = datetime(2026, 12, 1, tzinfo=UTC)
    for one in (read, read.again(2)):
        keys = [
            one.feedback.at(moment, one.due_for(who, granted, course.zone)).key
            for who in ("ada", "bo")
        ]
        assert keys == [True, False]
    assert read.feedback.at(moment, None).key


def test_a_group_must_be_one_that_the_course_weighs(course: Course) -> None:
    weighed = course_with(course, 'title = "C"\n[weights]\nhomework = 0.6\nexam = 0.4\n')
    assert assignment(weighed, f'title = "A"\ngroup = "exam"\n{Q}').group == "exam"
    with pytest.raises(AuthorError, match="one of homework, exam"):
        assignment(weighed, f'title = "A"\n{Q}')
    with pytest.raises(AuthorError, match="did you mean 'exam'"):
        assignment(weighed, f'title = "A"\ngroup = "exams"\n{Q}')


def test_a_folder_without_a_course_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(AuthorError, match="millivolt new"):
        Course.open(tmp_path)


def test_an_unknown_assignment_names_those_there_are(course: Course) -> None:
    with pytest.raises(AuthorError, match="'ps9'; there is: ps1"):
        course.assignment("ps9")
    with pytest.raises(AuthorError, match="there is: ps1"):
        course.assignment("../course")


def test_an_attempt_that_is_not_allowed_is_refused(course: Course) -> None:
    assert assignment(course, f'title = "A"\nattempts = 3\n{Q}').attempt_names == (
        "ps2",
        "ps2-attempt2",
        "ps2-attempt3",
    )
    assert course.assignment("ps2-attempt3").attempt == 3
    for name in ("ps2-attempt4", "ps2-attempt0", "ps1-attempt2"):
        with pytest.raises(AuthorError, match="raise it to give"):
            course.assignment(name)
    with pytest.raises(AuthorError, match="no assignment"):
        course.assignment("ps2-attemptx")


def test_an_assignment_whose_name_cannot_be_a_folder_is_refused(course: Course) -> None:
    (course.folder / "assignments" / "set one.toml").write_text(f'title = "A"\n{Q}')
    with pytest.raises(AuthorError, match="letters, digits"):
        course.assignment("set one")


def test_a_file_that_is_not_utf8_is_told(course: Course) -> None:
    (course.folder / "assignments" / "ps2.toml").write_bytes(b'title = "\xe9"')
    with pytest.raises(AuthorError, match="UTF-8"):
        course.assignment("ps2")


@given(blank=st.lists(st.sampled_from(["", "# remark", "   # a = 1", "\t"]), max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_blank_lines_and_remarks_move_the_line_of_a_mistake_and_nothing_else(
    course: Course, blank: list[str]
) -> None:
    head = "".join(f"{line}\n" for line in blank)
    with pytest.raises(AuthorError, match="did you mean 'points'") as problem:
        assignment(course, f'{head}title = "A"\n{head}{Q}{head}ponts = 3\n')
    assert problem.value.line == 3 * len(blank) + 4
