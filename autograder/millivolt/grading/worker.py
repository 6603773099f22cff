"""A worker: one box and one pytest session that grade whatever tasks they are given."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from millivolt.bank import load_bank
from millivolt.errors import MillivoltError
from millivolt.gradebook.entry import GradeEntry
from millivolt.grading.plan import Setting, Task
from millivolt.grading.plugin import GradingPlugin
from millivolt.isolation import Box

__all__ = ["GraderFailure", "grade_all"]

# Only what running an item takes; a submission or its folder can configure nothing.
QUIET = (
    "cacheprovider", "capture", "debugging", "doctest", "faulthandler", "junitxml", "legacypath",
    "logging", "nose", "pastebin", "pytester", "recwarn", "setuponly", "setupplan", "stepwise",
    "terminal", "threadexception", "tmpdir", "unraisableexception", "warnings",
)  # fmt: skip


class GraderFailure(MillivoltError):
    """The pytest session itself broke down; no verdict was lost or invented."""


def grade_all(
    tasks: Iterable[Task], setting: Setting, deliver: Callable[[GradeEntry], None]
) -> None:
    """Grade ``tasks`` in this process, handing over each entry as soon as it is there.

    Raises:
        EnvironmentProblem: when no box can be had.
        GraderFailure: when pytest could not run.
    """
    bank = load_bank(*(Path(folder) for folder in setting.banks))
    with (
        Box.start(
            setting.sandbox,
            libraries=setting.libraries,
            preload=setting.preload,
            unsafe=setting.unsafe,
        ) as box,
        tempfile.TemporaryDirectory(prefix="millivolt-") as nowhere,
    ):
        plugin = GradingPlugin(tasks, setting, bank, box, deliver)
        status = run_pytest(plugin, Path(nowhere))
        if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            raise GraderFailure(f"grading stopped early: pytest ended with {status!r}")


def run_pytest(plugin: object, rootdir: Path) -> int | pytest.ExitCode:
    """One pytest session that reads no file of anybody's but the plugin's."""
    config = rootdir / "pytest.ini"
    config.write_text("[pytest]\n")
    before = os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        switches = [switch for name in QUIET for switch in ("-p", f"no:{name}")]
        with warnings.catch_warnings():
            # The reference warns of arguments that a test chose on purpose.
            warnings.simplefilter("ignore")
            return pytest.main(
                ["-c", str(config), "--rootdir", str(rootdir), "--noconftest",
             "--import-mode=importlib", *switches, str(rootdir)],
            plugins=[plugin],
        )  # fmt: skip
    finally:
        if before is None:
            del os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"]
        else:
            os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = before
