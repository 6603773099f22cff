"""The command line. Every command is a module here; only this room knows exit codes.

A command's module is imported when the command is called, so that the help page is quick.
"""

from __future__ import annotations

import sys
from importlib import import_module

import click

from millivolt import __version__
from millivolt.cli.exits import ExitCode, guarded

__all__ = ["COMMANDS", "ExitCode", "main", "run"]

COMMANDS: dict[str, str] = {
    "demo": "Everything end to end on a made-up class, in a folder.",
    "doctor": "What works on this machine: sandbox, versions, database.",
    "new": "Make a course folder.",
    "bank": "List, show and verify exercises.",
    "assign": "Make a different notebook for every student.",
    "key": "Show one student's answer key.",
    "simulate": "Hand in for simulated students.",
    "collect": "Take in what a learning platform exported.",
    "status": "Where each assignment stands.",
    "grade": "Grade what was handed in.",
    "regrade": "Grade again and show who changes.",
    "amend": "Correct the keys of a released assignment.",
    "override": "Set the credit of one part by hand.",
    "history": "Every grade that one student ever got.",
    "feedback": "Write a page for each student.",
    "report": "Write the class report.",
    "pseudonyms": "Whose pseudonym is whose.",
    "export": "Hand grades to a learning platform.",
    "nbgrader": "Share the course with nbgrader.",
    "check": "Look over a notebook before handing it in.",
    "practice": "Practise with new variants and instant feedback.",
}
"""Commands with the line that the help page shows, in the order of a course."""


class Commands(click.Group):
    """Commands found by name; the module of one is imported when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"millivolt.cli.{name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            ctx.fail(f"No such command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="millivolt")
def main() -> None:
    """Auto-graded exercises on the biophysics of the membrane potential.

    An instructor starts with `millivolt new` and `millivolt assign`, a student with
    `millivolt practice`. `millivolt demo` shows all of it in a minute.
    """


def run() -> None:
    """The console script: the group, with every kind of trouble turned into its exit code."""
    sys.exit(guarded(main))
