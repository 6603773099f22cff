"""Boxes shared by the tests of a module, and the blocks of code that the data files hold."""

import re
from pathlib import Path

import pytest

from millivolt.isolation import Box, EnvironmentProblem

HERE = Path(__file__).parent
MODES = ("full", "landlock")


def started(mode, **options):
    """A box of this mode, or a skip that says what this machine lacks."""
    try:
        return Box.start(mode, **options)
    except EnvironmentProblem as problem:
        pytest.skip(f"not tested here: {problem}")


@pytest.fixture(scope="session")
def start_box():
    """Starts a box of a mode; the caller closes it."""
    return started


@pytest.fixture(scope="module")
def box():
    """A box of the strongest mode that works here, with numpy loaded."""
    with Box.start("auto", preload=("numpy",)) as box:
        yield box


def pytest_generate_tests(metafunc):
    """Parametrizes tests that ask for `attack` or `ordinary` over the blocks of the data files."""
    for fixture, names in (
        ("attack", sorted(f"attacks/{path.name}" for path in (HERE / "attacks").glob("*.txt"))),
        ("ordinary", ["ordinary.txt"]),
    ):
        if fixture in metafunc.fixturenames:
            cases = [
                pytest.param(code, id=f"{Path(name).stem}-{title.partition(':')[0]}")
                for name in names
                for title, code in _blocks(name)
            ]
            metafunc.parametrize(fixture, cases)


def _blocks(name):
    parts = re.split(r"^#### (.*)\n", (HERE / name).read_text(), flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))
