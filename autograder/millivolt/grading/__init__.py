"""Grading: submissions go through pytest, each part an item, and come out as grade entries.

The plan, the box's sittings, the fixtures of function tests, and the ways of running them (this
machine's cores, a cluster). What makes a value right lives in ``checks``, where entries are kept
in ``gradebook``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from millivolt.deferred import deferred

if TYPE_CHECKING:
    from millivolt.grading.local import grade_locally
    from millivolt.grading.plan import Setting, Task
    from millivolt.grading.round import Options, Round
    from millivolt.grading.run import grade

__all__ = ["Options", "Round", "Setting", "Task", "grade", "grade_locally"]

# pytest, Hypothesis and numpy are imported only by those who grade.
__getattr__ = deferred(
    __name__,
    {
        "Options": "round",
        "Round": "round",
        "Setting": "plan",
        "Task": "plan",
        "grade": "run",
        "grade_locally": "local",
    },
)
