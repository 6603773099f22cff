"""The fuzzing command in a short form; long runs are recorded in fuzz_runs.txt."""

import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
COMMAND = HERE.parents[1] / "benchmarks" / "symbolic.py"


def test_generated_pairs_get_no_wrong_verdict():
    command = [sys.executable, str(COMMAND), "fuzz", "--pairs", "150", "--seed", "20261122"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "150 pairs, 0 wrong" in run.stdout


def test_the_recorded_runs_have_their_seeds_and_no_wrong_verdict():
    runs = (HERE / "fuzz_runs.txt").read_text(encoding="utf-8").splitlines()
    runs = [line for line in runs if not line.startswith("#")]
    found = [re.fullmatch(r"seed (\d+): (\d+) pairs, 0 wrong; .*", line) for line in runs]
    assert all(found)
    assert len({match.group(1) for match in found}) == len(found)
