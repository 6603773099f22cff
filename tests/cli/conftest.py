"""One demonstration course for the whole suite, and a way to run commands."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


def run_millivolt(*args: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "millivolt", *map(str, args)],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=cwd,
        check=False,
    )


@pytest.fixture(scope="session")
def millivolt() -> Run:
    return run_millivolt


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "course"
    done = run_millivolt("demo", "--out", folder)
    assert done.returncode in (0, 4), done.stderr
    assert "the class report" in done.stdout.splitlines()[-1]
    return folder
