"""Notebooks: writing a student's sheet as .ipynb, reading one back, finding the answers in it.

Knows nbgrader's cell format but no key, no student and no file layout; running cells is the
box's work (``isolation``), judging answers that of ``checks``.
"""

from millivolt.notebooks.answers import SlotSource, answers
from millivolt.notebooks.compose import compose, composed, laid_out
from millivolt.notebooks.plan import plan
from millivolt.notebooks.reader import Notebook, NotebookCell, NotebookProblem, read
from millivolt.notebooks.sheet import Question, Sheet, sheet
from millivolt.notebooks.slot import Slot

__all__ = [
    "Notebook",
    "NotebookCell",
    "NotebookProblem",
    "Question",
    "Sheet",
    "Slot",
    "SlotSource",
    "answers",
    "compose",
    "composed",
    "laid_out",
    "plan",
    "read",
    "sheet",
]
