"""Mutants change one place each, and are found where they are."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

SPEC = spec_from_file_location("mutants", Path(__file__).with_name("mutants.py"))
mutants = sys.modules["mutants"] = module_from_spec(SPEC)
SPEC.loader.exec_module(mutants)

SOURCE = '''"""A module."""
import math

LIMIT = 3
DOUBLE = 2 * LIMIT


class Range:
    """Documentation is no behaviour."""

    size = 5

    def holds(self, value):
        """Neither is this."""
        if value < 0 and self.size:
            return False
        return value <= LIMIT


def pairs(a, b, sign=-1):
    return [sign * x + y for x, y in zip(a, b, strict=True)]
'''


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source.py"
    path.write_text(SOURCE)
    return path


def test_every_mutant_is_another_program(source: Path) -> None:
    made = [mutants.mutated(mutant) for mutant in mutants.mutants_of(source)]
    assert len({code.co_code + repr(code.co_consts).encode() for code in made}) > 10
    assert compile(SOURCE, str(source), "exec") not in made


def test_what_is_no_behaviour_is_left_alone(source: Path) -> None:
    lines = {mutant.line for mutant in mutants.mutants_of(source)}
    assert lines.isdisjoint({1, 2, 9, 14})
    assert not any(
        mutant.change == "False" for mutant in mutants.mutants_of(source) if mutant.line == 21
    )


def test_a_change_in_a_function_is_found_in_its_code_and_nowhere_else(source: Path) -> None:
    whole = compile(SOURCE, str(source), "exec")
    for mutant in mutants.mutants_of(source):
        if mutant.function is None:
            continue
        assert mutant.line in mutant.lines
        assert mutants.function_in(mutants.mutated(mutant), mutant.function) != mutants.function_in(
            whole, mutant.function
        )


def test_what_follows_from_an_assignment_follows_when_it_is_assigned_again(source: Path) -> None:
    limit = next(mutant for mutant in mutants.mutants_of(source) if mutant.line == 4)
    assert mutants.is_assigned(limit)
    values: dict[str, object] = {}
    exec(mutants.assignments(limit), values)
    assert (values["LIMIT"], values["DOUBLE"]) == (4, 8)
    assert "Range" not in values


def test_the_body_of_a_class_is_no_assignment_of_the_module(source: Path) -> None:
    size = next(mutant for mutant in mutants.mutants_of(source) if mutant.line == 11)
    assert size.function is None
    assert not mutants.is_assigned(size)
