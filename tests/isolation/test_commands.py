"""The long commands of this room, run in bounded form."""

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
BENCHMARK = HERE.parents[1] / "benchmarks" / "box.py"


def run(script, *arguments):
    done = subprocess.run(
        [sys.executable, script, *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_no_mutated_frame_crashes_the_reader():
    assert "none crashed the reader" in run(HERE / "fuzz.py", "--inputs", "3000")


@pytest.mark.sandbox
def test_many_submissions_leave_the_worker_as_it_was(start_box):
    start_box("auto", preload=()).close()
    said = run(HERE / "soak.py", "--submissions", "60", "--kills", "2")
    assert "60 submissions" in said
    assert "2 graders killed" in said


@pytest.mark.sandbox
def test_the_benchmark_says_what_a_submission_costs(start_box):
    start_box("auto", preload=()).close()
    said = run(BENCHMARK, "--submissions", "5", "--kernels", "0", "--libraries", "numpy")
    assert "median" in said
