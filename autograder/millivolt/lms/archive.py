"""Reading the files of a folder or a zip without trusting it: nothing is ever unpacked to disk.

Whose files these are is ``claim``'s question; here they only have paths and bytes.
"""

from __future__ import annotations

import lzma
import os
import re
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from millivolt.lms.errors import LmsFileError

__all__ = ["Limits", "Member", "opened"]

_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1
_HEADER_BYTES = 30
_LONGEST_PATH = 1024
_PLAIN_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_DRIVE = re.compile(r"[A-Za-z]:/")
# Control characters, lone surrogates, and the marks that turn the direction of what follows.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one download may hold: bytes of one file, number of files, bytes in all."""

    file_bytes: int = 20 * 2**20
    files: int = 100_000
    total_bytes: int = 16 * 2**30


@dataclass(frozen=True, slots=True)
class Member:
    """One file: its path inside the source, with ``/``, and why it must not be read, if so."""

    path: str
    problem: str
    _bytes: Callable[[int], bytes]

    def read(self, limit: int) -> tuple[bytes, str]:
        """The content and an empty text, or nothing and the problem in one sentence."""
        if self.problem:
            return b"", self.problem
        try:
            data = self._bytes(limit + 1)
        except _BROKEN as error:
            return b"", f"cannot be read ({error})."
        if len(data) > limit:
            return b"", f"is larger than {limit / 2**20:.0f} MiB."
        return data, ""


@contextmanager
def opened(source: Path, limits: Limits) -> Iterator[tuple[Member, ...]]:
    """The files of ``source``, sorted by path; they can be read until the context ends.

    Raises ``LmsFileError`` for what is neither folder nor zip, for an archive that holds too
    many files, and for one whose files overlap (a bomb, or damage).
    """
    if source.is_symlink():
        raise LmsFileError(f"{source.name} is a link: name the folder or zip itself.")
    if source.is_dir():
        yield _sorted(_of_folder(source), limits)
        return
    try:
        handle = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise LmsFileError(f"{source} cannot be opened ({error.strerror}).") from None
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise LmsFileError(f"{source.name} is neither a folder nor a zip file.")
        try:
            archive = zipfile.ZipFile(file)
        except _BROKEN:
            raise LmsFileError(
                f"{source.name} is neither a folder nor a whole zip file: download it again."
            ) from None
        with archive:
            _refuse_overlap(archive)
            yield _sorted(_of_zip(archive), limits)


def _sorted(members: Iterator[Member], limits: Limits) -> tuple[Member, ...]:
    found: list[Member] = []
    for member in members:
        found.append(member)
        if len(found) > limits.files:
            raise LmsFileError(f"this download holds more than {limits.files} files.")
    return tuple(sorted(found, key=lambda member: member.path))


def _of_folder(folder: Path) -> Iterator[Member]:
    for parent, _, names in os.walk(folder, followlinks=False):
        for name in names:
            path = Path(parent, name)
            mode = path.lstat().st_mode
            inside = path.relative_to(folder).as_posix()
            problem = _bad_path(inside) or ("" if stat.S_ISREG(mode) else _kind(mode))
            yield Member(_shown(inside), problem, partial(_read_file, path))


def _read_file(path: Path, count: int) -> bytes:
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        return file.read(count)


def _of_zip(archive: zipfile.ZipFile) -> Iterator[Member]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    paths = [_path(info) for info in infos]
    times = Counter(paths)
    for info, path in zip(infos, paths, strict=True):
        problem = _bad_path(path) or _bad_entry(info)
        if times[path] > 1 and not problem:
            problem = "stands in the archive more than once, so nobody can tell which one counts."
        yield Member(_shown(path), problem, partial(_read_entry, archive, info))


def _read_entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, count: int) -> bytes:
    with archive.open(info) as file:
        return file.read(count)


def _path(info: zipfile.ZipInfo) -> str:
    """The entry's path; names in UTF-8 that do not say so are recognised, and
    the backslashes of some Windows programs."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8_FLAG:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


def _bad_path(path: str) -> str:
    if path.startswith("/") or _DRIVE.match(path) or {"", ".", ".."} & set(path.split("/")):
        return "has a path that leads out of the archive."
    if _UNPRINTABLE.search(path) or len(path) > _LONGEST_PATH:
        return "has a name that cannot be printed or is too long."
    return ""


def _bad_entry(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & _ENCRYPTED_FLAG:
        return "is encrypted."
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return _kind(mode)
    if info.compress_type not in _PLAIN_METHODS:
        return "is compressed in an unusual way."
    return ""


def _kind(mode: int) -> str:
    return "is a link." if stat.S_ISLNK(mode) else "is not an ordinary file."


def _shown(path: str) -> str:
    """``path`` fit for a report."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", path)[:_LONGEST_PATH]


def _refuse_overlap(archive: zipfile.ZipFile) -> None:
    """Entries that share bytes make a small archive unpack to any size (D. Fifield, 2019)."""
    end = 0
    for info in sorted(archive.infolist(), key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise LmsFileError("this zip file is damaged or hostile: its files overlap.")
        end = info.header_offset + _HEADER_BYTES + info.compress_size
