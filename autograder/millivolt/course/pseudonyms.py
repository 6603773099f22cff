"""Pseudonyms: results that can be told apart and shown around without telling whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from millivolt.course.issue import Issue
from millivolt.course.secret import pseudonym_for
from millivolt.gradebook.entry import GradeEntry, PartGrade

__all__ = ["Pseudonyms"]

_WORD = re.compile(r"[\w@+]+(?:[.@+-]+[\w@+]+)*")


class Pseudonyms:
    """The pseudonyms of ``students`` under a course's secret: the same in every report.

    Without the secret nobody can tell whose they are, not even with a list of the students.
    """

    def __init__(self, secret: bytes, students: Iterable[str]) -> None:
        self._secret = secret
        self._of = {student: pseudonym_for(secret, student) for student in students}
        self._whose = {pseudonym: student for student, pseudonym in self._of.items()}

    def of(self, student: str) -> str:
        """The pseudonym of ``student``, also of one who has left the course."""
        return self._of.get(student) or pseudonym_for(self._secret, student)

    def whose(self, pseudonym: str) -> str | None:
        """Who bears ``pseudonym``; ``None`` when nobody in the course does."""
        return self._whose.get(pseudonym.strip().casefold())

    def text(self, text: str) -> str:
        """``text`` with every id of a student in it replaced."""
        return _WORD.sub(lambda word: self._of.get(word.group(), word.group()), text)

    def entry(self, entry: GradeEntry) -> GradeEntry:
        """``entry`` under the student's pseudonym, in what was found and noted too.

        What a student typed stays as it is: no program can tell what gives a person away in it.
        """
        return replace(
            entry,
            student=self.of(entry.student),
            parts=tuple(self._part(part) for part in entry.parts),
            comment=self.text(entry.comment),
            notes=tuple(self.text(note) for note in entry.notes),
        )

    def issue(self, issue: Issue) -> Issue:
        """``issue`` under the student's pseudonym, without the token that leads back to it."""
        return replace(issue, student=self.of(issue.student), token="")

    def _part(self, part: PartGrade) -> PartGrade:
        verdict = part.verdict
        findings = tuple(
            replace(found, message=self.text(found.message), private=self.text(found.private))
            for found in verdict.findings
        )
        return replace(part, verdict=replace(verdict, findings=findings))
