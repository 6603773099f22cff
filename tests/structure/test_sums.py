"""Variants are the same, to the last bit, under every Python: floats are added with ``fsum``.

The built-in ``sum`` rounds differently from Python 3.12 on. It may count (``sum(a > b for …)``).
"""

import ast
from pathlib import Path

import pytest

import millivolt_exercises
import millivolt_solutions

SOURCES = [
    path
    for package in (millivolt_exercises, millivolt_solutions)
    for path in Path(package.__file__).parent.rglob("*.py")
    if not path.name.startswith("test_")
]


def adds_floats(call: ast.Call) -> bool:
    """Whether ``sum`` is called with anything but comparisons."""
    if not (isinstance(call.func, ast.Name) and call.func.id == "sum"):
        return False
    added = call.args[0]
    return not (isinstance(added, ast.GeneratorExp) and isinstance(added.elt, ast.Compare))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_floats_are_added_exactly(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert [call.lineno for call in calls if adds_floats(call)] == []
