"""``millivolt check``: look over a notebook before handing it in."""

from __future__ import annotations

from pathlib import Path

import click

from millivolt.cli.exits import ExitCode
from millivolt.cli.output import console, json_option, print_json
from millivolt.errors import EnvironmentProblem, MillivoltError


@click.command()
@click.argument("notebook", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@json_option
def command(notebook: Path, as_json: bool) -> int:
    """Run NOTEBOOK from top to bottom and tell whether every answer can be read.

    Only the form is looked at: whether a number has a unit that fits, a formula can be read, a
    function is there. Whether it is right is not checked. Exit code 1 when something needs
    attention.
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
                    {"slot": one.slot, "readable": one.readable, "says": one.says}
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
        table.add_column("")
        table.add_column("form")
        for one in found.looks:
            mark = "✓" if one.readable else "✗"
            table.add_row(one.slot, mark, " ".join(one.says) or "readable")
        terminal.print(table, markup=False)
        for failure in found.failures:
            terminal.print(failure, markup=False)
        word = "Every answer can be read." if found.ready else "Some answers need attention."
        terminal.print(f"{word} Whether they are right is not checked here.")
    return ExitCode.DONE if found.ready else ExitCode.FOUND_PROBLEMS
