"""The frozen table of a bank: fingerprints of what its items gave when they were released.

A family that changes without a new version would give students other variants than those they
have; the table makes verification see it. ``python -m millivolt.bank.freeze`` writes it anew.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from millivolt.bank.catalogue import Bank, load_bank
from millivolt.bank.discovery import package
from millivolt.bank.family import Family
from millivolt.bank.listing import LISTING, listing_of
from millivolt.errors import AuthorError
from millivolt.items.item import Collection
from millivolt.items.records import to_json

__all__ = ["changes", "digest", "fingerprint", "freeze"]

TABLE = "frozen.json"
SEEDS = range(8)
FIGURES = 10
"""Figures of a float that count: the last bits of a logarithm differ between processors."""


def fingerprint(family: Family) -> str:
    """Sixteen digits that follow from everything that the first seeds give."""
    return _hashed([_rounded(document) for document in _documents(family)])


def digest(family: Family) -> str:
    """A fingerprint of every last bit: alike where two machines or interpreters agree exactly."""
    return _hashed(_documents(family))


def changes(family: Family) -> Iterator[str]:
    """What keeps the family from being the one that was frozen; nothing if it never was."""
    entry = _table(family.collection).get(family.id)
    if entry is None:
        return
    if entry["version"] != family.item.version:
        yield (
            f"version {entry['version']} is frozen and this is version {family.item.version}: "
            "write the table anew with `python -m millivolt.bank.freeze`"
        )
    elif entry["fingerprint"] != fingerprint(family):
        yield (
            f"draws, key or wording have changed since version {family.item.version} was frozen: "
            f"write version={family.item.version + 1} in @item"
        )


def freeze(bank: Bank) -> list[Path]:
    """Write the tables of each collection in ``bank``; the files that were written."""
    written = []
    for collection in bank.collections:
        families = [family for family in bank if family.collection == collection]
        table = {
            family.id: {"version": family.item.version, "fingerprint": fingerprint(family)}
            for family in sorted(families, key=lambda family: family.id)
        }
        path = package(collection) / TABLE
        path.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
        listing = path.with_name(LISTING)
        listing.write_text(listing_of(collection), encoding="utf-8")
        written += [path, listing]
    return written


def _table(collection: Collection) -> Mapping[str, Mapping[str, Any]]:
    path = package(collection) / TABLE
    if not path.is_file():
        return {}
    try:
        table: dict[str, dict[str, Any]] = json.loads(path.read_text("utf-8"))
    except ValueError as problem:
        raise AuthorError(str(problem), file=str(path)) from problem
    return table


def _documents(family: Family) -> list[Any]:
    return [to_json(family.variant(seed)) for seed in SEEDS]


def _hashed(documents: list[Any]) -> str:
    text = json.dumps(documents, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return f"{value:.{FIGURES}g}"
    if isinstance(value, dict):
        return {name: _rounded(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [_rounded(entry) for entry in value]
    return value


def main(arguments: Sequence[str]) -> None:
    """Freeze the bank in the folders that are named, or the installed ones."""
    bank = load_bank(*arguments, installed=not arguments)
    for path in freeze(bank):
        print(f"{path}: written")


if __name__ == "__main__":
    main(sys.argv[1:])
