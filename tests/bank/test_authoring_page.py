"""The page for authors is true: its family loads, renders and passes verification."""

import re
from pathlib import Path

from millivolt.bank import load_bank
from millivolt.bank.verify import CHECKS, verify_family

PAGE = (Path(__file__).parents[2] / "docs" / "authoring.md").read_text(encoding="utf-8")


def block(language: str, starts: str) -> str:
    """The first code block in ``language`` that begins with ``starts``."""
    blocks = re.findall(rf"```{language}\n(.*?)```\n", PAGE, re.DOTALL)
    return next(text for text in blocks if text.startswith(starts))


def test_the_family_on_the_page_passes_verification(tmp_path):
    (tmp_path / "bank.toml").write_text(block("toml", "name"), encoding="utf-8")
    (tmp_path / "decay.py").write_text(block("python", '"""How long'), encoding="utf-8")
    (tmp_path / "decay.md").write_text(block("markdown", "# Question"), encoding="utf-8")
    report = verify_family(load_bank(tmp_path, installed=False)["decay"], 100)
    assert report.passed, report.problems


def test_the_page_lists_every_check():
    table = PAGE.partition("| check | promise |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| (\w+) \|", table, re.MULTILINE) == list(CHECKS)
