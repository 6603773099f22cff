"""nbgrader and otter-grader from PyPI, each in a virtual environment of its own."""

import json
import subprocess
import sys

from measure import run, succeeded

PACKAGES = {
    "nbgrader": ("nbgrader", "ipykernel", "numpy"),
    "otter": ("otter-grader[grading]", "ipykernel", "numpy"),
}

OTTER = """
import json, sys, time, os
os.chdir(sys.argv[1])
from otter.api import grade_submission
times, scores = [], []
for path in sys.argv[2:]:
    started = time.perf_counter()
    results = grade_submission(path, ag_path="autograder.zip", quiet=True)
    times.append(time.perf_counter() - started)
    scores.append(float(results.total))
print("RESULT", json.dumps({"times": times, "scores": scores}))
"""

VERSIONS = """
import importlib.metadata as m, sys
names = ("nbgrader", "otter-grader", "nbclient", "ipykernel", "numpy")
found = []
for name in names:
    try: found.append(f"{name} {m.version(name)}")
    except m.PackageNotFoundError: pass
print(", ".join(found))
"""


def environment(work, name):
    """The Python of the peer's environment, which is made when it is not there."""
    folder = work / "peers" / name
    python = folder / "bin" / "python"
    done = folder / "installed"
    if not done.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, *PACKAGES[name]], check=True)
        done.touch()
    return python


def versions(python):
    """What is installed there."""
    return subprocess.run([python, "-c", VERSIONS], capture_output=True, text=True).stdout.strip()


def nbgrader(python, folder):
    """Seconds for generating the assignment and for autograding the whole class, in one
    process each."""
    program = python.with_name("nbgrader")
    quiet = {"PYTHONWARNINGS": "ignore", "PATH": f"{python.parent}:/usr/bin:/bin"}
    made = succeeded(run([program, "generate_assignment", "ps1", "--force"], cwd=folder, env=quiet),
                     "nbgrader generate_assignment")  # fmt: skip
    graded = succeeded(run([program, "autograde", "ps1", "--force"], cwd=folder, env=quiet),
                       "nbgrader autograde")  # fmt: skip
    return made, graded


def otter(python, folder, notebooks):
    """Seconds for each notebook, graded by otter's API in one process, and what it held."""
    program = python.with_name("otter")
    path = {"PATH": f"{python.parent}:/usr/bin:/bin", "PYTHONWARNINGS": "ignore"}
    succeeded(run([program, "generate", "-t", "tests", "-o", "autograder.zip", "--no-environment"],
                  cwd=folder, env=path), "otter generate")  # fmt: skip
    done = succeeded(run([python, "-c", OTTER, folder, *notebooks], cwd=folder, env=path),
                     "otter's grade_submission")  # fmt: skip
    (line,) = (line for line in done.out.splitlines() if line.startswith("RESULT "))
    return json.loads(line.removeprefix("RESULT ")), done
