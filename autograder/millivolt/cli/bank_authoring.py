"""Commands of ``millivolt bank`` for authors: scaffold, coverage, gallery, freezing."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from millivolt.cli.output import console, json_option, print_json

__all__ = ["coverage", "digest", "freeze", "gallery", "new"]


@click.command("new")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.argument("item")
@click.option("--topic", default="membrane", show_default=True, help="The new item's topic.")
def new(folder: Path, item: str, topic: str) -> None:
    """Scaffold the family ITEM in the bank at FOLDER, which is made if need be.

    The draft passes verification as it is; docs/authoring.md leads on from there.
    """
    from millivolt.bank.scaffold import scaffold

    for path in scaffold(folder, item, topic):
        click.echo(f"wrote {path}")
    click.echo(f"Next: millivolt bank show {item} --bank {folder}")


@click.command("coverage")
@json_option
def coverage(as_json: bool) -> None:
    """Show which families treat each passage of the text, and which ask for each kind of answer.

    First a row for each passage and family, with the family's level and the kinds of its
    answers, then the number of families for each kind.
    """
    from millivolt.bank import load_bank
    from millivolt.bank.coverage import by_kind
    from millivolt.bank.coverage import coverage as covered

    bank = load_bank()
    rows, kinds = covered(bank), by_kind(bank)
    if as_json:
        print_json({"passages": [asdict(row) for row in rows], "kinds": kinds})
        return
    from rich.table import Table

    passages = Table("passage", "family", "level", "kinds", box=None, pad_edge=False)
    before = ""
    for row in rows:
        shown = "" if row.passage == before else row.passage
        passages.add_row(shown, row.family, row.level, ", ".join(row.kinds))
        before = row.passage
    counts = Table("kind", "families", "", box=None, pad_edge=False)
    for kind, families in kinds.items():
        counts.add_row(kind, str(len(families)), ", ".join(families))
    terminal = console()
    terminal.print(passages, "", counts)


@click.command("freeze")
@click.option(
    "--bank",
    "banks",
    multiple=True,
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="A folder with a bank; without any, the installed ones.",
)
def freeze(banks: tuple[Path, ...]) -> None:
    """Write down what every item gives now, so that a later change without a new version shows."""
    from millivolt.bank import load_bank
    from millivolt.bank.freeze import freeze as written_for

    for path in written_for(load_bank(*banks, installed=not banks)):
        click.echo(f"wrote {path}")


@click.command("digest")
@json_option
def digest(as_json: bool) -> None:
    """Print a digest of what every item gives, to compare two machines or interpreters.

    The digest follows from every word, number and key of each item's first eight variants, to
    the last bit.
    """
    from millivolt.bank import load_bank
    from millivolt.bank.freeze import digest as digest_of

    digests = {family.id: digest_of(family) for family in load_bank()}
    if as_json:
        print_json(digests)
        return
    for item, found in digests.items():
        click.echo(f"{found}  {item}")


@click.command("gallery")
@click.argument("topic", required=False)
@click.option(
    "--out",
    default="gallery.html",
    show_default=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write.",
)
@click.option("--seed", default="1", show_default=True, help="Which variants to show.")
@click.option(
    "--bank",
    "banks",
    multiple=True,
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="A folder with a further bank.",
)
def gallery(topic: str | None, out: Path, seed: str, banks: tuple[Path, ...]) -> None:
    """Write a page that shows every exercise, or those of TOPIC, with keys: for instructors."""
    from millivolt.bank import load_bank
    from millivolt.course.files import write_whole
    from millivolt.feedback.gallery import gallery as page

    bank = load_bank(*banks)
    if topic is not None and topic not in bank.topics:
        raise click.UsageError(f"no topic {topic!r}; there are {', '.join(bank.topics)}")
    chosen = [family for family in bank if topic in (None, family.item.topic)]
    title = " and ".join(collection.title for collection in bank.collections)
    write_whole(out.absolute(), page(title, chosen, seed=seed).encode())
    click.echo(f"{out}: {len(chosen)} exercises.")
