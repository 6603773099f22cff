"""Drawing one student's issue: which questions of a pool, which variant of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from millivolt.course.assignment import Assignment, Question, Section
from millivolt.course.definition import Bank, family
from millivolt.course.issue import Issue, IssuedQuestion
from millivolt.course.secret import SHARED, seed_for, token_for
from millivolt.course.variety import Variety
from millivolt.items import SeededDraw, Variant

__all__ = ["ClassDraw"]


@dataclass
class ClassDraw:
    """Draws issues one after another, so that variants differ within the class.

    Holds counts and digests only, never the variants themselves.
    """

    assignment: Assignment
    bank: Bank
    secret: bytes
    _varieties: dict[str, Variety] = field(default_factory=dict)
    _shared: dict[str, Variant] = field(default_factory=dict)

    def count(self, issue: Issue) -> None:
        """Take into account what was issued before."""
        for question in issue.questions:
            variant = question.variant
            if variant.seed != self._seed(SHARED, variant.item_id, variant.item_version):
                self._variety(variant.item_id).count(variant)

    def issue(self, student: str) -> Issue:
        """A new issue for ``student``; it counts from now on."""
        name = self.assignment.name
        return Issue(
            student=student,
            assignment=name,
            notebook=name,
            token=token_for(self.secret, name, student),
            questions=tuple(
                IssuedQuestion(number, question.points, self._variant(student, question), title)
                for number, (title, question) in enumerate(self._picked(student), start=1)
            ),
            title=self.assignment.title,
        )

    def repeats(self) -> Mapping[str, int]:
        """How many students share their numbers with another, for each item where some do."""
        return {item: v.repeats for item, v in sorted(self._varieties.items()) if v.repeats}

    def _picked(self, student: str) -> Iterator[tuple[str, Question]]:
        for place, section in enumerate(self.assignment.sections):
            for question in self._pool(student, place, section):
                yield section.title, question

    def _pool(self, student: str, place: int, section: Section) -> list[Question]:
        questions = list(section.questions)
        if section.pick is None:
            return questions
        seed = self._seed(student, f"pool {place}", version=0)
        picked = SeededDraw(seed).sample(range(len(questions)), section.pick)
        return [questions[n] for n in sorted(picked)]

    def _variant(self, student: str, question: Question) -> Variant:
        found = family(self.bank, self.assignment, question)
        item = found.item
        if question.shared:
            if item.id not in self._shared:
                self._shared[item.id] = found.variant(self._seed(SHARED, item.id, item.version))
            return self._shared[item.id]
        variety = self._variety(item.id)
        variant = found.finished(
            variety.choose(item, lambda draw: self._seed(student, item.id, item.version, draw))
        )
        variety.count(variant)
        return variant

    def _seed(self, student: str, item_id: str, version: int, draw: int = 0) -> str:
        base, attempt = self.assignment.base, self.assignment.attempt
        return seed_for(self.secret, base, student, item_id, version, attempt, draw)

    def _variety(self, item_id: str) -> Variety:
        return self._varieties.setdefault(item_id, Variety())
