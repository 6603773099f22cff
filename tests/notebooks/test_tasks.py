"""Tasks: work in cells of the student's own, which a person reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from millivolt.course.issue import Issue
from millivolt.items import FreeText, Numeric, RubricLine, Tolerance
from millivolt.notebooks import answers, compose, plan, read, sheet

Cells = list[dict[str, Any]]

PLOT = "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2], [3, 4])"


@pytest.fixture
def issue(issue_of: Callable[..., Issue]) -> Issue:
    """A number, a task, another number, another task."""
    task = {"rubric": (RubricLine("SECRET line"),), "example": "SECRET example", "task": True}
    number = {"answer": -89.1, "unit": "mV", "tolerance": Tolerance(0.005)}
    return issue_of(
        Numeric("E", **number),
        FreeText("look", points=3, **task),
        Numeric("F", **number),
        FreeText("more", **task),
    )


def issued(issue: Issue) -> Cells:
    cells: Cells = json.loads(compose(issue))["cells"]
    return cells


def own(source: str, kind: str = "markdown", **metadata: Any) -> dict[str, Any]:
    return {"cell_type": kind, "source": source, "metadata": metadata}


def named(cells: Cells, name: str) -> int:
    return next(n for n, cell in enumerate(cells) if cell.get("id") == name)


def below(cells: Cells, name: str, *added: dict[str, Any]) -> None:
    cells[named(cells, name) + 1 : named(cells, name) + 1] = added


def found(issue: Issue, cells: Sequence[dict[str, Any]]) -> dict[str, str | None]:
    data = json.dumps({**json.loads(compose(issue)), "cells": cells}).encode()
    return {one.slot: one.text for one in answers(read(data), sheet(issue))}


def test_a_task_is_one_locked_cell_with_the_points_and_no_answer_cell(issue: Issue) -> None:
    cells = issued(issue)
    task = cells[named(cells, "q1_look")]
    about = task["metadata"]["nbgrader"]
    assert (about["task"], about["grade"], about["solution"], about["locked"]) == (
        True, False, False, True,
    )  # fmt: skip
    assert about["points"] == 10.0
    assert task["cell_type"] == "markdown"
    assert "What is look?" in "".join(task["source"])
    assert cells[named(cells, "q1_look") + 1]["id"] == "q1_F_prompt"
    assert "SECRET" not in json.dumps(cells)
    assert not any(cell["id"] in ("q1_look_prompt", "q1_look_check") for cell in cells)


def test_nothing_below_the_task_is_no_answer(issue: Issue) -> None:
    cells = issued(issue)
    below(cells, "q1_look", own("  \n"), own("", "code"))
    assert found(issue, cells)["q1_look"] == ""
    assert found(issue, cells)["q1_more"] == ""


def test_the_work_is_every_cell_up_to_the_next_locked_one(issue: Issue) -> None:
    cells = issued(issue)
    below(cells, "q1_look", own("First."), own(PLOT, "code"), own("Last.", "raw"))
    cells.append(own("At the end."))
    texts = found(issue, cells)
    assert texts["q1_look"] == f"First.\n\n{PLOT}\n\nLast."
    assert texts["q1_more"] == "At the end."
    assert texts["q1_E"] == "None"


def test_work_is_found_where_an_editor_lost_every_claim(issue: Issue) -> None:
    cells = issued(issue)
    below(cells, "q1_look", own("First."))
    for cell in cells:
        cell["metadata"] = {}
        cell.pop("id", None)
    assert found(issue, cells)["q1_look"] == "First."


def test_work_is_found_although_the_task_was_deleted(issue: Issue) -> None:
    cells = issued(issue)
    below(cells, "q1_look", own("First."))
    del cells[named(cells, "q1_look")]
    assert found(issue, cells)["q1_look"] == "First."


def test_what_was_written_into_the_task_itself_is_work(issue: Issue) -> None:
    cells = issued(issue)
    task = cells[named(cells, "q1_look")]
    task["source"] = "".join(task["source"]) + "\n\nIt rises."
    below(cells, "q1_look", own("And falls."))
    assert found(issue, cells)["q1_look"] == "It rises.\n\nAnd falls."
    task["source"] = "It rises."
    assert found(issue, cells)["q1_look"] == "It rises.\n\nAnd falls."


def test_copies_of_our_cells_neither_end_the_work_nor_are_part_of_it(issue: Issue) -> None:
    cells = issued(issue)
    copies = [cells[named(cells, name)] for name in ("q1_look", "q1_E", "q1")]
    below(cells, "q1_look", own("First."), *copies, own("Second."))
    assert found(issue, cells)["q1_look"] == "First.\n\nSecond."


@pytest.mark.parametrize("name", ["q1_E", "q1_F"])
def test_an_answer_cell_that_was_copied_into_the_work_and_written_on_is_work(
    issue: Issue, name: str
) -> None:
    cells = issued(issue)
    copy = {**cells[named(cells, name)], "id": "copy", "source": "E = -80  # again"}
    below(cells, "q1_look", copy, own("So."))
    assert found(issue, cells)["q1_look"] == "E = -80  # again\n\nSo."


def test_the_code_of_a_task_runs_like_any_other(issue: Issue) -> None:
    cells = issued(issue)
    below(cells, "q1_look", own(PLOT, "code"))
    data = json.dumps({**json.loads(compose(issue)), "cells": cells}).encode()
    notebook, public = read(data), sheet(issue)
    ran = plan(notebook, public.slots, answers(notebook, public))
    assert PLOT in [cell.source for cell in ran]


def test_words_are_found_in_a_cell_that_became_code(issue_of: Callable[..., Issue]) -> None:
    issue = issue_of(FreeText("why", rubric=(RubricLine("a"),), example="b"))
    cells = issued(issue)
    answer = cells[named(cells, "q1_why")]
    answer |= {"cell_type": "code", "source": "By diffusion.", "outputs": []}
    assert found(issue, cells)["q1_why"] == "By diffusion."
