"""Cell source to Python: magics, shell escapes and help marks become calls; lines stay in place."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

_CELL_MAGIC: Final = re.compile(r"\s*%%(\w+)[ \t]*(.*)")
_MAGIC: Final = re.compile(
    r"(?P<indent>\s*)(?P<target>[\w\s,.*()\[\]]+=\s*)?%(?P<name>[A-Za-z_]\w*)"
    r"[ \t]*(?P<line>.*)"
)
_SHELL: Final = re.compile(r"(?P<indent>\s*)(?P<target>[\w\s,.*()\[\]]+=\s*)?!{1,2}(?P<line>.*)")
_HELP: Final = re.compile(
    r"(?P<indent>\s*)(?:\?{1,2}(?P<before>[\w.]+)|(?P<after>[\w.]+)\?{1,2})\s*;?"
)
_STRING_OR_BRACKET: Final = re.compile(r"\"\"\"|'''|\"|'|#|[(\[{]|[)\]}]|\\.")


def to_python(source: str) -> str:
    """The cell as Python, with as many lines; plain Python comes back unchanged."""
    cell_magic = _CELL_MAGIC.match(source)
    if cell_magic is not None:
        skipped = source[: cell_magic.start(1)].count("\n")
        _, _, body = source[cell_magic.end() :].partition("\n")
        name, line = cell_magic.groups()
        return "\n" * skipped + f"get_ipython().run_cell_magic({name!r}, {line!r}, {body!r})\n"
    try:
        ast.parse(source)
        return source
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "\n".join(_translated(source.split("\n")))


def _translated(lines: list[str]) -> Iterator[str]:
    state = _Lexer()
    for line in lines:
        yield line if state.inside else _line(line)
        state.read(line)


def _line(line: str) -> str:
    help_mark = _HELP.fullmatch(line)
    if help_mark is not None:
        name = help_mark["before"] or help_mark["after"]
        return f"{help_mark['indent']}get_ipython().help({name!r})"
    magic = _MAGIC.fullmatch(line)
    if magic is not None:
        call = f"get_ipython().run_line_magic({magic['name']!r}, {magic['line'].strip()!r})"
        return f"{magic['indent']}{magic['target'] or ''}{call}"
    shell = _SHELL.fullmatch(line)
    if shell is not None:
        call = f"get_ipython().system({shell['line'].strip()!r})"
        return f"{shell['indent']}{shell['target'] or ''}{call}"
    return line


class _Lexer:
    """Whether the next line starts inside a string, a bracket or a continued line."""

    __slots__ = ("_continued", "_depth", "_quote")

    def __init__(self) -> None:
        self._quote = ""
        self._depth = 0
        self._continued = False

    @property
    def inside(self) -> bool:
        return bool(self._quote) or self._depth > 0 or self._continued

    def read(self, line: str) -> None:
        for token in _STRING_OR_BRACKET.findall(line):
            if self._quote:
                if token == self._quote:
                    self._quote = ""
            elif token == "#":
                break
            elif token[0] in "\"'":
                self._quote = token
            elif token in "([{":
                self._depth += 1
            elif token in ")]}":
                self._depth = max(0, self._depth - 1)
        if len(self._quote) == 1:
            self._quote = ""
        self._continued = line.endswith("\\") and not self._quote
