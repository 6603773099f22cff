"""Boxes for the tests, and the blocks of code that the data files hold.

`MILLIVOLT_BOX_MODES=full,landlock` runs attacks and ordinary code in every mode named; by
default they run in the strongest one.
"""

import os
import re
from collections import defaultdict
from pathlib import Path

import pytest

from millivolt.isolation import Box, EnvironmentProblem

HERE = Path(__file__).parent
MODES = os.environ.get("MILLIVOLT_BOX_MODES", "auto").split(",")

_contained: dict[str, dict[str, bool]] = defaultdict(dict)


@pytest.fixture(scope="session")
def start_box():
    """Starts a box of a mode, or skips with what this machine lacks."""

    def start(mode, **options):
        try:
            return Box.start(mode, **options)
        except EnvironmentProblem as problem:
            pytest.skip(f"not tested here: {problem}")

    return start


@pytest.fixture(scope="module")
def box(start_box):
    """A box of the strongest mode that works here, with numpy loaded."""
    with start_box("auto", preload=("numpy",)) as box:
        yield box


@pytest.fixture(scope="module", params=MODES)
def mode(request):
    """The mode, or modes, in which attacks and ordinary code run."""
    return request.param


@pytest.fixture(scope="session")
def note_attack():
    """Notes whether an attack was contained in a mode, for the table at the end."""

    def note(mode, name, contained):
        _contained[mode][name] = contained

    return note


def pytest_generate_tests(metafunc):
    """Runs tests that ask for `attack` or `ordinary` with every block of the data files."""
    if "attack" in metafunc.fixturenames:
        files = sorted((HERE / "attacks").glob("*.txt"))
        metafunc.parametrize("attack", [case for file in files for case in _cases(file)])
    if "ordinary" in metafunc.fixturenames:
        metafunc.parametrize("ordinary", list(_cases(HERE / "ordinary.txt")))


def _cases(file):
    """The blocks of a file as (title, code), named after the file and the title."""
    parts = re.split(r"^#### (.*)\n", file.read_text(), flags=re.MULTILINE)
    for title, code in zip(parts[1::2], parts[2::2], strict=True):
        name = title.partition(":")[0].partition(" [")[0]
        yield pytest.param((title, code), id=f"{file.stem}-{name}")


def pytest_terminal_summary(terminalreporter):
    """Prints for each mode how many attacks were contained and which were not."""
    for mode, attacks in _contained.items():
        escaped = sorted(name for name, contained in attacks.items() if not contained)
        line = f"attacks contained in mode {mode}: {len(attacks) - len(escaped)} of {len(attacks)}"
        terminalreporter.write_line(line + (f"; not: {', '.join(escaped)}" if escaped else ""))
