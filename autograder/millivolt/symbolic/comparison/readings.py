"""The two formulas of a comparison, read: each in the light of the other, and of its doubts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from millivolt.symbolic.formula.expression import (
    Node,
    Relation,
    Var,
    functions_in,
    is_statement,
    symbols_of,
)
from millivolt.symbolic.reading.parser import Parsed, Vocabulary

MOST_DOUBTS = 3  # doubtful notations that are read otherwise at the same time

_ALMOST = re.compile("[≈≃≅]")
_APPLIED = re.compile(r"\s*([^\s()=]+)(\s*\(\s*([^\s()=]+)\s*\)\s*)(=.*)", re.DOTALL)


def both_read(
    student: str | Sequence[object], reference: str, words: Vocabulary
) -> tuple[Parsed, Parsed]:
    """What a student typed and what the author wrote."""
    wanted, given = _reference(words, reference), _student(student, words)
    if isinstance(student, str) and given.tree is not None and wanted.tree is not None:
        given = _without_argument(student, wanted.tree, words) or given
        assert given.tree is not None
        wanted = _without_argument(reference, given.tree, words) or wanted
    return given, wanted


def other_readings(given: Parsed, words: Vocabulary) -> Iterator[tuple[Node, str]]:
    """Other usual readings of the doubtful notations in a formula, each with a sentence on it.

    ``58 log(a/b)`` and ``ln a/b`` are typed by people who mean log10 and ln(a/b).
    """
    assert given.tree is not None
    slow = "integrate" in functions_in(given.tree)
    for count in range(1, 2 if slow else MOST_DOUBTS + 1):
        for chosen in combinations(sorted(given.doubts), count):
            other = words.parse(given.text, frozenset(chosen))
            if other.tree is not None and other.tree != given.tree:
                yield other.tree, " ".join(n for n in other.notes if n not in given.notes)


def _student(student: str | Sequence[object], words: Vocabulary) -> Parsed:
    """What a student typed or sent as a nested list, read with the declared symbols."""
    if isinstance(student, str):
        return words.parse(_ALMOST.sub("=", student))
    from millivolt.symbolic.reading.trees import from_tree

    return from_tree(student, words.symbols)


@lru_cache(maxsize=256)
def _reference(words: Vocabulary, text: str) -> Parsed:
    """The author's formula: one for many students, so it is read once."""
    return words.parse(text)


def _without_argument(text: str, other: Node, words: Vocabulary) -> Parsed | None:
    """``V(t) = ...`` read as ``V = ...``, where the other formula tells that it is no product."""
    found = _APPLIED.fullmatch(text)
    if found is None:
        return None
    function, variable = (words.spelling.find(found[k]) for k in (1, 3))
    if isinstance(other, Relation) and isinstance(other.left, Var):
        called = function == other.left.name and variable in symbols_of(other.right)
    else:
        names = symbols_of(other)
        called = not is_statement(other) and function not in names and variable in names
    if not called:
        return None
    before, after = text[: found.start(2)], text[found.start(4) :]
    return words.parse(before + " " * len(found[2]) + after)
