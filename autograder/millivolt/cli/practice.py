"""``millivolt practice``: new variants without end, with instant feedback."""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from millivolt.cli.bank import bank_option
from millivolt.cli.output import console

if TYPE_CHECKING:
    from millivolt.bank import Bank
    from millivolt.items import Item


@click.command()
@click.argument("what", required=False, metavar="[TOPIC|ITEM]")
@click.option("--seed", help="The seed of the first variant, to see the same one again.")
@click.option(
    "--progress",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Your progress file.  [in your data folder]",
)
@bank_option
def command(
    what: str | None, seed: str | None, progress: Path | None, banks: tuple[Path, ...]
) -> None:
    """Practise a TOPIC, one ITEM, or what is best for you next.

    Answers are typed freely: numbers with units, formulas, letters; code in your editor
    ($EDITOR). You get the verdict at once, hints one at a time, and the worked solution. Your
    progress is kept in a plain file on this machine and goes nowhere else.
    """
    from millivolt.bank import load_bank
    from millivolt.practice.progress import ProgressFile, default_path
    from millivolt.practice.terminal import Practice

    bank = load_bank(*banks)
    first = iter([seed] if seed else [])
    session = Practice(
        bank=bank,
        items=_chosen(bank, what),
        progress=ProgressFile(progress or default_path(os.environ)),
        console=console(),
        ask=_ask,
        edit=lambda text: click.edit(text, extension=".py"),
        clock=lambda: datetime.now(UTC),
        seeds=lambda: next(first, None) or secrets.token_hex(6),
    )
    session.run()


def _chosen(bank: Bank, what: str | None) -> list[Item]:
    """The items of a topic, one item, or all that can be practised."""
    if what is not None and what not in bank.topics:
        return [bank[what].item]
    return [family.item for family in bank if what in (None, family.item.topic)]


def _ask(prompt: str) -> str:
    from millivolt.practice.terminal import Quit

    try:
        return input(prompt)
    except EOFError:
        click.echo()
        raise Quit from None
