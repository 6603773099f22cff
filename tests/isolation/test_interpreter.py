"""The student's interpreter is an allow-list of libraries."""

import sys
from pathlib import Path

import pytest

from millivolt.isolation import EnvironmentProblem
from millivolt.isolation.interpreter import FORBIDDEN, Interpreter
from millivolt.isolation.layout import Layout


@pytest.fixture(scope="module")
def interpreter():
    return Interpreter.running()


def test_the_scientific_libraries_and_what_they_require_are_in(interpreter):
    assert {"numpy", "scipy", "sympy", "mpmath"} <= interpreter.libraries.keys()


def test_nothing_that_holds_answers_or_tests_is_in(interpreter):
    assert not set(FORBIDDEN) & interpreter.libraries.keys()
    assert not any(name.endswith(".pth") for name in interpreter.libraries)


def test_a_library_of_the_course_brings_what_it_requires():
    libraries = Interpreter.running(["nbformat"]).libraries
    assert {"nbformat", "traitlets", "fastjsonschema"} <= libraries.keys()


@pytest.mark.parametrize("name", FORBIDDEN)
def test_what_holds_answers_or_tests_cannot_be_asked_for(name):
    with pytest.raises(EnvironmentProblem, match=f"{name} may not be shown"):
        Interpreter.running([name])


def test_a_library_that_is_not_installed_is_named():
    with pytest.raises(EnvironmentProblem, match="pip install no-such-library"):
        Interpreter.running(["no-such-library"])


def test_the_tree_shows_no_folder_of_installed_packages(interpreter):
    layout = Layout.of(interpreter)
    site = {Path(entry) for entry in sys.path if entry.endswith("site-packages")}
    shown = {Path(path) for path in layout.shown.values()}
    assert not shown & site
    for folder in site:
        for target, source in layout.shown.items():
            if folder.is_relative_to(source):
                assert f"{target}/{folder.relative_to(source)}" in layout.covered


def test_readable_paths_leave_out_what_is_covered(interpreter):
    layout = Layout.of(interpreter)
    for path in layout.readable("/"):
        assert not any(f"/{covered}".startswith(f"{path}/") for covered in layout.covered)
        assert not any(path.startswith(f"/{covered}") for covered in layout.covered)
