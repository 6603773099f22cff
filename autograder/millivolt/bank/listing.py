"""What banks hold, told without loading their families: for lists, which are wanted at once.

A bank may bring along a table of its items. It is believed only as long as it is of the very
sources that lie beside it; otherwise the families are loaded, and asked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from millivolt.bank.discovery import (
    collections_in,
    items_of,
    package,
    place,
    source_digests,
)
from millivolt.items.item import Collection, Item

__all__ = ["LISTING", "Listed", "listed", "listing_of"]

LISTING = "listing.json"


@dataclass(frozen=True, slots=True)
class Listed:
    """An item as lists show it; the fields are those of ``Item``."""

    id: str
    codes: tuple[str, ...]
    title: str
    objective: str
    topic: str
    level: str
    minutes: int
    passages: tuple[str, ...]
    prerequisites: tuple[str, ...]
    version: int

    @classmethod
    def of(cls, item: Item) -> Listed:
        """What lists show of ``item``."""
        return cls(**{name: getattr(item, name) for name in cls.__slots__})


def listed(*folders: str | Path) -> list[Listed]:
    """The items of all installed banks and of those in ``folders``, in the order of teaching.

    Raises:
        AuthorError: naming file and line, when a bank cannot be read.
    """
    return [
        item
        for collection in collections_in(folders)
        for item in sorted(_items(collection), key=lambda item: place(collection, item))
    ]


def listing_of(collection: Collection) -> str:
    """The table of the collection as it is now, for its folder."""
    items = [asdict(item) for item in _asked(collection)]
    return json.dumps({"sources": _sources(collection), "items": items}, indent=1) + "\n"


def _items(collection: Collection) -> Iterable[Listed]:
    try:
        table = json.loads((package(collection) / LISTING).read_bytes())
        if table["sources"] == _sources(collection):
            return [_read(entry) for entry in table["items"]]
    # A missing table, or a broken one, is as good as an old one.
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return _asked(collection)


def _asked(collection: Collection) -> list[Listed]:
    return [Listed.of(item) for item, _ in items_of(collection)]


def _read(entry: dict[str, object]) -> Listed:
    lists = {name: tuple(value) for name, value in entry.items() if isinstance(value, list)}
    return Listed(**(entry | lists))  # type: ignore[arg-type]


def _sources(collection: Collection) -> str:
    """A digest of every module of the collection."""
    modules = json.dumps(source_digests(collection, {".py"}))
    return hashlib.sha256(modules.encode()).hexdigest()
