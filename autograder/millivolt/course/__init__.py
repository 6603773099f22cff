"""A course: its folder, files and roster, and handing out a different notebook to every student.

What an item is lives in ``items``, finding banks in ``bank``, the file format of notebooks in
``notebooks``; running and judging what students hand in is ``grading``.
"""

from millivolt.course.amending import Amended, amend
from millivolt.course.assigning import Assigned, assign
from millivolt.course.assignment import Assignment, Question, Section
from millivolt.course.collecting import Collected, Note, collect
from millivolt.course.course import Course, Owner
from millivolt.course.issue import Issue, IssuedPart, IssuedQuestion
from millivolt.course.policy import FeedbackPolicy, RunLimits
from millivolt.course.roster import Roster, Student
from millivolt.course.scaffold import create
from millivolt.course.secret import seed_for
from millivolt.course.settlement import Settled, Settlement, settle
from millivolt.course.shown import Shown
from millivolt.course.turnout import Turnout, turnout

__all__ = [
    "Amended",
    "Assigned",
    "Assignment",
    "Collected",
    "Course",
    "FeedbackPolicy",
    "Issue",
    "IssuedPart",
    "IssuedQuestion",
    "Note",
    "Owner",
    "Question",
    "Roster",
    "RunLimits",
    "Section",
    "Settled",
    "Settlement",
    "Shown",
    "Student",
    "Turnout",
    "amend",
    "assign",
    "collect",
    "create",
    "seed_for",
    "settle",
    "turnout",
]
