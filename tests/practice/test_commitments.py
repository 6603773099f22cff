"""Verdicts in a student's own check: right or wrong is told, and the key is not in the file."""

import ast
import json
import subprocess
import sys
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from millivolt.bank import load_bank
from millivolt.checks import Kind, specimens
from millivolt.checks.commitment import LEAST_GUESSES, commit, guesses
from millivolt.checks.lock import Price
from millivolt.course.commitments import committed
from millivolt.course.issue import Issue, IssuedQuestion
from millivolt.items import State
from millivolt.notebooks import compose
from millivolt.practice import check

BANK = load_bank()
CHEAP = Price(1, 1, 1)
NUMBERS = ("N01", "N02", "D01", "D02", "H01", "N08", "N05")


def issue(seed="5", student="ada"):
    questions = tuple(
        IssuedQuestion(number, Fraction(1), BANK[item].variant(f"{seed}{item}"))
        for number, item in enumerate(NUMBERS, 1)
    )
    return Issue(student, "ps1", "ps1", f"token of {student}", questions)


def facts(document):
    """The facts in the check cells of a notebook, by slot."""
    found = {}
    for cell in document["cells"]:
        if cell["id"].endswith("_check"):
            call = ast.parse("".join(cell["source"])).body[0].value
            found[ast.literal_eval(call.args[0])] = {
                k.arg: ast.literal_eval(k.value) for k in call.keywords
            }
    return found


@pytest.fixture(scope="module")
def committed_issue():
    return committed(issue(), CHEAP)


def test_numbers_have_a_commitment_and_answers_with_few_options_have_none(committed_issue):
    asked = facts(json.loads(compose(committed_issue)))
    for part in committed_issue.parts():
        wanted = guesses(part.part) >= LEAST_GUESSES
        if part.slot in asked:
            assert ("commitment" in asked[part.slot]) is wanted
    assert sum("commitment" in one for one in asked.values()) >= 8


@given(st.integers(0, 10**6))
@settings(max_examples=15, deadline=None)
def test_right_answers_in_every_guise_are_right_and_wrong_ones_are_not(seed):
    made = committed(issue(str(seed)), CHEAP)
    asked = facts(json.loads(compose(made)))
    for part in made.parts():
        if "commitment" not in asked.get(part.slot, {}):
            continue
        for specimen in specimens(part.part):
            if specimen.kind is Kind.MALFORMED:
                continue
            found = check(part.slot, {part.slot: specimen.value}, **asked[part.slot])
            if found.readable:
                assert found.right is (State.CORRECT in specimen.states), (specimen, found)


def test_the_notebook_differs_by_its_commitments_and_by_nothing_else(committed_issue):
    made, bare = (json.loads(compose(one)) for one in (committed_issue, issue()))
    assert made["metadata"] == bare["metadata"]
    for cell, before in zip(made["cells"], bare["cells"], strict=True):
        if not cell["id"].endswith("_check") and cell["id"] != "about":
            assert cell == before
    for slot, asked in facts(made).items():
        assert {k: v for k, v in asked.items() if k != "commitment"} == facts(bare)[slot]


def test_no_two_students_and_no_two_parts_share_a_salt():
    made = [committed(issue(student=name), CHEAP) for name in ("ada", "bo")]
    salts = [text.split(":")[3] for one in made for text in one.commitments.values()]
    assert len(set(salts)) == len(salts)


def test_a_damaged_commitment_says_so_and_the_form_is_still_checked():
    found = check("q1_E", {"q1_E": "3 mV"}, kind="numeric", unit="mV", bare=True, commitment="x")
    assert found.readable
    assert found.right is None
    assert "cannot be opened" in repr(found)


def test_it_shows_as_html_that_nothing_typed_can_break():
    hostile = "<script>alert(1)</script> $x$ mV"
    found = check("q1_E", {"q1_E": hostile}, kind="numeric", unit="mV", bare=True)
    assert "<script>" not in found._repr_html_()
    assert "$x$" not in found._repr_html_()


def answered(document, answers):
    cells = []
    for cell in document["cells"]:
        source = answers.get(cell["id"], "".join(cell["source"]))
        cells.append(dict(cell, source=source))
    return dict(document, cells=cells)


def key(made, slot):
    return next(part.part.answer for part in made.parts() if part.slot == slot)


@pytest.fixture(scope="module")
def executed(committed_issue):
    """The notebook with one right, one wrong and one malformed answer, run by a real kernel."""
    nbclient = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    pytest.importorskip("ipykernel")
    right, wrong = key(committed_issue, "q1_E"), key(committed_issue, "q2_E_Ca")
    document = answered(
        json.loads(compose(committed_issue)),
        {
            "q1_E": f'q1_E = "{right / 1000:.6f} V"'.replace(".", ","),
            "q2_E_Ca": f'q2_E_Ca = "{-wrong:.2f} mV"',
            "q3_force": 'q3_force = "<b>3</b> furlong"',
        },
    )
    notebook = nbformat.from_dict(document)
    unknown = nbformat.v4.new_code_cell("from millivolt.practice import practise\npractise('N0')")
    unknown.id, unknown.metadata.tags = "unknown", ["raises-exception"]
    notebook.cells.append(unknown)
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    return notebook


def output(notebook, cell_id):
    (cell,) = [c for c in notebook.cells if c.id == cell_id]
    (shown,) = cell.outputs
    return shown


def test_a_real_kernel_shows_verdicts_with_a_text_for_plain_front_ends(executed):
    shown = output(executed, "q1_E_check")
    assert shown.output_type == "execute_result"
    assert set(shown.data) == {"text/plain", "text/html"}
    assert "✓ right" in shown.data["text/plain"]
    assert "✗ not right" in output(executed, "q2_E_Ca_check").data["text/html"]
    assert "✗ needs attention" in output(executed, "q3_force_check").data["text/html"]


def test_a_real_kernel_shows_a_problem_as_a_sentence_and_no_traceback(executed):
    shown = output(executed, "unknown")
    assert shown.output_type == "error"
    (sentence,) = shown.traceback
    assert sentence.startswith("no item is called 'N0'; did you mean ")


def test_what_the_kernel_showed_survives_the_way_to_html(executed):
    nbconvert = pytest.importorskip("nbconvert")
    html, _ = nbconvert.HTMLExporter().from_notebook_node(executed)
    assert "<strong>✓ right</strong>" in html
    assert "<strong>✗ not right</strong>" in html
    assert "<b>3</b>" not in html.split("q3_force</code>")[1].split("</p>")[0]
    assert "application/vnd.jupyter.widget" not in json.dumps(executed)


def test_the_command_tells_verdicts_before_handing_in(committed_issue, tmp_path):
    path = tmp_path / "ps1.ipynb"
    answers = {"q1_E": f"q1_E = {key(committed_issue, 'q1_E')!r}", "q2_E_Ca": "q2_E_Ca = 1.0"}
    path.write_text(json.dumps(answered(json.loads(compose(committed_issue)), answers)))
    done = subprocess.run(
        [sys.executable, "-m", "millivolt", "check", str(path), "--json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = {one["slot"]: one["right"] for one in json.loads(done.stdout)["slots"]}
    assert (found["q1_E"], found["q2_E_Ca"], found["q3_force"]) == (True, False, None)
    assert done.returncode == 1


def test_a_try_costs_what_the_notebook_says_at_full_price():
    part = BANK["N01"].variant("1").part("E")
    commitment = commit(part, b"salt of one part")
    assert commitment.lock.price.log_rounds >= 17
    assert commitment.holds(part.answer)
