"""Grades many submissions through one box, and kills graders at random moments.

    python tests/isolation/soak.py --submissions 2000 --kills 40

Fails unless descriptors, memory and processes stay flat and nothing survives a killed grader.
"""

import argparse
import os
import random
import subprocess
import sys
import time
from pathlib import Path

from millivolt.isolation import Box, Cell, Limits

LIMITS = Limits(wall=3.0, cell_wall=0.3, call_wall=0.3, memory_mb=128)
HONEST = "import numpy as np\ndef f(x):\n    return np.log(x)\nE = f(2.0)"
KINDS = (
    (HONEST, "ok"),
    (HONEST, "ok"),
    (HONEST, "ok"),
    ("1 / 0", "raised"),
    ("import os\nos._exit(0)", "stopped"),
    ("x = bytearray(10**10)", "raised"),
    ("import os\nos.write(3, b'x' * 99)", "stopped"),
    ("import threading\nthreading.Thread(target=lambda: [0 for _ in iter(int, 1)]).start()", "ok"),
    ("for i in range(50):\n    open(str(i), 'w').write('x' * 1000)", "ok"),
    ("import ctypes\nctypes.string_at(0)", "stopped"),
)
GRADER = """
import sys
from millivolt.isolation import Box, Cell
with Box.start("auto", preload=("numpy",)) as box:
    print(box.pid, flush=True)
    while True:
        with box.session() as session:
            session.run([Cell("a", "x = sum(range(10000))")])
            print("done", flush=True)
"""


def state(box):
    """Descriptors of the grader, processes of the box, memory of the grader and the server."""
    below = descendants(box.pid)
    server = max(below, key=resident_mb)
    return {
        "descriptors": open_files("self"),
        "processes": len(below),
        "server_descriptors": open_files(server),
        "memory_mb": resident_mb(os.getpid()),
        "server_memory_mb": resident_mb(server),
    }


def open_files(pid):
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


def resident_mb(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def descendants(pid):
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *descendants(int(child))]
    return found


def soak(submissions, draw):
    """Runs a mixture of honest and hostile submissions through one box."""
    with Box.start("auto", limits=LIMITS, preload=("numpy",)) as box:
        server = box.pid
        for number in range(submissions):
            if number == min(50, submissions // 2):
                before = settled(box)
            source, status = draw.choice(KINDS)
            with box.session(seed=number) as session:
                (run,) = session.run([Cell("a", source, ("f", "E"))])
                assert run.status == status, (run, session.ended)
                if source == HONEST:
                    (outcome,) = session.call("f", [((1.0,), {})])
                    assert outcome.value == 0.0
        after = settled(box)
        assert box.pid == server, "the server had to be started again"
    print(f"{submissions} submissions; before {before}, after {after}")
    for name in ("descriptors", "server_descriptors", "processes"):
        assert after[name] <= before[name] + 2, name
    for name in ("memory_mb", "server_memory_mb"):
        assert after[name] <= before[name] + 16, name


def settled(box):
    time.sleep(0.5)
    return state(box)


def kill_graders(kills, draw):
    """Kills graders at random moments and waits until nothing of theirs is left."""
    slowest = 0.0
    for _ in range(kills):
        grader = subprocess.Popen([sys.executable, "-c", GRADER], stdout=subprocess.PIPE, text=True)
        server = int(grader.stdout.readline())
        time.sleep(draw.uniform(0, 0.3))
        everyone = [server, *descendants(server)]
        grader.kill()
        grader.wait()
        grader.stdout.close()
        started = time.monotonic()
        while any(map(alive, everyone)):
            assert time.monotonic() < started + 10, "a process survived its grader"
            time.sleep(0.002)
        slowest = max(slowest, time.monotonic() - started)
    print(f"{kills} graders killed; everything was gone within {slowest * 1e3:.0f} ms")


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--submissions", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    soak(arguments.submissions, random.Random(arguments.seed))
    kill_graders(arguments.kills, random.Random(arguments.seed))
