"""Marking one submission: its notebooks through the box, a verdict on each of its parts."""

from __future__ import annotations

import hashlib
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import chain

from millivolt import __version__
from millivolt.gradebook.entry import CellOutput, GradeEntry, PartGrade, Provenance
from millivolt.grading.plan import Ready, Sandbox
from millivolt.grading.transcript import transcript
from millivolt.isolation import Box, CellRun, Fault, Limits
from millivolt.items import State, Verdict
from millivolt.legacy.examination import Conditions, Outcome, apart, together
from millivolt.legacy.findings import Code, finding
from millivolt.legacy.flow import Flow, Test, flow_of
from millivolt.legacy.material import BANK, Material, Role, Sheet, SourceCell
from millivolt.legacy.rehearsal import Rehearsed
from millivolt.legacy.scoring import credit, failure
from millivolt.notebooks import NotebookProblem, read

__all__ = ["HandIn", "Plan", "grade_all", "lost", "mark"]


@dataclass(frozen=True, slots=True)
class HandIn:
    """What a student handed in: the bytes of each notebook, or why it cannot be read.

    ``files`` are the other files in the folder; the instructor's of the same name win.
    """

    student: str
    notebooks: Mapping[str, bytes]
    problems: Mapping[str, str] = field(default_factory=dict)
    files: tuple[tuple[str, bytes], ...] = ()
    received: datetime | None = None

    @property
    def digest(self) -> str:
        """The fingerprint of all of it, in hex."""
        found = hashlib.sha256()
        for name, data in sorted([*self.notebooks.items(), *self.files]):
            found.update(f"{name}\0{len(data)}\0".encode() + data)
        return found.hexdigest()


@dataclass(frozen=True, slots=True)
class Plan:
    """What all submissions of a run share; it is sent to every worker once.

    ``rehearsed`` is what the solution told about each test, by notebook and id; ``trusted`` are
    slots whose tests count although they run beside the student's code without a guard.
    """

    material: Material
    key: str
    rehearsed: Mapping[tuple[str, str], Rehearsed]
    trusted: frozenset[str]
    limits: Limits
    engine: str
    who: str
    why: str
    when: datetime
    sandbox: Sandbox
    unsafe: bool
    preload: tuple[str, ...]
    transcript: bool = False


def grade_all(
    hand_ins: Iterable[HandIn],
    plan: Plan,
    deliver: Callable[[GradeEntry], None],
    ready: Callable[[Ready], None],
) -> None:
    """Grade ``hand_ins`` in this process, handing over each entry as soon as it is there.

    ``ready`` hears what the box proved before the first is drawn.

    Raises:
        EnvironmentProblem: when no box can be had.
    """
    with Box.start(plan.sandbox, preload=plan.preload, unsafe=plan.unsafe) as box:
        ready(Ready(__version__, BANK, box.mode))
        for hand_in in hand_ins:
            deliver(mark(hand_in, plan, box))


def mark(hand_in: HandIn, plan: Plan, box: Box) -> GradeEntry:
    """The grade of one submission; never raises, whatever is in it."""
    started = time.perf_counter()
    outputs: dict[str, tuple[CellOutput, ...]] = {}

    def saw(name: str, runs: Iterable[CellRun]) -> None:
        outputs[name] = transcript(runs, name)

    parts = [
        part
        for sheet in plan.material.sheets
        for part in _sheet(sheet, hand_in, plan, box, partial(saw, sheet.name))
    ]
    entry = _entry(hand_in, plan, parts, box.mode, time.perf_counter() - started)
    return replace(entry, transcript=tuple(chain.from_iterable(outputs.values())))


def lost(hand_in: HandIn, plan: Plan, why: str) -> GradeEntry:
    """An entry in which every part waits for a person; ``why`` is for the instructor."""
    verdict = _unable(why)
    parts = [
        _part(plan, sheet, cell, verdict) for sheet in plan.material.sheets for cell in sheet.graded
    ]
    return _entry(hand_in, plan, parts, plan.sandbox, 0.0)


def _unable(why: str) -> Verdict:
    return Verdict.without_credit(State.NEEDS_REVIEW, finding(Code.TOOL_FAULT, private=why))


def _entry(
    hand_in: HandIn, plan: Plan, parts: Iterable[PartGrade], sandbox: str, seconds: float
) -> GradeEntry:
    return GradeEntry(
        student=hand_in.student,
        assignment=plan.material.assignment,
        parts=tuple(parts),
        provenance=Provenance(
            who=plan.who,
            why=plan.why,
            when=plan.when,
            engine=plan.engine,
            bank=BANK,
            key=plan.key,
            notebook=hand_in.digest,
            sandbox=sandbox,
        ),
        received=hand_in.received,
        seconds=seconds,
    )


def _sheet(
    sheet: Sheet, hand_in: HandIn, plan: Plan, box: Box, saw: Callable[[Iterable[CellRun]], None]
) -> Iterator[PartGrade]:
    """The grades of one notebook's parts; never raises."""
    flow: Flow | None = None
    try:
        if sheet.name in hand_in.problems:
            raise NotebookProblem(hand_in.problems[sheet.name])
        if sheet.name not in hand_in.notebooks:
            missing = finding(Code.NOT_HANDED_IN, name=sheet.name)
            verdict = Verdict.without_credit(State.NOT_ATTEMPTED, missing)
            found = dict.fromkeys((cell.name for cell in sheet.graded), verdict)
        else:
            flow = flow_of(sheet, read(hand_in.notebooks[sheet.name]))
            try:
                found = _verdicts(sheet, flow, hand_in, plan, box, saw)
            except Fault:
                # A failure of the box says nothing about the student: once more.
                found = _verdicts(sheet, flow, hand_in, plan, box, saw)
    except NotebookProblem as problem:
        bad = finding(Code.BAD_NOTEBOOK, why=str(problem))
        verdict = Verdict.without_credit(State.UNGRADABLE_INPUT, bad)
        found = dict.fromkeys((cell.name for cell in sheet.graded), verdict)
    except Exception as fault:
        verdict = _unable("".join(traceback.format_exception(fault))[-4000:])
        found = dict.fromkeys((cell.name for cell in sheet.graded), verdict)
    for cell in sheet.graded:
        yield _part(plan, sheet, cell, found[cell.name], _typed(sheet, cell, flow))


def _part(
    plan: Plan, sheet: Sheet, cell: SourceCell, verdict: Verdict, typed: str | None = None
) -> PartGrade:
    return PartGrade(
        slot=plan.material.slot(sheet, cell),
        item_id=sheet.name,
        part_id=cell.name,
        variant_id="",
        points=cell.points,
        verdict=verdict,
        typed=typed,
    )


def _typed(sheet: Sheet, cell: SourceCell, flow: Flow | None) -> str | None:
    """What the student wrote that the part is about."""
    if flow is None:
        return None
    about = sheet.answers_to(cell) if cell.role is Role.TEST else (cell,)
    found = [flow.typed[answer.name] for answer in about if answer.name in flow.typed]
    return "\n\n".join(found) if found else None


def _verdicts(
    sheet: Sheet,
    flow: Flow,
    hand_in: HandIn,
    plan: Plan,
    box: Box,
    saw: Callable[[Iterable[CellRun]], None],
) -> dict[str, Verdict]:
    conditions = Conditions(
        box, plan.limits, _seed(hand_in.student), plan.material.files, hand_in.files
    )
    found = {
        cell.name: _for_a_person(cell, flow) for cell in sheet.graded if cell.role is not Role.TEST
    }
    alone = apart(flow, conditions, saw if plan.transcript else None)
    unsure = {name for name, outcome in alone.items() if outcome.ending in ("failed", "stuck")}
    shared = together(flow, conditions, unsure) if unsure else {}
    for test in flow.tests:
        name = test.cell.name
        rehearsed = plan.rehearsed.get((sheet.name, name), Rehearsed())
        if alone[name].ending == "passed":
            found[name] = credit(test.cell, alone[name].shown, rehearsed.shows)
        elif name not in shared or shared[name].ending != "passed":
            untouched = _untouched(sheet.answers_to(test.cell), flow)
            found[name] = _not_passed(test.cell, alone[name], rehearsed, untouched)
        else:
            trusted = plan.material.slot(sheet, test.cell) in plan.trusted
            found[name] = _beside(flow, test, shared[name], rehearsed, conditions, trusted)
    return found


def _not_passed(
    test: SourceCell, outcome: Outcome, rehearsed: Rehearsed, untouched: bool
) -> Verdict:
    if not (rehearsed.apart or rehearsed.together) and not untouched:
        # Not even the solution passes: the test lacks something here, and no student is to pay.
        unusable = finding(Code.UNUSABLE, private=rehearsed.why)
        return Verdict.without_credit(State.NEEDS_REVIEW, unusable)
    return failure(test, outcome, untouched=untouched)


def _beside(
    flow: Flow,
    test: Test,
    outcome: Outcome,
    rehearsed: Rehearsed,
    conditions: Conditions,
    trusted: bool,
) -> Verdict:
    """The verdict on a test that passed only in one process with the student's code."""
    name = test.cell.name
    if trusted:
        return credit(test.cell, outcome.shown, rehearsed.shows, finding(Code.SHARED))
    if rehearsed.apart:
        code = Code.DIFFERENT_APART
    elif not rehearsed.decoys:
        code = Code.UNGUARDED
    else:
        for source in rehearsed.decoys:
            if together(flow, conditions, {name}, {name: source})[name].ending == "passed":
                code = Code.DECOY_PASSED
                break
        else:
            return credit(test.cell, outcome.shown, rehearsed.shows, finding(Code.SHARED))
    return Verdict.without_credit(State.NEEDS_REVIEW, finding(code, private=rehearsed.why))


def _for_a_person(cell: SourceCell, flow: Flow) -> Verdict:
    # The work of a task may stand anywhere, in an answer that the instructor put below it, say.
    if cell.role is Role.MANUAL and _untouched((cell,), flow):
        return Verdict.without_credit(State.NOT_ATTEMPTED, finding(Code.NO_RESPONSE))
    return Verdict.without_credit(State.NEEDS_REVIEW, finding(Code.FOR_A_PERSON))


def _untouched(answers: tuple[SourceCell, ...], flow: Flow) -> bool:
    """Whether there are answers, and each is gone or as it was released."""
    known = [a for a in answers if a.name not in flow.typed or a.released is not None]
    return (
        bool(answers)
        and len(known) == len(answers)
        and all(flow.typed.get(a.name, a.released) == a.released for a in known)
    )


def _seed(student: str) -> int:
    """The seed of the student's random numbers: fixed, so that a regrade sees the same."""
    return int.from_bytes(hashlib.sha256(student.encode()).digest()[:4], "big")
