"""The same variants, to the last bit, in a fresh process and under other Pythons.

``MILLIVOLT_PYTHONS`` names the interpreters to compare with, separated like ``PATH``; millivolt
and its dependencies are installed in each. Without it, this interpreter is started anew, with
other hashes of strings, another locale and another time zone.
"""

import json
import os
import subprocess
import sys

import pytest

from millivolt.bank import load_bank
from millivolt.bank.freeze import digest

PYTHONS = os.environ.get("MILLIVOLT_PYTHONS", sys.executable).split(os.pathsep)
ELSEWHERE = {"PYTHONHASHSEED": "4711", "LC_ALL": "C", "TZ": "Asia/Kathmandu"}


@pytest.fixture(scope="module")
def here() -> dict[str, str]:
    return {family.id: digest(family) for family in load_bank()}


@pytest.mark.parametrize("python", PYTHONS)
def test_another_interpreter_gives_the_same_variants(python, here):
    there = subprocess.run(
        [python, "-m", "millivolt", "bank", "digest", "--json"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | ELSEWHERE,
    )
    assert json.loads(there.stdout) == here
