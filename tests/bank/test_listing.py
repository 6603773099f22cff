"""Lists of items: quick, and never other than what the families say of themselves."""

import json
import subprocess
import sys

import pytest

from millivolt.bank import load_bank
from millivolt.bank.discovery import installed_collections, package
from millivolt.bank.listing import LISTING, Listed, listed, listing_of

MODULE = """
from millivolt.items import Draft, FreeText, RubricLine, item

@item(title="{title}", objective="o", topic="t", level="apply", codes=["{code}"])
def {name}(draw):
    return Draft(given={{}}, parts=[FreeText("why", rubric=(RubricLine("a"),), example="b")])
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "bank.toml").write_text('name = "x"\ntitle = "X"\nversion = "1"\ntopics = ["t"]\n')
    for name, code in (("later", "Q2"), ("first", "Q1")):
        text = MODULE.format(title=name.title(), code=code, name=name)
        (tmp_path / f"{name}.py").write_text(text)
    return tmp_path


def own(folder):
    return [item for item in listed(folder) if item.topic == "t"]


def test_the_installed_banks_are_listed_as_their_families_say():
    assert listed() == [Listed.of(family.item) for family in load_bank()]


def test_the_built_in_bank_brings_a_table_of_its_present_sources():
    (collection,) = (c for c in installed_collections() if c.name == "membrane")
    kept = (package(collection) / LISTING).read_text("utf-8")
    assert kept == listing_of(collection), "run: millivolt bank freeze"


def test_a_bank_without_a_table_is_asked(folder):
    assert [item.id for item in own(folder)] == ["first", "later"]


def test_a_table_is_believed_only_while_it_is_of_these_sources(folder):
    table = {"items": []}
    for sources in ("", "0" * 64):
        (folder / LISTING).write_text(json.dumps(table | {"sources": sources}))
        assert [item.id for item in own(folder)] == ["first", "later"]


@pytest.mark.parametrize("broken", ["", "[]", "{", '{"sources": 1}', "null"])
def test_a_broken_table_changes_nothing(folder, broken):
    (folder / LISTING).write_text(broken)
    assert [item.id for item in own(folder)] == ["first", "later"]


def test_listing_the_built_in_bank_loads_no_numpy_and_no_family():
    program = (
        "import sys; from millivolt.bank.listing import listed; listed();"
        "print([m for m in sys.modules if m == 'numpy' or m.startswith('millivolt_exercises.')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
