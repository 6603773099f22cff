"""nbgrader's own late policy, a plugin of its configuration, applied to grades of ours."""

from __future__ import annotations

from collections.abc import Collection
from itertools import product
from typing import Any

from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties

__all__ = ["apply_plugin", "plugin_configured"]

_SETTINGS = ("AssignLatePenalties", "LateSubmissionPlugin")


def plugin_configured(there: Any) -> bool:
    """Whether the configuration of ``there``, nbgrader's ``CourseDirectory``, names a policy."""
    return any(name in _configured(there).config for name in _SETTINGS)


def apply_plugin(
    there: Any, assignment: str, students: Collection[str], notebooks: Collection[str]
) -> None:
    """Have nbgrader's plugin penalise those of ``students`` who are late, in each of ``notebooks``.

    A penalty of someone who is not late any more is taken back.
    """
    with Gradebook(there.db_url, there.course_id) as book:
        late = [
            found.student_id
            for found in book.assignment_submissions(assignment)
            if found.student_id in students
            and (found.total_seconds_late > 0 or found.late_submission_penalty)
        ]
    for student, notebook in product(late, notebooks):
        about = {"notebook": notebook, "assignment": assignment, "student": student}
        resources = {"nbgrader": about | {"db_url": there.db_url}}
        nothing = new_notebook()  # type: ignore[no-untyped-call]
        AssignLatePenalties(parent=_configured(there)).preprocess(nothing, resources)


def _configured(there: Any) -> Any:
    """Who has the whole configuration: nbgrader's command, where one is at work."""
    return there if there.parent is None else there.parent
