"""Replies of the student's process, read strictly into records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from .inert import clean
from .limits import Limits
from .messages import explained
from .pictures import is_png
from .records import Cell, Raised, Rich, Step
from .wire.decode import Decoder
from .wire.frames import WireError
from .wire.strict import read_text

MIMES: Final = frozenset({"image/png", "text/html", "text/markdown", "text/latex", "text/plain"})
MAX_MESSAGE: Final = 2_000
MAX_NAME: Final = 80
MAX_WARNING: Final = 500
MAX_ITEMS: Final = 128


@dataclass(frozen=True, slots=True)
class CellReply:
    """What came back for one cell."""

    error: Raised | None
    seconds: float
    warnings: tuple[str, ...]
    captured: tuple[tuple[str, Any, str], ...]
    rich: tuple[Rich, ...]


@dataclass(frozen=True, slots=True)
class CallReply:
    """What came back for one call."""

    error: Raised | None
    seconds: float
    value: Any


def read_cell(
    head: Any, values: Decoder, nonce: str, index: int, captures: Sequence[str],
    cells: Sequence[Cell], limits: Limits,
) -> CellReply:  # fmt: skip
    """The reply to a cell.

    Raises:
        WireError: it is not one, or answers something that was not asked.
    """
    fields = _fields(head, nonce, {"n", "k", "error", "seconds", "warnings", "captured", "rich"})
    if fields["k"] != index:
        raise WireError("a reply out of order")
    captured = []
    for entry in _list(fields["captured"], len(captures)):
        name, type_name, form = _parts(entry, 3)
        if name not in captures:
            raise WireError("a value under a name that was not asked for")
        captured.append((name, values.decode(form), _text(type_name, MAX_NAME)))
    rich = []
    for entry in _list(fields["rich"]):
        mime, size = _parts(entry, 2)
        if type(mime) is not str or mime not in MIMES or type(size) is not int or size < 0:
            raise WireError("a display of an unknown kind")
        shown = Rich(mime, values.take(size))
        if mime != "image/png" or is_png(shown.data):
            rich.append(shown)
    return CellReply(
        error=read_error(fields["error"], cells, limits),
        seconds=_seconds(fields["seconds"]),
        warnings=tuple(_text(text, MAX_WARNING) for text in _list(fields["warnings"])),
        captured=tuple(captured),
        rich=tuple(rich),
    )


def read_calls(
    head: Any, values: Decoder, nonce: str, most: int, cells: Sequence[Cell], limits: Limits
) -> list[CallReply]:
    """Replies to the next calls of a batch: at least one, at most as many as are awaited.

    Raises:
        WireError: it is not that.
    """
    results = _list(_fields(head, nonce, {"n", "results"})["results"], most)
    if not results:
        raise WireError("a reply without results")
    return [_call(result, values, cells, limits) for result in results]


def _call(form: Any, values: Decoder, cells: Sequence[Cell], limits: Limits) -> CallReply:
    if type(form) is not dict or set(form) != {"error", "seconds", "value"}:
        raise WireError("a result with other fields")
    return CallReply(
        error=read_error(form["error"], cells, limits),
        seconds=_seconds(form["seconds"]),
        value=values.decode(form["value"]),
    )


def read_error(form: Any, cells: Sequence[Cell], limits: Limits) -> Raised | None:
    """An exception as the student's process describes it.

    Positions are checked against the cells that were sent, and source lines are taken from them.

    Raises:
        WireError: it is not such a description.
    """
    if form is None:
        return None
    if type(form) is not dict or set(form) != {"type", "message", "frames", "ancestry"}:
        raise WireError("an error with other fields")
    kind = _text(form["type"], MAX_NAME)
    message = explained(kind, _text(form["message"], MAX_MESSAGE), limits)
    frames = tuple(_frame(entry, cells) for entry in _list(form["frames"]))
    ancestry = tuple(_text(name, MAX_NAME) for name in _list(form["ancestry"]))
    if not frames:
        return Raised(kind, message, ancestry=ancestry)
    last = frames[-1]
    return Raised(kind, message, last.cell_id, last.line, last.source_line, frames, ancestry)


def _frame(entry: Any, cells: Sequence[Cell]) -> Step:
    index, line, function = _parts(entry, 3)
    if type(index) is not int or not 0 <= index < len(cells) or type(line) is not int:
        raise WireError("a position outside the notebook")
    lines = cells[index].source.splitlines()
    source = lines[line - 1] if 0 < line <= len(lines) else ""
    return Step(cells[index].id, line, _text(function, MAX_NAME), clean(source.strip(), 300))


def _fields(head: Any, nonce: str, names: set[str]) -> dict[str, Any]:
    if type(head) is not dict or set(head) != names:
        raise WireError("a reply with other fields")
    if head["n"] != nonce:
        raise WireError("a reply to another question")
    return head


def _list(form: Any, most: int = MAX_ITEMS) -> list[Any]:
    if type(form) is not list or len(form) > most:
        raise WireError("a list of bounded length expected")
    return form


def _parts(form: Any, count: int) -> list[Any]:
    if type(form) is not list or len(form) != count:
        raise WireError("an entry with other parts")
    return form


def _text(form: Any, most: int) -> str:
    return clean(read_text(form), most)


def _seconds(form: Any) -> float:
    if type(form) not in (int, float) or not 0 <= form < 1e6:
        raise WireError("a duration expected")
    return float(form)
