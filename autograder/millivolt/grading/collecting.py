"""``pytest SUBMISSION.ipynb``: submissions of a course as ordinary pytest items.

pytest loads this plugin by itself, so it imports next to nothing until a notebook is named on
its command line that lies in a course's ``submitted/STUDENT/ASSIGNMENT/``. Selection (``-k``),
``-x``, ``--junitxml`` and xdist work as usual; nothing is written to the grade log.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from millivolt.course import Course
    from millivolt.grading.nodes import SubmissionNode, TestFiles
    from millivolt.isolation import Box

__all__ = ["pytest_collect_file", "pytest_unconfigure"]

DESK = pytest.StashKey["Desk"]()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> SubmissionNode | None:
    """A submission, when ``file_path`` is a notebook that was handed in to a course."""
    if file_path.suffix != ".ipynb":
        return None
    folder = course_of(file_path)
    return None if folder is None else _desk(parent.config).submission(folder, file_path, parent)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Close the box, if one was opened."""
    if DESK in config.stash:
        config.stash[DESK].close()


def course_of(notebook: Path) -> Path | None:
    """The course in whose ``submitted/STUDENT/ASSIGNMENT/`` a notebook lies."""
    parents = notebook.resolve().parents
    if len(parents) < 4 or parents[2].name != "submitted":
        return None
    return parents[3] if (parents[3] / "course.toml").is_file() else None


class Desk:
    """What one pytest session needs to grade submissions; made when the first is found."""

    def __init__(self, config: pytest.Config) -> None:
        from millivolt.grading.plugin import PartFixtures
        from millivolt.grading.proofs import Proofs

        self._files: TestFiles | None = None
        self._box: Box | None = None
        self._courses: dict[Path, Course] = {}
        self._proofs = Proofs()
        config.pluginmanager.register(PartFixtures(), "millivolt-parts")

    def submission(self, folder: Path, notebook: Path, parent: pytest.Collector) -> SubmissionNode:
        """The node of one submission."""
        from millivolt.bank import load_bank
        from millivolt.course import Course
        from millivolt.grading.marking import Marking
        from millivolt.grading.nodes import SubmissionNode, TestFiles
        from millivolt.grading.round import Options, now, setting_for
        from millivolt.grading.submissions import task_of

        course = self._courses.setdefault(folder, Course.open(folder))
        student, name = notebook.resolve().parts[-3:-1]
        setting = setting_for(course, course.assignment(name), Options(), now())
        task = task_of(course, name, student)
        if self._files is None:
            self._files = TestFiles(parent.session)
        marking = Marking(task, setting, load_bank(*course.banks), self.box, self._proofs)
        return SubmissionNode.from_parent(
            parent,
            path=notebook,
            name=notebook.name,
            marking=marking,
            files=self._files,
            done=lambda finished: None,
        )

    @property
    def box(self) -> Box:
        """The box of this session."""
        if self._box is None:
            from millivolt.isolation import Box

            self._box = Box.start(preload=["numpy"])
        return self._box

    def close(self) -> None:
        """Close the box and end the process that proves."""
        self._proofs.close()
        if self._box is not None:
            self._box.close()


def _desk(config: pytest.Config) -> Desk:
    if DESK not in config.stash:
        config.stash[DESK] = Desk(config)
    return config.stash[DESK]
