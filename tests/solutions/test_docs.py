"""The page about the package shows what really happens, and names what there is."""

import doctest
import re
from pathlib import Path

import millivolt_solutions

PAGE = Path(__file__).parents[2] / "docs" / "solutions.md"


def test_the_examples_on_the_page_run_as_shown():
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert tried >= 8
    assert failed == 0


def test_the_page_names_every_function():
    named = set(re.findall(r"`(\w+)`", PAGE.read_text(encoding="utf-8")))
    functions = {
        name
        for name in millivolt_solutions.__all__
        if callable(getattr(millivolt_solutions, name)) and name[0].islower()
    }
    assert functions <= named
