"""One exercise of a practice session: a variant, what was answered, and what was said to it.

Typed answers are judged by the checks at once. Code goes through the whole grader, in the box.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from millivolt.bank import Family, NothingFollows
from millivolt.checks import check, earlier_values, follow_through
from millivolt.course.issue import Issue, IssuedQuestion
from millivolt.items import (
    Design,
    Figure,
    FreeText,
    Function,
    Observation,
    Part,
    Response,
    Series,
    State,
    Table,
    Variant,
    Verdict,
)
from millivolt.items.records import converter
from millivolt.notebooks import composed
from millivolt.practice.progress import Answered

__all__ = ["NEEDS_CODE", "Exercise"]

NEEDS_CODE = (Function, Figure, Series, Table, Design)
"""Kinds of parts that are answered by code rather than by a typed line."""

SLOT = "q1_"


class Exercise:
    """A variant in practice. Parts are answered in order; hints are given one at a time."""

    def __init__(self, family: Family, seed: str) -> None:
        self.family = family
        self.variant: Variant = family.variant(seed)
        self.hints_given = 0
        self._verdicts: dict[str, Verdict] = {}

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts that can be practised: words need a person to judge them."""
        return tuple(part for part in self.variant.parts if not isinstance(part, FreeText))

    def hint(self) -> str | None:
        """The next hint; ``None`` when all were given."""
        if not self.hints_left:
            return None
        self.hints_given += 1
        return self.variant.prose.hints[self.hints_given - 1]

    @property
    def hints_left(self) -> int:
        """How many hints are still to be given."""
        return len(self.variant.prose.hints) - self.hints_given

    @property
    def verdicts(self) -> Mapping[str, Verdict]:
        """The last verdict on each part that was answered, by the part's id."""
        return self._verdicts

    def answer(self, part: Part, typed: str, value: Any = None) -> Verdict:
        """The verdict on a typed line, or on several lines for a derivation.

        ``value`` is what was answered when that is more than a text: the entries of a table, by
        row and column.
        """
        observation = Observation(Response(part.id, typed), typed if value is None else value)
        verdict = check(part, observation)
        if verdict.state in (State.INCORRECT, State.PARTIAL):
            verdict = self._carried(part, observation, verdict)
        self._verdicts[part.id] = verdict
        return verdict

    def run(self, part: Part, code: str) -> Verdict:
        """The verdict on code, graded as a submission would be."""
        from millivolt import __version__
        from millivolt.gradebook.entry import GradeEntry
        from millivolt.grading.plan import Setting, Task
        from millivolt.grading.worker import grade_all

        issue = self.issue
        document = composed(issue)
        for cell in document["cells"]:
            if cell["id"] == SLOT + part.id:
                cell["source"] = code
        now = datetime.now(UTC)
        setting = Setting(__version__, "practice", "practice", now, preload=("numpy",))
        notebook = json.dumps(document).encode()
        task = Task("practice", "practice", converter().dumps(issue), notebook)
        entries: list[GradeEntry] = []
        grade_all([task], setting, entries.append)
        graded = {grade.part_id: grade.verdict for grade in entries[0].parts}
        self._verdicts[part.id] = graded[part.id]
        return graded[part.id]

    def assess(self, part: FreeText, met: Collection[int]) -> Verdict:
        """The student's own verdict on words: the share of the rubric that they find ``met``.

        ``met`` holds places in the rubric, from 0.
        """
        weights = [line.points for line in part.rubric]
        earned = sum(weight for place, weight in enumerate(weights) if place in met)
        verdict = Verdict.of(Fraction(earned, sum(weights)))
        self._verdicts[part.id] = verdict
        return verdict

    def stub(self, part: Part) -> str:
        """The code that an answer starts from, as in a notebook."""
        for cell in composed(self.issue)["cells"]:
            if cell["id"] == SLOT + part.id:
                return "".join(cell["source"]) + "\n"
        return ""

    def answered(self, part: Part, when: datetime) -> Answered:
        """The record of the last answer to ``part``."""
        verdict = self._verdicts[part.id]
        return Answered(
            item=self.family.id,
            topic=self.variant.topic,
            part=part.id,
            seed=self.variant.seed,
            state=verdict.state.value,
            share=float(verdict.fraction),
            hints=self.hints_given,
            when=when,
            misconceptions=verdict.misconceptions,
        )

    @property
    def issue(self) -> Issue:
        """The variant as a notebook of one question would issue it."""
        question = IssuedQuestion(1, Fraction(self.variant.points), self.variant)
        return Issue("practice", "practice", "practice.ipynb", "practice", (question,))

    def _carried(self, part: Part, observation: Observation, verdict: Verdict) -> Verdict:
        """Full marks for a right method on one's own earlier slip, as in grading."""
        before = self.variant.parts[: self.variant.parts.index(part)]
        judged = [(p, self._verdicts[p.id]) for p in before if p.id in self._verdicts]
        earlier = earlier_values(judged, self.variant.steps)
        if not earlier:
            return verdict
        given = {step: values.given for step, values in earlier.items()}
        try:
            carried = self.family.carry_forward(self.variant, given)
        except NothingFollows:
            return verdict
        (own,) = (one for one in carried if one.id == part.id)
        return follow_through(part, own, observation, earlier)
