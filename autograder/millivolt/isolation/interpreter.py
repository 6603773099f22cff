"""The student's interpreter: which files of this Python and of which libraries it may see.

An allow-list: the standard library and the named distributions with everything they require.
Site-packages itself, `.pth` files and editable installs are never part of it.
"""

from __future__ import annotations

import importlib.metadata as metadata
import re
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from millivolt.errors import EnvironmentProblem

DEFAULT_LIBRARIES: Final = ("numpy", "scipy", "sympy", "mpmath", "matplotlib", "pandas")
FORBIDDEN: Final = ("millivolt", "millivolt_solutions", "millivolt_exercises", "pytest", "nbgrader")
"""Never importable inside; the box refuses to start if one of them is."""

_SYSTEM_PREFIXES: Final = (Path("/usr"), Path("/usr/local"))
_REQUIREMENT_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_NEVER: Final = frozenset({"", "..", "__pycache__"})
_SITE_FOLDERS: Final = ("site-packages", "dist-packages")


@dataclass(frozen=True, slots=True)
class Interpreter:
    """The files of one interpreter and its libraries.

    Attributes:
        executable: the interpreter itself, no virtual environment's link to it.
        stdlib: the folder of the standard library.
        library_folder: its place below a prefix, such as ``lib/python3.11``.
        shared: the folder or the files that hold the interpreter's own shared libraries.
        libraries: entry of site-packages by name, for every allowed distribution.
        names: the allowed distributions that were found, in the order they were asked for.
    """

    executable: Path
    stdlib: Path
    library_folder: str
    shared: tuple[Path, ...]
    libraries: dict[str, Path]
    names: tuple[str, ...]

    @classmethod
    def running(cls, extra: Iterable[str] = ()) -> Interpreter:
        """The running interpreter with the default libraries and `extra` ones.

        Raises:
            EnvironmentProblem: an extra library is not installed or may not be shown.
        """
        stdlib = Path(sysconfig.get_path("stdlib")).resolve()
        base = Path(sys.base_prefix).resolve()
        libraries: dict[str, Path] = {}
        names = []
        for wanted, required in _wanted(extra):
            if _normal(wanted) in map(_normal, FORBIDDEN):
                raise EnvironmentProblem(f"{wanted} may not be shown to students: it holds answers")
            found = _closure(wanted)
            if not found and required:
                raise EnvironmentProblem(
                    f"the library {wanted} is allowed in the box but not installed: "
                    f"install it with `pip install {wanted}`"
                )
            if found:
                names.append(wanted)
            for distribution in found:
                libraries.update(_entries(distribution))
        return cls(
            executable=Path(getattr(sys, "_base_executable", sys.executable)).resolve(),
            stdlib=stdlib,
            library_folder=f"{sys.platlibdir}/{stdlib.name}",
            shared=tuple(_shared(base)),
            libraries=libraries,
            names=tuple(names),
        )


def _wanted(extra: Iterable[str]) -> Iterator[tuple[str, bool]]:
    for name in DEFAULT_LIBRARIES:
        yield name, name == "numpy"
    for name in extra:
        if name not in DEFAULT_LIBRARIES:
            yield name, True


def _shared(base: Path) -> Iterator[Path]:
    """Where libpython lies, and what a self-contained prefix brings beside it."""
    for folder in {"lib", sys.platlibdir}:
        if not (base / folder).is_dir():
            continue
        if base in _SYSTEM_PREFIXES:
            yield from sorted((base / folder).glob("libpython*.so*"))
        else:
            yield base / folder


def _closure(name: str) -> list[metadata.Distribution]:
    """The distribution and everything it requires here; empty when it is not installed."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [name]
    while waiting:
        key = _normal(waiting.pop())
        if key in found or key in map(_normal, FORBIDDEN):
            continue
        try:
            distribution = metadata.distribution(key)
        except metadata.PackageNotFoundError:
            continue
        found[key] = distribution
        waiting.extend(_required(distribution))
    return list(found.values())


def _required(distribution: metadata.Distribution) -> Iterator[str]:
    for requirement in distribution.requires or ():
        name = _REQUIREMENT_NAME.match(requirement)
        if name is not None and "extra ==" not in requirement:
            yield name.group()


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _entries(distribution: metadata.Distribution) -> dict[str, Path]:
    """The first-level entries of site-packages that belong to a distribution."""
    tops = {file.partition("/")[0] for file in _files(distribution)}
    kept = (top for top in tops if top not in _NEVER and not top.endswith(".pth"))
    entries = {top: Path(str(distribution.locate_file(top))) for top in sorted(kept)}
    return {name: path for name, path in entries.items() if path.exists()}


def _files(distribution: metadata.Distribution) -> Iterable[str]:
    """Its files, relative to site-packages. Reads the record by itself: there are thousands."""
    record = distribution.read_text("RECORD")
    if record is None:
        return map(str, distribution.files or ())
    return (line.partition(",")[0].strip('"') for line in record.splitlines())


def site_folders(interpreter: Interpreter) -> tuple[Path, ...]:
    """Folders of installed packages that lie inside what the box would show."""
    folders: set[Path] = set()
    for root in (interpreter.stdlib, *interpreter.shared):
        for name in _SITE_FOLDERS:
            folders.update(path for path in (root / name, *root.glob(f"python*/{name}")))
    return tuple(sorted(folder for folder in folders if folder.is_dir()))
