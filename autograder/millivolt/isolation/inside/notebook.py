"""Runs the cells of one notebook the way a kernel would, and keeps the answers."""

from __future__ import annotations

import ast
import asyncio
import builtins
import inspect
import linecache
import sys
import types
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

from . import display, source
from .shell import Shell

CELL_NAME: Final = "<cell {}>"
MAX_FRAMES: Final = 12
MAX_MESSAGE: Final = 2_000
MAX_WARNINGS: Final = 20


class Interrupted(KeyboardInterrupt):
    """The time for a cell or a call is over."""


class Notebook:
    """The namespace of one notebook, what it displayed and what was captured from it."""

    def __init__(self, namespace: dict[str, Any] | None = None) -> None:
        module = types.ModuleType("__main__")
        sys.modules["__main__"] = module
        self.namespace = module.__dict__ if namespace is None else namespace
        self.namespace["__builtins__"] = builtins
        self._functions: dict[str, Callable[..., Any]] = {}
        self._warnings: list[str] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._screen = display.Screen()
        self._shell = Shell(self.namespace, self._screen, self._execute)
        self.namespace["get_ipython"] = lambda: self._shell
        self.namespace["display"] = self._screen.display
        for name in ("exit", "quit"):
            self.namespace[name] = _leave

    def begin(self, figures: int) -> None:
        """Prepares for the first cell: at most `figures` figures will be drawn."""
        self._screen.begin(figures)
        display.install_shim(self._shell, self._screen)
        warnings.showwarning = self._note_warning

    def run(self, index: int, text: str) -> None:
        """Runs one cell; raises what the cell raises."""
        self.namespace["__name__"] = "__main__"
        self._screen.watch_pyplot()
        try:
            self._execute(source.to_python(text), CELL_NAME.format(index), text)
        finally:
            self._screen.collect_figures()

    def _execute(self, python: str, filename: str, original: str | None = None) -> None:
        lines = (original or python).splitlines(keepends=True)
        linecache.cache[filename] = (len(python), None, lines, filename)
        tree = ast.parse(python, filename)
        silent = python.rstrip().endswith(";")
        last = tree.body[-1] if tree.body else None
        if isinstance(last, ast.Expr):
            tree.body.pop()
            self._evaluate(compile(tree, filename, "exec", _FLAGS))
            value = self._evaluate(compile(ast.Expression(last.value), filename, "eval", _FLAGS))
            if value is not None:
                self.namespace["_"] = value
                if not silent:
                    self._screen.display(value)
        else:
            self._evaluate(compile(tree, filename, "exec", _FLAGS))

    def _evaluate(self, code: types.CodeType) -> Any:
        value = eval(code, self.namespace)
        if code.co_flags & inspect.CO_COROUTINE:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
            return self._loop.run_until_complete(value)
        return value

    def capture(self, names: list[str]) -> Iterator[tuple[str, Any, str]]:
        """Name, value and type of those that are bound now; functions are kept to be called."""
        for name in names:
            if name == display.LAST_FIGURE:
                if self._screen.last_figure is not None:
                    yield name, self._screen.last_figure, "Figure"
            elif name in self.namespace:
                value = self.namespace[name]
                kind = type(value).__name__
                self._functions.pop(name, None)
                if callable(value):
                    self._functions[name] = value
                    value = display.FUNCTION
                yield name, value, kind

    def function(self, name: str) -> Callable[..., Any]:
        """The function captured under this name; calling what is none raises TypeError."""
        return self._functions.get(name) or partial(_refuse_call, name)

    def take_warnings(self) -> list[str]:
        """The warnings since the last call, each once."""
        taken, self._warnings = self._warnings, []
        return taken

    def take_shown(self) -> list[tuple[str, bytes]]:
        """What was displayed since the last call, as pairs of type and content."""
        return self._screen.take()

    def _note_warning(
        self,
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: object = None,
        line: str | None = None,
    ) -> None:
        text = f"{category.__name__}: {message}"[:500]
        if text not in self._warnings and len(self._warnings) < MAX_WARNINGS:
            self._warnings.append(text)


_FLAGS: Final = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


def _refuse_call(name: str, *args: object, **keywords: object) -> None:
    raise TypeError(f"{name} is not a function")


def _leave(code: object = None) -> None:
    raise SystemExit(code)


def describe_error(error: BaseException) -> dict[str, Any]:
    """An exception as plain data: type, message, and the frames in the student's cells."""
    try:
        message = str(error)
    except BaseException:
        message = "(its message could not be printed)"
    if isinstance(error, SyntaxError) and _cell_index(error.filename) is not None:
        message = error.msg or "invalid syntax"
        frames = [[_cell_index(error.filename), error.lineno or 0, ""]]
    else:
        frames = _frames(error)
    return {
        "type": "Interrupted" if isinstance(error, Interrupted) else type(error).__name__[:80],
        "message": message[:MAX_MESSAGE].encode("utf-8", "replace").decode(),
        "frames": frames[-MAX_FRAMES:],
        "ancestry": [kind.__name__[:80] for kind in type(error).__mro__[:MAX_FRAMES]],
    }


def _frames(error: BaseException) -> list[list[Any]]:
    frames = []
    step = error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        index = _cell_index(code.co_filename)
        if index is not None:
            frames.append([index, step.tb_lineno, code.co_name[:80]])
            del frames[:-MAX_FRAMES]
        step = step.tb_next
    return frames


def _cell_index(filename: str | None) -> int | None:
    if filename is None or not (filename.startswith("<cell ") and filename.endswith(">")):
        return None
    digits = filename[len("<cell ") : -1]
    return int(digits) if digits.isdecimal() else None
