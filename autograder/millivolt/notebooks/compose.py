"""One student's notebook as bytes: the same issue gives the same bytes, everywhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from millivolt.items import Picture
from millivolt.notebooks import cells
from millivolt.notebooks.sheet import AnIssue, Question, Sheet, sheet
from millivolt.notebooks.slot import Slot
from millivolt.notebooks.wording import (
    SETUP_SOURCE,
    check_source,
    how_to,
    points_in_words,
)

__all__ = ["FORMAT", "compose", "compose_sheet"]

FORMAT = 1
"""Version of the ``millivolt`` entry in the notebook's metadata."""


def compose(issue: AnIssue, picture: Callable[[Picture], str] | None = None) -> bytes:
    """The notebook of ``issue``, nbformat 4.5 with nbgrader's cell metadata.

    ``picture`` turns a question's picture into Markdown that needs no other file (an ``img``
    with its data inside, and a table of what it shows); without it pictures are left out.

    Raises:
        ValueError: when two answers would share a name.
    """
    return compose_sheet(sheet(issue), picture)


def compose_sheet(public: Sheet, picture: Callable[[Picture], str] | None = None) -> bytes:
    """The notebook of a sheet; see ``compose``."""
    notebook = {
        "cells": list(_cells(public, picture)),
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
    return (json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _cells(public: Sheet, picture: Callable[[Picture], str] | None) -> Iterator[dict[str, Any]]:
    yield cells.cell("markdown", "about", how_to(public), cells.READ_ONLY)
    yield cells.cell("code", cells.SETUP, SETUP_SOURCE, cells.READ_ONLY)
    section = ""
    for question in public.questions:
        if question.section != section:
            section = question.section
            heading = f"section_{question.number}"
            yield cells.cell("markdown", heading, f"# {section}", cells.READ_ONLY)
        yield cells.cell(
            "markdown", f"q{question.number}", _question(question, picture), cells.READ_ONLY
        )
        for place, slot in enumerate(question.slots):
            letter = chr(ord("a") + place) if len(question.slots) > 1 else ""
            yield from _slot(slot, f"{question.number}{letter}")


def _question(question: Question, picture: Callable[[Picture], str] | None) -> str:
    lines = [
        f"## Question {question.number}: {question.title}",
        f"*{points_in_words(question.points)}*",
        question.text.strip(),
    ]
    if question.picture is not None and picture is not None:
        lines.append(picture(question.picture).strip())
    return _paragraphs(*lines)


def _slot(slot: Slot, label: str) -> Iterator[dict[str, Any]]:
    heading = f"### {label} ({points_in_words(slot.points)})"
    prompt = _paragraphs(heading, slot.prompt.strip(), slot.note)
    yield cells.cell("markdown", f"{slot.name}_prompt", prompt, cells.READ_ONLY)
    if not slot.binds:
        yield cells.cell("markdown", slot.name, slot.stub, cells.READ_BY_A_PERSON, slot.points)
        return
    yield cells.cell("code", slot.name, slot.stub, cells.ANSWER)
    check_id = slot.name + cells.CHECK_SUFFIX
    yield cells.cell("code", check_id, check_source(slot), cells.CHECK, slot.points)


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(text for text in texts if text)
