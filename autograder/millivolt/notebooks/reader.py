"""Reading a notebook that a stranger wrote: bounded, strict about the file, kind in its words.

Only sources and two claims are taken from the file: which cell calls itself which answer, and
the token. Points, kinds, outputs and identity are never read from it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from millivolt.errors import MillivoltError

__all__ = ["MAX_BYTES", "Notebook", "NotebookCell", "NotebookProblem", "read", "read_bytes"]

MAX_BYTES = 20 * 2**20
MAX_CELLS = 2_000
MAX_CELL_CHARACTERS = 256 * 2**10
MAX_CODE_CHARACTERS = 2 * 2**20
MAX_CONTAINERS = 1_000_000
"""Objects and lists in the file, counted by their brackets before anything is parsed."""

_CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")


class NotebookProblem(MillivoltError):
    """A submitted file cannot be read as a notebook; the text is for the student."""


@dataclass(frozen=True, slots=True)
class NotebookCell:
    """A cell's ``source``; ``grade_id`` is what the cell claims to be. ``id`` is unique."""

    id: str
    kind: str
    source: str
    grade_id: str | None = None


@dataclass(frozen=True, slots=True)
class Notebook:
    """A submitted notebook: code and Markdown cells in order, and the token it claims.

    ``digest`` is the SHA-256 of the file as submitted, in hex.
    """

    cells: tuple[NotebookCell, ...]
    token: str | None
    digest: str

    @property
    def code(self) -> tuple[NotebookCell, ...]:
        """The code cells in order."""
        return tuple(cell for cell in self.cells if cell.kind == "code")


def read(source: bytes | str | os.PathLike[str]) -> Notebook:
    """The notebook in ``source``, the file's bytes or its path.

    Reads nbformat 3 and 4, as Jupyter, VS Code and Colab save them.

    Raises:
        NotebookProblem: with a sentence for the student.
    """
    data = source if isinstance(source, bytes) else read_bytes(source)
    document = _parse(data)
    metadata = document.get("metadata")
    return Notebook(
        cells=_numbered(_cells(document)),
        token=_token(metadata),
        digest=hashlib.sha256(data).hexdigest(),
    )


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """The bytes of the plain file at ``path``; links, pipes and folders are refused.

    Raises:
        NotebookProblem: with a sentence for the student.
    """
    name = Path(path).name
    try:
        # O_NONBLOCK: opening a pipe must not wait for its writer.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as problem:
        raise NotebookProblem(f"{name} cannot be opened as a plain file.") from problem
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise NotebookProblem(f"{name} is not a plain file. Hand in the notebook itself.")
        _refuse_large(status.st_size)
        with os.fdopen(handle, "rb", closefd=False) as file:
            data = file.read(MAX_BYTES + 1)
    finally:
        os.close(handle)
    _refuse_large(len(data))
    return data


def _refuse_large(size: int) -> None:
    if size > MAX_BYTES:
        raise NotebookProblem(
            f"The notebook is larger than {MAX_BYTES // 2**20} MiB. "
            "Clear its outputs, save it and hand it in again."
        )


def _parse(data: bytes) -> dict[str, Any]:
    _refuse_large(len(data))
    if not data.strip():
        raise NotebookProblem("The file is empty. Save the notebook and hand it in again.")
    if data.count(b"{") + data.count(b"[") > MAX_CONTAINERS:
        raise NotebookProblem(
            "The notebook holds too much data. Clear its outputs, save it and hand it in again."
        )
    try:
        document = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_object)
    except RecursionError as problem:
        raise NotebookProblem(
            "The file is nested too deeply to be a notebook. Save it again in Jupyter."
        ) from problem
    except ValueError as problem:
        raise NotebookProblem(
            "The file is not a valid notebook. Open it in Jupyter, save it and hand it in again."
        ) from problem
    if not isinstance(document, dict):
        raise NotebookProblem("The file is not a notebook. Hand in the .ipynb file itself.")
    return document


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise NotebookProblem(
            "The file says the same thing twice and may be damaged. "
            "Open it in Jupyter, save it and hand it in again."
        )
    return made


def _cells(document: dict[str, Any]) -> Iterator[tuple[Any, NotebookCell]]:
    """The cells of any version, each with the id that the file gives it."""
    version = document.get("nbformat")
    if version not in (3, 4):
        raise NotebookProblem(
            "The file is not a notebook of a version that can be read. "
            "Open it in Jupyter, save it and hand it in again."
        )
    listed = _listed(document, "worksheets" if version == 3 else "cells")
    if version == 3:
        listed = [cell for worksheet in listed for cell in _listed(worksheet, "cells")]
    if len(listed) > MAX_CELLS:
        raise NotebookProblem(f"The notebook has more than {MAX_CELLS} cells.")
    code = 0
    for entry in listed:
        if not isinstance(entry, dict):
            raise _damaged()
        cell = _cell(entry)
        if cell is None:
            continue
        code += len(cell.source) if cell.kind == "code" else 0
        if len(cell.source) > MAX_CELL_CHARACTERS or code > MAX_CODE_CHARACTERS:
            raise NotebookProblem(
                "The notebook's cells are too long. Move large data out of the cells."
            )
        yield entry.get("id"), cell


def _cell(entry: dict[str, Any]) -> NotebookCell | None:
    kind = entry.get("cell_type")
    # One key in the wrong mode makes a raw cell of a text: what stands in it counts.
    kind = "markdown" if kind == "raw" else kind
    if kind not in ("code", "markdown"):
        return None
    source = entry["source"] if "source" in entry else entry.get("input", "")
    return NotebookCell("", kind, _text(source), _grade_id(entry.get("metadata")))


def _text(source: Any) -> str:
    """A source, saved whole or by lines; newlines are unified and lone surrogates replaced."""
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise _damaged()
    clean = source.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return clean.replace("\r\n", "\n").replace("\r", "\n")


def _numbered(found: Iterator[tuple[Any, NotebookCell]]) -> tuple[NotebookCell, ...]:
    """The cells with ids that are short and unique, whatever the file says."""
    cells: list[NotebookCell] = []
    taken: set[str] = set()
    for place, (claimed, cell) in enumerate(found, start=1):
        good = isinstance(claimed, str) and _CELL_ID.match(claimed) and claimed not in taken
        name = claimed if good else f"cell {place}"  # the space keeps it apart from claimed ids
        taken.add(name)
        cells.append(NotebookCell(name, cell.kind, cell.source, cell.grade_id))
    return tuple(cells)


def _listed(holder: Any, key: str) -> list[Any]:
    listed = holder.get(key) if isinstance(holder, dict) else None
    if not isinstance(listed, list):
        raise _damaged()
    return listed


def _grade_id(metadata: Any) -> str | None:
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    claimed = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return claimed if isinstance(claimed, str) else None


def _token(metadata: Any) -> str | None:
    ours = metadata.get("millivolt") if isinstance(metadata, dict) else None
    claimed = ours.get("token") if isinstance(ours, dict) else None
    return claimed if isinstance(claimed, str) and len(claimed) <= 200 else None


def _damaged() -> NotebookProblem:
    return NotebookProblem(
        "The notebook is damaged. Open it in Jupyter, save it and hand it in again."
    )
