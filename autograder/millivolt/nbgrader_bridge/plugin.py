"""nbgrader's own late policy, a plugin of its configuration, applied to grades of ours."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties

__all__ = ["apply_plugin", "penalise"]

_SETTINGS = ("AssignLatePenalties", "LateSubmissionPlugin")


def apply_plugin(there: Any, assignment: str, students: Collection[str]) -> None:
    """Have nbgrader's plugin penalise those of ``students`` who are late, if one is configured.

    ``there`` is nbgrader's ``CourseDirectory``. A penalty of someone who is not late any more
    is taken back.
    """
    if not any(name in there.config for name in _SETTINGS):
        return
    with Gradebook(there.db_url, there.course_id) as book:
        late = [
            found.student_id
            for found in book.assignment_submissions(assignment)
            if found.student_id in students
            and (found.total_seconds_late > 0 or found.late_submission_penalty)
        ]
    for student in late:
        about = {"notebook": assignment, "assignment": assignment, "student": student}
        penalise(there, {"nbgrader": about | {"db_url": there.db_url}})


def penalise(parent: Any, resources: dict[str, Any]) -> None:
    """What ``nbgrader autograde`` does about lateness for one notebook."""
    AssignLatePenalties(parent=parent).preprocess(new_notebook(), resources)  # type: ignore[no-untyped-call]
