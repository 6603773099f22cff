"""Mutants: the places of a source file that can be changed, and its code with one changed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Break: ast.Continue,
    ast.Continue: ast.Break,
}


@dataclass(frozen=True)
class Mutant:
    """One changed place: the `index`-th change that can be made to a file.

    `lines` are those of the statement around it. `function` is the name and the first line of
    the function or method that it is in, None for what runs when the module is imported.
    """

    path: Path
    index: int
    line: int
    change: str
    lines: range
    function: tuple[str, int] | None


class Changes(ast.NodeVisitor):
    """Visits every place of a tree that can be changed, and makes the change at one of them."""

    def __init__(self, wanted: int | None = None) -> None:
        self.wanted = wanted
        self.found: list[tuple[int, str, range, tuple[str, int] | None]] = []
        self.statement: ast.stmt | None = None
        self.function: tuple[str, int] | None = None

    def visit(self, node: ast.AST) -> None:
        around = self.statement
        if isinstance(node, ast.stmt):
            self.statement = node
        super().visit(node)
        self.statement = around

    def _here(self, node: ast.AST, change: str) -> bool:
        line = getattr(node, "lineno", 0)
        assert self.statement is not None, "only statements are changed"
        self.found.append((line, change, _lines_of(self.statement), self.function))
        return len(self.found) - 1 == self.wanted

    def visit_Module(self, node: ast.Module) -> None:
        self._body(node)

    visit_FunctionDef = visit_ClassDef = visit_Module  # type: ignore[assignment]

    def _body(self, node: ast.Module | ast.FunctionDef | ast.ClassDef) -> None:
        around = self.function
        if isinstance(node, ast.FunctionDef) and around is None:
            self.function = node.name, _first_line(node)
        for statement in node.body:
            if not _is_documentation(statement):
                self.visit(statement)
        self.function = around
        if isinstance(node, ast.FunctionDef):
            for default in (*node.args.defaults, *filter(None, node.args.kw_defaults)):
                self.visit(default)

    def visit_keyword(self, node: ast.keyword) -> None:
        """Not in ``strict=True``: it only states that lengths agree."""
        stated = isinstance(node.value, ast.Constant) and node.value.value is True
        if not (node.arg == "strict" and stated):
            self.visit(node.value)

    def visit_Import(self, node: ast.Import) -> None:
        """Imports are no behaviour."""

    visit_ImportFrom = visit_Import  # type: ignore[assignment]

    def visit_Assign(self, node: ast.Assign) -> None:
        named = node.targets[0]
        if not (isinstance(named, ast.Name) and named.id == "__all__"):
            self.visit(node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_If(self, node: ast.If) -> None:
        if "TYPE_CHECKING" in ast.dump(node.test):
            return
        if self._here(node, "if not"):
            node.test = ast.UnaryOp(ast.Not(), node.test)
        self.generic_visit(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Pieces of patterns and messages are left alone, what is put between them is not."""
        for piece in node.values:
            if isinstance(piece, ast.FormattedValue):
                self.visit(piece.value)

    def visit_Constant(self, node: ast.Constant) -> None:
        match node.value:
            case bool():
                if self._here(node, f"{not node.value}"):
                    node.value = not node.value
            case int():
                if self._here(node, f"{node.value + 1}"):
                    node.value += 1
            case float():
                if self._here(node, f"{node.value * 2 or 1.0}"):
                    node.value = node.value * 2 or 1.0
            case str():
                if self._here(node, repr(f"XX{node.value}")[:60]):
                    node.value = f"XX{node.value}"

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.USub) and self._here(node, "+ for -"):
            node.op = ast.UAdd()
        if isinstance(node.op, ast.Not) and self._here(node, "without not"):
            # The truth value is kept, so that only the negation is lost.
            node.operand = ast.UnaryOp(ast.Not(), node.operand)
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        for place, op in enumerate(node.ops):
            if self._here(node, f"{SWAPPED[type(op)].__name__} for {type(op).__name__}"):
                node.ops[place] = SWAPPED[type(op)]()  # type: ignore[call-overload]
        self.generic_visit(node)

    def _swap(self, node: ast.BinOp | ast.BoolOp | ast.AugAssign) -> None:
        kind = type(node.op)
        if kind in SWAPPED and self._here(node, f"{SWAPPED[kind].__name__} for {kind.__name__}"):
            node.op = SWAPPED[kind]()  # type: ignore[assignment]
        self.generic_visit(node)

    visit_BinOp = visit_BoolOp = visit_AugAssign = _swap

    def visit_IfExp(self, node: ast.IfExp) -> None:
        if self._here(node, "branches swapped"):
            node.body, node.orelse = node.orelse, node.body
        self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> None:
        is_none = isinstance(node.value, ast.Constant) and node.value.value is None
        if node.value is not None and not is_none and self._here(node, "return None"):
            node.value = ast.Constant(None)
        self.generic_visit(node)


def _is_documentation(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _first_line(node: ast.FunctionDef) -> int:
    return min(n.lineno for n in (node, *node.decorator_list))


def _lines_of(statement: ast.stmt) -> range:
    """The lines of a statement, without those of the statements in its body."""
    body = getattr(statement, "body", None)
    last = statement.end_lineno or statement.lineno
    return range(statement.lineno, max(statement.lineno, body[0].lineno - 1 if body else last) + 1)


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every mutant of a file."""
    changes = Changes()
    changes.visit(ast.parse(path.read_text()))
    for index, found in enumerate(changes.found):
        yield Mutant(path, index, *found)


def mutated(mutant: Mutant) -> CodeType:
    """The compiled module with one place changed."""
    return compile(_changed(mutant), str(mutant.path), "exec")


def _changed(mutant: Mutant) -> ast.Module:
    tree = ast.parse(mutant.path.read_text())
    Changes(mutant.index).visit(tree)
    return ast.fix_missing_locations(tree)


def assignments(origin: Path | Mutant) -> CodeType:
    """What a module imports and assigns, without its functions and classes.

    Of a test only what it imports from the package.
    """
    if isinstance(origin, Mutant):
        tree, path = _changed(origin), origin.path
    else:
        tree, path = ast.parse(origin.read_text()), origin
    kept = [s for s in tree.body if isinstance(s, _BINDING)]
    if path.name.startswith("test_"):
        imports = [s for s in kept if isinstance(s, ast.ImportFrom)]
        kept = [s for s in imports if str(s.module).startswith("millivolt")]
    return compile(ast.Module(kept, []), str(path), "exec")


def is_assigned(mutant: Mutant) -> bool:
    """Whether the changed place is in an assignment of the module itself."""
    tops = ast.parse(mutant.path.read_text()).body
    top = next(s for s in tops if s.lineno <= mutant.line <= (s.end_lineno or s.lineno))
    return isinstance(top, _BINDING)


_BINDING = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign)


def function_in(code: CodeType, function: tuple[str, int]) -> CodeType | None:
    """The code of a function or method within the code of its module."""
    if (code.co_name, code.co_firstlineno) == function:
        return code
    inner = (c for c in code.co_consts if isinstance(c, CodeType))
    return next(filter(None, (function_in(c, function) for c in inner)), None)
