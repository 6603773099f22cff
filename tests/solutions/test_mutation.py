"""The mutation command lists what it should and tells killed mutants from equivalent ones."""

import subprocess
import sys
from pathlib import Path

import millivolt_solutions

COMMAND = Path(__file__).with_name("mutation.py")


def mutation(*options: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, COMMAND, *options], capture_output=True, text=True, timeout=300
    )


def test_every_function_that_gives_numbers_has_mutants_with_the_usual_mistakes():
    names = mutation("--list", "--kind", "mistake").stdout.splitlines()
    mutated = {name.split(":")[0].split(".")[1] for name in names}
    with_numbers = {
        name
        for name in millivolt_solutions.__all__
        if getattr(getattr(millivolt_solutions, name), "__annotations__", {}).get("return")
        is millivolt_solutions.nernst.__annotations__["return"]
    }
    assert with_numbers - mutated <= {"current_direction", "flux_direction"}
    for change in ("c_in and c_out swapped", "-z", "Celsius for kelvin", "ln for log10"):
        assert f"equilibrium.nernst: {change}" in names
    assert "resting_potential.mullins_noda: r inverted" in names


def test_operators_are_changed_in_every_module():
    modules = {
        name.split(".")[0] for name in mutation("--list", "--kind", "operator").stdout.splitlines()
    }
    package = Path(millivolt_solutions.__file__).parent
    assert modules == {path.stem for path in package.glob("[a-z]*.py")}


def test_a_mistake_is_killed_and_an_equivalent_mutant_is_known():
    killed = mutation("current", "--only", "driving_force: V and E swapped")
    assert killed.returncode == 0
    assert "killed     current.driving_force: V and E swapped" in killed.stdout
    equivalent = mutation("capacitance", "--only", "time_constant: absolute value")
    assert equivalent.returncode == 0
    assert "score 100.0%: 0 killed, 0 survived, 1 equivalent" in equivalent.stdout
