"""Decoys: a test with one expected number changed, which an honest right answer must fail.

Where a test has to run together with the student's code, code that forges a pass, reads what is
expected or replaces comparisons passes the decoys too, and is found out by it. Pure.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from millivolt.isolation import to_python
from millivolt.legacy.material import SourceCell

__all__ = ["decoys"]

MOST = 6
"""Decoys of one test: each costs a further run of the notebook."""


def decoys(test: SourceCell, theirs: Collection[str]) -> tuple[str, ...]:
    """Sources that each differ from ``test`` in one expected number.

    Numbers in the hidden lines are taken where there are any: a student knows the others. What
    is handed to the student's own functions, ``theirs``, is left alone.
    """
    try:
        source = to_python(test.source)
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    numbers = list(_expected(tree, theirs))
    hidden = [number for number in numbers if number.lineno in test.hidden]
    chosen = hidden or numbers
    step = max(1, -(-len(chosen) // MOST))
    return tuple(_changed(source, number) for number in chosen[::step])


def _expected(node: ast.AST, theirs: Collection[str]) -> Iterator[ast.Constant]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Constant) and type(child.value) in (int, float):
            yield child
        elif isinstance(child, ast.Subscript):
            yield from _expected(child.value, theirs)
        elif isinstance(child, ast.Call) and _root(child.func) in theirs:
            continue
        else:
            yield from _expected(child, theirs)


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _changed(source: str, number: ast.Constant) -> str:
    """``source`` with another number of the same look in the place of ``number``."""
    value = number.value
    assert isinstance(value, int | float)
    other = value + 3 if isinstance(value, int) else round(value * 1.37 + 0.61, 6)
    lines = source.splitlines(keepends=True)
    line = lines[number.lineno - 1].encode()
    assert number.end_col_offset is not None
    before, after = line[: number.col_offset], line[number.end_col_offset :]
    lines[number.lineno - 1] = (before + repr(other).encode() + after).decode()
    return "".join(lines)
