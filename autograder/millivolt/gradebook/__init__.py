"""Grades: one entry for each graded submission, what people add to it, and what then counts.

The records and pure functions are here; the log itself is ``millivolt.gradebook.log``, apart
because it loads a database library. nbgrader's gradebook is ``millivolt.nbgrader_bridge``.
"""

from millivolt.gradebook.correction import Comment, Override
from millivolt.gradebook.entry import GradeEntry, PartGrade, Provenance
from millivolt.gradebook.standing import GRADED_BY_PERSON, Standing, effective, in_force

__all__ = [
    "GRADED_BY_PERSON",
    "Comment",
    "GradeEntry",
    "Override",
    "PartGrade",
    "Provenance",
    "Standing",
    "effective",
    "in_force",
]
