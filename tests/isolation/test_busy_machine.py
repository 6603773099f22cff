"""On a busy machine honest code takes long; its limits count only what it had of the machine."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from millivolt.isolation import Cell, Limits, Stopped

pytestmark = pytest.mark.sandbox

LIMITS = Limits(wall=3.0, cpu=8.0, cell_wall=1.0, call_wall=1.0, memory_mb=128)
NEIGHBOURS = 5
SHARE = 0.7
"""Seconds of processor that fit the limit; the system may give a session half of it at best."""
RESTLESS = "import os\nparent = os.getppid()\nwhile os.getppid() == parent: pass"
"""Goes on until whoever started it is gone, however that came."""
WORK = """
import time
def work(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return seconds
"""


@pytest.fixture(scope="module")
def crowded_box(start_box):
    """A box on one processor, which it shares with programs that never rest."""
    if not Path("/proc/self/schedstat").exists():
        pytest.skip("this kernel keeps no account of waiting (CONFIG_SCHED_INFO)")
    free = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(free)})
    neighbours = []
    try:
        with start_box("auto", preload=()) as box:
            for _ in range(NEIGHBOURS):
                neighbours.append(subprocess.Popen([sys.executable, "-c", RESTLESS]))
            yield box
    finally:
        for one in neighbours:
            one.kill()
            one.wait()
        os.sched_setaffinity(0, free)


@pytest.fixture
def ran(crowded_box):
    """Runs cells; gives their runs, the session, and the seconds on the wall."""

    def run(*sources, captures=()):
        started = time.monotonic()
        with crowded_box.session(LIMITS) as session:
            runs = session.run([Cell(f"c{i}", s, captures) for i, s in enumerate(sources)])
            outcomes = session.call("work", [((SHARE,), {})]) if captures else []
        return runs, outcomes, time.monotonic() - started

    return run


def test_a_cell_that_others_keep_waiting_is_not_taken_for_an_endless_loop(ran):
    (first, second), _, seconds = ran(f"{WORK}\nwork({SHARE})", f"work({SHARE})")
    assert (first.status, second.status) == ("ok", "ok")
    assert seconds > 2 * LIMITS.cell_wall, "the machine was not busy enough to show anything"


def test_nor_is_a_call(ran):
    _, (outcome,), _ = ran(WORK, captures=("work",))
    assert outcome.value == SHARE


def test_a_loop_that_does_not_end_is_still_stopped(ran):
    (run,), _, _ = ran("while True: pass")
    assert isinstance(run.error, Stopped)
    assert run.error.limit in ("cell_wall", "cpu")


def test_a_cell_that_only_sleeps_has_nobody_else_to_blame(ran):
    (run,), _, seconds = ran("import time\ntime.sleep(60)")
    assert isinstance(run.error, Stopped)
    assert run.error.limit == "cell_wall"
    assert seconds < 30
