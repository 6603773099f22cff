"""nbgrader assignments with hand-written tests in their cells, graded in the box.

The instructor's cells are read from the course folder, tests run apart from the student's code
wherever their needs can be met by values, and nbgrader's rule for scores is applied safely.
Assignments made of millivolt's own items are graded by ``grading``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from millivolt.deferred import deferred

if TYPE_CHECKING:
    from millivolt.legacy.run import grade_legacy

__all__ = ["grade_legacy"]


# pytest and numpy are imported only by those who grade.
__getattr__ = deferred(__name__, {"grade_legacy": "run"})
