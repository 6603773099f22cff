"""The notebook reader meets mutated notebooks; ``fuzz.py`` beside this file runs a million."""

import subprocess
import sys
from pathlib import Path


def test_a_thousand_mutated_notebooks_are_read_or_refused():
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("fuzz.py")), "--inputs", "1500"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "refused" in done.stdout
    assert "read" in done.stdout
