"""Importing the comparison is quick and draws in nothing heavy."""

import subprocess
import sys


def loaded_by(statement):
    code = f"import sys; sys.path[:0] = {sys.path!r}; {statement}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_the_package_alone_loads_no_arithmetic():
    assert not loaded_by("import millivolt.symbolic") & {"flint", "sympy", "numpy", "scipy"}


def test_the_comparison_loads_no_computer_algebra_system():
    loaded = loaded_by("from millivolt.symbolic import compare; compare('1', '1', {})")
    assert "flint" in loaded
    assert not loaded & {"sympy", "numpy", "scipy", "mpmath", "millivolt.symbolic.derivation.check"}


def test_every_public_name_can_be_loaded():
    import millivolt.symbolic as room

    for name in room.__all__:
        assert getattr(room, name).__name__ == name
    assert not hasattr(room, "nonsense")
