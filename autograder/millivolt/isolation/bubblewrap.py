"""The options of bubblewrap that show the box's tree and make its namespaces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from .layout import Layout
from .limits import MB

DEVICES: Final = ("/dev/null", "/dev/zero", "/dev/urandom")
_LINKED_FOLDERS: Final = ("/lib", "/lib64")
_CACHE_MB: Final = 16


def options(layout: Layout, sources: Mapping[str, Path], covered: Sequence[str]) -> Iterator[str]:
    """The options of bubblewrap that make the box's tree and its namespaces."""
    yield from (
        "--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts",
        "--unshare-cgroup-try", "--die-with-parent", "--new-session", "--clearenv",
        "--hostname", "box", "--uid", "1000", "--gid", "1000",
    )  # fmt: skip
    for name, value in layout.environment("/").items():
        yield from ("--setenv", name, value)
    for target, source in sources.items():
        yield from ("--ro-bind", str(source), f"/{target}")
    for target in covered:
        yield from ("--size", "4096", "--tmpfs", f"/{target}", "--remount-ro", f"/{target}")
    for path in layout.system:
        if not path.is_relative_to("/lib") and not path.is_relative_to("/lib64"):
            yield from ("--ro-bind", str(path), str(path))
    yield from _loader(layout)
    for device in DEVICES:
        yield from ("--dev-bind", device, device)
    yield from ("--dir", "/scratch", "--size", str(_CACHE_MB * MB), "--tmpfs", "/cache")
    yield from ("--proc", "/proc", "--remount-ro", "/", "--chdir", "/scratch")


def _loader(layout: Layout) -> Iterator[str]:
    for folder in _LINKED_FOLDERS:
        if Path(folder).is_symlink():
            yield from ("--symlink", str(Path(folder).readlink()), folder)
    for path in layout.system:
        if path.name.startswith("ld-"):
            place = path.parent.resolve() / path.name
            yield from ("--ro-bind", str(path.resolve()), str(place))
