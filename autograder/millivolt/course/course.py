"""A course folder: its settings, its files and where everything in it lies."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from millivolt.course.assignment import Assignment, Rules, attempt_in
from millivolt.course.files import PRIVATE, locked, write_whole
from millivolt.course.issues import IssueStore
from millivolt.course.policy import FeedbackPolicy, RunLimits
from millivolt.course.pseudonyms import Pseudonyms
from millivolt.course.reckoning import read_extensions, read_late, read_total
from millivolt.course.roster import Roster
from millivolt.course.secret import SECRET_BYTES, token_for
from millivolt.course.toml_file import TomlTable, read_toml
from millivolt.errors import AuthorError
from millivolt.gradebook.lateness import Extension, LatePolicy
from millivolt.gradebook.total import TotalPolicy

__all__ = ["COURSE_FILE", "Course", "Owner"]

COURSE_FILE = "course.toml"
STATE = ".millivolt"
GRADES = "grades.db"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose notebook it is: the student to whom it was issued, and the assignment."""

    student: str
    assignment: str


@dataclass(frozen=True)
class Course:
    """A course as ``course.toml`` describes it.

    ``database`` is an SQLAlchemy URL. ``banks`` are folders of the course's own items. ``rules``
    hold for every assignment that says nothing else. ``total`` says how results become a total;
    ``weights`` are those of the groups of assignments. Each student has ``free_late_days``.
    """

    folder: Path
    title: str
    zone: ZoneInfo
    term: str
    database: str
    banks: tuple[Path, ...]
    rules: Rules
    total: TotalPolicy
    free_late_days: int
    weights: Mapping[str, Fraction]

    @classmethod
    def open(cls, folder: Path | str = ".") -> Course:
        """The course in ``folder``.

        Raises:
            AuthorError: with file, line and a suggestion, when ``course.toml`` is missing or wrong.
        """
        root = Path(folder).absolute()
        if not (root / COURSE_FILE).is_file():
            raise AuthorError(
                f"there is no {COURSE_FILE} here; go to the course's folder, or make one with "
                "`millivolt new FOLDER`",
                file=str(root),
            )
        table = read_toml(root / COURSE_FILE)
        weights = _weights(table.table("weights"))
        total, free_late_days = read_total(table.table("total"))
        course = cls(
            folder=root,
            title=table.text("title"),
            zone=_zone(table),
            term=table.text("term", ""),
            database=table.text("database", f"sqlite:///{root / STATE / GRADES}"),
            banks=tuple(root / bank for bank in table.texts("banks")),
            rules=Rules(
                FeedbackPolicy.read(table.table("feedback"), FeedbackPolicy()),
                RunLimits.read(table.table("limits"), RunLimits()),
                read_late(table.table("late"), LatePolicy()),
                tuple(weights),
            ),
            total=total,
            free_late_days=free_late_days,
            weights=weights,
        )
        table.close()
        return course

    def assignment(self, name: str) -> Assignment:
        """The assignment ``name``, or an attempt at it such as ``ps1-attempt2``.

        Raises:
            AuthorError: with what is wrong and where.
        """
        folder = self.folder / "assignments"
        base, attempt = (name, 1) if name in self.assignments else attempt_in(name)
        if base not in self.assignments:
            known = ", ".join(self.assignments) or "none yet"
            raise AuthorError(
                f"there is no assignment {name!r}; there is: {known}", file=str(folder)
            )
        found = Assignment.read(folder / f"{base}.toml", self.zone, self.rules)
        if attempt == 1:
            return found
        if not 2 <= attempt <= found.attempts:
            raise AuthorError(
                f"{base} has attempts = {found.attempts}; raise it to give {name}",
                file=str(found.file),
            )
        return found.again(attempt)

    @property
    def assignments(self) -> tuple[str, ...]:
        """The names of all assignments."""
        return tuple(sorted(path.stem for path in (self.folder / "assignments").glob("*.toml")))

    def roster(self, path: Path | None = None) -> Roster:
        """The course's ``roster.csv``, or the roster at ``path``."""
        return Roster.read(self.roster_file if path is None else path)

    def extensions(self) -> tuple[Extension, ...]:
        """The extensions in ``extensions.toml``; raises ``AuthorError`` with the line.

        They may name anybody on the roster, and anybody to whom something was issued.
        """
        file = self.folder / "extensions.toml"
        return read_extensions(file, self.zone, self.everybody(), self.assignments)

    def everybody(self) -> list[str]:
        """The ids of all who are on the roster or have a notebook, sorted."""
        store = self.issues
        students = {who for name in store.assignments() for who in store.students(name)}
        if self.roster_file.is_file():
            students |= {student.id for student in self.roster()}
        return sorted(students)

    @property
    def roster_file(self) -> Path:
        """Where the course's own roster is."""
        return self.folder / "roster.csv"

    def released(self, student: str, assignment: str) -> Path:
        """The notebook to hand out to ``student``."""
        return self.folder / "release" / student / assignment / f"{assignment}.ipynb"

    def submitted(self, student: str, assignment: str) -> Path:
        """The notebook that ``student`` handed in."""
        return self.folder / "submitted" / student / assignment / f"{assignment}.ipynb"

    @property
    def state(self) -> Path:
        """The folder of what millivolt keeps for itself."""
        return self.folder / STATE

    @property
    def issues(self) -> IssueStore:
        """What was issued to whom."""
        return IssueStore(self.state)

    @cached_property
    def secret(self) -> bytes:
        """The course secret, 32 bytes; made at first use.

        Raises:
            AuthorError: when it is damaged, or gone although notebooks were issued under it.
        """
        path = self.state / "secret"
        try:
            secret = path.read_bytes()
        except FileNotFoundError:
            return self._new_secret(path)
        if len(secret) != SECRET_BYTES:
            raise AuthorError("the course secret is damaged; restore it", file=str(path))
        with suppress(OSError):  # a file system without permissions must not stop the course
            path.chmod(PRIVATE)
        return secret

    def recognise(self, token: str) -> Owner | None:
        """Whose notebook bears ``token``; ``None`` when it was not issued in this course."""
        return self.owners().get(token)

    def owners(self) -> dict[str, Owner]:
        """Whose notebook bears which token, for everything that was issued so far."""
        return {
            token_for(self.secret, assignment, student): Owner(student, assignment)
            for assignment in self.issues.assignments()
            for student in self.issues.students(assignment)
        }

    def pseudonyms(self) -> Pseudonyms:
        """The pseudonyms of everybody on the roster or with a notebook."""
        return Pseudonyms(self.secret, self.everybody())

    def lock(self) -> AbstractContextManager[None]:
        """Held while the course is changed; raises ``EnvironmentProblem`` when it is taken."""
        return locked(self.state / "lock")

    def _new_secret(self, path: Path) -> bytes:
        if self.issues.assignments():
            raise AuthorError(
                "the course secret is gone, but notebooks were issued under it; restore this "
                "file from a backup",
                file=str(path),
            )
        secret = os.urandom(SECRET_BYTES)
        write_whole(path, secret, PRIVATE)
        return secret


def _weights(table: TomlTable) -> dict[str, Fraction]:
    """The weights of the groups that a course divides its assignments into."""
    weights = {group: table.exact(group) for group in table.names}
    if weights and not any(weights.values()):
        table.refuse("at least one group must weigh something")
    return weights


def _zone(table: TomlTable) -> ZoneInfo:
    name = table.choice("time_zone", sorted(available_timezones()), "UTC")
    return ZoneInfo(name)
