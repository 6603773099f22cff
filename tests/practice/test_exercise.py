"""One exercise of practice: answers of every kind, judged at once."""

from datetime import UTC, datetime

import pytest

from millivolt.bank import load_bank
from millivolt.items import FreeText, RubricLine, State
from millivolt.practice.exercise import Exercise

BANK = load_bank()
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_the_last_verdict_on_each_part_is_kept():
    exercise = Exercise(BANK["monovalent-cation"], "1")
    (part,) = exercise.parts
    assert exercise.verdicts == {}
    exercise.answer(part, "1 furlong")
    assert exercise.verdicts[part.id].state is State.UNGRADABLE_INPUT
    exercise.answer(part, f"{part.answer!r} mV")
    assert exercise.verdicts[part.id].state is State.CORRECT
    assert exercise.answered(part, NOW).share == 1


def test_a_table_may_be_answered_by_its_entries():
    exercise = Exercise(BANK["work-of-crossing"], "1")
    (part,) = exercise.parts
    entries: dict[str, dict[str, str]] = {}
    for cell in part.cells:
        entries.setdefault(cell.row, {})[cell.column] = f"{cell.answer!r} {cell.unit}"
    assert exercise.answer(part, "", entries).state is State.CORRECT


@pytest.mark.parametrize(
    ("met", "state", "share"),
    [((), State.INCORRECT, 0), ((1,), State.PARTIAL, 0.75), ((0, 1), State.CORRECT, 1)],
)
def test_an_answer_in_words_is_judged_by_the_student_with_the_rubric(met, state, share):
    exercise = Exercise(BANK["monovalent-cation"], "1")
    rubric = (RubricLine("names the gradient"), RubricLine("names the field", 3))
    verdict = exercise.assess(FreeText("E", rubric=rubric, example="Both balance."), met)
    assert (verdict.state, float(verdict.fraction)) == (state, share)
