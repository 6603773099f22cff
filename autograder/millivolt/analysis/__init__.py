"""What a class's grades say about its questions: item statistics, fairness, shared answers.

Pure functions of numbers. Who reads the results, and on which page, is decided in ``feedback``.
"""

from millivolt.analysis.discrimination import item_rest
from millivolt.analysis.interval import Interval
from millivolt.analysis.proportion import facility, wilson
from millivolt.analysis.reliability import alpha

__all__ = ["Interval", "alpha", "facility", "item_rest", "wilson"]
