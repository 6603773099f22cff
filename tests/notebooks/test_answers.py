"""Which cell holds an answer, what was written there, and what the box is given to run."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from millivolt.course.issue import Issue
from millivolt.isolation import Cell
from millivolt.notebooks import SlotSource, answers, compose, plan, read, sheet

Cells = list[dict[str, Any]]


def handed_in(issue: Issue, change: Callable[[Cells], Cells | None] = lambda cells: cells) -> bytes:
    document = json.loads(compose(issue))
    changed = change(document["cells"])
    document["cells"] = document["cells"] if changed is None else changed
    return json.dumps(document).encode()


def place(cells: Cells, cell_id: str) -> int:
    return next(n for n, cell in enumerate(cells) if cell["id"] == cell_id)


def typing(**sources: str) -> Callable[[Cells], None]:
    def change(cells: Cells) -> None:
        for name, source in sources.items():
            cells[place(cells, name)]["source"] = source

    return change


def extra(source: str, cell_id: str = "extra", grade_id: str | None = None) -> dict[str, Any]:
    metadata = {"nbgrader": {"grade_id": grade_id}} if grade_id else {}
    return {"cell_type": "code", "id": cell_id, "source": source, "metadata": metadata}


def found(data: bytes, issue: Issue) -> dict[str, SlotSource]:
    return {source.slot: source for source in answers(read(data), sheet(issue))}


def captures(data: bytes, issue: Issue) -> dict[str, str]:
    notebook = read(data)
    cells = plan(notebook, sheet(issue).slots, answers(notebook, sheet(issue)))
    return {name: cell.id for cell in cells for name in cell.captures}


def test_a_notebook_as_handed_out_is_untouched_in_every_slot(issue: Issue) -> None:
    every = found(handed_in(issue), issue)
    assert list(every) == [part.slot for part in issue.parts()]
    assert all(source.untouched and source.cell_id == slot for slot, source in every.items())


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('q1_E = "-89.1 mV"', "-89.1 mV"),
        ("q1_E = '−89,1 mV'  # checked twice", "−89,1 mV"),
        ("q1_E = -89.1", "-89.1"),
        ("q1_E: str = '-89.1 mV'", "-89.1 mV"),
        ("E = 1\nq1_E = 1000 * nernst(4, 140, 1, 310)", "1000 * nernst(4, 140, 1, 310)"),
        ("q1_E = 1\nq1_E = 2", "2"),
        ("%matplotlib inline\nq1_E = 'x\\n%y'", "x\n%y"),
        ("q1_E = -89.1 mV", "-89.1 mV"),
        ("q1_E = -89.1 mV  # unit", "-89.1 mV"),
        ("!pip list\nq1_E = 5", "5"),
        ("if True:\n    q1_E = 5", "if True:\n    q1_E = 5"),
    ],
)
def test_the_text_is_what_the_student_left(issue: Issue, source: str, text: str) -> None:
    answer = found(handed_in(issue, typing(q1_E=source)), issue)["q1_E"]
    assert (answer.text, answer.untouched) == (text, False)


def test_a_derivation_is_the_text_between_its_quotes(issue: Issue) -> None:
    data = handed_in(issue, typing(q1_derivation='q1_derivation = """\n% first\nE = 0\n"""'))
    assert found(data, issue)["q1_derivation"].text == "\n% first\nE = 0\n"


def test_a_function_is_its_whole_cell(issue: Issue) -> None:
    source = "k = 26.7\ndef nernst(c_out, c_in, z, T):\n    return k"
    assert found(handed_in(issue, typing(q1_nernst=source)), issue)["q1_nernst"].text == source


def test_words_are_read_from_their_markdown_cell(issue: Issue) -> None:
    data = handed_in(issue, typing(q1_why="Because of $K^+$."))
    assert found(data, issue)["q1_why"].text == "Because of $K^+$."
    assert "q1_why" not in captures(data, issue)


def test_words_are_found_below_their_question_when_an_editor_lost_all_metadata(
    issue: Issue,
) -> None:
    def change(cells: Cells) -> None:
        typing(q1_why="Because of $K^+$.")(cells)
        for cell in cells:
            cell["metadata"] = {}
            del cell["id"]

    answer = found(handed_in(issue, change), issue)["q1_why"]
    assert (answer.text, answer.untouched) == ("Because of $K^+$.", False)


def test_every_answer_is_found_when_an_editor_lost_all_metadata(issue: Issue) -> None:
    def change(cells: Cells) -> None:
        for cell in cells:
            cell["metadata"] = {}
            del cell["id"]

    every = found(handed_in(issue, change), issue)
    assert all(source.untouched for source in every.values())


def test_a_later_cell_that_reuses_the_name_does_not_win_over_the_answers_own_cell(
    issue: Issue,
) -> None:
    def change(cells: Cells) -> None:
        typing(q1_E="q1_E = '-89.1 mV'")(cells)
        cells.append(extra("for q1_E in range(3): pass"))

    data = handed_in(issue, change)
    assert found(data, issue)["q1_E"].cell_id == "q1_E"
    assert captures(data, issue)["q1_E"] == "q1_E"


def test_an_answer_in_another_cell_is_found_when_its_own_is_gone(issue: Issue) -> None:
    def change(cells: Cells) -> Cells:
        kept = [cell for cell in cells if not cell["id"].startswith("q1_E")]
        return [extra("q1_E = 1", "one"), *kept, extra("x, q1_E = 1, '-89 mV'", "two")]

    data = handed_in(issue, change)
    assert found(data, issue)["q1_E"].cell_id == "two"
    assert captures(data, issue)["q1_E"] == "two"


def test_an_answer_in_another_cell_is_found_when_its_own_is_untouched(issue: Issue) -> None:
    data = handed_in(issue, lambda cells: [*cells, extra("q1_E = '-89 mV'")])
    answer = found(data, issue)["q1_E"]
    assert (answer.cell_id, answer.text, answer.untouched) == ("extra", "-89 mV", False)


def test_of_copies_of_an_answer_cell_the_last_touched_one_counts(issue: Issue) -> None:
    def change(cells: Cells) -> Cells:
        stub = cells[place(cells, "q1_E")]["source"]
        copies = [
            extra("q1_E = 1", "first", "q1_E"),
            extra("q1_E = 2", "second", "q1_E"),
            extra("".join(stub), "third", "q1_E"),
        ]
        return [*cells, *copies]

    assert found(handed_in(issue, change), issue)["q1_E"].cell_id == "second"


def test_a_deleted_answer_is_gone_and_its_name_is_still_looked_for_at_the_end(
    issue: Issue,
) -> None:
    def change(cells: Cells) -> Cells:
        return [*(c for c in cells if c["id"] != "q1_E"), extra("globals()['q1' + '_E'] = 5")]

    data = handed_in(issue, change)
    answer = found(data, issue)["q1_E"]
    assert (answer.cell_id, answer.text, answer.untouched) == (None, None, False)
    assert captures(data, issue)["q1_E"] == "extra"


def test_an_answer_bound_in_disguise_in_its_own_cell_is_taken_there(issue: Issue) -> None:
    data = handed_in(issue, typing(q1_E="exec('q1' + '_E = 5')"))
    assert captures(data, issue)["q1_E"] == "q1_E"


def test_a_comparison_or_a_local_name_binds_nothing(issue: Issue) -> None:
    quiet = "q1_E == 5\nf(q1_E=3)\ndef f(q1_E):\n    q1_E = 4\n[q1_E for q1_E in ()]\nx.q1_E = 2"
    data = handed_in(issue, lambda cells: [*cells, extra(quiet)])
    assert found(data, issue)["q1_E"].cell_id == "q1_E"


@pytest.mark.parametrize(
    "source",
    [
        "for q1_E in [1]: pass",
        "with open('x') as q1_E: pass",
        "try:\n    import math as q1_E\nexcept ImportError: pass",
        "def q1_E(): pass",
        "class q1_E: pass",
        "(q1_E := 4)",
        "a, *q1_E = 1, 2",
        "if a:\n    while b:\n        q1_E = 3",
        "q1_E += 1",
        "await q()\nq1_E = 3",
    ],
)
def test_every_way_to_bind_a_name_is_seen(issue: Issue, source: str) -> None:
    data = handed_in(issue, lambda cells: [*cells, extra(source)])
    assert found(data, issue)["q1_E"].cell_id == "extra"


def test_each_slot_is_captured_exactly_once(issue: Issue) -> None:
    data = handed_in(issue)
    notebook = read(data)
    names = [
        n
        for c in plan(notebook, sheet(issue).slots, answers(notebook, sheet(issue)))
        for n in c.captures
    ]
    assert sorted(names) == sorted(s.binds for s in answers(notebook, sheet(issue)) if s.binds)


def test_neither_the_set_up_nor_a_check_is_run_and_check_does_nothing(issue: Issue) -> None:
    notebook = read(handed_in(issue))
    cells = plan(notebook, sheet(issue).slots, answers(notebook, sheet(issue)))
    assert not [c for c in cells[1:] if "check(" in c.source or "millivolt" in c.source]
    names: dict[str, Any] = {}
    exec(cells[0].source, names)
    assert names["check"]("q1_E", {}, kind="numeric") is None


def test_work_that_a_student_wrote_into_a_check_cell_is_run(issue: Issue) -> None:
    data = handed_in(issue, typing(q1_E_check="q1_E = '-89.1 mV'\ncheck('q1_E')"))
    assert found(data, issue)["q1_E"].cell_id == "q1_E_check"
    assert captures(data, issue)["q1_E"] == "q1_E_check"


@given(text=st.text(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_that_was_typed_is_read_as_it_was_typed(issue: Issue, text: str) -> None:
    answer = found(handed_in(issue, typing(q1_E=f"q1_E = {text!r}")), issue)["q1_E"]
    assert (answer.text, answer.untouched) == (text, False)


def as_jupyterlab(document: dict[str, Any]) -> None:
    for cell in document["cells"]:
        cell["metadata"]["tags"] = []
        cell["source"] = "".join(cell["source"]).splitlines(keepends=True)
    document["metadata"]["language_info"] = {"name": "python", "version": "3.12.1"}


def as_vs_code(document: dict[str, Any]) -> None:
    for cell in document["cells"]:
        cell["metadata"]["vscode"] = {"languageId": "python"}
        if cell["cell_type"] == "code":
            cell["execution_count"] = 7
            cell["outputs"] = [{"output_type": "stream", "name": "stderr", "text": ["Warning!"]}]


def as_colab(document: dict[str, Any]) -> None:
    document["nbformat_minor"] = 0
    document["metadata"] = {"colab": {"provenance": []}} | document["metadata"]
    for n, cell in enumerate(document["cells"]):
        cell["metadata"] = {"id": f"c{n}", "nbgrader": cell["metadata"]["nbgrader"]}
        del cell["id"]


def as_one_text(document: dict[str, Any]) -> None:
    for cell in document["cells"]:
        cell["source"] = "".join(cell["source"]).replace("\n", "\r\n")


@pytest.mark.parametrize("save", [as_jupyterlab, as_vs_code, as_colab, as_one_text])
def test_whoever_saves_the_notebook_the_answers_are_the_same(
    issue: Issue, save: Callable[[dict[str, Any]], None]
) -> None:
    typed = {
        "q1_E": "q1_E = '-89.1 mV'",
        "q1_nernst": "def nernst(a):\n    return a",
        "q1_why": "x",
    }
    data = handed_in(issue, typing(**typed))
    document = json.loads(data)
    save(document)
    saved = json.dumps(document).encode()
    texts = {slot: (source.text, source.untouched) for slot, source in found(data, issue).items()}
    assert {s: (a.text, a.untouched) for s, a in found(saved, issue).items()} == texts
    sources = [cell.source for cell in plan_of(data, issue)]
    assert [cell.source for cell in plan_of(saved, issue)] == sources


def plan_of(data: bytes, issue: Issue) -> tuple[Cell, ...]:
    notebook = read(data)
    return plan(notebook, sheet(issue).slots, answers(notebook, sheet(issue)))


@given(seed=st.integers(0, 10_000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_moving_cells_about_loses_no_answer(issue: Issue, seed: int) -> None:
    typed = {"q1_E": "q1_E = '-89.1 mV'", "q1_way": "q1_way = 'B'", "q1_why": "words"}

    def change(cells: Cells) -> None:
        typing(**typed)(cells)
        random.Random(seed).shuffle(cells)

    every = found(handed_in(issue, change), issue)
    assert {slot: source.text for slot, source in every.items() if slot in typed} == {
        "q1_E": "-89.1 mV",
        "q1_way": "B",
        "q1_why": "words",
    }


@pytest.mark.parametrize(
    "source",
    [
        "q1_E = " + "(" * 5_000,
        "q1_E = " + "-" * 20_000 + "1",
        "q1_E = " + "1+" * 20_000 + "1",
        "q1_E = a" + ".a" * 20_000,
        "q1_E = '\x00'",
        "q1_E = " + "9" * 10_000,
        "q1_E = '\\d'",
    ],
    ids=lambda source: source[:20],
)
def test_code_that_upsets_a_parser_is_still_located(issue: Issue, source: str) -> None:
    data = handed_in(issue, typing(q1_E=source))
    assert found(data, issue)["q1_E"].cell_id == "q1_E"
