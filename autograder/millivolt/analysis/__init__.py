"""What a class's grades say about its questions: item statistics, fairness, shared answers.

Pure functions of numbers and texts. Who reads the results, and on which page, is decided in
``feedback``.
"""

from millivolt.analysis.discrimination import item_rest
from millivolt.analysis.fairness import Effect, fairness, holm
from millivolt.analysis.interval import Interval
from millivolt.analysis.proportion import facility, wilson
from millivolt.analysis.reliability import alpha
from millivolt.analysis.sharing import Agreement, Answer, SharedAnswers, shared_answers

__all__ = [
    "Agreement",
    "Answer",
    "Effect",
    "Interval",
    "SharedAnswers",
    "alpha",
    "facility",
    "fairness",
    "holm",
    "item_rest",
    "shared_answers",
    "wilson",
]
