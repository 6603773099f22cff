"""TOML files that are read strictly and know their lines, so that every error can be found.

``tomllib`` gives values without positions; a small scan of the text finds the line of each key.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from millivolt.errors import AuthorError

__all__ = ["TomlTable", "read_toml"]

Place = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*[A-Za-z0-9_-]+)*)\s*=""")
_ERROR_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)")
_MISSING: Any = object()


def read_toml(path: Path) -> TomlTable:
    """The table that the file at ``path`` holds; raises ``AuthorError`` when it is not TOML."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise AuthorError("the file is missing", file=str(path)) from None
    except UnicodeDecodeError:
        raise AuthorError("the file is not UTF-8 text; save it as UTF-8", file=str(path)) from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        message = str(problem)
        at = _ERROR_LINE.search(message)
        line = int(at.group(1)) if at else text.count("\n") + 1
        message = _ERROR_LINE.sub("", message).removesuffix("(at end of document)").strip()
        raise AuthorError(f"this is not TOML: {message}", file=str(path), line=line) from None
    return TomlTable(data, path, dict(_lines(text)))


class TomlTable:
    """A table whose entries are taken by name and kind; ``close`` refuses what nobody took."""

    def __init__(
        self, data: dict[str, Any], path: Path, lines: dict[Place, int], place: Place = ()
    ) -> None:
        self._data = data
        self._path = path
        self._lines = lines
        self._place = place
        self._known: list[str] = []

    def has(self, key: str) -> bool:
        """Whether the author wrote ``key``, which is known from then on."""
        self._known.append(key)
        return key in self._data

    @property
    def line(self) -> int | None:
        """The line where this table begins."""
        return self._line(self._place)

    @property
    def names(self) -> tuple[str, ...]:
        """The keys that the author wrote, where they are of the author's own choosing."""
        return tuple(self._data)

    def text(self, key: str, default: str = _MISSING) -> str:
        """A text that is not empty."""
        value = self._take(key, default)
        if not isinstance(value, str) or not (value.strip() or value is default):
            self._wrong(key, value, "text in quotes")
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when missing."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            self._wrong(key, value, "a list of texts in quotes")
        return tuple(value)

    def choice(self, key: str, options: Sequence[str], default: str = _MISSING) -> str:
        """One of ``options``."""
        if key not in self._data and default is _MISSING:
            self.refuse(f"{key!r} is missing; it is one of {', '.join(options)}")
        value = self._take(key, default)
        if value not in options:
            self.refuse(f"{key} is one of {', '.join(options)}{_nearest(value, options)}", key)
        chosen: str = value
        return chosen

    def flag(self, key: str, default: bool = _MISSING) -> bool:
        """``true`` or ``false``."""
        value = self._take(key, default)
        if not isinstance(value, bool):
            self._wrong(key, value, "true or false")
        return value

    def whole(self, key: str, default: int = _MISSING, least: int = 0) -> int:
        """A whole number from ``least`` up."""
        value = self._take(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            self._wrong(key, value, f"a whole number from {least}")
        return value

    def number(self, key: str, default: float = _MISSING, least: float = 0.0) -> float:
        """A number from ``least`` up."""
        value = self._take(key, default)
        good = isinstance(value, int | float) and not isinstance(value, bool)
        if not good or not least <= value < float("inf"):
            self._wrong(key, value, f"a number from {least:g}")
        return float(value)

    def exact(self, key: str, default: Fraction = _MISSING) -> Fraction:
        """A number that is not negative, kept exactly as written (0.1 is one tenth)."""
        value = self._take(key, default)
        if isinstance(value, Fraction):
            return value
        good = isinstance(value, int | float) and not isinstance(value, bool)
        if not good or not 0 <= value < float("inf"):
            self._wrong(key, value, "a number from 0")
        return Fraction(str(value))

    def instant(self, key: str, zone: ZoneInfo) -> datetime | None:
        """A moment: with an offset as it is, without one in ``zone``; a bare date ends that day.

        A time that the clock shows twice or never, when summer time begins or ends, is refused
        unless it has an offset.
        """
        value = self._take(key, None)
        if value is None:
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            value = datetime.combine(value, time(23, 59, 59))
        if not isinstance(value, datetime):
            self._wrong(key, value, "a date and time like 2026-11-30T18:00:00")
        if value.tzinfo is not None:
            return value
        first, second = (value.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
        if first.utcoffset() != second.utcoffset():
            self.refuse(
                f"{key} = {value.isoformat()} happens twice or never in {zone.key}, because the "
                f"clocks change; write the offset too, like {value.isoformat()}"
                f"{_offset(first.utcoffset())}",
                key,
            )
        return first

    def table(self, key: str) -> TomlTable:
        """The table under ``key``; empty when it is missing."""
        value = self._take(key, {})
        if not isinstance(value, dict):
            self._wrong(key, value, f"a table; write [{key}]")
        return TomlTable(value, self._path, self._lines, (*self._place, key))

    def tables(self, key: str) -> list[TomlTable]:
        """The list of tables under ``key``; empty when it is missing."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            self._wrong(key, value, f"a list of tables; write [[{key}]]")
        return [
            TomlTable(entry, self._path, self._lines, (*self._place, key, n))
            for n, entry in enumerate(value)
        ]

    def close(self) -> None:
        """Refuse entries that were never asked for, naming the nearest that exist."""
        for key in self._data:
            if key not in self._known:
                near = _nearest(key, self._known)
                known = "" if near else f"; known here: {', '.join(dict.fromkeys(self._known))}"
                self.refuse(f"{key!r} is not known here{near}{known}", key)

    def refuse(self, message: str, key: str | None = None) -> NoReturn:
        """Raise ``AuthorError`` for ``key``, or for the table as a whole."""
        place = self._place if key is None else (*self._place, key)
        raise AuthorError(message, file=str(self._path), line=self._line(place))

    def _take(self, key: str, default: Any) -> Any:
        self._known.append(key)
        value = self._data.get(key, default)
        if value is _MISSING:
            self.refuse(f"{key!r} is missing")
        return value

    def _wrong(self, key: str, value: Any, wanted: str) -> NoReturn:
        self.refuse(f"{key} should be {wanted}, not {_as_written(value)}", key)

    def _line(self, place: Place) -> int | None:
        while place:
            if place in self._lines:
                return self._lines[place]
            place = place[:-1]
        return self._lines.get((), 1)


def _lines(text: str) -> Iterator[tuple[Place, int]]:
    """The line of every header and every key that stands at the beginning of its line."""
    here: Place = ()
    counts: dict[Place, int] = {}
    quote = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if quote:
            quote = "" if quote in line else quote
            continue
        if header := _HEADER.match(line):
            here = _opened(_parts(header.group(2)), header.group(1) == "[[", counts)
            yield here, number
        elif key := _KEY.match(line):
            yield (*here, *_parts(key.group(1))), number
            quote = next((q for q in ('"""', "'''") if line.count(q) == 1), "")


def _opened(parts: list[str], repeated: bool, counts: dict[Place, int]) -> Place:
    """The place that a header opens, with the running number of each repeated table in it."""
    here: Place = ()
    for depth, part in enumerate(parts):
        here = (*here, part)
        if repeated and depth == len(parts) - 1:
            counts[here] = counts.get(here, -1) + 1
        if here in counts:
            here = (*here, counts[here])
    return here


def _parts(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in dotted.split(".")]


def _nearest(value: Any, options: Sequence[str]) -> str:
    near = difflib.get_close_matches(str(value), options, n=1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else ""


def _as_written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else f"{value}"


def _offset(offset: timedelta | None) -> str:
    minutes = int((offset or timedelta()).total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
