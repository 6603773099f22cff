"""A worker: one box and one pytest session that grade whatever tasks they are given."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from millivolt.errors import MillivoltError
from millivolt.gradebook.entry import GradeEntry
from millivolt.grading.engine import ENGINE
from millivolt.grading.plan import Ready, Setting, Task
from millivolt.isolation import Box

if TYPE_CHECKING:
    import pytest

    from millivolt.bank import Bank
    from millivolt.grading.plugin import GradingPlugin

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
    tasks: Iterable[Task],
    setting: Setting,
    deliver: Callable[[GradeEntry], None],
    ready: Callable[[Ready], None] = lambda proof: None,
) -> None:
    """Grade ``tasks`` in this process, handing over each entry as soon as it is there.

    ``ready`` hears what the box proved before the first task is drawn.

    Raises:
        EnvironmentProblem: when no box can be had.
        AuthorError: when a bank or what was issued cannot be read.
        GraderFailure: when pytest could not run.
    """
    bank: Bank | None = None

    def load() -> None:
        # pytest, Hypothesis and the bank take as long as the box does: both at once.
        nonlocal bank
        from millivolt.bank import load_bank

        import_module("millivolt.grading.plugin")
        bank = load_bank(*(Path(folder) for folder in setting.banks))

    with (
        Box.start(
            setting.sandbox,
            libraries=setting.libraries,
            preload=setting.preload,
            unsafe=setting.unsafe,
            meanwhile=load,
        ) as box,
        tempfile.TemporaryDirectory(prefix="millivolt-") as nowhere,
    ):
        assert bank is not None
        ready(Ready(ENGINE, bank.version, box.mode))
        _run(tasks, setting, bank, box, deliver, Path(nowhere))


def _run(
    tasks: Iterable[Task],
    setting: Setting,
    bank: Bank,
    box: Box,
    deliver: Callable[[GradeEntry], None],
    nowhere: Path,
) -> None:
    import pytest

    from millivolt.grading.plugin import GradingPlugin

    plugin = GradingPlugin(tasks, setting, bank, box, deliver)
    status = run_pytest(plugin, nowhere)
    if plugin.trouble is not None:
        raise plugin.trouble
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise GraderFailure(f"grading stopped early: pytest ended with {status!r}")


def run_pytest(plugin: GradingPlugin, rootdir: Path) -> int | pytest.ExitCode:
    """One pytest session that reads no file of anybody's but the plugin's."""
    import pytest

    config = rootdir / "pytest.ini"
    config.write_text("[pytest]\n")
    switches = [switch for name in QUIET for switch in ("-p", f"no:{name}")]
    with _own_environment(), warnings.catch_warnings():
        # The reference warns of arguments that a test chose on purpose.
        warnings.simplefilter("ignore")
        return pytest.main(
            ["-c", str(config), "--rootdir", str(rootdir), "--noconftest",
             "--import-mode=importlib", *switches, str(rootdir)],
            plugins=[plugin],
        )  # fmt: skip


@contextmanager
def _own_environment() -> Iterator[None]:
    """The environment without what somebody set for their own pytest, such as PYTEST_ADDOPTS."""
    before = {name: os.environ.pop(name) for name in [*os.environ] if name.startswith("PYTEST_")}
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        del os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"]
        os.environ.update(before)
