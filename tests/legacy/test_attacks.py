"""Forty attacks gain nothing; ``attacked.py`` beside this file tells more, and tries nbgrader."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
@pytest.mark.parametrize("way", ["grade", "legacy"])
def test_no_attack_gains_a_point(way):
    program = Path(__file__).with_name("attacked.py")
    done = subprocess.run(
        [sys.executable, str(program), "--ways", way],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert f"{way}: 0 of 40 attacks gain" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0
