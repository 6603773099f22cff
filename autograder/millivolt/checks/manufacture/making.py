"""The door to made-up responses: every kind of part manufactures its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from millivolt.checks.manufacture.choices import (
    choice_specimens,
    matching_specimens,
    multiple_choice_specimens,
    ordering_specimens,
    two_tier_specimens,
)
from millivolt.checks.manufacture.code import free_text_specimens, function_specimens
from millivolt.checks.manufacture.designs import design_specimens
from millivolt.checks.manufacture.formulas import derivation_specimens, expression_specimens
from millivolt.checks.manufacture.numbers import numeric_specimens
from millivolt.checks.manufacture.specimen import Specimen
from millivolt.checks.manufacture.tables import table_specimens
from millivolt.checks.manufacture.traces import figure_specimens, series_specimens
from millivolt.items import (
    Choice,
    Derivation,
    Design,
    Expression,
    Figure,
    FreeText,
    Function,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    Part,
    Series,
    Table,
    TwoTier,
)

MAKERS: Mapping[type[Part], Callable[[Any], tuple[Specimen, ...]]] = MappingProxyType(
    {
        Numeric: numeric_specimens,
        Table: table_specimens,
        Series: series_specimens,
        Design: design_specimens,
        Choice: choice_specimens,
        MultipleChoice: multiple_choice_specimens,
        Ordering: ordering_specimens,
        Matching: matching_specimens,
        TwoTier: two_tier_specimens,
        Expression: expression_specimens,
        Derivation: derivation_specimens,
        Function: function_specimens,
        Figure: figure_specimens,
        FreeText: free_text_specimens,
    }
)


def specimens(part: Part) -> tuple[Specimen, ...]:
    """Made-up responses to a part with the verdicts that they deserve.

    Every kind of part makes right, disguised, mistaken, wrong, malformed and blank ones, as
    far as it has them. The same part always makes the same ones, in the same order.
    """
    return MAKERS[type(part)](part)
