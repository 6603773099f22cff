"""The inputs on which functions are tried: the same in every process that grades."""

import random
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
import beside
from hypothesis import strategies as st
from millivolt.grading.drawing import Arguments, drawn, rungs
asked = Arguments({"x": st.floats(1, 500), "n": st.integers(100, 10**6)})
print(drawn(asked), rungs(asked))
"""


def inputs_beside(folder: Path, module: str) -> str:
    folder.mkdir()
    (folder / "beside.py").write_text(module)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, folder], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_inputs_do_not_depend_on_what_else_a_process_has_loaded(tmp_path: Path) -> None:
    # Hypothesis draws numbers that it finds in the source of modules, and another grading process
    # has other modules.
    dice = random.Random(1)
    numbers = [*(dice.uniform(1, 500) for _ in range(400)), *dice.sample(range(100, 10**6), 400)]
    alone = inputs_beside(tmp_path / "alone", "")
    assert inputs_beside(tmp_path / "crowded", f"FOUND = {numbers}") == alone
