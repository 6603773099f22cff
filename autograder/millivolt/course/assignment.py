"""An assignment as its author describes it: questions, points, times, policies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

from millivolt.course.names import assignment_name_problem
from millivolt.course.policy import FeedbackPolicy, RunLimits
from millivolt.course.reckoning import read_late
from millivolt.course.toml_file import TomlTable, read_toml
from millivolt.errors import AuthorError
from millivolt.gradebook.lateness import Extension, LatePolicy, due_for

__all__ = ["Assignment", "Question", "Rules", "Section", "attempt_in"]

SEEDS = ("student", "shared")
COUNTS = ("best", "last")
CHECKS = ("form", "verdicts")
_ATTEMPT = "-attempt"


@dataclass(frozen=True, slots=True)
class Question:
    """A question to be drawn: an item's id or catalogue code and what it is worth.

    ``shared`` gives every student the same variant. ``line`` is for messages to the author.
    """

    item: str
    points: Fraction
    shared: bool = False
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Questions under one heading; with ``pick``, each student gets that many of them."""

    questions: tuple[Question, ...]
    title: str = ""
    pick: int | None = None

    @property
    def points(self) -> Fraction:
        """What the section is worth for each student."""
        count = len(self.questions) if self.pick is None else self.pick
        # The questions of a pool are worth the same, so any of them will do.
        return sum((question.points for question in self.questions[:count]), Fraction(0))


@dataclass(frozen=True, slots=True)
class Rules:
    """What a course lays down for all its assignments; ``groups`` are the names of its groups."""

    feedback: FeedbackPolicy
    limits: RunLimits
    late: LatePolicy
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    """A problem set. ``release`` and ``due`` are aware; ``file`` is where it was read from.

    ``group`` is the group of assignments to which it counts. With ``extra_credit`` its points
    count for the student, never against. A student may have ``attempts``, each with other
    numbers and a name of its own, of which the best or the last ``counts``; this is number
    ``attempt``. ``check`` is what the notebook's own check tells: the ``form`` of an answer, or
    ``verdicts`` too.
    """

    name: str
    title: str
    sections: tuple[Section, ...]
    file: Path
    feedback: FeedbackPolicy
    limits: RunLimits
    late: LatePolicy
    release: datetime | None = None
    due: datetime | None = None
    group: str = ""
    extra_credit: bool = False
    attempts: int = 1
    counts: str = "best"
    attempt: int = 1
    check: str = CHECKS[0]

    @property
    def base(self) -> str:
        """The name of the first attempt, which is the file's."""
        return self.file.stem

    @property
    def attempt_names(self) -> tuple[str, ...]:
        """The names of all attempts in order."""
        further = range(2, self.attempts + 1)
        return (self.base, *(f"{self.base}{_ATTEMPT}{number}" for number in further))

    def due_for(
        self, student: str, extensions: Iterable[Extension], zone: ZoneInfo
    ) -> datetime | None:
        """When ``student`` must hand in, extensions included; further attempts have them too."""
        if self.due is None:
            return None
        return due_for(student, self.base, self.due, extensions, zone)

    def again(self, attempt: int) -> Assignment:
        """Attempt number ``attempt`` (from 2) of this assignment."""
        return replace(
            self,
            name=self.attempt_names[attempt - 1],
            title=f"{self.title}, attempt {attempt}",
            attempt=attempt,
        )

    @property
    def points(self) -> Fraction:
        """What the assignment is worth for each student."""
        return sum((section.points for section in self.sections), Fraction(0))

    def questions(self) -> Iterator[Question]:
        """Every question that some student may get."""
        for section in self.sections:
            yield from section.questions

    @classmethod
    def read(cls, path: Path, zone: ZoneInfo, rules: Rules) -> Assignment:
        """The assignment in the TOML file at ``path``; its name is the file's.

        Times without an offset are in ``zone``; ``rules`` hold where the file says nothing else.

        Raises:
            AuthorError: with file, line and a suggestion.
        """
        problem = assignment_name_problem(path.stem)
        if problem is not None:
            raise AuthorError(f"the assignment's name {path.stem!r} {problem}", file=str(path))
        table = read_toml(path)
        shared = table.choice("seeds", SEEDS, "student") == "shared"
        assignment = cls(
            name=path.stem,
            title=table.text("title"),
            sections=_sections(table, shared),
            file=path,
            release=table.instant("release", zone),
            due=table.instant("due", zone),
            feedback=FeedbackPolicy.read(table.table("feedback"), rules.feedback),
            limits=RunLimits.read(table.table("limits"), rules.limits),
            late=read_late(table.table("late"), rules.late),
            group=table.choice("group", rules.groups) if rules.groups else "",
            extra_credit=table.flag("extra_credit", False),
            attempts=table.whole("attempts", 1, least=1),
            counts=table.choice("counts", COUNTS, COUNTS[0]),
            check=table.choice("check", CHECKS, CHECKS[0]),
        )
        if assignment.release and assignment.due and assignment.release >= assignment.due:
            table.refuse("the assignment is due before it is released", "due")
        table.close()
        return assignment


def attempt_in(name: str) -> tuple[str, int]:
    """The assignment and the number of the attempt that ``name`` means."""
    base, mark, number = name.rpartition(_ATTEMPT)
    return (base, int(number)) if mark and number.isdecimal() else (name, 1)


def _sections(table: TomlTable, shared: bool) -> tuple[Section, ...]:
    plain = _questions(table, shared)
    sections = [_section(entry, shared) for entry in table.tables("section")]
    if plain:
        sections.insert(0, Section(plain))
    if not sections:
        table.refuse("the assignment has no questions; add [[question]] with an item and points")
    return tuple(sections)


def _section(table: TomlTable, shared: bool) -> Section:
    title = table.text("title")
    questions = _questions(table, shared)
    pick = table.whole("pick", least=1) if table.has("pick") else None
    if not questions:
        table.refuse(f"the section {title!r} has no questions; add [[section.question]]")
    if pick is not None:
        if pick >= len(questions):
            table.refuse(f"pick is below the number of questions here ({len(questions)})", "pick")
        if len({question.points for question in questions}) > 1:
            table.refuse(
                "the questions of a pool must be worth the same, so that every student can "
                "earn the same points",
                "pick",
            )
    table.close()
    return Section(questions, title, pick)


def _questions(table: TomlTable, shared: bool) -> tuple[Question, ...]:
    return tuple(_question(entry, shared) for entry in table.tables("question"))


def _question(table: TomlTable, shared: bool) -> Question:
    question = Question(
        item=table.text("item"),
        points=table.exact("points", Fraction(1)),
        shared=table.choice("seeds", SEEDS, SEEDS[shared]) == "shared",
        line=table.line,
    )
    if question.points == 0:
        table.refuse("points must be above 0", "points")
    table.close()
    return question
