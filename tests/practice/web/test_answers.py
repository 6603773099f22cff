"""Answers through forms: right ones are right in every kind, and no key shows before a verdict."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from millivolt.bank import load_bank
from millivolt.items import (
    Choice,
    Derivation,
    Design,
    Expression,
    FreeText,
    Function,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    RubricLine,
    State,
    Table,
    TwoTier,
    Variant,
)
from millivolt.practice.exercise import Exercise
from millivolt.practice.progress import ProgressFile
from millivolt.practice.web.answering import IN_THE_BOX, answer
from millivolt.practice.web.desk import Desk, Sitting
from millivolt.practice.web.pages import render
from millivolt.practice.web.reply import reply, understood
from millivolt.practice.web.showing import exercise_view
from millivolt.practice.web.topics import days, named

BANK = load_bank()
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
HOSTILE = (
    "<script>alert(1)</script>",
    "'\"><img src=x onerror=alert(1)>",
    "{{ 7913*7 }} {% raw %}",
    "\x00\u202e\ufdd0 e\u0301\u0301\u0301\u0301",
    "9" * 4000,
    "((((" * 400,
    "__import__('os').system('true')",
    "= = =",
    "\n\n\n",
)


def letter(options, option_id):
    return LETTERS[[option.id for option in options].index(option_id)]


def number(options, option_id):
    return str([option.id for option in options].index(option_id) + 1)


def right_form(part):
    """The fields of a form that answers ``part`` rightly."""
    match part:
        case Numeric():
            return {"answer": [f"{part.answer!r} {part.unit}"]}
        case Expression():
            return {"answer": [part.answer]}
        case Derivation():
            return {"answer": ["\r\n".join(part.steps)]}
        case Choice():
            return {"answer": [letter(part.options, part.answer)]}
        case MultipleChoice():
            return {"answer": [letter(part.options, one) for one in part.answer]}
        case Ordering():
            return {"order": [letter(part.options, one) for one in part.answer]}
        case Matching():
            return {
                f"pair {n}": [letter(part.options, one)] for n, one in enumerate(part.answer, 1)
            }
        case TwoTier():
            reason = number(part.reasons, part.reason)
            return {"answer": [letter(part.options, part.answer)], "reason": [reason]}
        case Table():
            return {f"{c.row} / {c.column}": [f"{c.answer!r} {c.unit}"] for c in part.cells}
        case Design():
            pairs = zip(part.variables, part.example, strict=True)
            return {v.name: [f"{value!r} {v.unit}"] for v, value in pairs}
        case FreeText():
            met = [str(place) for place in range(len(part.rubric))]
            return {"answer": [part.example], "assessed": ["yes"], "met": met}
    raise AssertionError(part.kind)


@pytest.fixture
def desk(tmp_path):
    file = ProgressFile(tmp_path / "progress.jsonl")
    return Desk(BANK, [f.item for f in BANK], file, lambda: NOW, lambda: "fresh")


def page(sitting):
    return render(
        "exercise.html",
        exercise=exercise_view(sitting),
        named=named,
        judged=True,
        at="",
        told="",
        apart=False,
        finished=sitting.finished,
        solved=sitting.solved,
        explore=None,
    )


@pytest.mark.parametrize("item", [family.id for family in BANK])
def test_the_right_answer_to_every_part_is_right_and_remembered(desk, item):
    sitting = desk.open(item, "7")
    typed = [p for p in sitting.exercise.variant.parts if not isinstance(p, IN_THE_BOX)]
    for part in typed:
        assert answer(desk, sitting, part, right_form(part)) == (True, "")
        assert sitting.exercise.verdicts[part.id].state is State.CORRECT, part.id
    assert [one.part for one in desk.progress.read()] == [part.id for part in typed]
    assert page(sitting).count("verdict right") == len(typed)


@pytest.mark.parametrize("item", [family.id for family in BANK])
def test_hostile_answers_are_told_kindly_and_shown_as_text(desk, item):
    sitting = desk.open(item, "7")
    for text in HOSTILE:
        for part in sitting.exercise.variant.parts:
            if isinstance(part, IN_THE_BOX):
                sitting.entries[part.id] = {"answer": [text]}
                continue
            form = {name: [text] for name in ("answer", "reason", "order", *right_form(part))}
            assert answer(desk, sitting, part, form).trouble == ""
            assert sitting.exercise.verdicts[part.id].state is not State.CORRECT
        shown = page(sitting)
        assert "<script>alert" not in shown
        assert "<img" not in shown
        assert "55391" not in shown


def another_key(part):
    """``part`` with a wrong key: what students see must not change with it."""
    match part:
        case Numeric():
            return replace(part, answer=part.answer * 3 + 7, misconceptions=())
        case Choice():
            other = next(o.id for o in part.options if o.id != part.answer)
            return replace(part, answer=other)
        case MultipleChoice():
            rest = frozenset(o.id for o in part.options) - part.answer
            return replace(part, answer=rest)
        case Ordering():
            return replace(part, answer=part.answer[::-1], misconceptions=())
        case Matching():
            return replace(part, answer=part.answer[1:] + part.answer[:1])
        case TwoTier():
            other = next(o.id for o in part.options if o.id != part.answer)
            return replace(part, answer=other)
        case Expression():
            return replace(part, answer="1", misconceptions=())
        case Derivation():
            return replace(part, goal="1 = 1", steps=("1 = 1",), misconceptions=())
        case Table():
            cells = tuple(
                replace(c, answer=c.answer * 3 + 7, misconceptions=()) for c in part.cells
            )
            return replace(part, cells=cells)
        case Design():
            lows = tuple(v.low for v in part.variables)
            return replace(part, example=lows, constraints=(), misconceptions=())
        case FreeText():
            return replace(part, rubric=(RubricLine("anything"),), example="Anything.")
        case Function():
            return replace(part, solution="pass", reference="x:y", misconceptions=())
    return part


class Changed(Exercise):
    """An exercise with other keys behind the same question."""

    def __init__(self, family, seed):
        super().__init__(family, seed)
        variant = self.variant
        prose = replace(variant.prose, solution="", hints=("x",) * len(variant.prose.hints))
        parts = tuple(map(another_key, variant.parts))
        self.variant: Variant = replace(variant, parts=parts, prose=prose, steps={})


@pytest.mark.parametrize("item", [family.id for family in BANK])
def test_a_page_does_not_depend_on_the_key_before_a_verdict(item):
    family = BANK[item]
    real, changed = Sitting(Exercise(family, "3")), Sitting(Changed(family, "3"))
    if real.question.picture != changed.question.picture:
        pytest.skip("the picture is withheld because it shows the key")
    for sitting in (real, changed):
        for part in sitting.exercise.variant.parts:
            # What was typed but not judged yet is previewed, and says nothing either.
            if isinstance(part, Numeric | Expression | Derivation):
                sitting.entries[part.id] = {"answer": ["1"]}
    assert page(real) == page(changed)


def test_the_preview_says_how_an_answer_is_read(desk):
    sitting = desk.open("monovalent-cation", "1")
    (part,), (slot,) = sitting.exercise.variant.parts, sitting.question.slots

    def read(text):
        return understood(part, slot, reply(part, {"answer": [text]}))

    assert read("") is None
    assert read("-8,91e-2 V").says == ("Read as −89.1\u202fmV.",)
    assert read("-89 mA").says == ("mA does not measure a voltage.",)
    assert not read("-89 mA").readable


def test_a_formula_is_previewed_as_it_is_written_on_paper(desk):
    sitting = desk.open("solve-for-concentration", "1")
    (part, _), (slot, _) = sitting.exercise.variant.parts, sitting.question.slots
    read = understood(part, slot, reply(part, {"answer": ["V/F"]}))
    assert "<mfrac>" in read.formula
    broken = understood(part, slot, reply(part, {"answer": ["V/(F"]}))
    assert not broken.readable
    assert "opened here" in broken.says[0]


def test_a_hint_is_offered_as_the_next_step_only_while_there_is_one(desk):
    sitting = desk.open("monovalent-cation", "1")
    (part,) = sitting.exercise.parts
    answer(desk, sitting, part, {"answer": ["1234.5 mV"]})
    for left in range(sitting.exercise.hints_left, -1, -1):
        assert ("Open a hint below" in page(sitting)) == (left > 0)
        sitting.exercise.hint()


def test_what_is_right_already_is_not_counted_twice(desk):
    sitting = desk.open("monovalent-cation", "1")
    (part,) = sitting.exercise.variant.parts
    for _ in range(3):
        answer(desk, sitting, part, right_form(part))
    answer(desk, sitting, part, {"answer": ["1 furlong"]})
    assert len(desk.progress.read()) == 1


def test_after_the_solution_nothing_counts(desk):
    sitting = desk.open("monovalent-cation", "1")
    sitting.solved = True
    answer(desk, sitting, sitting.exercise.variant.parts[0], right_form(sitting.exercise.parts[0]))
    assert desk.progress.read() == ()
    assert "Worked solution" in page(sitting)


def test_words_are_held_against_the_rubric_by_the_student(desk):
    sitting = desk.open("monovalent-cation", "1")
    rubric = (RubricLine("names the gradient"), RubricLine("names the field"))
    words = FreeText("E", rubric=rubric, example="Both balance.")
    exercise = sitting.exercise
    exercise.variant = replace(exercise.variant, parts=(words,))
    assert "names the gradient" not in page(sitting)
    answer(desk, sitting, words, {"answer": ["Diffusion, I think."]})
    assert words.id not in exercise.verdicts
    assert "names the gradient" in page(sitting)
    answer(desk, sitting, words, {"assessed": ["yes"], "met": ["1", "x", "9"]})
    assert exercise.verdicts["E"].fraction == Fraction(1, 2)
    assert "Diffusion, I think." in page(sitting)


def test_the_work_of_a_task_is_done_elsewhere_and_told_here(desk):
    sitting = desk.open("monovalent-cation", "1")
    task = FreeText("E", rubric=(RubricLine("a plot"),), example="A plot.", task=True)
    exercise = sitting.exercise
    exercise.variant = replace(exercise.variant, parts=(task,))
    assert "Work in a notebook or on paper" in page(sitting)
    answer(desk, sitting, task, {"answer": ["It rises."], "assessed": ["yes"], "met": ["0"]})
    assert exercise.verdicts["E"].fraction == 1


def test_an_answer_is_judged_also_when_it_cannot_be_kept(desk, tmp_path):
    (tmp_path / "file").touch()
    desk.progress = ProgressFile(tmp_path / "file" / "progress.jsonl")
    sitting = desk.open("monovalent-cation", "1")
    (part,) = sitting.exercise.parts
    judged, trouble = answer(desk, sitting, part, right_form(part))
    assert judged
    assert "not kept" in trouble
    assert sitting.exercise.verdicts[part.id].state is State.CORRECT


def test_what_a_later_version_wrote_is_shown_for_what_it_is(desk):
    sitting = desk.open("monovalent-cation", "1")
    answer(desk, sitting, sitting.exercise.parts[0], {"answer": ["1 mV"]})
    (mine,) = desk.answered()
    desk.progress.add([replace(mine, state="splendid", item="not yet invented")])
    (day,) = days(desk.answered(), {}, NOW)
    words = [past.badge.word for past in day.answers]
    assert words == ["Judged by another version", "Not right yet"]
    assert desk.advice() is not None


def test_another_program_may_write_to_the_progress_file(desk):
    sitting = desk.open("monovalent-cation", "1")
    answer(desk, sitting, sitting.exercise.parts[0], right_form(sitting.exercise.parts[0]))
    (mine,) = desk.answered()
    desk.progress.add([replace(mine, part="other")])
    assert [one.part for one in desk.answered()] == ["E", "other"]
    assert json.loads(desk.progress.path.read_text().splitlines()[0])["part"] == "E"
