"""Formulas typed by people: read safely, compared by proof or counterexample; derivations checked.

Pure functions on text and trees, on python-flint; numbers with units, notebooks, clocks and
processes live elsewhere. ``worker`` is the one exception: it compares in a process that can be
ended, and asks sympy there where we find no proof. The names below are loaded when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

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
    from .report import DerivationReport, Step
    from .trees import from_tree
    from .values import evaluate
    from .worker import Worker, compare_safely

_HOME = {
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
    "undeclared_constants",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f".{_HOME[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
