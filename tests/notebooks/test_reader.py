"""Reading notebooks that strangers wrote."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.course.issue import Issue
from millivolt.notebooks import Notebook, NotebookProblem, compose, read


def notebook(*cells: dict[str, Any], **metadata: Any) -> bytes:
    document = {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(document).encode()


def code(source: Any = "x = 1", **fields: Any) -> dict[str, Any]:
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], **fields}


def test_a_composed_notebook_reads_back(issue: Issue) -> None:
    data = compose(issue)
    back = read(data)
    assert back.token == issue.token
    written = json.loads(data)["cells"]
    assert [cell.id for cell in back.cells] == [cell["id"] for cell in written]
    assert [cell.source for cell in back.cells] == ["".join(cell["source"]) for cell in written]
    assert [cell.grade_id for cell in back.cells] == [cell.id for cell in back.cells]


def test_a_path_reads_like_its_bytes(tmp_path: Path, issue: Issue) -> None:
    path = tmp_path / "ps1.ipynb"
    path.write_bytes(compose(issue))
    assert read(path) == read(compose(issue)) == read(str(path))


def test_a_source_may_be_one_text_or_lines() -> None:
    whole, lines = read(notebook(code("a = 1\nb = 2"))), read(notebook(code(["a = 1\n", "b = 2"])))
    assert whole.cells == lines.cells


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm() -> None:
    data = b"\xef\xbb\xbf" + notebook(code("a = 1\r\nb = 2"))
    assert read(data).cells[0].source == "a = 1\nb = 2"


def test_the_old_format_with_worksheets_is_read() -> None:
    cells = [{"cell_type": "code", "input": ["a = 1\n"], "language": "python"}]
    document = {"nbformat": 3, "metadata": {}, "worksheets": [{"cells": cells}]}
    assert [cell.source for cell in read(json.dumps(document).encode()).code] == ["a = 1\n"]


def test_colab_and_vs_code_metadata_do_not_matter() -> None:
    cell = code("a = 1", id="x1")
    cell["metadata"] = {
        "id": "colab-id",
        "colab": {"base_uri": "https://localhost:8080/"},
        "vscode": {"languageId": "python"},
        "nbgrader": {"grade_id": "q1_E"},
    }
    data = notebook(cell, colab={"provenance": []}, millivolt={"token": "token234"})
    back = read(data)
    assert (back.cells[0].grade_id, back.token) == ("q1_E", "token234")


def test_outputs_are_left_behind() -> None:
    data = notebook(code(outputs=[{"output_type": "stream", "text": "hello"}]))
    assert "hello" not in repr(read(data))


def test_what_was_written_into_a_raw_cell_counts_as_text() -> None:
    back = read(notebook(code(), {"cell_type": "raw", "source": "Because.", "metadata": {}}))
    assert [(cell.kind, cell.source) for cell in back.cells][1:] == [("markdown", "Because.")]


def test_ids_are_unique_whatever_the_file_says() -> None:
    claims = ["a", "a", "cell 3", None, 7, "x" * 100, "\u0000", "b"]
    ids = [cell.id for cell in read(notebook(*(code(id=claim) for claim in claims))).cells]
    assert len(set(ids)) == len(claims)
    assert ids[0] == "a"
    assert ids[-1] == "b"


@pytest.mark.parametrize("grade_id", [None, 7, ["q1_E"], {"a": 1}])
def test_a_claim_that_is_no_text_is_no_claim(grade_id: object) -> None:
    cell = code()
    cell["metadata"] = {"nbgrader": {"grade_id": grade_id}}
    assert read(notebook(cell)).cells[0].grade_id is None


def test_lone_surrogates_become_replacement_characters() -> None:
    data = notebook(code("x")).replace(b'"x"', b'"a\\ud800b"')
    source = read(data).cells[0].source
    assert source.encode()
    assert source.startswith("a")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"not json", "valid notebook"),
        (b"\xff\xfe", "valid notebook"),
        (b"[]", "not a notebook"),
        (b"{}", "version"),
        (b'{"nbformat": 2}', "version"),
        (b'{"nbformat": 9}', "version"),
        (b'{"nbformat": true}', "version"),
        (b'{"nbformat": 4}', "damaged"),
        (b'{"nbformat": 4, "cells": {}}', "damaged"),
        (b'{"nbformat": 3, "worksheets": [7]}', "damaged"),
        (b'{"nbformat": 4, "nbformat": 4, "cells": []}', "twice"),
        (notebook(code(7)), "damaged"),
        (notebook(code(["a", 7])), "damaged"),
        (b'{"nbformat": 4, "cells": [7]}', "damaged"),
        (b"[" * 100_000, "nested"),
        (b"[" * 1_000_001, "too much"),
        (b" " * (20 * 2**20 + 1), "larger"),
        (notebook(*[code()] * 2_001), "2000 cells"),
        (notebook(code("x" * (256 * 2**10 + 1))), "too long"),
        (notebook(*[code("x" * 250_000)] * 9), "too long"),
        (b'{"nbformat": 4, "n": ' + b"9" * 10_000 + b', "cells": []}', "valid notebook"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_hostile_or_broken_file_is_refused_with_a_sentence(data: bytes, says: str) -> None:
    with pytest.raises(NotebookProblem, match=says) as problem:
        read(data)
    assert str(problem.value).endswith(".")


def test_links_pipes_folders_and_missing_files_are_refused(tmp_path: Path, issue: Issue) -> None:
    real = tmp_path / "real.ipynb"
    real.write_bytes(compose(issue))
    (tmp_path / "link.ipynb").symlink_to(real)
    os.mkfifo(tmp_path / "pipe.ipynb")
    (tmp_path / "folder.ipynb").mkdir()
    for name in ("link.ipynb", "pipe.ipynb", "folder.ipynb", "missing.ipynb", "nul\0.ipynb"):
        with pytest.raises(NotebookProblem, match="plain file"):
            read(tmp_path / name)


def test_a_sparse_giant_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "giant.ipynb"
    with path.open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(NotebookProblem, match="larger"):
        read(path)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["nbformat", "cells", "source", "metadata", "cell_type", "input"])
            | st.text(max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def readable(data: bytes) -> bool:
    """Whether ``data`` is read; anything but a notebook or a refusal escapes as an error."""
    try:
        return isinstance(read(data), Notebook)
    except NotebookProblem:
        return False


@given(
    st.fixed_dictionaries({"nbformat": st.sampled_from([3, 4]), "cells": JSON, "metadata": JSON})
)
def test_any_json_is_either_a_notebook_or_refused(document: dict[str, Any]) -> None:
    cells = document["cells"]
    whole = isinstance(cells, list) and all(isinstance(cell, dict) for cell in cells)
    assert not readable(json.dumps(document).encode()) or (whole and document["nbformat"] == 4)


@given(st.binary(max_size=200))
def test_bytes_without_sense_are_refused(data: bytes) -> None:
    assert not readable(data)
