"""Where banks are: entry points and folders, their modules, and the items in these modules.

A module's items are found by looking at it; importing one has no side effect that matters here.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import sys
import tomllib
import traceback
from collections.abc import Container, Iterable, Iterator
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Protocol

from millivolt.errors import AuthorError
from millivolt.items.item import Collection, Item

__all__ = [
    "ENTRY_POINTS",
    "collections_in",
    "installed_collections",
    "items_of",
    "package",
    "place",
    "source_digests",
]

ENTRY_POINTS = "millivolt.banks"
_SETTINGS = "bank.toml"


def collections_in(folders: Iterable[str | Path], installed: bool = True) -> list[Collection]:
    """The collections of installed packages, unless left out, and of those in ``folders``."""
    announced = installed_collections() if installed else []
    return [*announced, *(_collection_in_folder(Path(folder)) for folder in folders)]


def installed_collections() -> list[Collection]:
    """The collections that installed packages announce, in the order of their names."""
    found = []
    for entry in sorted(entry_points(group=ENTRY_POINTS), key=lambda entry: entry.name):
        try:
            announced = entry.load()
        except Exception as problem:
            raise AuthorError(
                f"bank {entry.name}: {entry.value} cannot be loaded: {problem}"
            ) from (problem)
        if not isinstance(announced, Collection):
            raise AuthorError(f"bank {entry.name}: {entry.value} is not a Collection")
        found.append(announced)
    return found


def _collection_in_folder(folder: Path) -> Collection:
    """The collection that ``folder/bank.toml`` describes.

    The folder becomes a package under a private name, so that its modules meet no others.
    """
    settings = folder / _SETTINGS
    try:
        facts = tomllib.loads(settings.read_text("utf-8"))
    except OSError as problem:
        raise AuthorError(
            f"a bank folder needs a {_SETTINGS} with name, title and version", file=str(settings)
        ) from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise AuthorError(str(problem), file=str(settings)) from problem
    values = {}
    for name in ("name", "title", "version"):
        value = facts.get(name)
        if not isinstance(value, str) or not value:
            raise AuthorError(f"give {name} as text", file=str(settings))
        values[name] = value
    topics = facts.get("topics", [])
    if not isinstance(topics, list) or not all(isinstance(topic, str) for topic in topics):
        raise AuthorError("give topics as a list of texts", file=str(settings))
    package_name = _private_package(folder.resolve())
    return Collection(**values, package=package_name, topics=tuple(topics))


def _private_package(folder: Path) -> str:
    name = f"_millivolt_bank_{hashlib.sha256(str(folder).encode()).hexdigest()[:12]}"
    if name not in sys.modules:
        module = ModuleType(name, f"The bank in {folder}.")
        module.__path__ = [str(folder)]
        sys.modules[name] = module
    return name


def package(collection: Collection) -> Path:
    """The folder of the collection's package."""
    module = _imported(collection.package, None)
    paths = list(getattr(module, "__path__", ()))
    if not paths:
        raise AuthorError(f"bank {collection.name}: {collection.package} is not a package")
    return Path(paths[0])


def source_digests(collection: Collection, suffixes: Container[str]) -> dict[str, str]:
    """The digest of every file of the collection that ends so, by its name within it."""
    root = package(collection)
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.suffix in suffixes
    }


def items_of(collection: Collection) -> Iterator[tuple[Item, Path]]:
    """Every item of the collection with its module's file, in the order of the files' names."""
    root = package(collection)
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        if not _holds_items(parts):
            continue
        module = _imported(".".join((collection.package, *parts)), path)
        for value in vars(module).values():
            if isinstance(value, Item) and value.family.__module__ == module.__name__:
                yield value, path


class Named(Protocol):
    """What an item's place depends on."""

    @property
    def id(self) -> str: ...
    @property
    def topic(self) -> str: ...
    @property
    def codes(self) -> tuple[str, ...]: ...


def place(collection: Collection, item: Named) -> tuple[int, str, str, str]:
    """A key that sorts items in the order of teaching: by topic, then by code."""
    order = collection.topics
    known = order.index(item.topic) if item.topic in order else len(order)
    return known, item.topic, next(iter(item.codes), ""), item.id


def _holds_items(parts: tuple[str, ...]) -> bool:
    """Tests of code lie beside their family; they are pytest's to import, not ours."""
    name = parts[-1]
    hidden = any(part.startswith((".", "__")) for part in parts)
    return not hidden and not name.startswith("test_") and name != "conftest"


def _imported(name: str, path: Path | None) -> ModuleType:
    try:
        return importlib.import_module(name)
    except AuthorError:
        raise
    except SyntaxError as problem:
        raise AuthorError(
            f"not valid Python: {problem.msg}", file=problem.filename, line=problem.lineno
        ) from problem
    except Exception as problem:
        file, line = (str(path) if path else name), None
        for frame in traceback.extract_tb(problem.__traceback__):
            if frame.filename == str(path):
                line = frame.lineno
        raise AuthorError(
            f"cannot be imported: {type(problem).__name__}: {problem}", file=file, line=line
        ) from problem
