"""Running a command and measuring it: wall time, and the peak memory of its whole tree."""

import compileall
import os
import platform
import subprocess
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

SAMPLE_S = 0.2
TAIL = 2000


@dataclass(frozen=True)
class Run:
    """One run: seconds, and the peak of the memory that the whole tree of processes held at
    once, in MB."""

    wall: float
    peak_mb: float
    code: int
    out: str


def as_installed():
    """Make byte code of our packages, as pip does when it installs them.

    An editable install in an environment that keeps none compiles everything at each start.
    """
    for package in ("millivolt", "millivolt_exercises", "millivolt_solutions"):
        compileall.compile_dir(Path(find_spec(package).origin).parent, quiet=1)


def first_line(command):
    """Seconds until ``command`` prints its first line; it is waited for."""
    started = time.perf_counter()
    with subprocess.Popen(
        [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        said = process.stdout.readline()
        seconds = time.perf_counter() - started
        process.stdout.read()
    if not said or process.returncode:
        raise RuntimeError(f"{command} ended with {process.returncode} and said {said!r}")
    return seconds


@contextmanager
def on_one_core():
    """What is started here has one of the cores that this process may use."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def run(command, *, cwd=None, env=None, timeout=1200.0, memory=True):
    """Run ``command`` and measure it; ``out`` is what it printed, errors included."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(word) for word in command],
        cwd=cwd,
        env=None if env is None else os.environ | env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    peak = 0.0
    ended = threading.Event()

    def sample():
        nonlocal peak
        while not ended.wait(SAMPLE_S):
            peak = max(peak, held_mb(process.pid))

    sampler = threading.Thread(target=sample, daemon=True)
    if memory:
        sampler.start()
    try:
        out, _ = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        out = f"{process.communicate()[0]}\nended after {timeout:.0f} s"
    finally:
        ended.set()
    wall = time.perf_counter() - started
    return Run(wall, peak, process.returncode, out)


def succeeded(done, what):
    """The run, or an error that shows the end of what it printed."""
    if done.code not in (0, 4):
        raise RuntimeError(f"{what} failed: {done.out[-TAIL:]}")
    return done


def held_mb(pid):
    """Memory of a process and of all below it; pages that they share count once (PSS)."""
    return sum(map(_held_kb, _tree(pid))) / 1024


def _tree(pid):
    found = [pid]
    # Any of them may end while it is looked at.
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            with suppress(OSError):
                found += [
                    below for child in task.read_text().split() for below in _tree(int(child))
                ]
    return found


def _held_kb(pid):
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def machine():
    """The machine in a line for each fact."""
    cpu = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 2**20
    return {
        "processor": cpu,
        "cores": len(os.sched_getaffinity(0)),
        "memory": f"{memory:.0f} GB",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load at the start": f"{os.getloadavg()[0]:.1f}",
    }
