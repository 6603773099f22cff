"""Formulas typed by people: read safely, compared by proof or counterexample; derivations checked.

Pure functions on text and trees. Numbers with units, notebooks, clocks and processes live elsewhere
(``worker`` is the one exception: it runs the comparison in a process that can be ended).
"""

from .comparison import compare
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

__all__ = [
    "Comparison",
    "DerivationReport",
    "Domain",
    "Finding",
    "Form",
    "Parsed",
    "Step",
    "Symbol",
    "check_derivation",
    "compare",
    "dimension_findings",
    "evaluate",
    "form_findings",
    "from_tree",
    "parse",
]
