"""What commands print: one JSON document on stdout when asked, words for a person otherwise."""

from __future__ import annotations

import json
import os
import sys
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from millivolt.cli.legible import show_what_can_be_shown

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["as_json", "console", "json_option", "number", "print_json", "prose"]

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")


def console(*, stderr: bool = False) -> Console:
    """A terminal that knows colours, where there is one; plain text elsewhere."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    show_what_can_be_shown(stream)
    plain = not stream.isatty() or "NO_COLOR" in os.environ
    width = None if stream.isatty() else 100
    return Console(file=stream, no_color=plain, highlight=False, width=width, soft_wrap=plain)


def prose(terminal: Console, markdown: str) -> None:
    """Print ``markdown``, wrapped: without, rich cuts lists and programs off at the margin."""
    from rich.markdown import Markdown

    terminal.print(Markdown(markdown), soft_wrap=False)


def print_json(value: Any) -> None:
    """``value`` as one line-per-level JSON document."""
    click.echo(json.dumps(as_json(value), indent=2, ensure_ascii=False, sort_keys=False))


def as_json(value: Any) -> Any:
    """``value`` with fractions as numbers and sets as lists."""
    if isinstance(value, Fraction):
        return number(value)
    if isinstance(value, dict):
        return {str(key): as_json(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(entry) for entry in value]
    if isinstance(value, set | frozenset):
        return sorted(as_json(entry) for entry in value)
    return value


def number(value: Fraction) -> int | float:
    """A fraction as the nearest JSON number, whole where it is whole."""
    return value.numerator if value.denominator == 1 else float(value)
