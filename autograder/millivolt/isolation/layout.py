"""Where things are inside the box, and from which places on this machine they come.

The same tree is shown in every mode: `python/` the interpreter, `libraries/` the allowed
libraries, `box/` the code that runs inside, `scratch/` the only place to write.
"""

from __future__ import annotations

import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from .interpreter import Interpreter, site_folders

PACKAGE: Final = "boxed"
_HERE: Final = Path(__file__).resolve().parent
_LOADERS: Final = ("/lib64/ld-*.so*", "/lib/ld-*.so*")


@dataclass(frozen=True, slots=True)
class Layout:
    """Pairs of a place on this machine and its place in the box's tree, and what to cover.

    Attributes:
        shown: source by target; targets are relative to the root of the tree.
        covered: targets that must appear empty: folders of installed packages.
        system: folders and files of the system's own shared libraries, shown where they are.
    """

    shown: dict[str, Path]
    covered: tuple[str, ...]
    system: tuple[Path, ...]
    library_folder: str
    executable: str

    @classmethod
    def of(cls, interpreter: Interpreter) -> Layout:
        """The tree for this interpreter."""
        executable = f"python/bin/{interpreter.executable.name}"
        shown: dict[str, Path] = {executable: interpreter.executable}
        for path in interpreter.shared:
            shown[f"python/lib/{path.name}" if path.is_file() else f"python/{path.name}"] = path
        if not _inside(interpreter.stdlib, shown.values()):
            shown[f"python/{interpreter.library_folder}"] = interpreter.stdlib
        for name, path in interpreter.libraries.items():
            shown[f"libraries/{name}"] = path
        for name in ("inside", "wire"):
            shown[f"box/{PACKAGE}/{name}"] = _HERE / name
        covered = (
            target for folder in site_folders(interpreter) for target in _targets(folder, shown)
        )
        return cls(
            shown,
            tuple(covered),
            tuple(_system_libraries()),
            interpreter.library_folder,
            executable,
        )

    def environment(self, root: str) -> dict[str, str]:
        """The environment of the fork server when the tree's root is `root`."""
        return {
            "PYTHONHOME": f"{root}python",
            "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
            "LD_LIBRARY_PATH": f"{root}python/lib",
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
            "MALLOC_ARENA_MAX": "2",
            "MPLBACKEND": "Agg",
            "MPLCONFIGDIR": f"{root}cache",
            "HOME": f"{root}scratch",
            "LANG": "C.UTF-8",
        }

    def command(self, root: str, control: int) -> list[str]:
        """How to start the fork server when the tree's root is `root`."""
        stdlib = f"{root}python/{self.library_folder}"
        path = [stdlib, f"{stdlib}/lib-dynload", f"{root}libraries", f"{root}box"]
        start = (
            f"import sys; sys.path[:] = {path!r}; "
            f"from {PACKAGE}.inside.server import main; main({control})"
        )
        return [f"{root}{self.executable}", "-s", "-S", "-P", "-c", start]

    def readable(self, root: str) -> list[str]:
        """Paths that together hold the interpreter and its libraries, and nothing covered."""
        found: list[str] = []
        for target, source in self.shown.items():
            if not target.startswith("box/"):
                found.extend(f"{root}{path}" for path in self._around(target, source))
        return found + [str(path) for path in self.system]

    def _around(self, target: str, source: Path) -> Iterator[str]:
        if target in self.covered:
            return
        if any(covered.startswith(f"{target}/") for covered in self.covered):
            for child in sorted(source.iterdir()):
                yield from self._around(f"{target}/{child.name}", child)
        else:
            yield target


def _inside(path: Path, roots: Iterable[Path]) -> bool:
    return any(path.is_relative_to(root) for root in roots)


def _targets(folder: Path, shown: dict[str, Path]) -> Iterator[str]:
    for target, source in shown.items():
        if target.startswith("python/") and folder.is_relative_to(source):
            yield str(PurePosixPath(target) / folder.relative_to(source))


def _system_libraries() -> Iterator[Path]:
    """The loader and the folders in which the system keeps its shared libraries."""
    triplet = sysconfig.get_config_var("MULTIARCH") or ""
    multiarch = Path("/usr/lib") / triplet
    if triplet and multiarch.is_dir():
        yield multiarch
    else:
        yield from (path for path in (Path("/usr/lib64"), Path("/usr/lib")) if path.is_dir())
    for pattern in _LOADERS:
        yield from sorted(Path("/").glob(pattern.removeprefix("/")))
    for name in ("/etc/alternatives", "/usr/lib/locale"):
        if Path(name).is_dir():
            yield Path(name)
