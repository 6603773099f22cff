"""An exercise as its page shows it: parts with their boxes, verdicts, hints, solution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from string import ascii_lowercase

from markupsafe import Markup

from millivolt.feedback import Shown
from millivolt.feedback.answers import right_answer
from millivolt.feedback.part_view import PartView, part_view
from millivolt.feedback.prose import prose
from millivolt.feedback.wording import Badge
from millivolt.gradebook.entry import PartGrade
from millivolt.items import FreeText, Part, Picture, State
from millivolt.notebooks import Slot
from millivolt.pictures import draw, table
from millivolt.practice.web.answering import IN_THE_BOX
from millivolt.practice.web.boxes import WITH_OPTIONS, Box, box
from millivolt.practice.web.desk import Sitting
from millivolt.practice.web.reply import PREVIEWED, Understood, reply, understood

__all__ = ["Asked", "ExerciseView", "asked", "exercise_view", "view_of"]

UNDECIDED = Badge("Could not be decided here", "dots", "muted")


@dataclass(frozen=True, slots=True)
class Asked:
    """One part: what is asked, the box for the answer, and what was said of the last one.

    ``action`` is what the button says. ``rubric`` is what the student's own words are to be held
    against, once they are written.
    """

    id: str
    name: str
    prompt: Markup
    note: Markup
    box: Box
    action: str
    previewed: bool
    runs: bool
    understood: Understood | None
    verdict: PartView | None
    key: Markup
    rubric: Sequence[str] = ()
    example: str = ""
    met: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ExerciseView:
    """A question as the page shows it."""

    item: str
    seed: str
    variant: str
    title: str
    topic: str
    level: str
    minutes: int
    objective: str
    question: Markup
    picture: Markup
    data: Markup
    parts: tuple[Asked, ...]
    hints: tuple[Markup, ...]
    hints_left: int
    solution: Markup
    solved: bool
    finished: bool


def exercise_view(sitting: Sitting) -> ExerciseView:
    """The page of ``sitting`` as it stands now."""
    exercise, question = sitting.exercise, sitting.question
    variant, item = exercise.variant, exercise.family.item
    hints = variant.prose.hints
    picture, data = _drawn(variant.picture if sitting.solved else question.picture, variant.id)
    return ExerciseView(
        item=item.id,
        seed=variant.seed,
        variant=variant.id,
        title=variant.title,
        topic=variant.topic,
        level=item.level,
        minutes=item.minutes,
        objective=item.objective,
        question=prose(question.text),
        picture=picture,
        data=data,
        parts=tuple(asked(sitting, part) for part in variant.parts),
        hints=tuple(prose(hint) for hint in hints[: exercise.hints_given]),
        hints_left=exercise.hints_left,
        solution=prose(variant.prose.solution) if sitting.solved else Markup(),
        solved=sitting.solved,
        finished=sitting.finished,
    )


def asked(sitting: Sitting, part: Part) -> Asked:
    """One part of ``sitting`` as it stands now."""
    place = sitting.exercise.variant.parts.index(part)
    slot = sitting.question.slots[place]
    entry = sitting.entries.get(part.id, {})
    runs = isinstance(part, IN_THE_BOX)
    stub = sitting.exercise.stub(part) if runs and not entry else ""
    name = ascii_lowercase[place] if len(sitting.question.slots) > 1 else ""
    view = view_of(sitting, part)
    words = isinstance(part, FreeText) and bool("".join(entry.get("answer", ())).strip())
    return Asked(
        id=part.id,
        name=name,
        prompt=prose(slot.prompt),
        note=Markup() if isinstance(part, WITH_OPTIONS) else prose(slot.note),
        box=box(part, slot, entry, stub),
        action=_action(part),
        previewed=isinstance(part, PREVIEWED),
        runs=runs,
        understood=_understood(part, slot, sitting),
        verdict=view,
        key=right_answer(part) if sitting.solved else Markup(),
        rubric=[line.text for line in part.rubric] if isinstance(part, FreeText) and words else (),
        example=part.example if isinstance(part, FreeText) and words else "",
        met=frozenset(entry.get("met", ())),
    )


def view_of(sitting: Sitting, part: Part) -> PartView | None:
    """What is said of the last answer to ``part``; ``None`` before there is one."""
    exercise = sitting.exercise
    if part.id not in exercise.verdicts:
        return None
    issued = {one.part.id: one for one in exercise.issue.parts()}
    grades = {
        issued[name].slot: PartGrade(
            slot=issued[name].slot,
            item_id=exercise.family.id,
            part_id=name,
            variant_id=exercise.variant.id,
            points=issued[name].points,
            verdict=verdict,
            typed=reply(issued[name].part, sitting.entries.get(name, {})).typed,
        )
        for name, verdict in exercise.verdicts.items()
    }
    place = exercise.variant.parts.index(part)
    view = part_view(
        issued[part.id],
        sitting.question.slots[place],
        part.id,
        sitting.question.picture,
        grades,
        {},
        Shown(hints=exercise.hints_left > 0, key=sitting.solved, solution=sitting.solved),
    )
    if exercise.verdicts[part.id].state is State.NEEDS_REVIEW:
        return replace(
            view, badge=UNDECIDED, step="Compare your answer with the worked solution yourself."
        )
    return view


def _action(part: Part) -> str:
    if isinstance(part, IN_THE_BOX):
        return "Run and check"
    return "Hold it against a good answer" if isinstance(part, FreeText) else "Check"


def _understood(part: Part, slot: Slot, sitting: Sitting) -> Understood | None:
    entry = sitting.entries.get(part.id)
    return understood(part, slot, reply(part, entry)) if entry else None


def _drawn(picture: Picture | None, name: str) -> tuple[Markup, Markup]:
    if picture is None:
        return Markup(), Markup()
    return Markup(draw(picture, name=name)), Markup(table(picture))
