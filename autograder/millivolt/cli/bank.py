"""``millivolt bank``: choose exercises, look at a variant, prove a family sound."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from millivolt.cli.output import console, json_option, print_json

if TYPE_CHECKING:
    from millivolt.bank import Family
    from millivolt.items import Variant

F = TypeVar("F", bound=Callable[..., Any])


def bank_option(command: F) -> F:
    """``--bank FOLDER``, as often as there are folders."""
    return click.option(
        "--bank",
        "banks",
        multiple=True,
        metavar="FOLDER",
        type=click.Path(path_type=Path),
        help="A folder with a further bank (bank.toml).",
    )(command)


@click.group()
def command() -> None:
    """List, show and verify exercises."""


@command.command("list")
@click.argument("topic", required=False)
@bank_option
@json_option
def list_items(topic: str | None, banks: tuple[Path, ...], as_json: bool) -> None:
    """List the items, all of them or those of one TOPIC."""
    from millivolt.bank import load_bank

    bank = load_bank(*banks)
    chosen = [family for family in bank if topic in (None, family.item.topic)]
    if topic is not None and not chosen:
        raise click.UsageError(f"no topic {topic!r}; there are {', '.join(bank.topics)}")
    if as_json:
        print_json([_summary(family) for family in chosen])
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("item", "codes", "topic", "level", "min", "title"):
        table.add_column(heading, no_wrap=heading != "title")
    for family in chosen:
        item = family.item
        minutes = str(item.minutes)
        table.add_row(item.id, " ".join(item.codes), item.topic, item.level, minutes, item.title)
    console().print(table)


@command.command("show")
@click.argument("item")
@click.option("--seed", default="1", show_default=True, help="Which variant: any number or text.")
@bank_option
@json_option
def show_item(item: str, seed: str, banks: tuple[Path, ...], as_json: bool) -> None:
    """Show a variant of ITEM with its key, misconceptions and worked solution."""
    from millivolt.bank import load_bank

    family = load_bank(*banks)[item]
    variant = family.variant(seed)
    if as_json:
        print_json(shown(family, variant))
    else:
        _print_variant(family, variant)


def _summary(family: Family) -> dict[str, Any]:
    item = family.item
    return {
        "id": item.id,
        "codes": list(item.codes),
        "title": item.title,
        "objective": item.objective,
        "topic": item.topic,
        "level": item.level,
        "minutes": item.minutes,
        "passages": list(item.passages),
        "prerequisites": list(item.prerequisites),
        "version": item.version,
    }


def shown(family: Family, variant: Variant) -> dict[str, Any]:
    """A variant as plain values: what ``bank show --json`` prints."""
    from millivolt.items.records import to_json

    document = to_json(variant)
    prompts = document["prose"]["prompts"]
    return _summary(family) | {
        "variant": variant.id,
        "seed": variant.seed,
        "parameters": document["given"],
        "question": document["prose"]["question"],
        "prompt": _prompt(variant),
        "parts": [part | {"prompt": prompts.get(part["id"], "")} for part in document["parts"]],
        "hints": document["prose"]["hints"],
        "solution": document["prose"]["solution"],
        "strata": document["strata"],
        "steps": document["steps"],
        "picture": document["picture"],
    }


def _prompt(variant: Variant) -> str:
    texts = [variant.prose.question, *variant.prose.prompts.values()]
    return "\n\n".join(text for text in texts if text)


def _print_variant(family: Family, variant: Variant) -> None:
    from rich.markdown import Markdown
    from rich.rule import Rule

    item = family.item
    terminal = console()
    terminal.print(Rule(f"{item.title}  ({', '.join((item.id, *item.codes))})", align="left"))
    terminal.print(f"{item.objective}\n{item.topic} · {item.level} · {item.minutes} min")
    terminal.print(f"variant {variant.id} · seed {variant.seed} · version {item.version}\n")
    terminal.print(Markdown(_prompt(variant)))
    for part in variant.parts:
        terminal.print(Rule(f"{part.id}: {part.kind}", align="left", style="dim"))
        for name, value in _key(part).items():
            terminal.print(f"  {name}: {value}", markup=False)
        for claim in part.claims():
            terminal.print(f"  misconception {claim.id}: {claim.value}", markup=False)
            terminal.print(f"    {claim.tell}", markup=False, style="dim")
    for number, hint in enumerate(variant.prose.hints, 1):
        terminal.print(Rule(f"hint {number}", align="left", style="dim"))
        terminal.print(Markdown(hint))
    terminal.print(Rule("worked solution", align="left", style="dim"))
    terminal.print(Markdown(variant.prose.solution))


def _key(part: Any) -> dict[str, Any]:
    public = ("answer", "unit", "tolerance", "goal", "premises", "steps", "reference", "tests")
    return {name: getattr(part, name) for name in public if hasattr(part, name)}
