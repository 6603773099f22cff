"""The voltage axis of one answer: where it lies, and what the student already knows beside it."""

from __future__ import annotations

import math
from collections.abc import Mapping

from millivolt.course.issue import IssuedPart
from millivolt.feedback.shown import Shown
from millivolt.gradebook.entry import PartGrade
from millivolt.items import Mark, Numeric, State, VoltageAxis
from millivolt.quantities import QuantityError, convert, parse

__all__ = ["AnswerAxis", "answer_axis"]

AnswerAxis = tuple[VoltageAxis, Mark | None, Mark | None]
"""The axis, the student's answer, and the right one when it may be shown."""


def answer_axis(
    issued: IssuedPart, grades: Mapping[str, PartGrade], shown: Shown
) -> AnswerAxis | None:
    """The picture for an answer in volts that is not right; ``None`` where it would not help.

    Beside the answer stand only facts that the page may tell: the marks of the question's own
    picture, else the student's other potentials of the question that are right.
    """
    part, grade = issued.part, grades[issued.slot]
    if not isinstance(part, Numeric) or not shown.verdicts or grade.verdict.state is State.CORRECT:
        return None
    answer = _millivolts(grade, "your answer")
    key = _key(part) if shown.key else None
    if answer is None or (part.unit and _in_millivolts(0.0, part.unit) is None):
        return None
    title = f"Your answer to {issued.slot} on the voltage axis"
    known = issued.question.variant.picture
    if isinstance(known, VoltageAxis):
        axis = VoltageAxis(title, known.ticks, known.membrane_potential)
    else:
        axis = VoltageAxis(title, _found(issued, grades))
    if not axis.ticks and axis.membrane_potential is None and key is None:
        return None
    return axis, answer, key


def _found(issued: IssuedPart, grades: Mapping[str, PartGrade]) -> tuple[Mark, ...]:
    """The student's right answers in mV to the other parts of the question."""
    number = issued.question.number
    marks = []
    for part in issued.question.variant.parts:
        grade = grades.get(f"q{number}_{part.id}")
        if grade is None or not isinstance(part, Numeric) or part.id == issued.part.id:
            continue
        if grade.verdict.state is State.CORRECT:
            mark = _millivolts(grade, part.id)
            marks += [mark] if mark is not None else []
    return tuple(marks)


def _key(part: Numeric) -> Mark | None:
    value = _in_millivolts(part.answer, part.unit)
    return None if value is None else Mark("right answer", value)


def _millivolts(grade: PartGrade, label: str) -> Mark | None:
    try:
        value = parse(grade.understood).to("mV")
    except QuantityError:
        return None
    return Mark(label, value) if math.isfinite(value) else None


def _in_millivolts(value: float, unit: str) -> float | None:
    try:
        return convert(value, unit, "mV")
    except QuantityError:
        return None
