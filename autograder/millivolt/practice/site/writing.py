"""Writing the site: a page for each item with some variants, and a page that lists them."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from markupsafe import Markup

from millivolt.bank import Family
from millivolt.course.files import write_whole
from millivolt.feedback.page import environment, style
from millivolt.feedback.prose import phrase, prose
from millivolt.items import Choice, FreeText, MultipleChoice, Part, Variant
from millivolt.notebooks.illustration import public_picture
from millivolt.notebooks.slot import asked_in
from millivolt.pictures import draw, table
from millivolt.practice.site.locked import ANSWERED, locked_part, locked_solution

__all__ = ["write_site"]

ROOM = "millivolt.practice.site"
SCRIPTS = ("number.js", "site.js")
PUBLIC_SEED = "practice site"
_SALT_BYTES = 12

Secrets = Callable[[], str]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _PartView:
    """One part on a page: its box, or none where a page cannot judge the answer."""

    name: str
    prompt: Markup
    box: str
    options: tuple[tuple[str, Markup], ...]
    data: Markup


@dataclass(frozen=True, slots=True)
class _VariantView:
    """One variant on a page."""

    number: int
    question: Markup
    picture: Markup
    numbers: Markup
    parts: tuple[_PartView, ...]
    hints: tuple[Markup, ...]
    solution: Markup


def write_site(
    folder: Path,
    families: Sequence[Family],
    variants: int,
    secrets: Secrets,
    progress: Progress = lambda done, total: None,
) -> tuple[Path, ...]:
    """Write the pages of ``families`` into ``folder``; the first of the paths is the list.

    ``secrets`` gives another short text each time: the keys of the worked solutions.

    Raises:
        EnvironmentProblem: when a file cannot be written.
    """
    topics: dict[str, list[Family]] = {}
    for family in families:
        topics.setdefault(family.item.topic, []).append(family)
    index = folder / "index.html"
    write_whole(index, _render("index.html", topics=topics))
    written = [index]
    for done, family in enumerate(families, start=1):
        views = [
            _variant(family.variant(f"{PUBLIC_SEED} {number}"), number, secrets)
            for number in range(1, variants + 1)
        ]
        page = folder / f"{family.id}.html"
        write_whole(page, _render("item.html", item=family.item, variants=views))
        written.append(page)
        progress(done, len(families))
    return tuple(written)


def _variant(variant: Variant, number: int, secrets: Secrets) -> _VariantView:
    shown = None
    if variant.picture is not None:
        shown = public_picture(variant.picture, variant.parts)
    keys = {part.id: secrets() for part in variant.parts if isinstance(part, ANSWERED)}
    solution = locked_solution(
        prose(variant.prose.solution), keys.values() or [secrets()], _salt(variant, "solution")
    )
    return _VariantView(
        number=number,
        question=prose(variant.prose.question),
        picture=Markup("") if shown is None else Markup(draw(shown, name=variant.id)),
        numbers=Markup("") if shown is None else Markup(table(shown)),
        parts=tuple(_part(variant, part, keys.get(part.id, "")) for part in variant.parts),
        hints=tuple(prose(hint) for hint in variant.prose.hints),
        solution=_json(solution),
    )


def _part(variant: Variant, part: Part, secret: str) -> _PartView:
    asked = asked_in(variant, part)
    name = f"{variant.id}-{part.id}"
    if not isinstance(part, ANSWERED):
        box = "elsewhere"
        if isinstance(part, FreeText):
            box = "task" if part.task else "words"
        return _PartView(name, prose(asked.words), box, (), Markup(""))
    options: tuple[tuple[str, Markup], ...] = ()
    box = "text"
    if isinstance(part, Choice | MultipleChoice):
        box = "radio" if isinstance(part, Choice) else "checkbox"
        options = tuple(
            (letter, phrase(option.text))
            for letter, option in zip(ascii_uppercase, part.options, strict=False)
        )
    data = _json(locked_part(part, secret, _salt(variant, part.id)))
    return _PartView(name, prose(asked.prompt), box, options, data)


def _salt(variant: Variant, what: str) -> bytes:
    return sha256(f"{variant.id}|{variant.seed}|{what}".encode()).digest()[:_SALT_BYTES]


def _json(value: Any) -> Markup:
    """JSON that no HTML parser mistakes for the end of its element."""
    return Markup(json.dumps(value, ensure_ascii=False).replace("<", "\\u003c"))


def _render(template: str, **context: Any) -> bytes:
    static = files(ROOM).joinpath("static")
    script = "".join(static.joinpath(name).read_text("utf-8") for name in SCRIPTS)
    # The browser runs a script whose text has this hash, and no other.
    digest = b64encode(sha256(script.encode()).digest()).decode()
    sheet = static.joinpath("site.css").read_text("utf-8")
    html = environment(ROOM).get_template(template)
    looks = style() + Markup(sheet)
    return html.render(style=looks, script=Markup(script), script_hash=digest, **context).encode()
