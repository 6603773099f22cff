"""Formulas typed by people: read safely, compared by proof or counterexample; derivations checked.

Pure functions on text and trees, on python-flint; numbers with units, notebooks, clocks and
processes live elsewhere. ``worker`` is the one exception: it compares in a process that can be
ended, and asks sympy there where we find no proof. The names below are loaded when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from millivolt.deferred import deferred

if TYPE_CHECKING:
    from .comparison import compare
    from .constants import undeclared_constants
    from .derivation import check_derivation
    from .dimensions import dimension_findings
    from .domain import Domain, Symbol
    from .findings import Finding
    from .forms import Form, form_findings
    from .outcome import Comparison
    from .parser import Parsed, parse
    from .reading import read_answer
    from .report import DerivationReport, Step
    from .trees import from_tree
    from .values import evaluate
    from .worker import Worker, compare_safely

_HOMES = {
    "Comparison": "outcome",
    "DerivationReport": "report",
    "Domain": "domain",
    "Finding": "findings",
    "Form": "forms",
    "Parsed": "parser",
    "Step": "report",
    "Symbol": "domain",
    "Worker": "worker",
    "check_derivation": "derivation",
    "compare": "comparison",
    "compare_safely": "worker",
    "dimension_findings": "dimensions",
    "evaluate": "values",
    "form_findings": "forms",
    "from_tree": "trees",
    "parse": "parser",
    "read_answer": "reading",
    "undeclared_constants": "constants",
}

__all__ = [
    "Comparison",
    "DerivationReport",
    "Domain",
    "Finding",
    "Form",
    "Parsed",
    "Step",
    "Symbol",
    "Worker",
    "check_derivation",
    "compare",
    "compare_safely",
    "dimension_findings",
    "evaluate",
    "form_findings",
    "from_tree",
    "parse",
    "read_answer",
    "undeclared_constants",
]

__getattr__ = deferred(__name__, _HOMES)
