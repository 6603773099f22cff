"""How banks are found, and how families are found in them."""

import subprocess
import sys
from pathlib import Path

import pytest

from millivolt.bank import load_bank
from millivolt.errors import AuthorError

MODULE = """
from millivolt.items import Draft, Numeric, Tolerance, item

@item(codes=["Q1"], title="Doubling", objective="Double a number.", topic="arithmetic",
      level="apply")
def {name}(draw):
    n = draw.number(1, 50, 0.5)
    twice = draw.step("twice", 2 * n)
    return Draft(given={{"n": n}}, values={{"half": n / 2}}, parts=[
        Numeric("twice", answer=twice, unit="", tolerance=Tolerance(0.01)),
        Numeric("four", answer=2 * twice, unit="", tolerance=Tolerance(0.01)),
    ])
"""
PROSE = """# Question
A number, {{ n }}.

## twice
Twice that?

## four
Four times that?

# Hints
- Add it to itself.

# Worked solution
${{ n }} \\times 2 = {{ key.twice | sig(4) }}$
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bank.toml").write_text('name = "sums"\ntitle = "Sums"\nversion = "2"\n')
    (tmp_path / "easy").mkdir()
    (tmp_path / "easy" / "doubling.py").write_text(MODULE.format(name="doubling"))
    (tmp_path / "easy" / "doubling.md").write_text(PROSE)
    return tmp_path


@pytest.fixture
def bank(folder: Path):
    return load_bank(folder, installed=False)


def test_a_folder_is_a_bank(bank):
    assert [family.id for family in bank] == ["doubling"]
    assert bank.topics == ("arithmetic",)
    assert bank.collections[0].title == "Sums"


def test_families_come_in_the_order_of_teaching(folder):
    for name, code in (("beta", "Q3"), ("alpha", "Q2")):
        source = MODULE.format(name=name).replace("Q1", code).replace("arithmetic", "later")
        (folder / f"{name}.py").write_text(source)
    with (folder / "bank.toml").open("a") as settings:
        settings.write('topics = ["later", "arithmetic"]\n')
    bank = load_bank(folder, installed=False)
    assert [family.id for family in bank] == ["alpha", "beta", "doubling"]
    assert bank.topics == ("later", "arithmetic")


def test_a_family_is_found_by_id_and_by_code_whatever_the_capitals(bank):
    assert bank["doubling"] is bank["q1"] is bank[" Doubling "]
    assert "Q1" in bank
    assert "Q2" not in bank


def test_an_unknown_name_is_answered_with_the_nearest(bank):
    with pytest.raises(AuthorError, match=r"did you mean doubling\?"):
        bank["dubling"]
    with pytest.raises(AuthorError, match=r"did you mean Q1 \(doubling\)\?"):
        bank["q11"]


def test_a_variant_is_complete_and_the_same_every_time(bank):
    variant = bank["Q1"].variant(7)
    assert variant == bank["Q1"].variant("7")
    assert set(variant.prose.prompts) == {"twice", "four"}
    assert variant.steps == {"twice": variant.part("twice").answer}
    assert type(variant.given["n"]) is float


def test_a_students_own_value_is_carried_forward(bank):
    family = bank["Q1"]
    variant = family.variant(7)
    parts = family.carry_forward(variant, {"twice": 10.0})
    assert [part.answer for part in parts] == [10.0, 20.0]
    with pytest.raises(AuthorError, match="no step is called thrice"):
        family.carry_forward(variant, {"thrice": 1.0})


def test_two_items_cannot_share_a_name(folder):
    (folder / "again.py").write_text(MODULE.format(name="tripling"))
    with pytest.raises(AuthorError, match="the name Q1 is taken"):
        load_bank(folder, installed=False)


def test_a_module_that_breaks_is_named_with_its_line(folder):
    (folder / "broken.py").write_text("import math\n\nmath.nothing()\n")
    with pytest.raises(AuthorError) as caught:
        load_bank(folder, installed=False)
    assert (caught.value.file, caught.value.line) == (str(folder / "broken.py"), 3)


def test_a_module_that_is_not_python_is_named_with_its_line(folder):
    (folder / "broken.py").write_text("x = 1\ny = = 2\n")
    with pytest.raises(AuthorError) as caught:
        load_bank(folder, installed=False)
    assert (caught.value.file, caught.value.line) == (str(folder / "broken.py"), 2)


def test_a_folder_without_settings_says_what_it_needs(tmp_path):
    with pytest.raises(AuthorError, match=r"needs a bank\.toml with name, title and version"):
        load_bank(tmp_path, installed=False)


@pytest.mark.parametrize(
    "settings",
    [
        'name = "x"',
        "name = 3\n",
        "name = ",
        'name = "x"\ntitle = "X"\nversion = "1"\ntopics = "all"\n',
    ],
)
def test_poor_settings_are_refused(tmp_path, settings):
    (tmp_path / "bank.toml").write_text(settings)
    with pytest.raises(AuthorError, match=r"bank\.toml"):
        load_bank(tmp_path, installed=False)


def test_tests_of_code_are_found_beside_the_family_and_hold_no_items(folder, bank):
    assert bank["Q1"].tests is None
    (folder / "easy" / "test_doubling.py").write_text("raise RuntimeError('not ours to import')\n")
    assert load_bank(folder, installed=False)["Q1"].tests == folder / "easy" / "test_doubling.py"


def test_the_version_follows_the_sources(folder, bank):
    before = bank.version
    assert before == load_bank(folder, installed=False).version
    (folder / "easy" / "doubling.md").write_text(PROSE + "\nMore.\n")
    assert load_bank(folder, installed=False).version != before


def test_the_version_of_some_items_follows_their_own_sources_and_what_all_share(folder):
    (folder / "easy" / "halving.py").write_text(
        (folder / "easy" / "doubling.py")
        .read_text()
        .replace("doubling", "halving")
        .replace("Q1", "Q2")
    )
    (folder / "easy" / "halving.md").write_text(PROSE)
    one, other = load_bank(folder, installed=False)

    def versions() -> list[str]:
        now = load_bank(folder, installed=False)
        return [now.version_of([one.id]), now.version_of([other.id])]

    before = versions()
    assert before[0] != before[1]
    one.prose_file.write_text(one.prose_file.read_text() + "\nMore.\n")
    after = versions()
    assert (after[0] != before[0], after[1] != before[1]) == (True, False)
    (folder / "shared.py").write_text("RT = 1\n")
    last = versions()
    assert (last[0] != after[0], last[1] != after[1]) == (True, True)


def test_the_installed_bank_is_found_through_its_entry_point():
    assert "monovalent-cation" in load_bank()


def test_listing_a_bank_needs_no_templates_and_no_property_tests():
    program = (
        "import sys; from millivolt.bank import load_bank; load_bank();"
        "print([m for m in ('jinja2', 'hypothesis', 'sympy', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_a_bank_is_loaded_without_its_words_and_no_family_twice():
    first, second = load_bank(), load_bank()
    assert all(one.item is other.item for one, other in zip(first, second, strict=True))
    assert not any("prose" in vars(family) for family in second)
