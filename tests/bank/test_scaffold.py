"""A scaffolded family passes verification before its author has changed anything."""

import pytest

from millivolt.bank import load_bank
from millivolt.bank.scaffold import scaffold
from millivolt.bank.verify import verify_family
from millivolt.errors import AuthorError


def test_a_new_bank_with_one_sound_family(tmp_path):
    folder = tmp_path / "My Course"
    written = scaffold(folder, "half-life", topic="cable")
    assert [path.name for path in written] == ["half_life.py", "half_life.md", "bank.toml"]
    bank = load_bank(folder, installed=False)
    assert bank.collections[0].name == "my-course"
    assert bank["half-life"].item.topic == "cable"
    report = verify_family(bank["half-life"], 60)
    assert report.passed, report.problems


def test_a_second_family_joins_the_bank(tmp_path):
    scaffold(tmp_path, "one")
    assert len(scaffold(tmp_path, "two")) == 2
    assert {family.id for family in load_bank(tmp_path, installed=False)} == {"one", "two"}


def test_nothing_is_overwritten(tmp_path):
    scaffold(tmp_path, "one")
    with pytest.raises(AuthorError, match="exists already"):
        scaffold(tmp_path, "one")


@pytest.mark.parametrize("name", ["", "class", "two words", "../up", "test-me", "_x", "ümlaut"])
def test_names_that_cannot_be_are_refused(tmp_path, name):
    with pytest.raises(AuthorError, match="cannot name an item"):
        scaffold(tmp_path, name)
    assert list(tmp_path.iterdir()) == []
