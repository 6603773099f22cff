"""Which names a cell's code binds, read from its text. Pure."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from millivolt.isolation import to_python

__all__ = ["bound_names", "imports_only"]

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def bound_names(source: str) -> frozenset[str]:
    """The global names that running ``source`` assigns or defines; imported names are not it."""
    tree = _parsed(source)
    return frozenset() if tree is None else frozenset(_bound(tree))


def imports_only(source: str) -> str:
    """The import statements at the top level of ``source``."""
    tree = _parsed(source)
    found = (
        [] if tree is None else [n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom)]
    )
    return "\n".join(ast.unparse(node) for node in found)


def _parsed(source: str) -> ast.Module | None:
    try:
        return ast.parse(to_python(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _bound(node: ast.AST) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield child.name
        if isinstance(child, _SCOPES):
            for inner in ast.walk(child):
                if isinstance(inner, ast.Global):
                    yield from inner.names
            continue
        if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store):
            yield child.id
        if isinstance(child, ast.ExceptHandler) and child.name:
            yield child.name
        yield from _bound(child)
