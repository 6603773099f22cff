"""The notebook that formgrader shows: what a student handed in, its outputs, our verdicts. Pure.

Cells that belong to the assignment are put back as they were issued to this very student; of
the student's file only sources are taken. Nothing in it is markup of a stranger, so that it
cannot act on the page of the person who reads it.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import fill
from typing import Any

from millivolt.course import Issue, Shown
from millivolt.feedback.reading import read_as
from millivolt.feedback.telling import told
from millivolt.feedback.wording import badge
from millivolt.gradebook.entry import CellOutput, GradeEntry, PartGrade
from millivolt.nbgrader_bridge.sheets import Document, cell_name, place_of
from millivolt.notebooks import (
    Notebook,
    NotebookCell,
    NotebookProblem,
    answers,
    compose,
    read,
    sheet,
)
from millivolt.notebooks.cells import CHECK_SUFFIX

__all__ = ["as_handed_in", "autograded"]

_MOST_TEXT = 20_000
"""Characters of one cell's output that are shown."""

_WIDTH = 88
"""Columns of output that fit into formgrader's page."""

_MARKUP = re.compile(r"<(?=[A-Za-z/!?])")

_MARKS = {"tick": "✓", "half": "◐", "diamond": "◇", "query": "?", "dots": "…"}
_NO_MARK = "–"

_EMPTY = Notebook((), None, "")


def autograded(issue: Issue, submitted: bytes | Path, entry: GradeEntry) -> Document:
    """The notebook of ``entry``, as nbformat 4.5 with nbgrader's metadata.

    ``submitted`` is the file that was graded; one that cannot be read gives the notebook as
    issued, with the reason on top.
    """
    issued: Document = json.loads(compose(issue))
    try:
        notebook, problem = read(submitted), ""
    except NotebookProblem as refused:
        notebook, problem = _EMPTY, str(refused)
    grades = {grade.slot: grade for grade in entry.parts}
    places = _places(issue, issued, notebook)
    shown = {output.cell: output for output in entry.transcript}
    cells = [
        made
        for number, cell in enumerate(notebook.cells, start=1)
        for made in _cells(cell, number, issued, places.get(cell.id, ""), shown.get(cell.id))
    ]
    _put_back(cells, issued["cells"], grades)
    for cell in cells:
        grade = grades.get(cell_name(cell).removesuffix(CHECK_SUFFIX))
        if grade is not None and cell_name(cell).endswith(CHECK_SUFFIX):
            cell["outputs"] = [_stream("stdout", verdict_in_words(grade))]
    if problem:
        cells.insert(0, _notice(f"This file could not be read. {problem}"))
    return {**issued, "cells": cells}


def as_handed_in(submitted: bytes | Path, notice: str) -> Document:
    """The sources of a file, without outputs and roles, below a ``notice`` for the grader."""
    cells = [_notice(notice)]
    try:
        cells += [
            _plain(cell.kind, f"student-{number}", _shown_source(cell))
            for number, cell in enumerate(read(submitted).cells, start=1)
        ]
    except NotebookProblem as refused:
        cells.append(_notice(f"This file could not be read. {refused}", "problem"))
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def verdict_in_words(grade: PartGrade) -> str:
    """What the engine found in one part; its points stand in nbgrader's own fields."""
    everything = Shown.everything()
    found = badge(grade.verdict, everything)
    lines = [f"{_MARKS.get(found.shape, _NO_MARK)} {found.word}"]
    if reading := read_as(grade):
        lines.append(f"read as {reading}")
    for one in told(grade.verdict, everything):
        mark = "-" if one.badge is None else _MARKS.get(one.badge.shape, _NO_MARK)
        lines += fill(f"{mark} {one.text}", _WIDTH, subsequent_indent="  ").splitlines()
    return "\n".join(lines)


def _places(issue: Issue, issued: Document, notebook: Notebook) -> dict[str, str]:
    """Which of the assignment's cells each cell of the student's stands for, by cell id.

    First the answers where the engine took them from, each cell for one of them; then cells
    that claim to be others of the assignment's, the first that does.
    """
    places: dict[str, str] = {}
    for source in answers(notebook, sheet(issue)):
        if source.cell_id is not None:
            places.setdefault(source.cell_id, source.slot)
    others = {cell_name(cell) for cell in issued["cells"] if _is_locked(cell)}
    for cell in notebook.cells:
        if cell.grade_id in others and cell.id not in places:
            places[cell.id] = cell.grade_id
            others.discard(cell.grade_id)
    return places


def _cells(
    cell: NotebookCell, number: int, issued: Document, place: str, shown: CellOutput | None
) -> Iterator[dict[str, Any]]:
    known = next((one for one in issued["cells"] if cell_name(one) == place), None)
    own = f"student-{number}"
    source = _shown_source(cell)
    outputs = [] if shown is None else list(_outputs(shown))
    if known is not None and _is_locked(known):
        yield {**known}
        untouched = ("", "".join(known["source"]).strip())
        if known["metadata"]["nbgrader"]["task"] and cell.source.strip() not in untouched:
            # Some editors let students write into the task itself.
            yield _plain(cell.kind, own, source, outputs)
    elif known is None or known["cell_type"] != cell.kind:
        yield _plain(cell.kind, own, source, outputs)
    else:
        made = {**known, "source": source}
        yield made | {"outputs": outputs} if cell.kind == "code" else made


def _put_back(
    cells: list[dict[str, Any]],
    issued: Sequence[dict[str, Any]],
    grades: Mapping[str, PartGrade],
) -> None:
    """Add what the student deleted, where it belongs; an answer found elsewhere is quoted."""
    order = [cell_name(one) for one in issued]
    for one in issued:
        name = cell_name(one)
        placed = [cell_name(cell) for cell in cells]
        if name in placed:
            continue
        grade = grades.get(name)
        again = {**one}
        if not _is_locked(one):
            again["source"] = _quoted(one["cell_type"], "" if grade is None else grade.typed or "")
        cells.insert(place_of(name, order, placed), again)


def _is_locked(issued: Mapping[str, Any]) -> bool:
    return bool(issued["metadata"]["nbgrader"]["locked"])


def _quoted(kind: str, typed: str) -> str:
    """The source of an answer's cell that the student's notebook has no more."""
    if kind == "markdown":
        return _harmless(typed)
    why = "This answer stands in another cell." if typed else "This cell was deleted."
    return "\n".join(f"# {line}" for line in (why, *typed.splitlines()))


def _notice(text: str, cell_id: str = "notice") -> dict[str, Any]:
    return _plain("markdown", cell_id, f"**{_harmless(text)}**")


def _shown_source(cell: NotebookCell) -> str:
    return _harmless(cell.source) if cell.kind == "markdown" else cell.source


def _plain(
    kind: str, cell_id: str, source: str, outputs: Iterable[dict[str, Any]] = ()
) -> dict[str, Any]:
    made: dict[str, Any] = {"cell_type": kind, "id": cell_id, "metadata": {}, "source": source}
    return made | {"execution_count": None, "outputs": list(outputs)} if kind == "code" else made


def _outputs(shown: CellOutput) -> Iterator[dict[str, Any]]:
    if shown.printed:
        yield _stream("stdout", shown.printed)
    for picture in shown.pictures:
        data = {"image/png": base64.b64encode(picture).decode("ascii")}
        yield {"output_type": "display_data", "data": data, "metadata": {}}
    if shown.warned:
        yield _stream("stderr", shown.warned)
    if shown.error:
        name, _, value = shown.error.partition(": ")
        text = _cut(shown.error)
        yield {"output_type": "error", "ename": name, "evalue": value, "traceback": [text]}


def _stream(name: str, text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": _cut(text)}


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_TEXT else f"{text[:_MOST_TEXT]}\n… (cut off)"


def _harmless(markdown: str) -> str:
    """``markdown`` without markup: nbgrader's pages show Markdown cells as HTML, scripts too.

    A space after ``<`` makes it a sign, in text, in code and in formulas.
    """
    return _MARKUP.sub("< ", markdown)
