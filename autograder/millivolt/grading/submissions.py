"""What was handed in: from a course's folders to tasks, one at a time."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from millivolt.course import Course
from millivolt.errors import AuthorError
from millivolt.grading.plan import Task
from millivolt.lms.submissions import timestamp
from millivolt.notebooks.reader import NotebookProblem, read_bytes

__all__ = [
    "handed_in", "left_out", "libraries_used", "notebook_of", "or_the_only_one", "received",
    "task_of", "tasks",
]  # fmt: skip

HEAVY = ("numpy", "scipy", "sympy", "matplotlib", "pandas")
IMPORTED = re.compile(rb"\b(?:import|from)\s+(" + "|".join(HEAVY).encode() + rb")\b")
SAMPLE = 40


def handed_in(course: Course, assignment: str, students: Sequence[str] = ()) -> tuple[str, ...]:
    """Those who handed something in, by id; all of ``students`` when any are named.

    Raises:
        AuthorError: when the assignment was never issued, or a named student handed nothing in.
    """
    issued = course.issues.students(assignment)
    if not issued:
        raise AuthorError(
            f"{assignment} was not issued to anybody; run `millivolt assign {assignment}` first"
        )
    for student in students:
        if student not in issued:
            raise AuthorError(f"{assignment} was not issued to {student}")
        if notebook_of(course, student, assignment) is None:
            folder = course.submitted(student, assignment).parent
            raise AuthorError(f"{student} has not handed in {assignment}", file=str(folder))
    chosen = students or issued
    return tuple(s for s in chosen if notebook_of(course, s, assignment) is not None)


def left_out(course: Course, assignment: str) -> Iterator[str]:
    """What lies in ``submitted/`` and is not graded: a sentence for each, with what to do."""
    issued = course.issues.students(assignment)
    for folder in sorted((course.folder / "submitted").glob(f"*/{assignment}")):
        student, place = folder.parent.name, folder.relative_to(course.folder)
        names = sorted(path.name for path in folder.glob("*.ipynb"))
        if not names:
            yield f"{place} is left out: there is no notebook in it"
        elif student not in issued:
            yield (
                f"{place} is left out: {assignment} was not issued to {student}; collect it for"
                " the student whose notebook it is, or grade it by hand"
            )
        elif notebook_of(course, student, assignment) is None:
            yield (
                f"{place} is left out: which of {', '.join(names)} is to be graded? Call it"
                f" {assignment}.ipynb"
            )


def notebook_of(course: Course, student: str, assignment: str) -> Path | None:
    """The notebook that ``student`` handed in.

    It has the name under which it was released, or is the only notebook in its folder.
    """
    return or_the_only_one(course.submitted(student, assignment))


def or_the_only_one(expected: Path) -> Path | None:
    """``expected``, or where nothing has this name the only notebook in its folder."""
    if os.path.lexists(expected):
        return expected
    others = list(expected.parent.glob("*.ipynb"))
    return others[0] if len(others) == 1 else None


def task_of(course: Course, assignment: str, student: str) -> Task:
    """The task of one submission; a file that cannot be read is told in the task."""
    issue = course.issues.document(assignment, student)
    path = notebook_of(course, student, assignment)
    if path is None:
        return Task(student, assignment, issue, b"", problem="The notebook is gone.")
    try:
        data, problem = read_bytes(path), ""
    except NotebookProblem as refused:
        data, problem = b"", str(refused)
    return Task(student, assignment, issue, data, received(path), problem)


def tasks(course: Course, assignment: str, students: Sequence[str]) -> Iterator[Task]:
    """The tasks of ``students``, each read when it is asked for."""
    return (task_of(course, assignment, student) for student in students)


def libraries_used(course: Course, assignment: str, students: Sequence[str]) -> tuple[str, ...]:
    """The libraries worth loading before the first submission runs: those imported in a sample.

    A library that is not in it still works; it is then loaded when a cell imports it.
    """
    found = {"numpy"}
    step = max(1, len(students) // SAMPLE)
    for student in students[::step][:SAMPLE]:
        path = notebook_of(course, student, assignment)
        if path is None:
            continue
        try:
            found |= {name.decode() for name in IMPORTED.findall(read_bytes(path))}
        except NotebookProblem:
            continue
    return tuple(name for name in HEAVY if name in found and find_spec(name) is not None)


def received(notebook: Path) -> datetime | None:
    """When a submission arrived: by nbgrader's ``timestamp.txt`` beside it, else by the file."""
    with suppress(OSError):
        told = timestamp((notebook.parent / "timestamp.txt").read_bytes())
        if told is not None:
            return told
    try:
        return datetime.fromtimestamp(notebook.lstat().st_mtime, UTC).replace(microsecond=0)
    except OSError:
        return None
