"""Whatever a student makes of a notebook, formgrader gets a valid one with every issued cell."""

import json
from fractions import Fraction

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.nbgraderformat import MetadataValidator

from millivolt.bank import load_bank
from millivolt.course.issue import Issue, IssuedQuestion
from millivolt.gradebook import GradeEntry, PartGrade
from millivolt.gradebook.entry import CellOutput
from millivolt.items import Finding, State, Verdict
from millivolt.nbgrader_bridge.autograded import autograded
from millivolt.nbgrader_bridge.sheets import cell_name, example_sheet, source_version
from millivolt.notebooks import answers, compose, read, sheet

BANK = load_bank()
ISSUE = Issue("ada", "hw", "hw", "token", tuple(
    IssuedQuestion(number, Fraction(3), BANK[code].variant(number))
    for number, code in enumerate(["N01", "N02"], start=1)
))  # fmt: skip
ISSUED = json.loads(compose(ISSUE))
NAMES = [cell_name(cell) for cell in ISSUED["cells"]]


@pytest.fixture
def entry(entry_of):
    """The grade of what ada handed in, with a wrong answer and a printed line."""
    wrong = Verdict.of(0, Finding("c", "The sign is <b>flipped</b>.", private="the key is 12 mV"))
    return graded(entry_of, wrong)


def graded(entry_of, verdict, transcript=()):
    parts = tuple(
        PartGrade(p.slot, "item", p.part.id, "v", p.points, verdict, typed='"1 mV"')
        for p in ISSUE.parts()
    )
    made = entry_of("ada", "hw")
    return GradeEntry("ada", "hw", parts, made.provenance, transcript=transcript)


texts = st.text(max_size=30) | st.sampled_from(["q1_E = 5", "<script>x</script>", "%%bash\nls"])
claims = st.none() | st.sampled_from([*NAMES, "setup", "nobody"]) | st.text(max_size=5)
strange = st.builds(
    lambda kind, source, claim, cell_id: {
        "cell_type": kind,
        "source": source,
        "metadata": {} if claim is None else {"nbgrader": {"grade_id": claim, "grade": True}},
        **({} if cell_id is None else {"id": cell_id}),
    },
    st.sampled_from(["code", "markdown", "raw", "other"]),
    texts | st.lists(texts, max_size=3),
    claims,
    st.none() | st.sampled_from(NAMES) | st.text(max_size=3),
)
cells = st.lists(st.sampled_from(ISSUED["cells"]) | strange, max_size=25)


@given(cells=cells)
def test_every_notebook_gives_a_valid_one_with_each_issued_cell_once(cells, entry_of):
    submitted = json.dumps({**ISSUED, "cells": cells}).encode()
    verdict = Verdict.of(0, Finding("c", "Look."))
    made = autograded(ISSUE, submitted, graded(entry_of, verdict))
    notebook = nbformat.from_dict(json.loads(json.dumps(made)))
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)
    found = [cell_name(cell) for cell in made["cells"] if cell_name(cell)]
    assert sorted(found) == sorted(NAMES)
    issued = {cell_name(cell): cell for cell in ISSUED["cells"]}
    for cell in made["cells"]:
        known = issued.get(cell_name(cell))
        if known is not None:
            assert cell["metadata"] == known["metadata"]
            if known["metadata"]["nbgrader"]["locked"]:
                assert cell["source"] == known["source"]
        elif cell["cell_type"] == "markdown":
            assert "<script" not in cell["source"]


@given(cells=cells)
def test_an_answer_is_shown_where_the_engine_took_it_from(cells, entry_of):
    submitted = json.dumps({**ISSUED, "cells": cells}).encode()
    notebook = read(submitted)
    made = autograded(ISSUE, submitted, graded(entry_of, Verdict.of(1)))
    shown = {cell_name(cell): "".join(cell["source"]) for cell in made["cells"]}
    sources = {cell.id: cell.source for cell in notebook.cells}
    taken = set()
    for source in answers(notebook, sheet(ISSUE)):
        if source.cell_id is not None and source.cell_id not in taken:
            taken.add(source.cell_id)
            assert shown[source.slot] == sources[source.cell_id]


def test_the_findings_stand_below_the_check_as_text_without_anything_private(entry):
    made = autograded(ISSUE, compose(ISSUE), entry)
    [output] = next(c for c in made["cells"] if cell_name(c) == "q1_E_check")["outputs"]
    assert output["name"] == "stdout"
    assert "Not right yet" in output["text"]
    assert "The sign is <b>flipped</b>." in output["text"]
    assert "12 mV" not in json.dumps(made["cells"])


def test_outputs_come_from_our_run_never_from_the_file(entry_of):
    document = json.loads(compose(ISSUE))
    for cell in document["cells"]:
        if cell["cell_type"] == "code":
            html = {
                "output_type": "display_data",
                "metadata": {},
                "data": {"text/html": "<script>"},
            }
            cell["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": html}]
    transcript = (
        CellOutput("q1_E", "hello\n", "UserWarning: careful", "ValueError: no (line 2)", (b"PNG",)),
    )
    entry = graded(entry_of, Verdict.of(1), transcript)
    made = autograded(ISSUE, json.dumps(document).encode(), entry)
    outputs = next(c for c in made["cells"] if cell_name(c) == "q1_E")["outputs"]
    kinds = [one.get("name", one["output_type"]) for one in outputs]
    assert kinds == ["stdout", "display_data", "stderr", "error"]
    assert outputs[1]["data"] == {"image/png": "UE5H"}
    assert "text/html" not in json.dumps(made)


def test_an_answer_that_stands_elsewhere_is_quoted_and_a_deleted_one_is_put_back(entry_of):
    document = json.loads(compose(ISSUE))
    slots = [part.slot for part in ISSUE.parts()]
    document["cells"] = [c for c in document["cells"] if cell_name(c) not in slots]
    both = "\n".join(f'{slot} = "1 mV"' for slot in slots)
    own = {"cell_type": "code", "id": "mine", "metadata": {}, "source": both, "outputs": []}
    document["cells"].append(own)
    made = autograded(ISSUE, json.dumps(document).encode(), graded(entry_of, Verdict.of(1)))
    first, *others = [next(c for c in made["cells"] if cell_name(c) == s) for s in slots]
    assert first["source"] == both
    assert all('# "1 mV"' in other["source"] for other in others)


def test_an_unjudged_part_says_that_a_person_will_look(entry_of):
    waiting = graded(entry_of, Verdict.without_credit(State.NEEDS_REVIEW))
    made = autograded(ISSUE, compose(ISSUE), waiting)
    [output] = next(c for c in made["cells"] if cell_name(c) == "q1_E_check")["outputs"]
    assert "A person will look" in output["text"]


def test_an_example_sheet_has_the_cells_of_all_and_the_highest_points():
    other = Issue("bo", "hw", "hw", "t2", (
        IssuedQuestion(1, Fraction(6), BANK["N01"].variant("b")),
        IssuedQuestion(2, Fraction(3), BANK["E04"].variant("b")),
    ))  # fmt: skip
    sheet = example_sheet([json.loads(compose(ISSUE)), json.loads(compose(other))])
    names = [cell_name(cell) for cell in sheet["cells"]]
    assert {*NAMES, *(p.slot for p in other.parts())} <= set(names)
    assert len(set(names)) == len(names)
    check = next(c for c in sheet["cells"] if cell_name(c) == "q1_E_check")
    assert check["metadata"]["nbgrader"]["points"] == 6.0
    MetadataValidator().validate_nb(nbformat.from_dict(sheet))
    solved = source_version(sheet, {"q1_E": 'q1_E = "1 mV"'})
    text = "".join(next(c for c in solved["cells"] if cell_name(c) == "q1_E")["source"])
    assert text.endswith('### BEGIN SOLUTION\nq1_E = "1 mV"\n### END SOLUTION')
