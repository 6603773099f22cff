"""Which names a cell binds, and what was written for one of them; nothing is run.

A cell may hold IPython's own syntax (``%matplotlib inline``, ``!ls``), which is blanked first.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator

__all__ = ["names_bound", "written"]

_IPYTHON = re.compile(r"^([ \t]*)(?:[%!].*|\?.*|[\w.]+\?{1,2})$", re.MULTILINE)
_CODE_MAGICS = ("%%time", "%%timeit", "%%capture", "%%prun")
_SCOPES = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef,
    ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp,
)  # fmt: skip


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
    return looked_for.intersection(_bound_by(parsed[1]))


def written(source: str, name: str) -> str | None:
    """What was written for ``name``: the text of a string, otherwise the expression's source.

    Taken from the last plain assignment; ``None`` when there is none.
    """
    parsed = _parsed(source)
    if parsed is None:
        found = _assignment(name).findall(source)
        return found[-1].strip() if found else None
    text, tree = parsed
    value = None
    for statement in tree.body:
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
    return ast.get_source_segment(text, value)


def _parsed(source: str) -> tuple[str, ast.Module] | None:
    """The text that was parsed and its tree; ``None`` when the cell is not Python.

    IPython's lines are blanked only when they must be: a ``%`` may also begin a line of a string.
    """
    for text in (source, _plain(source)):
        with warnings.catch_warnings():
            # A student's invalid escape must not print a warning among the grader's output.
            warnings.simplefilter("ignore")
            try:
                return text, ast.parse(text)
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
