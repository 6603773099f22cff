"""Our engine inside ``nbgrader autograde``, put there by one line of ``nbgrader_config.py``.

nbgrader goes through the submissions and keeps its folders; in the place of its kernel and its
rule for scores, our notebooks are graded by ours, all of a run at once, when the first one
comes. Notebooks of other assignments are left to nbgrader.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from weakref import finalize

from nbconvert.exporters import NotebookExporter

from millivolt.course import Assignment, Course
from millivolt.gradebook import GradeEntry
from millivolt.gradebook.log import GradeLog
from millivolt.grading.round import Options, Round
from millivolt.grading.run import grade
from millivolt.nbgrader_bridge.autograded import as_handed_in
from millivolt.nbgrader_bridge.bridge import Bridge, bridge_of
from millivolt.nbgrader_bridge.folder import Folder

__all__ = ["MillivoltExporter"]


class MillivoltExporter(NotebookExporter):
    """What ``nbgrader autograde`` turns a submitted notebook into an autograded one with.

    One exporter serves one run. Each notebook comes twice: as submitted, to be graded, and as
    autograded, when nbgrader would save scores and penalties.
    """

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)  # type: ignore[no-untyped-call]
        self._runs: dict[str, Run] = {}
        for notice in _skipped(self.parent):
            self.log.error(notice)

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[Any, dict[str, Any]]:
        """The autograded notebook of the file ``filename``, and nbgrader's ``resources``."""
        about = (resources or {}).get("nbgrader")
        course = _course_of(self.parent) if about else None
        if about is None or course is None or not _is_ours(course, about):
            return super().from_filename(filename, resources, **options)
        if Path(filename).is_relative_to(_folder(self.parent, about)):
            text = Path(filename).read_text("utf-8")
        else:
            name = about["assignment"]
            if name not in self._runs:
                self._runs[name] = Run(self, course, name)
            text = self._runs[name].autograded(about["student"], Path(filename))
        return text, {**(resources or {}), "output_extension": self.file_extension}


class Run:
    """Our part of one run of ``nbgrader autograde``: one assignment, graded at once."""

    def __init__(self, exporter: MillivoltExporter, course: Course, name: str) -> None:
        self._exporter = exporter
        self._converter: Any = exporter.parent
        self._course = course
        self._assignment: Assignment = course.assignment(name)
        self._open = ExitStack()
        # nbgrader tells nobody that a run is over: it just drops the exporter.
        finalize(exporter, self._open.close)
        self._bridge: Bridge | None = None
        self._problem: Exception | None = None
        self._graded: set[str] = set()

    def autograded(self, student: str, submitted: Path) -> str:
        """The autograded notebook of ``student``; the first call grades everybody's.

        What we cannot grade waits for a person, shown as it was handed in.
        """
        bridge = self._bridge or self._begin(student)
        if student in self._graded:
            return bridge.drafted(self._assignment.name, student).read_text("utf-8")
        notice = f"millivolt issued no {self._assignment.name} to {student}: grade it by hand."
        self._exporter.log.error(notice)
        bridge.hold(self._assignment.name, student)
        return json.dumps(as_handed_in(submitted, notice))

    def _begin(self, student: str) -> Bridge:
        if self._problem is not None:
            raise self._problem
        try:
            bridge = self._open.enter_context(
                bridge_of(self._course, there=self._converter.coursedir)
            )
            self._grade(bridge, {student, *self._waiting()})
        except Exception as problem:
            # What stops one stops all: told for each, found out once.
            self._problem = problem
            self._open.close()
            raise
        self._bridge = bridge
        return bridge

    def _grade(self, bridge: Bridge, students: set[str]) -> None:
        issued = students & set(self._course.issues.students(self._assignment.name))
        if not issued:
            return
        chosen = sorted(issued)

        def heard(entry: GradeEntry) -> None:
            bridge.draft(entry)
            self._graded.add(entry.student)
            score = f"{float(entry.score):g} of {float(entry.max_score):g}"
            self._exporter.log.info("millivolt: %s has %s points", entry.student, score)

        jobs = len(os.sched_getaffinity(0))
        options = Options(jobs=jobs, again=True, transcript=True)
        asked = Round.of(self._course, self._assignment, chosen, options)
        with GradeLog.open(self._course.database) as log:
            bridge.pull(log, [self._assignment.name])
            grade(asked, log, heard=heard)
            bridge.publish(self._assignment, log, chosen)

    def _waiting(self) -> Iterator[str]:
        """Those whom nbgrader is going to process in this run, by its own rule."""
        there, name = self._converter.coursedir, self._assignment.name
        for student in self._course.issues.students(name):
            source = there.format_path(there.submitted_directory, student, name)
            target = there.format_path(there.autograded_directory, student, name)
            listed = self._converter.assignments.get(source, ())
            if Path(source, f"{name}.ipynb") not in map(Path, listed):
                continue
            before, now = map(there.get_existing_timestamp, (target, source))
            newer = before is not None and now is not None and now > before
            if self._converter.force or newer or not Path(target).exists():
                yield student


def _course_of(converter: Any) -> Course | None:
    """The course of ours in nbgrader's folder, if it is one."""
    root = Path(converter.coursedir.root)
    return Course.open(root) if (root / "course.toml").is_file() else None


def _skipped(converter: Any) -> Iterator[str]:
    """What nbgrader will not process, because it knows no notebook by that name."""
    course, there = _course_of(converter), converter.coursedir
    name = there.assignment_id
    if course is None or name not in course.issues.assignments() or there.notebook_id != "*":
        return
    known = {name, *(path.stem for path in Folder(there).source(name).glob("*.ipynb"))}
    for folder, files in sorted(converter.assignments.items()):
        names = sorted(Path(file).name for file in files)
        if known.isdisjoint(Path(file).stem for file in files):
            yield (
                f"{folder} has no {name}.ipynb, but {', '.join(names)}: nbgrader leaves it out;"
                f" `millivolt grade {name}` takes a notebook under another name"
            )


def _is_ours(course: Course, about: dict[str, Any]) -> bool:
    """Whether a notebook is one that we issue; others of the assignment are nbgrader's."""
    name = about["assignment"]
    return about["notebook"] == name and name in course.issues.assignments()


def _folder(converter: Any, about: dict[str, Any]) -> str:
    there = converter.coursedir
    return str(there.format_path(there.autograded_directory, about["student"], about["assignment"]))
