"""Variants and verdicts as JSON, and back: what manifests and grade logs store.

Strict: an unknown or missing field is an error, never a default, but for fields that came later.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache, reduce
from operator import or_
from typing import Any, get_origin

from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from cattrs.preconf.json import JsonConverter, make_converter
from cattrs.strategies import configure_tagged_union

from millivolt.items.choices import Choice, Matching, MultipleChoice, Ordering, TwoTier
from millivolt.items.code import Figure, Function
from millivolt.items.formulas import Derivation, Expression
from millivolt.items.misconception import Misconception
from millivolt.items.numbers import Design, Numeric, Series, Table
from millivolt.items.part import Part, SymbolSpec
from millivolt.items.picture import Picture
from millivolt.items.text import FreeText
from millivolt.items.variant import Variant

__all__ = ["PART_KINDS", "converter", "from_json", "to_json"]

PART_KINDS: tuple[type[Part], ...] = (
    Numeric, Table, Series, Design,
    Choice, MultipleChoice, Ordering, Matching, TwoTier,
    Expression, Derivation, Function, Figure, FreeText,
)  # fmt: skip
"""Every kind of part, in the order of the catalogue."""


@cache
def converter() -> JsonConverter:
    """The converter between the package's frozen records and JSON values."""
    strict = make_converter(forbid_extra_keys=True)
    strict.register_unstructure_hook(Fraction, str)
    # A set has no order of its own; sorting keeps equal variants equal to the byte.
    strict.register_unstructure_hook_func(_is_frozenset, sorted)
    strict.register_structure_hook(Fraction, lambda text, _: Fraction(text))
    strict.register_structure_hook(
        Misconception,
        make_dict_structure_fn(Misconception, strict, value=override(struct_hook=_tupled)),
    )
    strict.register_structure_hook(SymbolSpec, _symbol(strict))
    # Variants that were frozen before there were tasks keep their fingerprints.
    later = override(omit_if_default=True)
    strict.register_unstructure_hook(
        FreeText, make_dict_unstructure_fn(FreeText, strict, task=later)
    )
    kinds = reduce(or_, PART_KINDS)
    configure_tagged_union(kinds, strict, tag_generator=_kind, tag_name="kind")
    strict.register_unstructure_hook(Part, lambda part: strict.unstructure(part, kinds))
    strict.register_structure_hook(Part, lambda data, _: strict.structure(data, kinds))
    configure_tagged_union(Picture, strict, tag_name="shows")
    picture: Any = Picture
    strict.register_unstructure_hook(
        picture | None, lambda it: None if it is None else strict.unstructure(it, picture)
    )
    strict.register_structure_hook(
        picture | None, lambda data, _: None if data is None else strict.structure(data, picture)
    )
    return strict


def to_json(variant: Variant) -> dict[str, Any]:
    """``variant`` as plain JSON values; equal variants give equal documents."""
    document: dict[str, Any] = converter().unstructure(variant)
    return document


def from_json(document: Mapping[str, Any]) -> Variant:
    """The variant that ``to_json`` wrote; raises ``cattrs.ClassValidationError`` otherwise."""
    return converter().structure(document, Variant)


def _is_frozenset(annotation: Any) -> bool:
    return get_origin(annotation) is frozenset


def _kind(part: type[Part]) -> str:
    return part.kind


def _tupled(value: Any, _: object = None) -> Any:
    """JSON knows no tuples; a misconception's value is one when it was an array."""
    return tuple(_tupled(entry) for entry in value) if isinstance(value, list) else value


def _symbol(strict: JsonConverter) -> Any:
    def domain(value: Any, _: object) -> Any:
        return _tupled(value)

    return make_dict_structure_fn(SymbolSpec, strict, domain=override(struct_hook=domain))
