"""Forty-one attacks gain nothing; ``attacked.py`` beside this file also tries plain nbgrader."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
@pytest.mark.parametrize(("way", "honest"), [("grade", 12), ("engine", 12), ("legacy", 18)])
def test_no_attack_gains_a_point_and_honest_work_gets_all(way, honest):
    program = Path(__file__).with_name("attacked.py")
    done = subprocess.run(
        [sys.executable, str(program), "--ways", way],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = f"{way}: 0 of 41 attacks gain, honest work gets {honest}\n"
    assert told == done.stdout, done.stdout + done.stderr
    assert done.returncode == 0
