"""The notebook that formgrader shows: what a student handed in, its outputs, our verdicts. Pure.

Cells that belong to the assignment are put back as they were issued to this very student; of
the student's file only sources are taken. Nothing in it is markup of a stranger, so that it
cannot act on the page of the person who reads it.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import fill
from typing import Any

from millivolt.course import Issue
from millivolt.course import Shown as Policy
from millivolt.feedback.reading import read_as
from millivolt.feedback.telling import told
from millivolt.feedback.wording import badge
from millivolt.gradebook.entry import CellOutput, GradeEntry, PartGrade
from millivolt.nbgrader_bridge.harmless import harmless
from millivolt.nbgrader_bridge.sheets import Document, cell_name, place_of
from millivolt.notebooks import (
    Notebook,
    NotebookCell,
    NotebookProblem,
    answers,
    composed,
    read,
    sheet,
)
from millivolt.notebooks.cells import CHECK_SUFFIX

__all__ = ["Shown", "as_handed_in", "assembled", "autograded", "opened"]

_MOST_TEXT = 20_000
"""Characters of one cell's output that are shown."""

_WIDTH = 88
"""Columns of output that fit into formgrader's page."""

_MARKS = {"tick": "✓", "half": "◐", "diamond": "◇", "query": "?", "dots": "…"}
_NO_MARK = "–"

_EMPTY = Notebook((), None, "")


def autograded(issue: Issue, submitted: bytes | Path, entry: GradeEntry) -> Document:
    """The notebook of ``entry``, as nbformat 4.5 with nbgrader's metadata.

    ``submitted`` is the file that was graded; one that cannot be read gives the notebook as
    issued, with the reason on top.
    """
    issued: Document = composed(issue)
    notebook, problem = opened(submitted)
    places, locked = _places(issue, issued, notebook), _locked(issued)
    found = Shown(
        places,
        {grade.slot + CHECK_SUFFIX: grade for grade in entry.parts},
        {grade.slot: grade.typed or "" for grade in entry.parts},
        # Of what a student made of our code, only our own text and verdict are shown.
        {one.cell: one for one in entry.transcript if places.get(one.cell) not in locked},
    )
    return assembled(issued, notebook, found, problem)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of a submission besides its text.

    ``places`` gives for each of its cells, by id, the cell of the assignment that it stands for;
    ``grades`` what is told below a check, by its name; ``typed`` what was written as the answer
    that is asked for in a cell, by its name; ``outputs`` what each cell showed, by id.
    ``familiar`` are cells that are the instructor's, but have no name, by their text.
    """

    places: Mapping[str, str]
    grades: Mapping[str, PartGrade]
    typed: Mapping[str, str]
    outputs: Mapping[str, CellOutput]
    familiar: Mapping[str, Document] = field(default_factory=dict)


def opened(submitted: bytes | Path) -> tuple[Notebook, str]:
    """A submitted notebook, and why it cannot be read; then it is empty."""
    try:
        return read(submitted), ""
    except NotebookProblem as refused:
        return _EMPTY, str(refused)


def assembled(issued: Document, notebook: Notebook, found: Shown, problem: str = "") -> Document:
    """The notebook that formgrader shows; ``problem`` stands on top where there is one."""
    cells = [
        made
        for number, cell in enumerate(notebook.cells, start=1)
        for made in _cells(cell, number, issued, found)
    ]
    _put_back(cells, issued["cells"], found.typed)
    for cell in cells:
        grade = found.grades.get(cell_name(cell))
        if grade is not None:
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
    everything = Policy.everything()
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
    others = _locked(issued)
    for cell in notebook.cells:
        if cell.grade_id in others and cell.id not in places:
            places[cell.id] = cell.grade_id
            others.discard(cell.grade_id)
    return places


def _cells(
    cell: NotebookCell, number: int, issued: Document, found: Shown
) -> Iterator[dict[str, Any]]:
    place, shown = found.places.get(cell.id, ""), found.outputs.get(cell.id)
    known = next((one for one in issued["cells"] if cell_name(one) == place), None)
    own = f"student-{number}"
    source = _shown_source(cell)
    outputs = [] if shown is None else list(_outputs(shown))
    if known is not None and _is_locked(known):
        yield {**known, "outputs": outputs} if known["cell_type"] == "code" else {**known}
        untouched = ("", "".join(known["source"]).strip())
        if known["metadata"]["nbgrader"]["task"] and cell.source.strip() not in untouched:
            # Some editors let students write into the task itself.
            yield _plain(cell.kind, own, source, outputs)
    elif known is not None and known["cell_type"] == cell.kind:
        made = {**known, "source": source}
        yield made | {"outputs": outputs} if cell.kind == "code" else made
    elif known is None and (familiar := found.familiar.get(cell.source.strip())) is not None:
        yield _plain(cell.kind, own, cell.source, outputs) | familiar
    else:
        yield _plain(cell.kind, own, source, outputs)


def _put_back(
    cells: list[dict[str, Any]],
    issued: Sequence[dict[str, Any]],
    typed: Mapping[str, str],
) -> None:
    """Add what the student deleted, where it belongs; an answer found elsewhere is quoted."""
    order = [cell_name(one) for one in issued]
    for one in issued:
        name = cell_name(one)
        placed = [cell_name(cell) for cell in cells]
        if name in placed:
            continue
        again = {**one}
        if not _is_locked(one):
            again["source"] = _quoted(one["cell_type"], typed.get(name, ""))
        cells.insert(place_of(name, order, placed), again)


def _locked(issued: Document) -> set[str]:
    return {cell_name(cell) for cell in issued["cells"] if _is_locked(cell)}


def _is_locked(issued: Mapping[str, Any]) -> bool:
    return bool(issued["metadata"]["nbgrader"]["locked"])


def _quoted(kind: str, typed: str) -> str:
    """The source of an answer's cell that the student's notebook has no more."""
    if kind == "markdown":
        return harmless(typed)
    why = "This answer stands in another cell." if typed else "This cell was deleted."
    return "\n".join(f"# {line}" for line in (why, *typed.splitlines()))


def _notice(text: str, cell_id: str = "notice") -> dict[str, Any]:
    return _plain("markdown", cell_id, f"**{harmless(text)}**")


def _shown_source(cell: NotebookCell) -> str:
    return harmless(cell.source) if cell.kind == "markdown" else cell.source


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
