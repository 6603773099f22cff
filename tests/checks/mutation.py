"""Mutation testing: change the code in one place at a time, and see whether a test notices.

    python tests/checks/mutation.py quantities            every mutant of millivolt.quantities
    python tests/checks/mutation.py checks --sample 300   a fixed random sample of them
    python tests/checks/mutation.py verdicts --list       what survives, with its place

Each mutant is tested in a forked process; no file is touched. A mutant that hangs counts as
noticed. Exit code 1 when fewer than 95 % of the mutants are noticed.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType

from mutants import Mutant, mutants_of, mutated
from reached import MEMORY, Reached

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "autograder" / "millivolt"
GOAL = 0.95
CPU_SECONDS = 100
OPTIONS = ["-x", "-q", "-p", "no:cacheprovider", "--tb=no", "-m", "not sandbox"]

TARGETS: dict[str, tuple[Sequence[str], Sequence[str]]] = {
    "quantities": (["quantities/*.py"], ["quantities", "checks/test_numeric.py"]),
    "checks": (["checks/*.py"], ["checks"]),
    "manufacture": (["checks/manufacture/*.py"], ["checks/test_specimens.py"]),
    "verdicts": (
        ["items/verdict.py", "items/tolerance.py"],
        ["items/test_verdict_and_tolerance.py", "checks/test_numeric.py", "checks"],
    ),
}
"""Patterns of source files under the engine, and tests in the order in which to run them."""

TESTED_IN = {
    "table": "units",
    "dimension": "units",
    "conversion": "units",
    "suggestion": "units",
    "unit": "units",
    "numeral": "reading",
    "characters": "reading",
    "quantity": "reading",
    "errors": "reading",
    "amount": "numeric",
    "judgement": "numeric",
    "ideas": "numeric",
    "lettering": "choice",
    "bins": "commitment",
    "lock": "commitment",
    "sketch": "figure",
    "free_text": "dispatch",
    "column": "series",
    "trace": "series",
    "formula": "expression",
    "verdict": "verdict_and_tolerance",
    "tolerance": "verdict_and_tolerance",
}
"""The test file about a module, where their names differ: it runs first."""


class MutantFinder(MetaPathFinder):
    """Hands out the changed module instead of the one on disk."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        parts = mutant.path.relative_to(ENGINE.parent).with_suffix("").parts
        self.name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name != self.name:
            return None
        loader = _MutantLoader(name, str(self.mutant.path))
        loader.mutant = self.mutant
        return spec_from_file_location(name, self.mutant.path, loader=loader)


class _MutantLoader(SourceFileLoader):
    mutant: Mutant

    def get_code(self, fullname: str) -> CodeType:
        return mutated(self.mutant)


def preload() -> None:
    """Load what no mutant changes, so that forked processes start with it."""
    import flint
    import hypothesis
    import numpy
    import pint
    import pytest
    import scipy.integrate
    import scipy.optimize
    import sympy

    del flint, numpy, pint, pytest, scipy, sympy
    hypothesis.settings.register_profile(
        "mutation",
        max_examples=25,
        deadline=None,
        derandomize=True,
        database=None,
        # That a test fails is enough: nobody reads its smallest example.
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    os.environ["MILLIVOLT_HYPOTHESIS"] = "mutation"
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    sys.dont_write_bytecode = True


def survivors(mutants: Sequence[Mutant], tests: Sequence[str]) -> Iterator[int]:
    """The places in `mutants` of those that no test notices.

    First in one process that has collected the tests: in a fork of it the code of the changed
    function is swapped, or what the module assigns is assigned again. Then the rest, with
    everything imported again: the bodies of classes, and what runs on import.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            import pytest

            output = os.fdopen(writing, "w", buffering=1)
            _silence()
            near = [_near(m) for m in mutants]
            code = pytest.main([*tests, *OPTIONS], plugins=[Reached(mutants, near, output)])
            os._exit(int(code))
        os._exit(99)
    os.close(writing)
    again, slow = [], []
    with os.fdopen(reading) as told:
        for line in told:
            index, _, result = line.strip().partition(" ")
            if index == "slow":
                slow.append(f"--deselect={result}")
                continue
            if sys.stderr.isatty():
                print(f"\r{index}/{len(mutants)}", end="", file=sys.stderr)
            if result == "survived":
                yield int(index)
            elif result == "again":
                again.append(int(index))
    _, status = os.waitpid(child, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit("the tests fail without any change")
    some_pass = False
    for index in again:
        if _survives(mutants[index], _nearest_first(mutants[index], tests), slow):
            some_pass = True
            yield index
    if again and not some_pass and not _survives(None, tests, slow):
        raise SystemExit("the tests fail in a forked process")


def _survives(mutant: Mutant | None, tests: Sequence[str], slow: Sequence[str]) -> bool:
    """Whether all tests pass when the changed module is imported instead of the one on disk."""
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            # In time of the processor: on a busy machine a slow mutant is not a hanging one.
            signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            _silence()
            if mutant is not None:
                finder = MutantFinder(mutant)
                sys.meta_path.insert(0, finder)
                # Before pytest, whose own import hook would read the file from the disk.
                import_module(finder.name)
            import pytest

            # The nearest file alone first: most mutants need no other to be collected.
            code = int(pytest.main([tests[0], *OPTIONS]))
            if not code and tests[1:]:
                code = int(pytest.main([*tests[1:], *OPTIONS, *slow]))
            os._exit(code)
        os._exit(99)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def _silence() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _near(mutant: Mutant) -> str:
    """The name of the test file about the changed module."""
    return f"test_{TESTED_IN.get(mutant.path.stem, mutant.path.stem)}.py"


def _nearest_first(mutant: Mutant, tests: Sequence[str]) -> list[str]:
    near = _near(mutant)
    return sorted(tests, key=lambda path: Path(path).name != near)


def _test_files(path: Path) -> list[Path]:
    return sorted(path.glob("test_*.py")) if path.is_dir() else [path]


def main() -> int:
    """Test the mutants that the command line asks for, and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--sample", type=int, default=0, help="test only so many mutants")
    parser.add_argument("--seed", type=int, default=0, help="which sample")
    parser.add_argument("--list", action="store_true", help="list what survives")
    parser.add_argument("--only", default="", help="only files whose path contains this")
    given = parser.parse_args()
    sources, folders = TARGETS[given.target]
    paths = [path for pattern in sources for path in sorted(ENGINE.glob(pattern))]
    mutants = [m for p in paths if given.only in str(p) for m in mutants_of(p)]
    files = [file for test in folders for file in _test_files(ROOT / "tests" / test)]
    tests = [str(file) for file in dict.fromkeys(files)]
    total = len(mutants)
    if given.sample:
        mutants = random.Random(given.seed).sample(mutants, min(given.sample, total))
    preload()
    started = time.monotonic()
    left: list[Mutant] = []
    for index in survivors(mutants, tests):
        mutant = mutants[index]
        left.append(mutant)
        if given.list:
            where = mutant.path.relative_to(ENGINE)
            print(f"survived: {where}:{mutant.line}: {mutant.change}", flush=True)
    share = 1 - len(left) / len(mutants)
    by_file = Counter(str(m.path.relative_to(ENGINE)) for m in left)
    print(
        f"{given.target}: {len(mutants)} of {total} mutants, {len(mutants) - len(left)} noticed "
        f"({share:.1%}), {time.monotonic() - started:.0f} s"
    )
    for name, count in by_file.most_common():
        print(f"  {count:4} left in {name}")
    return 0 if share >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
