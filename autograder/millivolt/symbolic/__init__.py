"""Formulas typed by people: read safely, compared by proof or counterexample; derivations checked.

Pure functions on text and trees, on python-flint; numbers with units, notebooks, clocks and
processes live elsewhere. ``worker`` is the one exception: it compares in a process that can be
ended, and asks sympy there where we find no proof. The names below are loaded when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from millivolt.deferred import deferred

if TYPE_CHECKING:
    from millivolt.symbolic.comparison.forms import Form, form_findings
    from millivolt.symbolic.comparison.formulas import compare, compare_and_read
    from millivolt.symbolic.comparison.outcome import Comparison
    from millivolt.symbolic.comparison.values import evaluate
    from millivolt.symbolic.derivation.check import check_derivation
    from millivolt.symbolic.derivation.constants import undeclared_constants
    from millivolt.symbolic.derivation.report import DerivationReport, Step
    from millivolt.symbolic.formula.dimensions import dimension_findings
    from millivolt.symbolic.formula.domain import Domain, Symbol
    from millivolt.symbolic.formula.findings import Finding
    from millivolt.symbolic.reading.parser import Parsed, parse
    from millivolt.symbolic.reading.trees import from_tree
    from millivolt.symbolic.worker import Worker, compare_safely

_HOMES = {
    "Comparison": "comparison.outcome",
    "DerivationReport": "derivation.report",
    "Domain": "formula.domain",
    "Finding": "formula.findings",
    "Form": "comparison.forms",
    "Parsed": "reading.parser",
    "Step": "derivation.report",
    "Symbol": "formula.domain",
    "Worker": "worker",
    "check_derivation": "derivation.check",
    "compare": "comparison.formulas",
    "compare_and_read": "comparison.formulas",
    "compare_safely": "worker",
    "dimension_findings": "formula.dimensions",
    "evaluate": "comparison.values",
    "form_findings": "comparison.forms",
    "from_tree": "reading.trees",
    "parse": "reading.parser",
    "undeclared_constants": "derivation.constants",
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
    "compare_and_read",
    "compare_safely",
    "dimension_findings",
    "evaluate",
    "form_findings",
    "from_tree",
    "parse",
    "undeclared_constants",
]

__getattr__ = deferred(__name__, _HOMES)
