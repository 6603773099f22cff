"""What is written into a student's notebook, and what never is."""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import nbformat
import pytest

from millivolt.course.issue import Issue
from millivolt.items import (
    Chart,
    FreeText,
    Function,
    Ion,
    Line,
    Mark,
    Membrane,
    Numeric,
    Part,
    Picture,
    Series,
    Tolerance,
    VoltageAxis,
)
from millivolt.items.records import PART_KINDS
from millivolt.notebooks import compose, sheet

SECRET = "s3cr3t"
HIDDEN = "7061"

Make = Callable[..., Issue]


def cells(issue: Issue) -> dict[str, dict[str, Any]]:
    return {cell["id"]: cell for cell in json.loads(compose(issue))["cells"]}


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def test_the_notebook_is_valid_nbformat(issue: Issue) -> None:
    notebook = nbformat.reads(compose(issue).decode(), as_version=4)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)


def test_equal_issues_give_equal_bytes(issue: Issue) -> None:
    assert compose(issue) == compose(issue)


def test_the_made_up_issue_covers_every_kind_of_part(every_part: tuple[Part, ...]) -> None:
    assert {type(part) for part in every_part} == set(PART_KINDS)


def test_no_key_misconception_hint_solution_or_seed_is_in_the_notebook(issue: Issue) -> None:
    text = compose(issue).decode()
    assert SECRET not in text
    assert HIDDEN not in text


@pytest.mark.parametrize("kind", PART_KINDS)
def test_the_secrets_of_each_kind_would_be_recognised(
    kind: type[Part], every_part: tuple[Part, ...]
) -> None:
    secrets = [part for part in every_part if type(part) is kind]
    assert all(SECRET in repr(part) or HIDDEN in repr(part) for part in secrets)


def test_the_public_view_holds_no_secret_either(issue: Issue) -> None:
    assert SECRET not in repr(sheet(issue))
    assert HIDDEN not in repr(sheet(issue))


def test_every_part_has_its_prompt_its_answer_cell_and_its_check(issue: Issue) -> None:
    found = cells(issue)
    for part in issue.parts():
        assert f"What is {part.part.id}?" in source(found[f"{part.slot}_prompt"])
        answer = found[part.slot]["metadata"]["nbgrader"]
        assert (answer["solution"], answer["locked"]) == (True, False)
        graded = part.slot if isinstance(part.part, FreeText) else f"{part.slot}_check"
        marks = found[graded]["metadata"]["nbgrader"]
        assert marks["grade"] is True
        assert marks["points"] == float(part.points)


def test_the_graded_cells_add_up_to_the_points_of_the_issue(issue: Issue) -> None:
    marks = [cell["metadata"]["nbgrader"] for cell in cells(issue).values()]
    assert sum(m["points"] for m in marks if m["grade"]) == pytest.approx(20)


def test_words_are_a_markdown_cell_that_a_person_grades(issue: Issue) -> None:
    cell = cells(issue)["q1_why"]
    assert cell["cell_type"] == "markdown"
    assert cell["metadata"]["nbgrader"]["grade"]
    assert cell["metadata"]["nbgrader"]["solution"]


def test_all_code_is_python_and_every_answer_cell_binds_its_name(issue: Issue) -> None:
    found = cells(issue)
    for cell in found.values():
        if cell["cell_type"] == "code":
            ast.parse(source(cell))
    for part in issue.parts():
        if not isinstance(part.part, FreeText):
            name = part.part.name if isinstance(part.part, Function) else part.slot
            assert re.search(rf"^(?:def )?{name}\b", source(found[part.slot]), re.MULTILINE)


def test_untouched_answer_cells_run_and_hold_no_answer(issue: Issue) -> None:
    names: dict[str, Any] = {}
    for part in issue.parts():
        if part.part.kind not in ("free_text", "figure"):
            exec(source(cells(issue)[part.slot]), names)
    assert names["q1_E"] is None
    assert names["q1_way"] == ""
    assert names["q1_match"] == {1: "", 2: ""}
    assert names["q1_table"] == {"K+": {"E": None, "V − E": None}, 'Na"+': {"E": None}}
    assert names["q1_derivation"].strip() == ""
    # From Python 3.13 on, a docstring is kept without its indent.
    told = inspect.getdoc(names["nernst"])
    assert told == 'Equilibrium potential in mV.\n\nSay """so""" with a \\ in it.'
    with pytest.raises(NotImplementedError):
        names["nernst"](1, 2, 3, 4)


def test_without_millivolt_the_check_says_that_nothing_is_lost(
    issue: Issue, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "millivolt.practice", None)
    found = cells(issue)
    names: dict[str, Any] = {"q1_E": None}
    exec(source(found["setup"]), names)
    exec(source(found["q1_E_check"]), names)
    said = capsys.readouterr().out
    assert said.startswith("q1_E: ")
    assert "not installed" in said
    assert "Nothing is lost" in said


def test_the_check_gets_the_slot_the_names_and_only_public_facts(issue: Issue) -> None:
    calls: dict[str, dict[str, Any]] = {}

    def check(slot: str, names: dict[str, Any], /, **facts: Any) -> None:
        calls[slot] = facts
        assert names["marker"] == 1

    names: dict[str, Any] = {"check": check, "marker": 1}
    for cell in cells(issue).values():
        if cell["id"].endswith("_check"):
            exec(source(cell), names)
    assert calls["q1_E"] == {"kind": "numeric", "unit": "mV", "bare": True}
    assert calls["q1_ratio"] == {"kind": "numeric", "unit": "", "bare": True, "figures": 3}
    assert calls["q1_way"] == {"kind": "choice", "options": ["A", "B"]}
    assert calls["q1_formula"] == {
        "kind": "expression",
        "symbols": ["E", "c_in"],
        "aliases": {"c_in": ["ci"]},
        "solved_for": "E",
    }
    assert calls["q1_nernst"]["signature"] == "(c_out, c_in, z, T)"


def test_options_are_lettered_in_their_order(issue: Issue) -> None:
    assert "- **A.** inward\n- **B.** outward" in source(cells(issue)["q1_way_prompt"])


def test_a_section_is_a_heading_above_its_first_question(issue: Issue) -> None:
    ids = list(cells(issue))
    assert ids.index("section_1") + 1 == ids.index("q1")
    assert source(cells(issue)["section_1"]) == "## Part one"
    assert source(cells(issue)["q1"]).startswith("### Question 1: A cell")


def test_the_metadata_names_the_issue_and_nothing_else(issue: Issue) -> None:
    assert json.loads(compose(issue))["metadata"]["millivolt"] == {
        "assignment": "ps1",
        "format": 1,
        "token": "token234",
        "variants": ["abcdefghij"],
    }


def test_two_answers_of_one_name_are_refused(issue_of: Make, every_part: tuple[Part, ...]) -> None:
    first = next(part for part in every_part if isinstance(part, Function))
    second = Function(
        "other",
        name=first.name,
        signature=first.signature,
        doc="",
        reference=first.reference,
        tests="",
        solution="",
    )
    with pytest.raises(ValueError, match="'nernst'"):
        compose(issue_of(first, second))


def with_picture(issue: Issue, picture: Picture) -> str:
    question = issue.questions[0]
    variant = replace(question.variant, picture=picture)
    pictured = replace(issue, questions=(replace(question, variant=variant),))
    return source(cells(pictured)["q1"])


def test_a_picture_has_its_data_inside_a_title_and_its_numbers_beside_it(issue: Issue) -> None:
    picture = Membrane("Potassium on <both> sides", (Ion("K+", 1, 140, 4),))
    text = with_picture(issue, picture)
    assert 'alt="Potassium on &lt;both&gt; sides"' in text
    assert 'src="data:image/svg+xml;base64,' in text
    assert "<table>" in text
    assert "140" in text.partition("<table>")[2]


@pytest.mark.parametrize(
    "picture",
    [
        VoltageAxis("axis", (Mark("E", 7061.0625),)),
        VoltageAxis("axis", membrane_potential=7061.0),
        Membrane("membrane", (Ion("K+", 1, 7061.0, 4),)),
    ],
)
def test_a_picture_that_shows_an_answer_is_left_for_the_feedback(
    issue: Issue, picture: Picture
) -> None:
    assert "<img" not in with_picture(issue, picture)


def test_a_membrane_is_shown_without_its_potential_which_would_tell_directions(
    issue: Issue,
) -> None:
    ions = (Ion("K+", 1, 140, 4),)
    clamped = Membrane("membrane", ions, membrane_potential=-50.0)
    assert with_picture(issue, clamped) == with_picture(issue, Membrane("membrane", ions))


def test_a_chart_is_there_to_be_read_and_always_shown(issue: Issue) -> None:
    chart = Chart("chart", "V", "I", (Line("I", (0.0, 1.0), (0.0, 7061.0)),))
    assert "<img" in with_picture(issue, chart)


def test_a_single_answer_needs_no_heading_of_its_own(
    issue_of: Make, every_part: tuple[Part, ...]
) -> None:
    assert source(cells(issue_of(every_part[0]))["q1_E_prompt"]) == "What is E?"


@pytest.mark.parametrize(
    ("unit", "sample"),
    [("mV", '"-12.3 mV"'), ("pA", '"-12.3 pA"'), ("V", '"-12.3 V"'), ("", "1.23")]
    + [(unit, f'"12.3 {unit}"') for unit in ("mM", "K", "ms", "m/s", "µM")],
)
def test_the_sample_shows_a_sign_where_signs_matter(unit: str, sample: str, issue_of: Make) -> None:
    part = Numeric("x", answer=1.0, unit=unit, tolerance=Tolerance(0.01))
    assert source(cells(issue_of(part))["q1_x"]) == f"q1_x = None  # for example {sample}"


def test_nbgrader_accepts_the_notebook_and_its_checksums(issue: Issue) -> None:
    nbgraderformat = pytest.importorskip("nbgrader.nbgraderformat")
    utils = pytest.importorskip("nbgrader.utils")
    notebook = nbgraderformat.reads(compose(issue).decode(), as_version=4)
    for cell in notebook.cells:
        assert utils.compute_checksum(cell) == cell.metadata.nbgrader["checksum"]


def test_a_cell_for_several_runs_has_a_line_for_each_and_says_how_they_differ(
    issue_of: Make,
) -> None:
    part = Series(
        "trace", time_unit="ms", value_unit="mV", times=(0.0, 1.0), values=(0.0, 1.0),
        max_deviation=0.1, runs=3,
    )  # fmt: skip
    notebook = cells(issue_of(part))
    assert source(notebook["q1_trace"]) == (
        "# For each run, an array of times, in ms, and one of values, in mV.\n"
        "q1_trace = [\n"
        '    {"t": None, "V": None},  # with the time step h\n'
        '    {"t": None, "V": None},  # with the time step h/2\n'
        '    {"t": None, "V": None},  # with the time step h/4\n'
        "]"
    )
    assert "each with half the time step of the one before" in source(notebook["q1_trace_prompt"])
    assert "runs=3" in json.dumps([source(cell) for cell in notebook.values()])
