"""``millivolt key``: what one student should have answered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from millivolt.cli.options import course_option, open_course
from millivolt.cli.output import console, json_option, print_json, prose


@click.command()
@click.argument("assignment")
@click.option("--student", required=True, metavar="ID", help="Whose key.")
@course_option
@json_option
def command(assignment: str, student: str, folder: Path, as_json: bool) -> None:
    """Show the answer key of one student's ASSIGNMENT, with the worked solutions."""
    issue = open_course(folder).issues.read(assignment, student)
    if as_json:
        from millivolt.items.records import converter

        print_json(converter().unstructure(issue))
        return
    from rich.rule import Rule

    from millivolt.practice.formula import readable

    terminal = console()
    terminal.print(f"{issue.assignment}, {issue.student}")
    for question in issue.questions:
        variant = question.variant
        heading = f"{question.number}. {variant.title} (variant {variant.id})"
        terminal.print(Rule(heading, align="left"))
        for part in (p for p in issue.parts() if p.question is question):
            terminal.print(f"  {part.slot}: {_answer(part.part)}", markup=False)
        prose(terminal, readable(variant.prose.solution))


def _answer(part: Any) -> str:
    for name in ("answer", "goal", "solution", "example", "values"):
        if hasattr(part, name):
            return " ".join(str(text) for text in (getattr(part, name), _unit(part)) if text)
    cells = getattr(part, "cells", ())
    return "; ".join(f"{c.row}, {c.column}: {c.answer} {c.unit}" for c in cells)


def _unit(part: Any) -> str:
    return str(getattr(part, "unit", ""))
