"""Items and what they are made of: draws, parts with their keys, variants, verdicts.

Records and pure functions only. How a response is judged lives in ``checks``, how a bank is
found in ``bank``; nothing here reads a file or knows a notebook.
"""

from millivolt.errors import AuthorError
from millivolt.items.choices import Choice, Matching, MultipleChoice, Option, Ordering, TwoTier
from millivolt.items.code import Curve, Figure, Function
from millivolt.items.draw import Draw, Redraw, SeededDraw
from millivolt.items.formulas import Derivation, Expression
from millivolt.items.item import LEVELS, MAX_REDRAWS, Collection, Draft, Drawn, Item, item
from millivolt.items.misconception import Misconception
from millivolt.items.numbers import (
    Cell,
    Constraint,
    Design,
    Feature,
    Numeric,
    Series,
    Table,
    Variable,
)
from millivolt.items.observation import MISSING, Observation, Response, StudentError
from millivolt.items.part import Part, SymbolSpec
from millivolt.items.picture import Chart, Ion, Line, Mark, Membrane, Picture, VoltageAxis
from millivolt.items.text import FreeText, RubricLine
from millivolt.items.tolerance import CONCENTRATION, CURRENT, MULTI_TERM, SINGLE_LOG, Tolerance
from millivolt.items.variant import Prose, Variant, variant_id
from millivolt.items.verdict import Finding, State, Verdict

__all__ = [
    "CONCENTRATION",
    "CURRENT",
    "LEVELS",
    "MAX_REDRAWS",
    "MISSING",
    "MULTI_TERM",
    "SINGLE_LOG",
    "AuthorError",
    "Cell",
    "Chart",
    "Choice",
    "Collection",
    "Constraint",
    "Curve",
    "Derivation",
    "Design",
    "Draft",
    "Draw",
    "Drawn",
    "Expression",
    "Feature",
    "Figure",
    "Finding",
    "FreeText",
    "Function",
    "Ion",
    "Item",
    "Line",
    "Mark",
    "Matching",
    "Membrane",
    "Misconception",
    "MultipleChoice",
    "Numeric",
    "Observation",
    "Option",
    "Ordering",
    "Part",
    "Picture",
    "Prose",
    "Redraw",
    "Response",
    "RubricLine",
    "SeededDraw",
    "Series",
    "State",
    "StudentError",
    "SymbolSpec",
    "Table",
    "Tolerance",
    "TwoTier",
    "Variable",
    "Variant",
    "Verdict",
    "VoltageAxis",
    "item",
    "variant_id",
]
