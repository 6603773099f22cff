"""The reference page of all commands, made from their own help: ``docs/commands.md``.

``python -m millivolt.cli.reference`` prints it; a test holds the file to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import click

from millivolt.cli import COMMANDS

__all__ = ["page"]

HEAD = """\
# Commands

Made from the commands' own help by `python -m millivolt.cli.reference > docs/commands.md`.

Exit codes: 0 done (low scores are no failure) · 1 a check or verification found problems · 2 usage
· 3 a bank, course or assignment file is wrong · 4 some submissions need a person's review · 5
something is missing on this machine · 130 interrupted.
"""


def page() -> str:
    """The whole page as Markdown."""
    return "\n".join([HEAD, *_sections()]).rstrip() + "\n"


def _sections() -> Iterator[str]:
    for name in COMMANDS:
        command: click.Command = import_module(f"millivolt.cli.{name}").command
        yield from _section(f"millivolt {name}", command)


def _section(title: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=title, max_content_width=88, terminal_width=88)
    yield f"## {title}\n"
    yield f"```\n{command.get_help(context).rstrip()}\n```\n"
    if isinstance(command, click.Group):
        for name, sub in sorted(command.commands.items()):
            yield from _section(f"{title} {name}", sub)


if __name__ == "__main__":
    click.echo(page(), nl=False)
