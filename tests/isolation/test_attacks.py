"""Attacks on the box: none gains points, data, effects outside, or anything for the next student.

Each file in `attacks/` holds one category. An attack prints PWNED when it got what it wanted.
"""

import math
import os
import platform
import secrets
import site
import socket
import sqlite3
import time
from pathlib import Path

import pytest

import millivolt_solutions
from millivolt.isolation import Cell, Limits, Opaque, Raised, Returned

pytestmark = pytest.mark.sandbox

LIMITS = Limits(
    wall=6.0, cpu=4.0, cell_wall=0.6, call_wall=0.3, memory_mb=192, scratch_mb=16, scratch_files=512
)
NAMES = ("answer_mV", "nernst", "ghk")
SECRET_LENGTH = 32

HONEST = """
import numpy as np
R, F = 8.314462618, 96485.33212
def nernst(z, c_out, c_in, T=310.0):
    return 1000 * R * T / (z * F) * np.log(c_out / c_in)
def ghk(P_K, P_Na, K_o, K_i, Na_o, Na_i, T=310.0):
    return 1000 * R * T / F * np.log((P_K * K_o + P_Na * Na_o) / (P_K * K_i + P_Na * Na_i))
answer_mV = nernst(1, 5.0, 140.0)
"""

STATE = """
import builtins, math, os, random, sys, threading
state = {
    "files": sorted(os.listdir(".")),
    "environment": sorted(os.environ),
    "random": random.random(),
    "numpy_random": float(np.random.random()),
    "patched": [np.log(math.e), math.log(2.0), float(np.isclose(1, 2)), abs(-3)],
    "modules": len(sys.modules),
    "builtins": len(dir(builtins)),
    "threads": threading.active_count(),
    "folders": sorted(os.listdir("/scratch")) if os.path.isdir("/scratch") else [],
}
"""

NUMBERS = {
    "x86_64": {
        "clone": 56, "clone3": 435, "pivot_root": 155, "pidfd_open": 434, "io_uring_setup": 425,
        "bpf": 321, "perf_event_open": 298, "userfaultfd": 323, "init_module": 175, "seccomp": 317,
        "fanotify_init": 300, "kcmp": 312, "add_key": 248, "memfd_secret": 447, "keyctl": 250,
        "process_madvise": 440, "fsopen": 430, "open_tree": 428, "sendto": 44, "tkill": 200,
        "tgkill": 234, "rt_sigqueueinfo": 129, "mq_open": 240,
    },
    "aarch64": {
        "clone": 220, "clone3": 435, "pivot_root": 41, "pidfd_open": 434, "io_uring_setup": 425,
        "bpf": 280, "perf_event_open": 241, "userfaultfd": 282, "init_module": 105, "seccomp": 277,
        "fanotify_init": 262, "kcmp": 272, "add_key": 217, "memfd_secret": 447, "keyctl": 219,
        "process_madvise": 440, "fsopen": 430, "open_tree": 428, "sendto": 206, "tkill": 130,
        "tgkill": 131, "rt_sigqueueinfo": 138, "mq_open": 180,
    },
}  # fmt: skip


HIDDEN = [
    *map(chr, range(9)),
    *map(chr, range(11, 32)),
    "\x7f",
    "\x9b",
    *"\u202a\u202b\u202e\u2066",
]
"""Characters that act on a terminal or on the order of text, and must never be shown."""


class World:
    """What lies outside the box, and one box to attack it from."""

    def __init__(self, box, folder):
        self.box = box
        self.folder = folder
        self.token = f"reference-{secrets.token_hex(SECRET_LENGTH // 2)}"
        (folder / "answers.py").write_text(f"TOKEN = {self.token!r}\n")
        with sqlite3.connect(folder / "gradebook.db") as gradebook:
            gradebook.execute("create table t (score real)")
        folder.chmod(0o777)
        self.before = self.files()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.abstract = socket.socket(socket.AF_UNIX)
        self.abstract.bind(f"\0millivolt-test-{secrets.token_hex(4)}")
        self.abstract.listen()
        for one in (self.listener, self.abstract):
            one.setblocking(False)
        self.clean = self.honest_state()
        self.memory_before = peak_memory_kb()
        time.sleep(0.5)
        self.processes = len(self.descendants())

    def files(self):
        return {path.name: path.read_bytes() for path in self.folder.iterdir()}

    def visited(self):
        for one in (self.listener, self.abstract):
            try:
                one.accept()
            except BlockingIOError:
                continue
            return True
        return False

    def fill_in(self, code):
        facts = {
            "SECRET": self.folder,
            "SECRET_PARENT": self.folder.parent,
            "PORT": self.listener.getsockname()[1],
            "ABSTRACT": self.abstract.getsockname()[1:].decode(),
            "GRADER": os.getpid(),
            "HOST_HOME": Path.home(),
            "HOST_NAME": socket.gethostname(),
            "SITE": site.getsitepackages()[0],
            "SOURCES": Path(millivolt_solutions.__file__).parents[1],
            "NUL": "\0",
            "SURROGATE": "\ud800",
            "MANY_LINES": "x = 1\n" * 200_000,
        }
        facts |= {f"SYS_{name}": n for name, n in NUMBERS[platform.machine()].items()}
        for name, value in facts.items():
            code = code.replace("{" + name + "}", str(value))
        return code

    def honest_state(self):
        with self.box.session(LIMITS, seed=7) as session:
            runs = session.run([Cell("answers", HONEST, NAMES), Cell("state", STATE, ("state",))])
            assert [run.status for run in runs] == ["ok", "ok"], runs
            assert points(session) == 6
            return session.captured["state"].value

    def descendants(self):
        parents = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal():
                try:
                    stat = (entry / "stat").read_text()
                except OSError:
                    continue
                state, parent = stat.rpartition(")")[2].split()[:2]
                if state != "Z":
                    parents.setdefault(int(parent), []).append(int(entry.name))
        found, waiting = [], [self.box.pid]
        while waiting:
            children = parents.get(waiting.pop(), [])
            found += children
            waiting += children
        return found

    def settled(self):
        end = time.monotonic() + 3
        while len(self.descendants()) > self.processes:
            if time.monotonic() > end:
                return False
            time.sleep(0.02)
        return True


def peak_memory_kb():
    status = Path("/proc/self/status").read_text()
    (peak,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(peak)


def points(session):
    """The score as a grader gives it: comparing plain floats, outside."""
    reward = 0
    captured = session.captured
    if "answer_mV" in captured and close(captured["answer_mV"].value, -89.016):
        reward += 2
    draw = secrets.SystemRandom().uniform
    for name, count, reference in (
        ("nernst", 3, lambda z, o, i: 26.713733 / z * math.log(o / i)),
        (
            "ghk",
            6,
            lambda pk, pn, ko, ki, no, ni: (
                26.713733 * math.log((pk * ko + pn * no) / (pk * ki + pn * ni))
            ),
        ),
    ):
        if name not in captured or captured[name].value != Opaque("function"):
            continue
        inputs = [tuple(draw(1.0, 150.0) for _ in range(count)) for _ in range(4)]
        outcomes = session.call(name, [(values, {}) for values in inputs])
        if all(
            isinstance(outcome, Returned) and close(outcome.value, reference(*values))
            for outcome, values in zip(outcomes, inputs, strict=True)
        ):
            reward += 2
    return reward


def close(value, expected):
    return type(value) is float and math.isclose(value, expected, rel_tol=1e-4)


def texts(runs):
    """Everything a report could show of the runs."""
    for run in runs:
        yield run.output
        yield from run.warnings
        if run.error is not None:
            yield run.error.message
            if isinstance(run.error, Raised):
                yield run.error.type
                yield from (step.function for step in run.error.steps)
        for shown in run.rich:
            yield shown.data.decode(errors="replace") if shown.mime != "image/png" else ""


@pytest.fixture(scope="module")
def world(mode, start_box, tmp_path_factory):
    box = start_box(mode, limits=LIMITS, preload=("numpy", "sympy"))
    folder = tmp_path_factory.mktemp("course")
    for parent in folder.parents:
        if parent == Path("/tmp"):
            break
        parent.chmod(0o755)
    with box:
        yield World(box, folder)


def test_an_attack_gains_nothing_and_leaves_nothing(world, attack, note_attack):
    title, code = attack
    with world.box.session(LIMITS, seed=7) as session:
        runs = session.run([Cell("attack", world.fill_in(code), NAMES), Cell("after", "1 + 1")])
        score = points(session)
        shown = [*texts(runs), session.call_output]
        values = repr([captured.value for captured in session.captured.values()])

    escaped = any("PWNED" in text for text in shown)
    note_attack(world.box.mode, title.partition(":")[0], not escaped)
    assert not escaped or ("[full]" in title and world.box.mode != "full")
    assert score == 0
    assert not any(world.token in text for text in [*shown, values])
    assert not any(mark in text for text in shown for mark in HIDDEN)
    assert world.files() == world.before
    assert not world.visited()
    assert world.honest_state() == world.clean
    assert world.settled()


def test_the_grader_stays_small(world):
    """The most that reading hostile replies may add to what numpy and the tests take."""
    assert peak_memory_kb() < world.memory_before + (128 << 10)
