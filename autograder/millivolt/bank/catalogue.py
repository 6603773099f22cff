"""All families that can be had, by id and by catalogue code."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain
from pathlib import Path

from millivolt.bank.discovery import (
    collections_in,
    items_of,
    package,
    place,
    source_digests,
)
from millivolt.bank.family import Family
from millivolt.errors import AuthorError
from millivolt.items.item import Collection

__all__ = ["Bank", "load_bank"]

_SOURCES = (".py", ".md", ".toml")


class Bank:
    """Families in the order of their topics. ``bank["monovalent-cation"]``, ``bank["N01"]``."""

    def __init__(self, families: Iterable[Family]) -> None:
        self._families: dict[str, Family] = {}
        self._names: dict[str, Family] = {}
        self._versions: dict[frozenset[str], str] = {}
        for family in families:
            for name in (family.id, *family.item.codes):
                other = self._names.setdefault(name.casefold(), family)
                if other is not family:
                    raise AuthorError(
                        f"the name {name} is taken by {other.module}", file=str(family.module)
                    )
            self._families[family.id] = family

    def __getitem__(self, name: str) -> Family:
        """The family with this id or catalogue code; capitals do not matter."""
        found = self._names.get(name.strip().casefold())
        if found is None:
            raise AuthorError(f"no item is called {name!r}{self._suggestion(name)}")
        return found

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.strip().casefold() in self._names

    def __iter__(self) -> Iterator[Family]:
        return iter(self._families.values())

    def __len__(self) -> int:
        return len(self._families)

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics that occur, in order."""
        return tuple(dict.fromkeys(family.item.topic for family in self))

    @property
    def collections(self) -> tuple[Collection, ...]:
        """The collections that the families come from."""
        return tuple(dict.fromkeys(family.collection for family in self))

    @cached_property
    def version(self) -> str:
        """Twelve digits that change whenever a source file of any collection does."""
        return _digits(chain(self._marks, self._sources.items()))

    def version_of(self, items: Iterable[str]) -> str:
        """Twelve digits that change whenever a file does on which these items may depend.

        That is every source file of the collections but those of other families.
        """
        asked = frozenset(items)
        if asked not in self._versions:
            own = {path for name in asked & self._families.keys() for path in self._own(name)}
            others = {path for name in self._families for path in self._own(name)} - own
            kept = ((path, sha) for path, sha in self._sources.items() if path not in others)
            self._versions[asked] = _digits(chain(self._marks, kept))
        return self._versions[asked]

    @property
    def _marks(self) -> Iterator[tuple[str, str]]:
        return ((collection.name, collection.version) for collection in self.collections)

    @cached_property
    def _sources(self) -> dict[str, str]:
        """The digest of every source file, by its name within its collection."""
        return {
            f"{collection.name}/{name}": sha
            for collection in self.collections
            for name, sha in source_digests(collection, _SOURCES).items()
        }

    def _own(self, name: str) -> Iterator[str]:
        family = self._families[name]
        root = package(family.collection)
        for path in (family.module, family.prose_file, family.tests):
            if path is not None:
                yield f"{family.collection.name}/{path.relative_to(root).as_posix()}"

    def _suggestion(self, name: str) -> str:
        near = difflib.get_close_matches(name.strip().casefold(), self._names, n=3, cutoff=0.5)
        if not near:
            return "; `millivolt bank list` shows all"
        told: dict[str, str] = {}
        for match in near:
            name = self._names[match].id
            told.setdefault(name, name if match == name else f"{match.upper()} ({name})")
        return f"; did you mean {' or '.join(told.values())}?"


def load_bank(*folders: str | Path, installed: bool = True) -> Bank:
    """The bank of all installed collections, and of the collections in ``folders``.

    ``installed=False`` leaves the installed ones out.

    Raises:
        AuthorError: naming file and line, when a bank cannot be read or two items share a name.
    """
    collections = collections_in(folders, installed)
    return Bank(family for collection in collections for family in _families(collection))


def _families(collection: Collection) -> list[Family]:
    """The families of ``collection`` in the order of teaching: by topic, then by code."""
    found = (Family(item, collection, module) for item, module in items_of(collection))
    return sorted(found, key=lambda family: place(collection, family.item))


def _digits(facts: Iterable[tuple[str, str]]) -> str:
    digest = hashlib.sha256()
    for name, value in facts:
        digest.update(f"{name}\0{value}\0".encode())
    return digest.hexdigest()[:12]
