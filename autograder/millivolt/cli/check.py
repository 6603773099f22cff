"""``millivolt check``: look over a notebook before handing it in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from millivolt.cli.exits import ExitCode
from millivolt.cli.output import console, json_option, print_json
from millivolt.errors import EnvironmentProblem, MillivoltError

if TYPE_CHECKING:
    from millivolt.practice.notebook import Overview


@click.command()
@click.argument("notebook", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@json_option
def command(notebook: Path, as_json: bool) -> int:
    """Run NOTEBOOK from top to bottom and tell whether every answer can be read.

    The form is looked at: whether a number has a unit that fits, a formula can be read, a
    function is there. Whether a number is right is told only where your instructor put a
    commitment into the notebook. Exit code 1 when something needs attention.
    """
    from millivolt.isolation import Box
    from millivolt.notebooks import read
    from millivolt.practice.notebook import asked, look_over

    document = read(notebook)
    if not asked(document):
        raise MillivoltError(f"{notebook.name} has no check cells: it is no millivolt notebook")
    try:
        box = Box.start("auto", preload=["numpy"])
    except EnvironmentProblem:
        # It is the student's own notebook on their own machine, where Jupyter ran it as well.
        box = Box.start("none", preload=["numpy"], unsafe=True)
    with box:
        found = look_over(document, box)
    if as_json:
        print_json(
            {
                "ready": found.ready,
                "slots": [
                    {
                        "slot": one.slot,
                        "readable": one.readable,
                        "right": one.right,
                        "says": one.says,
                    }
                    for one in found.looks
                ],
                "failures": found.failures,
            }
        )
    else:
        from rich.table import Table

        terminal = console()
        table = Table(box=None, pad_edge=False, header_style="bold")
        table.add_column("answer", no_wrap=True)
        table.add_column("", no_wrap=True)
        table.add_column("")
        for one in found.looks:
            table.add_row(one.slot, one.mark, " ".join(one.says))
        terminal.print(table, markup=False)
        for failure in found.failures:
            terminal.print(failure, markup=False)
        terminal.print(_summary(found))
    return ExitCode.DONE if found.ready else ExitCode.FOUND_PROBLEMS


def _summary(found: Overview) -> str:
    """How the notebook stands, and what was not looked at."""
    unknown = sum(one.right is None for one in found.looks)
    wrong = sum(one.right is False for one in found.looks)
    readable = all(one.readable for one in found.looks) and not found.failures
    words = ["Every answer can be read." if readable else "Some answers need attention."]
    if wrong:
        words.append(f"{wrong} {'is' if wrong == 1 else 'are'} not right.")
    if unknown:
        which = "they are" if unknown == len(found.looks) else "the others are"
        words.append(f"Whether {which} right is not checked here.")
    return " ".join(words)
