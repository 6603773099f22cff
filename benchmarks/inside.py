"""What is measured inside one process: grading without start-up, its floor, its profile.

    python benchmarks/inside.py grading COURSE      seconds for each submission, one process, warm
    python benchmarks/inside.py floor COURSE        the same cells and tests, forked and executed
    python benchmarks/inside.py profile COURSE      where the processor's time goes, by phase
    python benchmarks/inside.py assign COURSE       notebooks for everyone on the roster
    python benchmarks/inside.py cluster COURSE      two local dask workers

Each prints one line of JSON.
"""

import cProfile
import itertools
import json
import pstats
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from classroom import tests

from millivolt.bank import load_bank
from millivolt.course import Course, assign
from millivolt.grading.local import PYTEST, grade_locally
from millivolt.grading.round import Round
from millivolt.grading.submissions import tasks
from millivolt.grading.worker import grade_all
from millivolt.notebooks import answers, plan, read, sheet

WHEN = datetime(2026, 11, 22, tzinfo=UTC)

PHASES = {
    "finding and reading the task": ("submissions.py", "task_of"),
    "reading the notebook": ("reader.py", "read"),
    "finding the answers": ("answers.py", "answers"),
    "what to run": ("notebooks/plan.py", "plan"),
    "running the cells, waiting for the box": ("sitting.py", "run"),
    "calling functions in the box": ("sitting.py", "call"),
    "checking answers": ("marking.py", "judge"),
    "making counterexamples simple": ("grading/drawing.py", "simplest"),
    "naming misconceptions of functions": ("diagnosis.py", "ideas_behind"),
    "grade entries": ("marking.py", "entry"),
    "reports of pytest": ("reports.py", "from_item_and_call"),
}
"""A phase is the time spent in one function and all that it calls."""


def opened(folder):
    """The course, its setting and the names of those who handed in."""
    course = Course.open(Path(folder))
    asked = Round.of(course, course.assignment("ps1"), when=WHEN)
    return course, asked.setting, asked.students


def grading(folder):
    """Wall seconds for each submission after the first ten, by one grading process."""
    course, setting, names = opened(folder)
    moments = []
    grade_locally(
        tasks(course, "ps1", names),
        setting,
        lambda entry: moments.append(time.perf_counter()),
        1,
        PYTEST,
    )
    gaps = [after - before for before, after in itertools.pairwise(moments[10:])]
    return {"seconds": sum(gaps) / len(gaps), "median": statistics.median(gaps), "n": len(gaps)}


def floor(folder):
    """The same with nothing but fork and exec: no walls, no reading of values, no engine.

    The cells are those that the box runs (the self-checks of the notebook are left out there),
    the tests stand beside the student's code as nbgrader has them. A process of its own forks,
    which has NumPy loaded, as the box has, and nothing of ours.
    """
    course, _, names = opened(folder)
    submissions = []
    for name in names:
        issue = course.issues.read("ps1", name)
        notebook = read(course.submitted(name, "ps1"))
        public = sheet(issue)
        cells = plan(notebook, public.slots, answers(notebook, public))
        submissions.append([*(cell.source for cell in cells), *tests(issue).values()])
    bare = Path(__file__).with_name("bare.py")
    done = subprocess.run(
        [sys.executable, "-I", bare], input=json.dumps(submissions), text=True,
        capture_output=True, check=True,
    )  # fmt: skip
    kept = json.loads(done.stdout)[10:]
    return {"seconds": sum(kept) / len(kept), "median": statistics.median(kept), "n": len(kept)}


def profile(folder):
    """Milliseconds of processor time for each submission in this process, by phase.

    The profiler makes everything slower, small functions most: the shares count.
    """
    course, setting, names = opened(folder)
    begun = time.process_time()
    entries = []
    grade_all(tasks(course, "ps1", names), setting, entries.append)
    plain = time.process_time() - begun
    profiler = cProfile.Profile(time.process_time)
    profiler.enable()
    grade_all(tasks(course, "ps1", names), setting, entries.append)
    profiler.disable()
    stats = pstats.Stats(profiler).stats
    total = sum(own for _, _, own, _, _ in stats.values())
    shares = {}
    for phase, (file, function) in PHASES.items():
        spent = [
            cumulative
            for (where, _, name), (_, _, _, cumulative, _) in stats.items()
            if name == function and where.endswith(file)
        ]
        shares[phase] = max(spent, default=0.0) / total
    return {"ms": 1000 * plain / len(names), "shares": shares, "n": len(names)}


def assigning(folder):
    """Seconds for issuing the assignment to everyone on the roster."""
    course = Course.open(Path(folder))
    begun = time.perf_counter()
    done = assign(course, course.assignment("ps1"), load_bank(), course.roster())
    return {
        "seconds": time.perf_counter() - begun,
        "notebooks": len(done.new),
        "repeats": dict(done.repeats),
    }


def cluster(folder):
    """Seconds for the class on two dask workers of this machine, their start apart."""
    from distributed import LocalCluster

    from millivolt.grading.cluster import grade_on_cluster

    course, setting, names = opened(folder)
    bank = load_bank().version
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as workers:
        moments = []
        begun = time.perf_counter()
        grade_on_cluster(
            tasks(course, "ps1", names),
            setting,
            lambda entry: moments.append(time.perf_counter()),
            workers.scheduler_address,
            bank,
        )
        wall = time.perf_counter() - begun
    return {"seconds": wall, "n": len(moments)}


PARTS = {
    "grading": grading,
    "floor": floor,
    "profile": profile,
    "assign": assigning,
    "cluster": cluster,
}

if __name__ == "__main__":
    print("RESULT", json.dumps(PARTS[sys.argv[1]](sys.argv[2])))
