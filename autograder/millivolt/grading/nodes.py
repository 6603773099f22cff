"""Submissions, parts and tests as pytest sees them.

The tree is: session > one ``SubmissionNode`` per submission > one ``CheckedPart`` item for each
part that a check grades, and one ``FunctionPart`` for each function, whose items are the pytest
functions of its family's test file. A submission is data: nothing of it is imported or
collected as Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from millivolt.course.issue import IssuedPart
from millivolt.errors import AuthorError
from millivolt.grading.marking import Marking
from millivolt.grading.outcome import TestOutcome
from millivolt.items import Function, State, Verdict

__all__ = ["CheckedPart", "FunctionPart", "PartFailed", "SubmissionNode", "TestFiles"]


class PartFailed(Exception):
    """Tells pytest that a part did not earn full credit."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        super().__init__("; ".join(f.message for f in verdict.findings) or verdict.state.value)


class TestFiles:
    """The pytest files of the bank's families, each imported once for all submissions."""

    __test__ = False

    def __init__(self, session: pytest.Session) -> None:
        self._session = session
        self._functions: dict[Path, list[pytest.Function]] = {}

    def functions(self, path: Path) -> list[pytest.Function]:
        """The test functions in ``path``, in the order of the file, parametrised ones apart.

        Raises:
            AuthorError: when the file cannot be loaded.
        """
        if path not in self._functions:
            module = pytest.Module.from_parent(self._session, path=path)
            try:
                self._functions[path] = list(_functions_in(module))
            except pytest.Collector.CollectError as problem:
                raise AuthorError(
                    f"these tests cannot be loaded: {problem}", file=str(path)
                ) from None
        return self._functions[path]


def _functions_in(collector: pytest.Collector) -> Iterator[pytest.Function]:
    for node in collector.collect():
        if isinstance(node, pytest.Function):
            yield node
        elif isinstance(node, pytest.Collector):
            yield from _functions_in(node)


class SubmissionNode(pytest.Collector):
    """One submission; it is run when its first item is set up."""

    def __init__(
        self, *, marking: Marking, files: TestFiles, done: Callable[[Marking], None], **kw: Any
    ) -> None:
        super().__init__(**kw)
        self.marking = marking
        self.files = files
        self._done = done

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """One node for each part."""
        for issued in self.marking.parts:
            if isinstance(issued.part, Function):
                yield FunctionPart.from_parent(self, name=issued.slot, issued=issued)
            else:
                yield CheckedPart.from_parent(self, name=issued.slot, issued=issued)

    def setup(self) -> None:
        """Run the notebook in the box."""
        self.marking.open()

    def teardown(self) -> None:
        """Close the box's process and hand the marking over."""
        self.marking.close()
        for issued in self.marking.parts:
            if isinstance(issued.part, Function):
                self.marking.judge_function(issued)
        self._done(self.marking)


def submission_of(node: pytest.Item | pytest.Collector) -> SubmissionNode:
    """The submission that ``node`` belongs to."""
    found = node.getparent(SubmissionNode)
    assert found is not None
    return found


class CheckedPart(pytest.Item):
    """One part that a pure check grades."""

    def __init__(self, *, issued: IssuedPart, **kw: Any) -> None:
        super().__init__(**kw)
        self.issued = issued

    def runtest(self) -> None:
        """Judge the part; anything but full credit fails the item."""
        verdict = submission_of(self).marking.judge(self.issued)
        self.user_properties.append(("verdict", verdict.state.value))
        self.user_properties.append(("fraction", str(verdict.fraction)))
        if verdict.state is State.NOT_ATTEMPTED:
            pytest.skip("not attempted")
        if verdict.state is not State.CORRECT:
            raise PartFailed(verdict)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The findings of a part that failed; a traceback for a fault of the tool."""
        if isinstance(excinfo.value, PartFailed):
            verdict = excinfo.value.verdict
            lines = [f"{verdict.state} ({verdict.fraction})"]
            return "\n".join(lines + [f"  {f.code}: {f.message}" for f in verdict.findings])
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Where pytest says that this item lives."""
        return self.path, None, f"{submission_of(self).name}: {self.name}"


class FunctionPart(pytest.Collector):
    """One function of the student; its items are the tests of its family."""

    def __init__(self, *, issued: IssuedPart, **kw: Any) -> None:
        super().__init__(**kw)
        self.issued = issued
        self.tests: set[str] = set()

    def collect(self) -> Iterator[pytest.Item]:
        """The family's test functions, each bound to this submission."""
        submission = submission_of(self)
        try:
            tests = submission.marking.family(self.issued).tests
        except AuthorError:
            # The bank has the item no more; a function without tests waits for a person.
            return
        if tests is None:
            return
        for shared in submission.files.functions(tests):
            self.tests.add(shared.originalname)
            yield pytest.Function.from_parent(
                self,
                name=shared.name,
                callspec=getattr(shared, "callspec", None),
                callobj=shared.obj,
                fixtureinfo=shared._fixtureinfo,
                originalname=shared.originalname,
            )


def part_of(item: pytest.Item) -> FunctionPart:
    """The function part that a test belongs to."""
    found = item.getparent(FunctionPart)
    assert found is not None
    return found


def outcomes_of(item: pytest.Item) -> dict[str, TestOutcome]:
    """The outcomes so far of the tests beside ``item``."""
    part = part_of(item)
    marking = submission_of(item).marking
    return marking.outcomes.setdefault(part.issued.slot, {})
