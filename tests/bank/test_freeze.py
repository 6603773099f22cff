"""A family that changes without a new version is noticed."""

import json
from pathlib import Path

import pytest

from millivolt.bank import load_bank
from millivolt.bank.freeze import changes, fingerprint, main

MODULE = """
from millivolt.items import Draft, Numeric, Tolerance, item

@item(codes=["Q1"], title="T", objective="O.", topic="t", level="apply", version=1)
def double(draw):
    n = draw.integer(1, 50)
    return Draft(given={"n": n}, parts=[
        Numeric("twice", answer=2.0 * n, unit="", tolerance=Tolerance(0.01))])
"""
PROSE = "# Question\n\n## twice\nDouble {{ n }}.\n\n# Hints\n- Add.\n\n# Worked solution\nYes.\n"


@pytest.fixture
def family(tmp_path: Path):
    """Load the family after a change of its module or its prose."""
    (tmp_path / "bank.toml").write_text('name = "t"\ntitle = "T"\nversion = "1"\n')

    def load(old: str = "", new: str = ""):
        (tmp_path / "double.py").write_text(MODULE.replace(old, new) if old else MODULE)
        (tmp_path / "double.md").write_text(PROSE.replace(old, new) if old else PROSE)
        (found,) = load_bank(tmp_path, installed=False)
        return found

    return load


def test_a_family_that_was_never_frozen_is_free_to_change(family):
    assert list(changes(family())) == []


def test_a_frozen_family_that_stays_the_same_is_silent(family, tmp_path, capsys):
    family()
    main([str(tmp_path)])
    assert "frozen.json: written" in capsys.readouterr().out
    assert list(changes(family())) == []


def test_a_change_of_wording_needs_a_new_version(family, tmp_path):
    family()
    main([str(tmp_path)])
    (message,) = changes(family("Double", "Twice"))
    assert "write version=2 in @item" in message


def test_a_new_version_needs_a_new_table(family, tmp_path):
    before = family()
    table = {"double": {"version": 3, "fingerprint": fingerprint(before)}}
    (tmp_path / "frozen.json").write_text(json.dumps(table))
    (message,) = changes(family())
    assert "version 3 is frozen and this is version 1" in message
