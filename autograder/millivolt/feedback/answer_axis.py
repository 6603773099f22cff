"""The voltage axis of one answer: where it lies, and what the student already knows beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from millivolt.course.issue import IssuedPart
from millivolt.course.shown import Shown
from millivolt.feedback.reading import in_millivolts, millivolts_of
from millivolt.gradebook.entry import PartGrade
from millivolt.items import Mark, Numeric, Picture, State, VoltageAxis

__all__ = ["AnswerAxis", "answer_axis"]


@dataclass(frozen=True, slots=True)
class AnswerAxis:
    """The axis, the student's answer on it, and the right one when it may be shown."""

    axis: VoltageAxis
    answer: Mark
    key: Mark | None


def answer_axis(
    issued: IssuedPart, grades: Mapping[str, PartGrade], known: Picture | None, shown: Shown
) -> AnswerAxis | None:
    """The picture for a potential that is not right; ``None`` where it would not help.

    Beside the answer stand only facts that the page may tell: the marks of ``known``, the
    picture that may be shown with the question, else the student's other potentials of the
    question that are right.
    """
    part, grade = issued.part, grades[issued.slot]
    if not isinstance(part, Numeric) or not shown.verdicts or grade.verdict.state is State.CORRECT:
        return None
    answer, right = millivolts_of(grade), in_millivolts(part.answer, part.unit)
    if answer is None or right is None:
        return None
    title = f"Your answer to {issued.slot} on the voltage axis"
    if isinstance(known, VoltageAxis):
        axis = VoltageAxis(title, known.ticks, known.membrane_potential)
    else:
        axis = VoltageAxis(title, _found(issued, grades))
    key = Mark("right answer", right) if shown.key else None
    if not axis.ticks and axis.membrane_potential is None and key is None:
        return None
    return AnswerAxis(axis, Mark("your answer", answer), key)


def _found(issued: IssuedPart, grades: Mapping[str, PartGrade]) -> tuple[Mark, ...]:
    """The student's right potentials among the other parts of the question."""
    marks = []
    for part in issued.question.variant.parts:
        grade = grades.get(f"q{issued.question.number}_{part.id}")
        if grade is None or part.id == issued.part.id or grade.verdict.state is not State.CORRECT:
            continue
        value = millivolts_of(grade) if isinstance(part, Numeric) else None
        if value is not None:
            marks.append(Mark(part.id, value))
    return tuple(marks)
