"""``millivolt practice``: new variants without end, with instant feedback."""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from millivolt.cli.bank import bank_option
from millivolt.cli.output import console
from millivolt.cli.progress import progress
from millivolt.errors import EnvironmentProblem

if TYPE_CHECKING:
    from millivolt.bank import Bank
    from millivolt.items import Item
    from millivolt.practice.progress import ProgressFile


@click.command()
@click.argument("what", nargs=-1, metavar="[TOPIC|ITEM]...")
@click.option("--seed", help="The seed of the first variant, to see the same one again.")
@click.option(
    "--progress",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Your progress file.  [in your data folder]",
)
@click.option("--web", is_flag=True, help="Practise in your browser instead of the terminal.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="Port of the web page.  [any free one]",
)
@click.option("--no-browser", is_flag=True, help="Print the address only; open nothing.")
@click.option(
    "--export",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write a practice site for a course page instead.",
)
@click.option(
    "--variants",
    type=click.IntRange(1, 50),
    help="How many variants of each item the site has.  [5]",
)
@bank_option
def command(
    what: tuple[str, ...],
    seed: str | None,
    progress: Path | None,
    web: bool,
    port: int | None,
    no_browser: bool,
    folder: Path | None,
    variants: int | None,
    banks: tuple[Path, ...],
) -> None:
    """Practise some TOPICs or ITEMs, or what is best for you next.

    Answers are typed freely: numbers with units, formulas, letters; code in your editor
    ($EDITOR). You get the verdict at once, hints one at a time, and the worked solution. Your
    progress is kept in a plain file on this machine and goes nowhere else.

    With --web the same is a page in your browser. It is served on this machine to you alone:
    the address that is printed holds a token that lets you in. Ctrl-C ends it.

    With --export an instructor gets static pages that work from any web space and without a
    network. Their answers cannot be read in clear; they can be found by trying.
    """
    from millivolt.bank import load_bank
    from millivolt.practice.progress import ProgressFile, default_path

    if not web and (port is not None or no_browser):
        raise click.UsageError("--port and --no-browser belong to --web")
    if folder is None and variants is not None:
        raise click.UsageError("--variants belongs to --export")
    if folder is not None and (web or seed):
        raise click.UsageError("--export goes with neither --web nor --seed")
    bank = load_bank(*banks)
    if folder is not None:
        _export(bank, what, folder, variants or 5)
        return
    first = iter([seed] if seed else [])
    file = ProgressFile(progress or default_path(os.environ))
    if web:
        _serve(bank, what, seed, file, port or 0, browser=not no_browser)
        return
    from millivolt.practice.screen import Screen
    from millivolt.practice.terminal import Practice

    session = Practice(
        bank=bank,
        items=_chosen(bank, what),
        progress=file,
        screen=Screen(console()),
        ask=_ask,
        edit=_edit,
        clock=lambda: datetime.now(UTC),
        seeds=lambda: next(first, None) or secrets.token_hex(6),
    )
    session.run()


def _export(bank: Bank, what: tuple[str, ...], folder: Path, variants: int) -> None:
    """Write the practice site."""
    from millivolt.practice.site import write_site

    families = [bank[item.id] for item in _chosen(bank, what)]
    with progress("writing") as advance:
        index, *pages = write_site(
            folder, families, variants, lambda: secrets.token_hex(8), advance
        )
    click.echo(f"{len(pages)} exercises with {variants} variants each: open {index}")


def _serve(
    bank: Bank,
    what: tuple[str, ...],
    seed: str | None,
    progress: ProgressFile,
    port: int,
    *,
    browser: bool,
) -> None:
    """Serve the practice pages until Ctrl-C."""
    try:
        from millivolt.practice.web import Desk, serve
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in ("starlette", "uvicorn"):
            raise
        raise EnvironmentProblem(
            "the web page needs an extra: pip install 'millivolt[web]'"
        ) from missing
    progress.read()  # what cannot be read at all is told before anything is served
    desk = Desk(
        bank=bank,
        # One topic or item is where to begin; several are what to practise.
        items=_chosen(bank, what if len(what) > 1 else ()),
        progress=progress,
        clock=lambda: datetime.now(UTC),
        seeds=lambda: secrets.token_hex(6),
    )
    serve(
        desk,
        port=port,
        path=_first_page(bank, what, seed),
        browser=browser,
        say=lambda address: click.echo(
            f"Practise at {address}\nThe address is for you alone. Ctrl-C ends the page."
        ),
    )
    click.echo(f"\nYour progress is in {progress.path}.")


def _first_page(bank: Bank, what: tuple[str, ...], seed: str | None) -> str:
    if len(what) != 1:
        return "/"
    if what[0] in bank.topics:
        return f"/topic/{what[0]}"
    page = f"/item/{bank[what[0]].id}"
    return f"{page}/{quote(seed)}" if seed else page


def _chosen(bank: Bank, what: tuple[str, ...]) -> list[Item]:
    """The items that are named by topic, id or code, in the order of the bank; else all."""
    ids = {bank[name].id for name in what if name not in bank.topics}
    return [
        family.item for family in bank if not what or family.id in ids or family.item.topic in what
    ]


def _edit(text: str) -> str | None:
    """``text`` as it was saved in the editor; ``None`` when it was not, or none could be run."""
    try:
        return click.edit(text, extension=".py")
    except click.ClickException as problem:
        click.echo(f"{problem.format_message()}; set $EDITOR to one that is installed.", err=True)
        return None


def _ask(prompt: str) -> str:
    from millivolt.practice.terminal import Quit

    try:
        return input(prompt)
    except UnicodeDecodeError:
        # Bytes that are no text in the terminal's encoding: shown as such, and no answer.
        return "\ufffd"
    except EOFError:
        click.echo()
        raise Quit from None
