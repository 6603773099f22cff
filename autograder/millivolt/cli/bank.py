"""``millivolt bank``: choose exercises, look at a variant, prove a family sound."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from millivolt.cli import bank_authoring
from millivolt.cli.exits import ExitCode
from millivolt.cli.output import console, json_option, print_json, prose

if TYPE_CHECKING:
    from millivolt.bank import Family
    from millivolt.bank.verify import FamilyReport
    from millivolt.items import Variant

MOST_NUMBERS = 8

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


command.add_command(bank_authoring.new)
command.add_command(bank_authoring.coverage)
command.add_command(bank_authoring.freeze)
command.add_command(bank_authoring.digest)
command.add_command(bank_authoring.gallery)


@command.command("list")
@click.argument("topic", required=False)
@bank_option
@json_option
def list_items(topic: str | None, banks: tuple[Path, ...], as_json: bool) -> None:
    """List the items, all of them or those of one TOPIC."""
    from dataclasses import asdict

    from millivolt.bank.listing import listed

    bank = listed(*banks)
    chosen = [item for item in bank if topic in (None, item.topic)]
    if topic is not None and not chosen:
        topics = dict.fromkeys(item.topic for item in bank)
        raise click.UsageError(f"no topic {topic!r}; there are {', '.join(topics)}")
    if as_json:
        print_json([asdict(item) for item in chosen])
        return
    heading = ("item", "codes", "topic", "level", "min", "title")
    rows = [(i.id, " ".join(i.codes), i.topic, i.level, str(i.minutes), i.title) for i in chosen]
    # Without rich, which takes longer to lay out a hundred lines than all the rest.
    widths = [max(map(len, column)) for column in zip(heading, *rows, strict=True)]
    for row in (heading, *rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


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


def shown(family: Family, variant: Variant) -> dict[str, Any]:
    """A variant as plain values: what ``bank show --json`` prints."""
    from dataclasses import asdict

    from millivolt.bank.listing import Listed
    from millivolt.items.records import to_json

    document = to_json(variant)
    prompts = document["prose"]["prompts"]
    return asdict(Listed.of(family.item)) | {
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
    from rich.rule import Rule

    from millivolt.notebooks.slot import slot
    from millivolt.practice.formula import readable

    item = family.item
    terminal = console()
    terminal.print(Rule(f"{item.title}  ({', '.join((item.id, *item.codes))})", align="left"))
    terminal.print(f"{item.objective}\n{item.topic} · {item.level} · {item.minutes} min")
    terminal.print(f"variant {variant.id} · seed {variant.seed} · version {item.version}\n")
    prose(terminal, readable(_prompt(variant)))
    for part in variant.parts:
        terminal.print(Rule(f"{part.id}: {part.kind}", align="left", style="dim"))
        if note := slot(part, part.id, Fraction(part.points), "").note:
            prose(terminal, readable(note))
        for name, value in _key(part).items():
            terminal.print(f"  {name}: {value}", markup=False)
        for claim in part.claims():
            terminal.print(f"  misconception {claim.id}: {_brief(claim.value)}", markup=False)
            terminal.print(f"    {claim.tell}", markup=False, style="dim")
    for number, hint in enumerate(variant.prose.hints, 1):
        terminal.print(Rule(f"hint {number}", align="left", style="dim"))
        prose(terminal, readable(hint))
    terminal.print(Rule("worked solution", align="left", style="dim"))
    prose(terminal, readable(variant.prose.solution))


def _brief(value: Any) -> str:
    """A value as text; of the many numbers of a curve only the ends."""
    if isinstance(value, tuple) and len(value) > MOST_NUMBERS:
        return f"{value[0]:.4g} … {value[-1]:.4g} ({len(value)} points)"
    return str(value)


def _key(part: Any) -> dict[str, Any]:
    public = (
        *("answer", "reason", "unit", "tolerance", "goal", "premises", "steps", "example"),
        *("rubric", "reference", "tests"),
    )
    return {name: getattr(part, name) for name in public if hasattr(part, name)}


@command.command("verify")
@click.argument("items", nargs=-1)
@click.option(
    "--variants",
    type=click.IntRange(1),
    default=200,
    show_default=True,
    help="How many seeds to look at.",
)
@click.option("--mutants", is_flag=True, help="Also break each family's key on purpose.")
@click.option("--code", is_flag=True, help="Also grade made-up functions in the sandbox.")
@click.option("-v", "--verbose", is_flag=True, help="Show margins, guesses and strata.")
@bank_option
@json_option
def verify_items(
    items: tuple[str, ...],
    variants: int,
    mutants: bool,
    code: bool,
    verbose: bool,
    banks: tuple[Path, ...],
    as_json: bool,
) -> int:
    """Prove ITEMS (all, if none are named) sound, before a student sees them.

    Many variants of each are drawn, read and graded, and an adversarial search looks for bad
    ones. With --mutants, every key is broken in many ways, and each must be noticed. With --code,
    right, wrong and mistaken functions are handed in where an item asks for one, and graded by
    its tests. Exit code 1 when a promise does not hold.
    """
    from millivolt.bank import load_bank
    from millivolt.bank.verify import verify_family

    bank = load_bank(*banks)
    chosen = [bank[item] for item in items] if items else list(bank)
    found = []
    good = True
    for family in chosen:
        report = verify_family(family, variants)
        if code:
            report = _with_code(family, report, banks)
        killed = _killed(family) if mutants else None
        good = good and report.passed and (killed is None or not killed["survivors"])
        if as_json:
            extra = {} if killed is None else {"mutants": killed}
            found.append(report.as_json() | extra)
        else:
            _print_report(report, killed, verbose)
    if as_json:
        print_json(found)
    return ExitCode.DONE if good else ExitCode.FOUND_PROBLEMS


def _with_code(family: Family, report: FamilyReport, banks: tuple[Path, ...]) -> FamilyReport:
    """``report`` with what is wrong with the verdicts on made-up functions."""
    from millivolt.bank.verify import Problem
    from millivolt.grading.rehearsal import misjudged_functions
    from millivolt.grading.round import now

    folders = tuple(str(folder) for folder in banks)
    messages = misjudged_functions(family, now(), banks=folders)
    found = tuple(Problem("verdict", message, "0") for message in messages)
    return replace(report, problems=(*report.problems, *found))


def _killed(family: Family) -> dict[str, Any]:
    from millivolt.bank.verify.mutants import caught, mutants

    total = 0
    survivors = []
    with warnings.catch_warnings():
        # A mistake in a key may well lead to temperatures that no cell has.
        warnings.simplefilter("ignore")
        for mutant in mutants(family):
            total += 1
            if not caught(mutant, 20):
                survivors.append(mutant.name)
    return {"total": total, "survivors": survivors}


def _print_report(report: FamilyReport, killed: dict[str, Any] | None, verbose: bool) -> None:
    terminal = console()
    mark = "✓" if report.passed else "✗"
    least = min((margin.least for margin in report.margins), default=None)
    margin = "no claims" if least is None else f"least margin {least:.1f} tolerances"
    terminal.print(
        f"{mark} {report.id} v{report.version}: {report.distinct} of {report.variants} distinct, "
        f"{report.rejection:.0%} refused, {margin}, {report.milliseconds:.2f} ms each",
        markup=False,
    )
    if report.distinct < report.variants / 2:
        terminal.print(
            f"    note: about {report.distinct} different variants; a class of more students shares"
        )
    for problem in report.problems:
        seed = f" (seed {problem.seed})" if problem.seed else ""
        terminal.print(f"    {problem.check}: {problem.message}{seed}", markup=False)
    if killed is not None:
        caught = killed["total"] - len(killed["survivors"])
        terminal.print(f"    mutants: {caught} of {killed['total']} caught")
        for name in killed["survivors"]:
            terminal.print(f"      not noticed: {name}", markup=False)
    if verbose:
        for margin_found in report.margins:
            beside = ", ".join(margin_found.confused_with)
            also = f", the same as {beside}" if beside else ""
            terminal.print(
                f"    {margin_found.part}: {margin_found.misconception} at "
                f"{margin_found.least:.1f} tolerances{also}",
                markup=False,
            )
        for guess in report.guesses:
            terminal.print(f"    {guess.part}: always {guess.answer} is right in {guess.rate:.0%}")
        for name, counts in report.strata.items():
            terminal.print(f"    stratum {name}: {dict(counts)}", markup=False)
