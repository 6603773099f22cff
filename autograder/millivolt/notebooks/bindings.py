"""Which names a cell binds, and what was written for one of them; nothing is run.

A cell may hold IPython's own syntax (``%matplotlib inline``, ``!ls``), which is blanked first.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["names_bound", "written"]

_IPYTHON = re.compile(r"^([ \t]*)(?:[%!].*|\?.*|[\w.]+\?{1,2})$", re.MULTILINE)
_CODE_MAGICS = ("%%time", "%%timeit", "%%capture", "%%prun")
_SCOPES = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef,
    ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp,
)  # fmt: skip
_SHORT = 2_000
"""Characters of a cell that is kept in mind: a check cell is the same in each notebook."""


@dataclass(frozen=True, slots=True)
class _Parsed:
    """The text that was parsed, its tree, and the names that it binds at its top level."""

    text: str
    tree: ast.Module
    bound: frozenset[str]


def names_bound(source: str, names: Iterable[str]) -> frozenset[str]:
    """Those of ``names`` that ``source`` binds at its top level.

    A cell that does not parse binds what a line of it assigns by ``name =``.
    """
    looked_for = frozenset(name for name in names if name in source)
    if not looked_for:
        return looked_for
    parsed = _parsed(source)
    if parsed is None:
        return frozenset(name for name in looked_for if _assignment(name).search(source))
    return looked_for & parsed.bound


def written(source: str, name: str) -> str | None:
    """What was written for ``name``: the text of a string, otherwise the expression's source.

    Taken from the last plain assignment; ``None`` when there is none.
    """
    parsed = _parsed(source)
    if parsed is None:
        found = _assignment(name).findall(source)
        return found[-1].strip() if found else None
    value = None
    for statement in parsed.tree.body:
        if isinstance(statement, ast.Assign):
            targets: list[ast.expr] = statement.targets
        elif isinstance(statement, ast.AnnAssign):
            targets = [statement.target]
        else:
            continue
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            value = statement.value
    if value is None:
        return None
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return value.value
    return ast.get_source_segment(parsed.text, value)


def _parsed(source: str) -> _Parsed | None:
    """``None`` when the cell is not Python."""
    return _remembered(source) if len(source) <= _SHORT else _read(source)


@lru_cache(maxsize=128)
def _remembered(source: str) -> _Parsed | None:
    return _read(source)


def _read(source: str) -> _Parsed | None:
    """The cell as Python.

    IPython's lines are blanked only when they must be: a ``%`` may also begin a line of a string.
    """
    for text in (source, _plain(source)):
        with warnings.catch_warnings():
            # A student's invalid escape must not print a warning among the grader's output.
            warnings.simplefilter("ignore")
            try:
                tree = ast.parse(text)
                return _Parsed(text, tree, frozenset(_bound_by(tree)))
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
    return None


def _plain(source: str) -> str:
    """``source`` with IPython's own lines blanked, so that line numbers stay."""
    first = source.lstrip().split("\n", 1)[0]
    if first.startswith("%%") and not first.startswith(_CODE_MAGICS):
        return ""
    return _IPYTHON.sub(r"\1pass", source)


def _assignment(name: str) -> re.Pattern[str]:
    return re.compile(rf"^{re.escape(name)}[ \t]*=(?!=)[ \t]*([^#\n]*)", re.MULTILINE)


def _bound_by(module: ast.Module) -> Iterator[str]:
    """Names that a module binds at its top level, blocks like ``if`` and ``for`` included."""
    # An explicit stack: a hostile cell may nest deeper than Python may recurse.
    waiting: list[ast.AST] = [module]
    while waiting:
        node = waiting.pop()
        if isinstance(node, _SCOPES):
            yield from [node.name] if hasattr(node, "name") else []
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.alias):
            yield node.asname or node.name.split(".")[0]
        waiting.extend(ast.iter_child_nodes(node))
