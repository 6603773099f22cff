"""Every command: help, documentation, exit codes, and trouble told in one sentence."""

from importlib import import_module
from pathlib import Path

import click
import pytest

from millivolt.bank import load_bank
from millivolt.cli import COMMANDS, ExitCode, main
from millivolt.cli.reference import page

ROOT = Path(__file__).parents[2]


def commands():
    for name in COMMANDS:
        command = import_module(f"millivolt.cli.{name}").command
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {sub}", found) for sub, found in command.commands.items())


@pytest.mark.parametrize(("name", "command"), list(commands()))
def test_every_command_and_option_explains_itself(name, command):
    assert command.help, f"{name} has no help"
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts[0]} has no help"


def test_the_reference_of_the_commands_is_what_they_say_of_themselves():
    written = (ROOT / "docs" / "commands.md").read_text("utf-8")
    assert written == page(), "run: python -m millivolt.cli.reference > docs/commands.md"


@pytest.fixture
def course(tmp_path, millivolt):
    done = millivolt("new", tmp_path / "course")
    assert done.returncode == 0, done.stderr
    return tmp_path / "course"


def test_an_unknown_command_is_a_usage_error_with_a_suggestion(millivolt):
    done = millivolt("grad")
    assert done.returncode == ExitCode.USAGE
    assert "grade" in done.stderr


def test_a_wrong_course_file_is_told_with_its_line(course, millivolt):
    (course / "course.toml").write_text('title = "x"\ntme_zone = "UTC"\n')
    done = millivolt("status", "-C", course)
    assert done.returncode == ExitCode.AUTHOR_ERROR
    assert "course.toml:2" in done.stderr
    assert "time_zone" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("grade", "ps1"),
        ("key", "ps1", "--student", "ada"),
        ("simulate", "ps1"),
        ("regrade", "ps1", "-y"),
        ("grade", "ps7"),
        ("export", "--out", "x.csv"),
        ("bank", "show", "N99"),
        ("override", "ps1", "ada", "q1_E", "--points", "1", "--why", "x"),
    ],
)
def test_trouble_is_one_sentence_and_never_a_traceback(course, millivolt, command):
    options = () if command[0] == "bank" else ("-C", course)
    done = millivolt(*command, *options, cwd=course)
    assert done.returncode in (ExitCode.AUTHOR_ERROR, ExitCode.FOUND_PROBLEMS), done.stdout
    assert done.stderr.startswith("error: ")
    assert len(done.stderr.strip().splitlines()) == 1


def test_no_sandbox_needs_a_second_word(course, millivolt):
    done = millivolt("grade", "ps1", "--sandbox", "none", "-C", course)
    assert done.returncode == ExitCode.USAGE
    assert "--unsafe-no-sandbox" in done.stderr


def test_a_dry_run_writes_nothing(course, millivolt):
    before = sorted(course.rglob("*"))
    done = millivolt("assign", "ps1", "--dry-run", "-C", course)
    assert done.returncode == 0, done.stderr
    assert "release/ada/ps1/ps1.ipynb" in done.stdout
    assert sorted(course.rglob("*")) == before


def test_the_whole_way_on_the_example_course(course, millivolt, tmp_path):
    for command in (
        ("assign", "ps1"),
        ("simulate", "ps1", "--no-accidents"),
        ("grade", "ps1", "-j", "1"),
        ("feedback", "ps1"),
        ("report", "ps1"),
        ("status",),
        ("history", "ada"),
        ("amend", "ps1"),
        ("regrade", "ps1", "-y", "-j", "1"),
        ("export", "--out", tmp_path / "grades.csv"),
    ):
        done = millivolt(*command, "-C", course)
        assert done.returncode in (ExitCode.DONE, ExitCode.NEEDS_REVIEW), (command, done.stderr)
    assert (tmp_path / "grades.csv").read_text().count("\n") == 3


def test_an_override_stands_through_a_regrade(course, millivolt):
    millivolt("assign", "ps1", "-C", course)
    millivolt("simulate", "ps1", "--no-accidents", "-C", course)
    millivolt("grade", "ps1", "-j", "1", "-C", course)
    done = millivolt(
        "override", "ps1", "ada", "q1_E", "--points", "1/2", "--why", "working shown", "-C", course
    )
    assert "score is now 0.5" in done.stdout, done.stderr
    done = millivolt("regrade", "ps1", "-y", "-j", "1", "-C", course)
    assert "0 change" in done.stdout
    assert "working shown" in millivolt("history", "ada", "-C", course).stdout
    export = course / "g.csv"
    millivolt("export", "--out", export, "-C", course)
    assert ",0.5," in export.read_text()


def test_real_submissions_are_never_replaced_by_simulated_ones(course, millivolt):
    millivolt("assign", "ps1", "-C", course)
    real = course / "submitted" / "ada" / "ps1" / "ps1.ipynb"
    real.parent.mkdir(parents=True)
    real.write_text("{}")
    done = millivolt("simulate", "ps1", "-C", course)
    assert done.returncode == ExitCode.AUTHOR_ERROR
    assert real.read_text() == "{}"


def test_verification_says_what_holds_and_finds_a_broken_bank(millivolt, tmp_path):
    assert millivolt("bank", "verify", "N01", "--variants", "30").returncode == 0
    made = millivolt("bank", "new", tmp_path / "mine", "half-life")
    assert made.returncode == 0, made.stderr
    prose = tmp_path / "mine" / "half_life.md"
    prose.write_text(prose.read_text().replace("# Worked solution", "# Working"))
    done = millivolt("bank", "verify", "half-life", "--bank", tmp_path / "mine")
    assert done.returncode == ExitCode.FOUND_PROBLEMS
    assert "half_life.md" in done.stdout


def test_the_help_page_lists_every_command(millivolt):
    page = millivolt("--help").stdout
    assert all(f"  {name}" in page for name in COMMANDS)
    assert main.help in page.replace("\n  ", " ") or "membrane" in page


def test_the_gallery_shows_every_family_of_a_topic_and_loads_nothing(millivolt, tmp_path):
    done = millivolt("bank", "gallery", "equilibrium", "--out", tmp_path / "g.html")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "g.html").read_text("utf-8")
    assert 'id="monovalent-cation"' in page
    assert "<script" not in page
    assert "Content-Security-Policy" in page
    assert millivolt("bank", "gallery", "astrology").returncode == ExitCode.USAGE


def test_a_variant_is_shown_as_text_with_its_options_and_whole_formulas(millivolt):
    shown = millivolt("bank", "show", "wrong-line", "--seed", "2").stdout
    assert "$" not in shown
    assert "\\frac" not in shown
    assert "A. line 1" in shown
    rest = load_bank()["wrong-line"].variant(2).part("V").answer
    assert f"= −{-rest:.2f} mV" in " ".join(shown.split())


def test_what_is_shown_is_whole_however_long_its_lines(millivolt):
    shown = " ".join(millivolt("bank", "show", "implement-iv-fit").stdout.split())
    assert "a voltage may occur more than once." in shown
    assert "no points at all, or points at one voltage only." in shown


def test_verification_tells_when_a_family_has_few_variants(millivolt):
    shown = millivolt("bank", "verify", "nernst-derivation", "monovalent-cation").stdout
    (note,) = (line for line in shown.splitlines() if "note:" in line)
    assert "different variants; a class of more students shares" in note
