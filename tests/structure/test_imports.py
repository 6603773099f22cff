"""Which room may import which: read from the source, so a lazy import counts too."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ROOT / "autograder" / "millivolt"

GROUND = {"items", "quantities", "symbolic", "isolation"}
FLOORS = [
    GROUND,
    {"pictures"},
    {"bank", "notebooks", "checks", "gradebook", "lms"},
    {"course", "analysis"},
    {"grading", "legacy", "feedback", "practice", "nbgrader_bridge"},
    {"cli"},
]
"""From the ground to the street. A room imports from floors below and, above the ground, beside."""


class _WithoutTypes(ast.NodeTransformer):
    """Leaves out what is imported for the types alone."""

    def visit_If(self, node: ast.If) -> ast.AST | list[ast.stmt]:
        return node.orelse if "TYPE_CHECKING" in ast.dump(node.test) else node


def imported(file: Path, *, types: bool = True) -> set[str]:
    """Full names of the modules that ``file`` imports, those for ``types`` alone among them."""
    names: set[str] = set()
    package = file.relative_to(ROOT).parts[1:-1]
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree if types else _WithoutTypes().visit(tree)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                base = package[: len(package) - node.level + 1]
                names.add(".".join((*base, node.module or "")))
            elif node.module:
                names.add(node.module)
                names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def rooms_used(room: str) -> set[str]:
    used = set()
    for file in (ROOMS / room).rglob("*.py"):
        for name in imported(file):
            parts = name.split(".")
            if parts[0] == "millivolt" and len(parts) > 1 and (ROOMS / parts[1]).is_dir():
                used.add(parts[1])
    return used - {room}


def rooms() -> list[str]:
    return sorted(p.name for p in ROOMS.iterdir() if p.is_dir() and any(p.glob("*.py")))


def floor_of(room: str) -> int:
    return next(i for i, floor in enumerate(FLOORS) if room in floor)


def test_every_room_has_its_floor():
    assert set(rooms()) <= set().union(*FLOORS)


@pytest.mark.parametrize("room", rooms())
def test_no_arrow_runs_up(room):
    up = {other for other in rooms_used(room) if floor_of(other) > floor_of(room)}
    assert not up


@pytest.mark.parametrize("room", sorted(GROUND))
def test_the_ground_floor_imports_no_neighbour(room):
    assert not rooms_used(room)


def test_rooms_form_no_circle():
    edges = {room: rooms_used(room) for room in rooms()}
    done: list[str] = []
    while len(done) < len(edges):
        free = [room for room in edges if room not in done and edges[room] <= set(done)]
        assert free, f"a circle among {sorted(set(edges) - set(done))}"
        done += free


FORMULAS = ("formula", "reading", "arithmetic", "calculus", "comparison", "derivation")
"""The rooms of symbolic: each may import those before it."""


@pytest.mark.parametrize("room", FORMULAS)
def test_a_room_of_symbolic_looks_back_only(room):
    used = set()
    for file in (ROOMS / "symbolic" / room).rglob("*.py"):
        for name in imported(file):
            if name.startswith("millivolt.symbolic."):
                used.add(name.split(".")[2])
    assert used - {room} <= set(FORMULAS[: FORMULAS.index(room)])


def modules_used(file: Path) -> set[Path]:
    """The files of the engine that ``file`` imports, now or later; types alone do not count."""
    used = set()
    for name in imported(file, types=False):
        path = ROOMS.parent.joinpath(*name.split("."))
        if path.with_suffix(".py").exists():
            used.add(path.with_suffix(".py"))
    return used - {file}


def test_modules_form_no_circle():
    edges = {file: modules_used(file) for file in ROOMS.rglob("*.py")}
    while free := {file for file, used in edges.items() if not used & edges.keys()}:
        edges = {file: used for file, used in edges.items() if file not in free}
    assert not edges, f"a circle among {sorted(file.stem for file in edges)}"


def packages_used(root: Path) -> set[str]:
    return {name.split(".")[0] for file in root.rglob("*.py") for name in imported(file)}


def test_the_engine_knows_no_exercise_and_no_solution():
    assert not packages_used(ROOMS) & {"millivolt_exercises", "millivolt_solutions"}


def test_the_solutions_know_nobody():
    used = packages_used(ROOT / "solutions" / "millivolt_solutions")
    assert not used & {"millivolt", "millivolt_exercises"}


def test_the_exercises_use_items_and_solutions_only():
    for file in (ROOT / "exercises" / "millivolt_exercises").rglob("*.py"):
        for name in imported(file):
            if name.split(".")[0] == "millivolt":
                assert name.startswith("millivolt.items"), f"{file.name} imports {name}"


@pytest.mark.parametrize("room", ["items", "quantities", "symbolic", "checks"])
def test_the_pure_rooms_reach_for_no_process_database_or_clock(room):
    impure = {"subprocess", "sqlalchemy", "sqlite3", "socket", "nbformat", "requests", "datetime"}
    allowed = {("symbolic", "worker.py")}
    for file in (ROOMS / room).rglob("*.py"):
        if (room, file.name) not in allowed:
            assert not {n.split(".")[0] for n in imported(file)} & impure, file


def test_only_the_bridge_knows_nbgrader_and_only_commands_cross_it():
    for room in rooms():
        names = {name for file in (ROOMS / room).rglob("*.py") for name in imported(file)}
        if room != "nbgrader_bridge":
            assert "nbgrader" not in {name.split(".")[0] for name in names}, room
        if room not in ("nbgrader_bridge", "cli"):
            assert not any(name.startswith("millivolt.nbgrader_bridge") for name in names), room


def test_the_help_page_loads_no_heavy_library():
    program = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "from millivolt.cli import main\n"
        "assert CliRunner().invoke(main, ['--help']).exit_code == 0\n"
        "print([m for m in ('numpy', 'scipy', 'sympy', 'hypothesis', 'pytest', 'sqlalchemy')"
        " if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_no_module_is_named_for_nothing_in_particular():
    empty = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
    for package in ("autograder", "exercises", "solutions"):
        for file in (ROOT / package).rglob("*.py"):
            assert file.stem not in empty, file


def test_no_module_is_longer_than_four_hundred_lines():
    for package in ("autograder", "exercises", "solutions"):
        for file in (ROOT / package).rglob("*.py"):
            lines = file.read_text(encoding="utf-8").count("\n")
            assert lines <= 400, f"{file.relative_to(ROOT)}: {lines} lines"
