"""Taking in what was handed in: from an LMS's download to ``submitted/``, never in silence.

Whose a notebook is follows from its signed token first and from the file's name second. Where
the two disagree the instructor is told, and grading holds the submission for review.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from millivolt.course.assignment import Assignment
from millivolt.course.course import Course
from millivolt.course.identity import Directory
from millivolt.course.receipts import Receipt, Receipts, fingerprint
from millivolt.course.roster import Roster, Student
from millivolt.lms import FoundFile, submissions
from millivolt.notebooks import NotebookProblem, read

__all__ = ["Collected", "Note", "collect"]


@dataclass(frozen=True, slots=True)
class Note:
    """Something about one file that the instructor should know; ``student`` if it is known."""

    origin: str
    message: str
    student: str | None = None


@dataclass(frozen=True, slots=True)
class Collected:
    """What a run of ``collect`` did, or would do.

    ``new`` students had handed in nothing before, ``replaced`` ones got a later file, for
    ``kept`` ones everything was there. ``missing`` were issued the assignment and have handed
    in nothing.
    """

    assignment: str
    new: tuple[str, ...]
    replaced: tuple[str, ...]
    kept: tuple[str, ...]
    missing: tuple[str, ...]
    notes: tuple[Note, ...]
    dry_run: bool


def collect(
    course: Course,
    assignment: Assignment,
    source: Path,
    roster: Roster,
    *,
    now: datetime,
    dry_run: bool = False,
) -> Collected:
    """Put the notebooks in ``source`` (a folder or a zip) into ``submitted/``.

    Running it again, or with a newer download, replaces a file only by one that was received
    later, and keeps what it replaces under ``.millivolt/replaced``. A file that somebody put
    into ``submitted/`` by hand is left alone. ``now`` (aware) bounds the time of receipt where
    the download tells none.

    Raises:
        AuthorError: when the download as a whole cannot be trusted or read.
        EnvironmentProblem: when a file cannot be written, or the course is being changed.
    """
    intake = _Intake(course, assignment, roster, now, dry_run)
    with nullcontext() if dry_run else course.lock():
        for file in submissions(source, zone=course.zone):
            intake.take(file)
    return intake.report()


class _Intake:
    """Takes in one file after another; it remembers receipts, never contents."""

    def __init__(
        self,
        course: Course,
        assignment: Assignment,
        roster: Roster,
        now: datetime,
        dry_run: bool,
    ) -> None:
        self._assignment = assignment
        self._now = now
        self._dry_run = dry_run
        self._owners = course.owners()
        self._issued = course.issues.students(assignment.name)
        self._directory = Directory(_people(roster, self._issued))
        self._store = Receipts(course, assignment.name)
        self._before: dict[str, str] = {}
        self._receipts: dict[str, Receipt] = {}
        self._notes: list[Note] = []

    def take(self, file: FoundFile) -> None:
        """Take in ``file`` if it is a student's notebook, and the best of theirs so far."""
        hinted = self._directory.find(file.hints)
        if file.problem:
            self._note(file, f"left out: it {file.problem}", hinted)
            return
        student, own = self._owner(file, hinted)
        if student is None or not self._may_write(file, student):
            return
        receipt = Receipt(file.origin, fingerprint(file.data), own, self._received(file, student))
        best = self._receipts.get(student)
        if best is not None and best.digest == receipt.digest:
            return
        if best is not None and receipt.standing < best.standing:
            self._note(file, f"left out: {best.origin} was received later", student)
            return
        there = self._store.there(student)
        receipt = replace(receipt, instead_of=there if there != receipt.digest else "")
        if not self._dry_run:
            self._store.store(student, receipt, file.data)
        self._receipts[student] = receipt

    def report(self) -> Collected:
        """What was done so far."""
        new: list[str] = []
        replaced: list[str] = []
        kept: list[str] = []
        for student, receipt in sorted(self._receipts.items()):
            before = self._before[student]
            (kept if before == receipt.digest else replaced if before else new).append(student)
        absent = [s for s in self._issued if s not in self._receipts and not self._store.there(s)]
        return Collected(
            self._assignment.name,
            tuple(new),
            tuple(replaced),
            tuple(kept),
            tuple(absent),
            tuple(self._notes),
            self._dry_run,
        )

    def _owner(self, file: FoundFile, hinted: str | None) -> tuple[str | None, bool]:
        """Whose folder ``file`` belongs into, and whether the notebook is that student's own."""
        try:
            token = read(file.data).token
        except NotebookProblem as problem:
            self._note(file, f"cannot be read: {problem}", hinted)
            token = None
        owner = None if token is None else self._owners.get(token)
        if owner is not None and owner.assignment != self._assignment.name:
            self._note(file, f"left out: it is a notebook of {owner.assignment}", hinted)
            return None, False
        if owner is not None and hinted in (None, owner.student):
            return owner.student, True
        if hinted is None:
            self._note(file, "left out: neither the notebook nor its name tells whose it is")
        elif owner is not None:
            self._note(file, f"handed in by {hinted}, but issued to {owner.student}", hinted)
        elif token is not None:
            self._note(file, "its token was not issued in this course", hinted)
        return hinted, False

    def _may_write(self, file: FoundFile, student: str) -> bool:
        """Whether ``submitted/`` holds nothing for ``student`` but what was collected before."""
        if student in self._before:
            return student in self._receipts or not self._before[student]
        there, receipt = self._store.there(student), self._store.read(student)
        self._before[student] = there
        if receipt is not None and there == receipt.digest:
            self._receipts[student] = receipt
            return True
        if not there or (receipt is not None and there == receipt.instead_of):
            return True
        self._note(
            file,
            f"left out: the file in submitted/{student}/{self._assignment.name} was put there by "
            "hand; remove it to take this one",
            student,
        )
        return False

    def _received(self, file: FoundFile, student: str) -> datetime:
        """When ``file`` was received at the latest.

        Canvas tells no times, only which files came late: all others came by the due time.
        """
        if file.received is not None:
            return file.received
        if file.late:
            self._note(
                file,
                "came late, but the download does not say when; write the time into "
                f"submitted/{student}/{self._assignment.name}/timestamp.txt",
                student,
            )
            return self._now
        return self._now if self._assignment.due is None else min(self._now, self._assignment.due)

    def _note(self, file: FoundFile, message: str, student: str | None = None) -> None:
        self._notes.append(Note(file.origin, message, student))


def _people(roster: Roster, issued: Sequence[str]) -> list[Student]:
    """Everyone who may have handed in, also those who left the roster."""
    named = {student.id: student for student in roster}
    return [*roster, *(Student(student) for student in issued if student not in named)]
