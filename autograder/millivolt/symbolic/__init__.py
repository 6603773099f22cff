"""Formulas typed by people: read safely, compared with proof or counterexample, derivations checked.

Pure functions on text and trees. Numbers with units, notebooks, clocks and processes live elsewhere
(``worker`` is the one exception: it runs the comparison in a process that can be ended).
"""

from .comparison import Comparison, Finding, compare
from .derivation import DerivationReport, Step, check_derivation
from .domain import Domain, Symbol
from .parser import Parsed, parse

__all__ = [
    "Comparison",
    "DerivationReport",
    "Domain",
    "Finding",
    "Parsed",
    "Step",
    "Symbol",
    "check_derivation",
    "compare",
    "parse",
]
