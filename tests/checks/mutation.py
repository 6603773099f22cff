"""Mutation testing: change the code in one place at a time, and see whether a test notices.

    python tests/checks/mutation.py quantities            every mutant of millivolt.quantities
    python tests/checks/mutation.py checks --sample 300   a fixed random sample of them
    python tests/checks/mutation.py verdicts --list       what survives, with its place

Each mutant is compiled in memory and tested in a forked process, which has the libraries loaded
already; no file is touched. A mutant that hangs counts as noticed. Exit code 1 when fewer than
95 % of the mutants are noticed.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "autograder" / "millivolt"
GOAL = 0.95
CPU_SECONDS = 100

TARGETS: dict[str, tuple[Sequence[str], Sequence[str]]] = {
    "quantities": (["quantities/*.py"], ["quantities", "checks/test_numeric.py"]),
    "checks": (["checks/*.py"], ["checks"]),
    "manufacture": (["checks/manufacture/*.py"], ["checks/test_specimens.py"]),
    "verdicts": (
        ["items/verdict.py", "items/tolerance.py"],
        ["items/test_verdict_and_tolerance.py", "checks/test_numeric.py", "checks"],
    ),
}
"""Patterns of source files under the engine, and tests in the order in which to run them."""

TESTED_IN = {
    "table": "units",
    "dimension": "units",
    "conversion": "units",
    "suggestion": "units",
    "unit": "units",
    "numeral": "reading",
    "characters": "reading",
    "quantity": "reading",
    "errors": "reading",
    "amount": "numeric",
    "judgement": "numeric",
    "ideas": "numeric",
    "lettering": "choice",
    "column": "series",
    "trace": "series",
    "formula": "expression",
    "verdict": "verdict_and_tolerance",
    "tolerance": "verdict_and_tolerance",
}
"""The test file about a module, where their names differ: it runs first."""

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
    """One changed place: the `index`-th change that can be made to a file."""

    path: Path
    index: int
    line: int
    change: str


class Changes(ast.NodeVisitor):
    """Visits every place of a tree that can be changed, and makes the change at one of them."""

    def __init__(self, wanted: int | None = None) -> None:
        self.wanted = wanted
        self.found: list[tuple[int, str]] = []

    def _here(self, node: ast.AST, change: str) -> bool:
        self.found.append((getattr(node, "lineno", 0), change))
        return len(self.found) - 1 == self.wanted

    def visit_Module(self, node: ast.Module) -> None:
        self._body(node)

    visit_FunctionDef = visit_ClassDef = visit_Module  # type: ignore[assignment]

    def _body(self, node: ast.Module | ast.FunctionDef | ast.ClassDef) -> None:
        for statement in node.body:
            if not _is_documentation(statement):
                self.visit(statement)
        if isinstance(node, ast.FunctionDef):
            for default in (*node.args.defaults, *filter(None, node.args.kw_defaults)):
                self.visit(default)

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


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every mutant of a file."""
    changes = Changes()
    changes.visit(ast.parse(path.read_text()))
    for index, (line, change) in enumerate(changes.found):
        yield Mutant(path, index, line, change)


def mutated(mutant: Mutant) -> CodeType:
    """The compiled module with one place changed."""
    tree = copy.deepcopy(ast.parse(mutant.path.read_text()))
    Changes(mutant.index).visit(tree)
    return compile(ast.fix_missing_locations(tree), str(mutant.path), "exec")


class MutantFinder(MetaPathFinder):
    """Hands out the changed module instead of the one on disk."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        parts = mutant.path.relative_to(ENGINE.parent).with_suffix("").parts
        self.name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name != self.name:
            return None
        loader = _MutantLoader(name, str(self.mutant.path))
        loader.mutant = self.mutant
        return spec_from_file_location(name, self.mutant.path, loader=loader)


class _MutantLoader(SourceFileLoader):
    mutant: Mutant

    def get_code(self, fullname: str) -> CodeType:
        return mutated(self.mutant)


def preload(target: str) -> None:
    """Load what no mutant changes, so that forked processes start with it."""
    import hypothesis
    import numpy
    import pint  # noqa: F401
    import pytest  # noqa: F401

    del numpy
    if target != "verdicts":
        import millivolt.isolation
        import millivolt.items
        import millivolt.items.records
        import millivolt.symbolic  # noqa: F401
    hypothesis.settings.register_profile(
        "mutation",
        max_examples=25,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    os.environ["MILLIVOLT_HYPOTHESIS"] = "mutation"
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    sys.dont_write_bytecode = True


def survives(mutant: Mutant | None, tests: Sequence[str]) -> bool:
    """Whether all tests pass with the change, or without any for None."""
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            # In time of the processor: on a busy machine a slow mutant is not a hanging one.
            signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
            _silence()
            if mutant is not None:
                finder = MutantFinder(mutant)
                sys.meta_path.insert(0, finder)
                # Before pytest, whose own import hook would read the file from the disk.
                import_module(finder.name)
            import pytest

            options = ["-x", "-q", "-p", "no:cacheprovider", "--tb=no", "-m", "not sandbox"]
            code = 0
            # The nearest file alone first: most mutants need no other to be collected.
            for group in (tests[:1], tests[1:]) if len(tests) > 1 else (tests,):
                code = code or int(pytest.main([*group, *options]))
            os._exit(code)
        os._exit(99)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def _silence() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _nearest_first(mutant: Mutant, tests: Sequence[str]) -> list[str]:
    """All test files, the one about the changed module first."""
    files = [path for test in tests for path in _test_files(ROOT / "tests" / test)]
    stem = mutant.path.stem
    near = f"test_{TESTED_IN.get(stem, stem)}.py"
    return [str(path) for path in sorted(dict.fromkeys(files), key=lambda p: p.name != near)]


def _test_files(path: Path) -> list[Path]:
    return sorted(path.glob("test_*.py")) if path.is_dir() else [path]


def main() -> int:
    """Test the mutants that the command line asks for, and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--sample", type=int, default=0, help="test only so many mutants")
    parser.add_argument("--seed", type=int, default=0, help="which sample")
    parser.add_argument("--list", action="store_true", help="list what survives")
    parser.add_argument("--only", default="", help="only files whose path contains this")
    given = parser.parse_args()
    sources, tests = TARGETS[given.target]
    paths = [path for pattern in sources for path in sorted(ENGINE.glob(pattern))]
    mutants = [m for p in paths if given.only in str(p) for m in mutants_of(p)]
    total = len(mutants)
    if given.sample:
        mutants = random.Random(given.seed).sample(mutants, min(given.sample, total))
    preload(given.target)
    if not survives(None, [str(ROOT / "tests" / test) for test in tests]):
        print("the tests fail without any change", file=sys.stderr)
        return 1
    started = time.monotonic()
    left: list[Mutant] = []
    for done, mutant in enumerate(mutants):
        if sys.stderr.isatty():
            print(f"\r{done}/{len(mutants)}", end="", file=sys.stderr)
        if survives(mutant, _nearest_first(mutant, tests)):
            left.append(mutant)
            if given.list:
                where = mutant.path.relative_to(ENGINE)
                print(f"survived: {where}:{mutant.line}: {mutant.change}", flush=True)
    share = 1 - len(left) / len(mutants)
    by_file = Counter(str(m.path.relative_to(ENGINE)) for m in left)
    print(
        f"{given.target}: {len(mutants)} of {total} mutants, {len(mutants) - len(left)} noticed "
        f"({share:.1%}), {time.monotonic() - started:.0f} s"
    )
    for name, count in by_file.most_common():
        print(f"  {count:4} left in {name}")
    return 0 if share >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
