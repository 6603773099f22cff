"""One student's notebook as bytes: the same issue gives the same bytes, everywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from millivolt.notebooks import cells
from millivolt.notebooks.illustration import picture_in_markdown
from millivolt.notebooks.sheet import AnIssue, Question, Sheet, sheet
from millivolt.notebooks.slot import Slot
from millivolt.notebooks.wording import (
    OWN_CELLS,
    SETUP_SOURCE,
    check_source,
    how_to,
    points_in_words,
)

__all__ = ["FORMAT", "compose", "composed", "issued_texts", "laid_out"]

FORMAT = 1
"""Version of the ``millivolt`` entry in the notebook's metadata."""


def compose(issue: AnIssue) -> bytes:
    """The notebook of ``issue``, nbformat 4.5 with nbgrader's cell metadata.

    Raises:
        ValueError: when two answers would share a name.
    """
    return laid_out(composed(issue))


def composed(issue: AnIssue) -> dict[str, Any]:
    """The notebook of ``issue`` as parsed from its JSON; see ``compose``."""
    public = sheet(issue)
    return {
        "cells": list(_cells(public)),
        "metadata": {
            "kernelspec": {
                "display_name": "Python 3",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python"},
            "millivolt": {
                "assignment": public.assignment,
                "format": FORMAT,
                "token": public.token,
                "variants": [question.variant_id for question in public.questions],
            },
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def issued_texts(public: Sheet) -> dict[str, str]:
    """The text of every cell of the notebook, by name, in order."""
    return {made["id"]: "".join(made["source"]) for made in _cells(public)}


def laid_out(notebook: Mapping[str, Any]) -> bytes:
    """The file of a notebook, with a line for each cell: the encoder that indents takes four
    times as long."""
    rows = ",\n".join(map(_json, notebook["cells"]))
    about = {name: value for name, value in notebook.items() if name != "cells"}
    return f'{{"cells": [\n{rows}\n],\n{_json(about)[1:]}\n'.encode()


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _cells(public: Sheet) -> Iterator[dict[str, Any]]:
    yield cells.cell("markdown", "about", how_to(public), cells.READ_ONLY)
    yield cells.cell("code", cells.SETUP, SETUP_SOURCE, cells.READ_ONLY)
    # Headings leave out no level: questions stand under sections only where there are any.
    level = 3 if any(question.section for question in public.questions) else 2
    section = ""
    for question in public.questions:
        if question.section != section:
            section = question.section
            heading = f"section_{question.number}"
            yield cells.cell("markdown", heading, f"## {section}", cells.READ_ONLY)
        yield from _question(question, level)


def _question(question: Question, level: int) -> Iterator[dict[str, Any]]:
    heading = f"{'#' * level} Question {question.number}: {question.title}"
    points = f"*{points_in_words(question.points)}*"
    shown = "" if question.picture is None else picture_in_markdown(question.picture)
    text = _paragraphs(heading, points, question.text.strip(), shown)
    yield cells.cell("markdown", f"q{question.number}", text, cells.READ_ONLY)
    for place, slot in enumerate(question.slots):
        label = f"{question.number}{chr(ord('a') + place)} ({points_in_words(slot.points)})"
        heading = f"{'#' * (level + 1)} {label}" if len(question.slots) > 1 else ""
        prompt = _paragraphs(heading, slot.prompt.strip(), slot.note)
        if slot.task:
            task = _paragraphs(prompt, OWN_CELLS)
            yield cells.cell("markdown", slot.name, task, cells.TASK, slot.points)
            continue
        yield cells.cell("markdown", f"{slot.name}_prompt", prompt, cells.READ_ONLY)
        yield from _answer(slot)


def _answer(slot: Slot) -> Iterator[dict[str, Any]]:
    if not slot.binds:
        yield cells.cell("markdown", slot.name, slot.stub, cells.READ_BY_A_PERSON, slot.points)
        return
    yield cells.cell("code", slot.name, slot.stub, cells.ANSWER)
    check_id = slot.name + cells.CHECK_SUFFIX
    yield cells.cell("code", check_id, check_source(slot), cells.CHECK, slot.points)


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(text for text in texts if text)
