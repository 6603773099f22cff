"""A table of text as CSV, read in the form it came in and written back in the same form.

Knows delimiters, encodings and the danger of formulas; nothing of grades.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from millivolt.lms.errors import LmsFileError

__all__ = ["Sheet", "defused", "fused"]

_FORMULA = frozenset("=+-@＝＋－＠")
_CONTROL = frozenset("\t\r\n")
_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of cells, the first of them the header, and how the file is written.

    The defaults are those of RFC 4180 in UTF-8.
    """

    rows: tuple[tuple[str, ...], ...]
    delimiter: str = ","
    newline: str = "\r\n"
    bom: bool = False

    @property
    def header(self) -> tuple[str, ...]:
        """The first row."""
        return self.rows[0]

    def with_rows(self, rows: Iterable[Sequence[str]]) -> Sheet:
        """The same form with other rows."""
        return replace(self, rows=tuple(tuple(row) for row in rows))

    def encode(self) -> bytes:
        """The file: UTF-8, cells quoted where they must be, every row ended."""
        lines = "".join(_line(row, self.delimiter) + self.newline for row in self.rows)
        return (codecs.BOM_UTF8 if self.bom else b"") + lines.encode("utf-8", "replace")

    @classmethod
    def decode(cls, data: bytes) -> Sheet:
        """The sheet in a CSV file; delimiter, line ends and byte-order mark are found out.

        Raises ``LmsFileError`` when the file is empty, is not UTF-8 or is not CSV.
        """
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise LmsFileError(
                "this is not UTF-8 text: export it again as CSV with UTF-8 encoding.", line=line
            ) from None
        first, _, _ = text.partition("\n")
        delimiter = max(_DELIMITERS, key=first.count)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        try:
            rows = tuple(tuple(row) for row in reader if row)
        except csv.Error as error:
            raise LmsFileError(f"this is not a CSV file ({error}).", line=reader.line_num) from None
        if not rows:
            raise LmsFileError("this CSV file is empty.")
        newline = "\r\n" if first.endswith("\r") or "\n" not in text else "\n"
        return cls(rows, delimiter, newline, data.startswith(codecs.BOM_UTF8))


def defused(text: str) -> str:
    """``text`` as a cell that no spreadsheet takes for a formula.

    A quote is put in front of what begins like one (``= + - @``, also in full width or after
    spaces, and tab or line end). ``fused`` takes exactly that quote away again.
    Source: OWASP, "CSV Injection".
    """
    return f"'{text}" if _dangerous(text.lstrip("'")) else text


def fused(cell: str) -> str:
    """The text that ``defused`` made into ``cell``."""
    return cell[1:] if cell.startswith("'") and _dangerous(cell.lstrip("'")) else cell


def _line(row: Sequence[str], delimiter: str) -> str:
    # The writer quotes a lone line end only when it is part of the line terminator.
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerow(row)
    return text.getvalue().removesuffix("\r\n")


def _dangerous(text: str) -> bool:
    return text[:1] in _CONTROL or text.lstrip()[:1] in _FORMULA
