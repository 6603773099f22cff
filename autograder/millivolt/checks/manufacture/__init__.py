"""Responses that parts manufacture for themselves: right, disguised, mistaken, wrong, malformed.

Verification of banks grades them all; the simulated class hands them in. They are made from
the parts alone, by other means than those by which checks judge.
"""

from millivolt.checks.manufacture.making import MAKERS, specimens
from millivolt.checks.manufacture.specimen import Kind, Specimen

__all__ = ["MAKERS", "Kind", "Specimen", "specimens"]
