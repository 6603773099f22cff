"""Marking one submission: from its bytes to a verdict on every part, and to a grade entry.

Nothing that a student can do raises here. What does raise is a fault of the tool; it becomes
``needs_review`` for the parts that it touched.
"""

from __future__ import annotations

import hashlib
import json
import time
import traceback
from collections.abc import Iterator, Mapping

from millivolt.bank import Bank, Family
from millivolt.checks import Code as CheckCode
from millivolt.checks import check
from millivolt.checks import finding as check_finding
from millivolt.course.issue import Issue, IssuedPart
from millivolt.errors import MillivoltError
from millivolt.gradebook.entry import CellOutput, GradeEntry, PartGrade, Provenance
from millivolt.grading.diagnosis import ideas_behind
from millivolt.grading.findings import Code, finding
from millivolt.grading.follow import carried_verdict
from millivolt.grading.outcome import TestOutcome, verdict_on_function
from millivolt.grading.plan import Setting, Task, issue_of
from millivolt.grading.proofs import Proofs
from millivolt.grading.reference import resolve
from millivolt.grading.sitting import Sitting
from millivolt.grading.student import Recorded
from millivolt.grading.transcript import transcript
from millivolt.isolation import Box, Opaque, Raised, Stopped
from millivolt.items import (
    MISSING,
    Finding,
    Function,
    Numeric,
    Observation,
    Part,
    Response,
    State,
    StudentError,
    Verdict,
)
from millivolt.notebooks import NotebookProblem, SlotSource, answers, plan, read, sheet

__all__ = ["Marking"]


class Marking:
    """The state of one submission while its parts are graded, one pytest item after another."""

    def __init__(self, task: Task, setting: Setting, bank: Bank, box: Box, proofs: Proofs) -> None:
        self.task = task
        self.issue = issue_of(task)
        self.parts = tuple(self.issue.parts())
        self.verdicts: dict[str, Verdict] = {}
        self.outcomes: dict[str, dict[str, TestOutcome]] = {}
        self.observations: dict[str, Observation] = {}
        self.calls: dict[str, list[Recorded]] = {}
        self.sitting: Sitting | None = None
        self._setting = setting
        self._bank = bank
        self._box = box
        self._proofs = proofs
        self._sources: Mapping[str, SlotSource] = {}
        self._obstacle: tuple[State, Finding] | None = None
        self._started = time.perf_counter()

    def open(self) -> None:
        """Read the notebook and run it; afterwards every slot has its observation."""
        try:
            if self.task.problem:
                raise NotebookProblem(self.task.problem)
            notebook = read(self.task.notebook)
        except NotebookProblem as problem:
            self._obstacle = (
                State.UNGRADABLE_INPUT,
                finding(Code.BAD_NOTEBOOK, why=str(problem)),
            )
            return
        if notebook.token is not None and notebook.token != self.issue.token:
            self._obstacle = State.NEEDS_REVIEW, finding(Code.OTHER_NOTEBOOK)
            return
        try:
            public = sheet(self.issue)
            found = answers(notebook, public)
            self._sources = {source.slot: source for source in found}
            limits = self._setting.limits_for(self.task.assignment)
            cells = plan(notebook, public.slots, found)
            self.sitting = Sitting(self._box, cells, limits, seed=_seed(self.issue))
            self.sitting.run()
            for issued in self.parts:
                self.observations[issued.slot] = self._observe(issued)
        except Exception as fault:
            self._obstacle = State.NEEDS_REVIEW, tool_fault(fault)

    def close(self) -> None:
        """End the confined process."""
        if self.sitting is not None:
            self.sitting.close()

    def family(self, issued: IssuedPart) -> Family:
        """The family of a part; raises ``AuthorError`` when the bank has it no more."""
        return self._bank[issued.question.variant.item_id]

    def judge(self, issued: IssuedPart) -> Verdict:
        """The verdict on one part that is graded by a check; it is kept in ``verdicts``."""
        if issued.slot not in self.verdicts:
            self.verdicts[issued.slot] = self._blocked() or self._checked(issued)
        return self.verdicts[issued.slot]

    def judge_function(self, issued: IssuedPart) -> Verdict:
        """The verdict on a function, from what its tests said so far."""
        try:
            verdict = self._blocked() or self._without_function(issued) or self._tested(issued)
        except Exception as fault:
            # It is judged when the submission is done with: a fault would lose the other parts.
            verdict = Verdict.without_credit(State.NEEDS_REVIEW, tool_fault(fault))
        self.verdicts[issued.slot] = verdict
        return verdict

    def function_found(self, issued: IssuedPart) -> bool:
        """Whether there is a function to test."""
        return self._blocked() is None and self._without_function(issued) is None

    def entry(self) -> GradeEntry:
        """The grade entry of this submission; parts that were never judged need review."""
        parts = tuple(self._part_grade(issued) for issued in self.parts)
        return GradeEntry(
            student=self.task.student,
            assignment=self.task.assignment,
            parts=parts,
            provenance=Provenance(
                who=self._setting.who,
                why=self._setting.why,
                when=self._setting.when,
                engine=self._setting.engine,
                bank=self._bank.version_of({part.item_id for part in parts}),
                key=self.task.key,
                notebook=self.task.digest,
                sandbox=self._box.mode,
            ),
            received=self.task.received,
            seconds=time.perf_counter() - self._started,
            transcript=self._transcript(),
        )

    def _transcript(self) -> tuple[CellOutput, ...]:
        if self.sitting is None or not self._setting.transcript:
            return ()
        return transcript(self.sitting.runs.values())

    def _blocked(self) -> Verdict | None:
        if self._obstacle is None:
            return None
        state, found = self._obstacle
        return Verdict.without_credit(state, found)

    def _checked(self, issued: IssuedPart) -> Verdict:
        observation = self.observations[issued.slot]
        verdict = self._proofs.confirmed(issued.part, observation, check(issued.part, observation))
        if verdict.state in (State.INCORRECT, State.PARTIAL):
            before = self._numbers_before(issued)
            verdict = carried_verdict(issued, observation, verdict, before, self.family)
        return verdict

    def _numbers_before(self, issued: IssuedPart) -> Iterator[tuple[Part, Verdict]]:
        """The numbers asked for before ``issued`` in its question, with their verdicts."""
        for other in self.parts:
            if other.slot == issued.slot:
                return
            if other.question is issued.question and isinstance(other.part, Numeric):
                yield other.part, self.judge(other)

    def _tested(self, issued: IssuedPart) -> Verdict:
        part = issued.part
        assert isinstance(part, Function)
        outcomes = self.outcomes.get(issued.slot, {}).values()
        calls = self.calls.get(issued.slot, [])
        failed = any(outcome.status == "failed" for outcome in outcomes)
        # Without a call there is nothing to explain, and perhaps no reference to be had.
        ideas = ideas_behind(part, resolve(part.reference), calls) if failed and calls else ()
        return verdict_on_function(outcomes, ideas)

    def _without_function(self, issued: IssuedPart) -> Verdict | None:
        """The verdict when a function part has no function; ``None`` when it has one."""
        part = issued.part
        assert isinstance(part, Function)
        observation = self.observations[issued.slot]
        source = self._sources[issued.slot]
        if isinstance(observation.value, Opaque) and "function" in observation.value.type_name:
            return (
                Verdict.without_credit(State.NOT_ATTEMPTED, *observation.notes)
                if source.untouched
                else None
            )
        if observation.bound:
            found = finding(Code.NOT_A_FUNCTION, name=part.name)
            return Verdict.without_credit(State.UNGRADABLE_INPUT, found)
        if observation.error is None and not observation.notes:
            found = finding(Code.NOT_DEFINED, name=part.name, signature=part.signature)
            state = State.NOT_ATTEMPTED if source.untouched else State.UNGRADABLE_INPUT
            return Verdict.without_credit(state, found)
        return check_error(observation)

    def _observe(self, issued: IssuedPart) -> Observation:
        source = self._sources[issued.slot]
        response = Response(issued.part.id, source.text)
        sitting = self.sitting
        assert sitting is not None
        captured = sitting.captured.get(source.binds)
        run = sitting.runs.get(source.cell_id or "")
        error = run.error if run is not None else None
        notes: tuple[Finding, ...] = ()
        if isinstance(error, Stopped) and captured is None:
            limit = {"limit": error.limit}
            notes = (finding(Code.LIMIT, why=error.message, evidence=limit, private=error.detail),)
        return Observation(
            response,
            value=MISSING if captured is None or source.untouched else captured.value,
            error=student_error(error) if isinstance(error, Raised) else None,
            output=run.output if run is not None else "",
            seconds=run.seconds if run is not None else 0.0,
            notes=notes,
        )

    def _part_grade(self, issued: IssuedPart) -> PartGrade:
        verdict = self.verdicts.get(issued.slot) or Verdict.without_credit(
            State.NEEDS_REVIEW, finding(Code.TOOL_FAULT, private="the part was never judged")
        )
        observation = self.observations.get(issued.slot)
        return PartGrade(
            slot=issued.slot,
            item_id=issued.question.variant.item_id,
            part_id=issued.part.id,
            variant_id=issued.question.variant.id,
            points=issued.points,
            verdict=verdict,
            typed=observation.response.text if observation else None,
            understood=_understood(verdict),
            seconds=observation.seconds if observation else 0.0,
        )


def student_error(error: Raised) -> StudentError:
    """An exception of the student's code as ``items`` knows it."""
    return StudentError(error.type, error.message, error.line, error.source_line or "")


def tool_fault(fault: BaseException) -> Finding:
    """The finding for a fault of the tool; the traceback is for the instructor only."""
    told = "".join(traceback.format_exception(fault))
    if isinstance(fault, MillivoltError):
        told = f"{fault}\n{told}"
    return finding(Code.TOOL_FAULT, private=told[-4000:])


def check_error(observation: Observation) -> Verdict:
    """The verdict on a part whose cell did not come to its end."""
    found: list[Finding] = list(observation.notes)
    if observation.error is not None:
        error = observation.error
        where = f" in line {error.line}" if error.line else ""
        found.append(
            check_finding(
                CheckCode.STUDENT_ERROR, where=where, type=error.type, error=error.message
            )
        )
    return Verdict.without_credit(State.UNGRADABLE_INPUT, *found)


def _understood(verdict: Verdict) -> str:
    for found in verdict.findings:
        if found.code == "understood":
            return str(found.evidence.get("shown", ""))
    return ""


def _seed(issue: Issue) -> int:
    """The seed of the student's random numbers: fixed, so that a regrade sees the same."""
    return int.from_bytes(hashlib.sha256(json.dumps(issue.token).encode()).digest()[:4], "big")
