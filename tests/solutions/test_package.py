"""What importing the package costs and gives."""

import ast
import subprocess
import sys
from pathlib import Path

import millivolt_solutions

HOME = Path(millivolt_solutions.__file__).parent


def loaded_after(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_the_numeric_side_needs_numpy_alone():
    loaded = loaded_after("import millivolt_solutions")
    assert "numpy" in loaded
    assert not loaded & {"scipy", "sympy", "mpmath", "millivolt", "millivolt_exercises"}


def test_scipy_and_sympy_come_with_what_needs_them():
    assert "scipy" in loaded_after(
        "from millivolt_solutions import *; synaptic_response(1.0, PassiveCell(1, 1, -70))"
    )
    assert "sympy" in loaded_after("import millivolt_solutions.derivations")


def test_the_package_imports_nothing_from_its_neighbours():
    for path in HOME.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                continue
            for name in names:
                assert not name.startswith("millivolt"), f"{path.name} imports {name}"


def test_all_public_names_are_listed_and_exist():
    assert len(set(millivolt_solutions.__all__)) == len(millivolt_solutions.__all__)
    for name in millivolt_solutions.__all__:
        assert getattr(millivolt_solutions, name) is not None


def test_every_public_function_states_its_formula_or_meaning_and_its_unit():
    for name in millivolt_solutions.__all__:
        value = getattr(millivolt_solutions, name)
        if callable(value):
            assert value.__doc__, name
            assert len(value.__doc__) > 40, name
