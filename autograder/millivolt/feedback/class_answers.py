"""A class's answers part by part: who chose what, which features of a variant mattered, who
agrees with whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from millivolt.analysis import Answer, fairness, holm, shared_answers
from millivolt.checks.lettering import Lettering
from millivolt.course.issue import Issue, IssuedPart
from millivolt.feedback.reading import value_read
from millivolt.gradebook.entry import GradeEntry, PartGrade
from millivolt.items import Choice, Derivation, Expression, FreeText, Function, Numeric, State

__all__ = ["ClassAnswer", "PartKey", "answers_by_part", "options", "shared", "variant_effects"]

_TEXTS = (Derivation, Expression, FreeText, Function)
_UNFAIR = 0.05


@dataclass(frozen=True, slots=True)
class PartKey:
    """A part across the class, whose students have variants of one item."""

    item_id: str
    part_id: str

    def __str__(self) -> str:
        return f"{self.item_id}/{self.part_id}"


@dataclass(frozen=True, slots=True)
class ClassAnswer:
    """One student's part with its grade, and the whole entry that holds it."""

    issued: IssuedPart
    grade: PartGrade
    entry: GradeEntry

    @property
    def rest(self) -> float:
        """Points earned on all other parts."""
        return float(self.entry.score - self.grade.score)

    @property
    def is_judged(self) -> bool:
        """Whether the credit says anything; a part that waits for a person has none yet."""
        return self.grade.verdict.state is not State.NEEDS_REVIEW


Answers = Mapping[PartKey, Sequence[ClassAnswer]]


def answers_by_part(graded: Iterable[GradeEntry], issued: Mapping[str, Issue]) -> Answers:
    """All answers by part, in the order of the first notebook that has the part."""
    found: dict[PartKey, list[ClassAnswer]] = defaultdict(list)
    for entry in graded:
        known = {part.slot: part for part in entry.parts}
        for part in issued[entry.student].parts():
            if (grade := known.get(part.slot)) is not None:
                key = PartKey(part.question.variant.item_id, part.part.id)
                found[key].append(ClassAnswer(part, grade, entry))
    return dict(found)


def options(found: Sequence[ClassAnswer]) -> list[dict[str, Any]] | None:
    """How often each option of a choice was taken, the most frequent first.

    ``rightly`` counts those for whom it was the right one, since variants differ in that;
    ``upper_half`` those who did better than the median on the rest. ``None`` for other kinds of
    parts. Options are known by their ids, whatever letter they had.
    """
    ranked = sorted(found, key=lambda answer: -answer.rest)
    taken: list[tuple[str, Choice]] = []
    better: Counter[str] = Counter()
    for rank, answer in enumerate(ranked):
        part = answer.issued.part
        if not isinstance(part, Choice):
            return None
        option = Lettering(part.options).find(answer.grade.typed)
        if option is not None:
            taken.append((option, part))
            better[option] += 2 * rank < len(ranked)
    times = Counter(option for option, _ in taken)
    rightly = Counter(option for option, part in taken if option == part.answer)
    texts = {o.id: o.text for _, part in taken for o in part.options}
    return [
        {
            "id": option,
            "text": texts[option],
            "times": times[option],
            "rightly": rightly[option],
            "upper_half": better[option],
        }
        for option in sorted(texts, key=lambda option: (-times[option], option))
    ]


def variant_effects(answers: Answers) -> list[dict[str, Any]]:
    """Features of variants that go with the credit, where chance is an unlikely reason.

    The probabilities are adjusted (Holm) for all features of all parts together.
    """
    tested = [
        (key, effect)
        for key, found in answers.items()
        for effect in _effects([answer for answer in found if answer.is_judged])
    ]
    adjusted = holm([effect.p for _, effect in tested])
    return [
        {"part": str(key), "feature": effect.feature, "means": dict(effect.means), "p": p}
        for (key, effect), p in zip(tested, adjusted, strict=True)
        if p <= _UNFAIR
    ]


def shared(answers: Answers) -> list[dict[str, Any]]:
    """Pairs of students whose answers agree more than chance explains, for a person to look at."""
    given = [
        one
        for key, found in answers.items()
        for answer in found
        if (one := _as_evidence(str(key), answer)) is not None
    ]
    return [
        {
            "students": list(pair.students),
            "parts": [
                {"part": one.part, "same": one.same, "what": one.what} for one in pair.agreements
            ],
            "by_chance": pair.by_chance,
        }
        for pair in shared_answers(given)
    ]


def _effects(found: Sequence[ClassAnswer]) -> Any:
    variants = [answer.issued.question.variant for answer in found]
    facts = [{**_numbers(variant.given), **variant.strata} for variant in variants]
    credit = [float(answer.grade.verdict.fraction) for answer in found]
    return fairness(facts, credit, [answer.rest for answer in found])


def _numbers(given: Mapping[str, Any]) -> dict[str, float]:
    return {
        name: float(value)
        for name, value in given.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    }


def _as_evidence(part_name: str, answer: ClassAnswer) -> Answer | None:
    part, grade = answer.issued.part, answer.grade
    if isinstance(part, _TEXTS):
        return Answer(answer.entry.student, part_name, text=grade.typed or "")
    value = value_read(grade, part.unit) if isinstance(part, Numeric) else None
    if value is None or not isinstance(part, Numeric):
        return None
    explained = grade.verdict.fraction > 0 or bool(grade.verdict.misconceptions)
    allowed = part.tolerance.allowed(part.answer)
    return Answer(answer.entry.student, part_name, value, part.answer, allowed, explained)
