"""The pytest plugin: fixtures for the tests of functions, and how their outcomes are kept.

``GradingPlugin`` serves ``millivolt grade``, which streams submissions through one pytest
session so that memory does not grow with their number.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from typing import Any

import pytest

from millivolt.bank import Bank
from millivolt.errors import AuthorError, MillivoltError
from millivolt.gradebook.entry import GradeEntry
from millivolt.grading.agreement import Agreement
from millivolt.grading.findings import Code, finding
from millivolt.grading.marking import Marking, tool_fault
from millivolt.grading.nodes import (
    CheckedPart,
    FunctionPart,
    PartFailed,
    SubmissionNode,
    TestFiles,
    outcomes_of,
    part_of,
    submission_of,
)
from millivolt.grading.outcome import TestOutcome, outcome_of
from millivolt.grading.plan import Setting, Task
from millivolt.grading.proofs import Proofs
from millivolt.grading.reference import resolve
from millivolt.grading.student import Student
from millivolt.isolation import Box
from millivolt.items import Function, State, Tolerance, Variant, Verdict

__all__ = ["GradingPlugin", "PartFixtures"]


class PartFixtures:
    """What a test of a function may ask for, and the marks that it may carry."""

    @pytest.fixture
    def student(self, request: pytest.FixtureRequest) -> Student:
        """Calls into the box: ``student.nernst(...)``, ``student.batch(...)``."""
        submission, part = submission_of(request.node), part_of(request.node)
        if not submission.marking.function_found(part.issued):
            pytest.skip("there is no function to test")
        assert submission.marking.sitting is not None
        record = submission.marking.calls.setdefault(part.issued.slot, [])
        return Student(submission.marking.sitting, record)

    @pytest.fixture
    def reference(self, request: pytest.FixtureRequest) -> Callable[..., Any]:
        """The right function, called like the student's."""
        return resolve(_function(request).reference)

    @pytest.fixture
    def variant(self, request: pytest.FixtureRequest) -> Variant:
        """The variant that this student got."""
        return part_of(request.node).issued.question.variant

    @pytest.fixture
    def tolerance(self) -> Tolerance:
        """The tolerance for results that only rounding may change."""
        return Tolerance(1e-9)

    @pytest.fixture
    def agree(self, student: Student, request: pytest.FixtureRequest) -> Agreement:
        """``agree(name, rel=..., argument=strategy, ...)``: student against reference."""
        return Agreement(student, resolve(_function(request).reference))

    def pytest_configure(self, config: pytest.Config) -> None:
        """Make the marks known."""
        config.addinivalue_line("markers", "worth(points): what the test is worth (1)")
        config.addinivalue_line("markers", "visible: its inputs may be shown to the student")
        config.addinivalue_line("markers", "needs(name): skipped unless that test passed")

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Skip a test whose prerequisite did not pass."""
        if not isinstance(item.parent, FunctionPart):
            return
        outcomes = outcomes_of(item)
        for mark in item.iter_markers("needs"):
            for name in mark.args:
                if name not in part_of(item).tests:
                    raise AuthorError(f"{item.name} needs {name}, which is no test of its file")
                # A prerequisite that was not selected has no outcome and stops nobody.
                before = [o for o in outcomes.values() if o.name.split("[")[0] == name]
                if any(outcome.status != "passed" for outcome in before):
                    pytest.skip(f"needs {name}")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Keep what a test said; a crash of the tool becomes ``needs_review``."""
        report = yield
        failure = call.excinfo.value if call.excinfo is not None else None
        if isinstance(item.parent, FunctionPart):
            self._keep_outcome(item, call, report, failure)
        elif isinstance(item, CheckedPart) and failure is not None:
            self._keep_fault(item, failure)
        return report

    def _keep_fault(self, part: CheckedPart, failure: BaseException) -> None:
        if not isinstance(failure, PartFailed | pytest.skip.Exception):
            verdict = Verdict.without_credit(State.NEEDS_REVIEW, tool_fault(failure))
            submission_of(part).marking.verdicts[part.issued.slot] = verdict

    def _keep_outcome(
        self,
        item: pytest.Item,
        call: pytest.CallInfo[None],
        report: pytest.TestReport,
        failure: BaseException | None,
    ) -> None:
        if call.when == "teardown" or (call.when == "setup" and failure is None):
            return
        says = _says(item)
        worth = _worth(item)
        if report.skipped:
            needs = ", ".join(_title(name) for m in item.iter_markers("needs") for name in m.args)
            found = finding(Code.TEST_SKIPPED, says=says, needs=needs or "the function")
            outcome = TestOutcome(item.name, worth, "skipped", found)
        else:
            visible = item.get_closest_marker("visible") is not None
            outcome = outcome_of(item.name, says, worth, visible, failure)
        outcomes_of(item)[item.name] = outcome


class GradingPlugin(PartFixtures):
    """Streams tasks through one pytest session; each finished entry goes to ``deliver``."""

    def __init__(
        self,
        tasks: Iterable[Task],
        setting: Setting,
        bank: Bank,
        box: Box,
        deliver: Callable[[GradeEntry], None],
    ) -> None:
        self._tasks = tasks
        self._setting = setting
        self._bank = bank
        self._box = box
        self._deliver = deliver
        self.trouble: Exception | None = None

    def pytest_configure(self, config: pytest.Config) -> None:
        """Nobody reads tracebacks here: a failure becomes a finding, not a report."""
        super().pytest_configure(config)
        config.option.tbstyle = "line"

    def pytest_collection(self, session: pytest.Session) -> list[pytest.Item]:
        """Collect nothing beforehand: submissions arrive one by one."""
        session.items = []
        session.testscollected = 1
        return session.items

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Grade task after task; what stops the whole run is kept in ``trouble``."""
        try:
            self._grade(session)
        except (MillivoltError, OSError) as problem:
            # pytest would turn it into text.
            self.trouble = problem
        return True

    def _grade(self, session: pytest.Session) -> None:
        files = TestFiles(session)
        with closing(Proofs()) as proofs:
            for task in self._tasks:
                marking = Marking(task, self._setting, self._bank, self._box, proofs)
                node = SubmissionNode.from_parent(
                    session,
                    name=f"{task.assignment}/{task.student}",
                    marking=marking,
                    files=files,
                    done=lambda done: self._deliver(done.entry()),
                )
                self._run(list(_items(node)))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(
        self, item: pytest.Item, nextitem: pytest.Item | None
    ) -> bool | None:
        """Judge a part that needs no fixtures without the reports that nobody reads here."""
        if not isinstance(item, CheckedPart):
            return None
        standing = item.session._setupstate
        try:
            standing.setup(item)
            item.runtest()
        except (Exception, pytest.skip.Exception) as failure:
            self._keep_fault(item, failure)
        finally:
            standing.teardown_exact(nextitem)
        return True

    def _run(self, items: list[pytest.Item]) -> None:
        following: list[pytest.Item | None] = [*items[1:], None]
        for item, after in zip(items, following, strict=True):
            item.ihook.pytest_runtest_protocol(item=item, nextitem=after)


def _items(node: pytest.Collector) -> Iterable[pytest.Item]:
    for child in node.collect():
        if isinstance(child, pytest.Item):
            yield child
        else:
            yield from _items(child)


def _function(request: pytest.FixtureRequest) -> Function:
    part = part_of(request.node).issued.part
    assert isinstance(part, Function)
    return part


def _worth(item: pytest.Item) -> int:
    mark = item.get_closest_marker("worth")
    return int(mark.args[0]) if mark is not None else 1


def _says(item: pytest.Item) -> str:
    """The line that the student reads: the test's docstring, or its name in words."""
    doc = getattr(getattr(item, "obj", None), "__doc__", None) or ""
    first = doc.strip().splitlines()[0].rstrip(".") if doc.strip() else ""
    return first or _title(item.name)


def _title(name: str) -> str:
    words = name.split("[")[0].removeprefix("test_").replace("_", " ")
    return words[:1].upper() + words[1:]
