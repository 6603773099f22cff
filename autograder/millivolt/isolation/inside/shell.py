"""What `get_ipython()` gives inside the box: the magics that course notebooks use."""

from __future__ import annotations

import builtins
import contextlib
import io
import time
import timeit
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from .display import Screen

IGNORED: Final = frozenset(
    [
        "matplotlib",
        "config",
        "load_ext",
        "reload_ext",
        "unload_ext",
        "autoreload",
        "precision",
        "pdb",
        "xmode",
        "colors",
        "aimport",
        "automagic",
        "pprint",
        "doctest_mode",
        "logstart",
        "logstop",
        "logoff",
        "logon",
        "gui",
        "pylab",
        "alias",
        "watermark",
        "memit",
        "lprun",
        "mprun",
    ]
)
INSTALLERS: Final = frozenset({"pip", "pip3", "conda", "mamba", "uv"})
DISPLAYED: Final = {
    "html": "text/html",
    "HTML": "text/html",
    "latex": "text/latex",
    "markdown": "text/markdown",
    "svg": "text/html",
    "SVG": "text/html",
    "javascript": "text/plain",
    "js": "text/plain",
}

NOTHING_INSTALLED: Final = "[nothing is installed while a notebook is graded; this line is skipped]"


class ShellRefused(RuntimeError):
    """Raised by shell escapes and by magics that would start a program."""


class UnknownMagic(RuntimeError):
    """Raised by a magic that does not exist while a notebook is graded."""


class Nothing:
    """Stands for the parts of IPython's shell that do nothing here: hooks, formatters, events."""

    def __getattr__(self, name: str) -> Nothing:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args: object, **options: object) -> Nothing:
        return self

    __getitem__ = __call__


class CapturedOutput:
    """What `%%capture name` leaves under the name."""

    def __init__(self, stdout: str) -> None:
        self.stdout = stdout
        self.stderr = ""
        self.outputs: list[object] = []

    def show(self) -> None:
        """Prints what was captured."""
        print(self.stdout, end="")

    __call__ = show


class Shell:
    """Enough of IPython's shell for course notebooks: no programs, no other files."""

    def __init__(
        self, namespace: dict[str, Any], screen: Screen, execute: Callable[[str, str], None]
    ) -> None:
        self.user_ns = namespace
        self._screen = screen
        self._execute = execute
        self._line_magics: dict[str, Callable[[str], Any]] = {
            "time": self._time,
            "timeit": lambda line: self._timeit(line, ""),
            "prun": self._run,
            "who": self._who,
            "whos": self._who,
            "who_ls": lambda line: self._names(),
            "reset": self._reset,
            "env": lambda line: None,
            "pwd": lambda line: str(Path.cwd()),
            "pinfo": self.help,
            "pinfo2": self.help,
        }
        self._cell_magics: dict[str, Callable[[str, str], None]] = {
            "time": lambda line, cell: self._time(f"{line}\n{cell}"),
            "timeit": self._timeit,
            "capture": self._capture,
            "prun": lambda line, cell: self._run(cell),
            "writefile": self._writefile,
            "file": self._writefile,
            "python": lambda line, cell: self._run(cell),
            "python3": lambda line, cell: self._run(cell),
        }

    def run_line_magic(self, name: str, line: str = "", *ignored: Any) -> Any:
        """Runs `%name line`."""
        if name in IGNORED:
            return None
        if name in INSTALLERS:
            print(NOTHING_INSTALLED)
            return None
        magic = self._line_magics.get(name)
        if magic is None:
            raise UnknownMagic(f"%{name} is not available while the notebook is graded")
        return magic(line)

    magic = run_line_magic

    def run_cell_magic(self, name: str, line: str, cell: str) -> None:
        """Runs `%%name line` over the rest of the cell."""
        mime = DISPLAYED.get(name)
        if mime is not None:
            self._screen.show(mime, cell)
            return
        magic = self._cell_magics.get(name)
        if magic is None:
            raise UnknownMagic(f"%%{name} is not available while the notebook is graded")
        magic(line, cell)

    def system(self, command: str) -> None:
        """Refuses `!command`; lines that would install something are skipped instead."""
        if command.split()[:1] and command.split()[0] in INSTALLERS:
            print(NOTHING_INSTALLED)
            return
        raise ShellRefused(
            f"!{command[:80]} was not run: programs cannot be started while a notebook is graded"
        )

    getoutput = getoutput_ = system

    def help(self, name: str) -> None:
        """Prints what `name?` would show: the documentation, if there is any."""
        first = name.partition(".")[0]
        value: Any = self.user_ns.get(first, getattr(builtins, first, None))
        for attribute in name.split(".")[1:]:
            value = getattr(value, attribute, None)
        print(getattr(value, "__doc__", None) or f"no documentation found for {name}")

    def __getattr__(self, name: str) -> Nothing:
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing()

    def _run(self, code: str) -> None:
        from .source import to_python

        self._execute(to_python(code), "<magic>")

    def _time(self, code: str) -> None:
        started, processor = time.perf_counter(), time.process_time()
        self._run(code)
        wall, processor = time.perf_counter() - started, time.process_time() - processor
        print(f"CPU times: total: {processor * 1e3:.3g} ms\nWall time: {wall * 1e3:.3g} ms")

    def _timeit(self, line: str, cell: str) -> None:
        statement, loops = _timeit_options(line)
        if cell:
            setup, statement = statement or "pass", cell
        else:
            setup = "pass"
        timer = timeit.Timer(statement, setup, globals=self.user_ns)
        seconds = timer.timeit(1)
        count = loops or max(1, min(1000, int(0.05 / max(seconds, 1e-9))))
        if count > 1:
            seconds = timer.timeit(count) / count
        print(f"{seconds * 1e6:.4g} µs per loop ({count} loops)")

    def _capture(self, line: str, cell: str) -> None:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            self._run(cell)
        self._screen.clear()
        name = line.strip().partition(" ")[0]
        if name.isidentifier():
            self.user_ns[name] = CapturedOutput(printed.getvalue())

    def _writefile(self, line: str, cell: str) -> None:
        path = Path(line.replace("-a", "").strip())
        path.write_text(cell)
        print(f"Writing {path.name}")

    def _names(self) -> list[str]:
        return sorted(
            name
            for name, value in self.user_ns.items()
            if not name.startswith("_") and name not in ("display", "get_ipython", "exit", "quit")
        )

    def _who(self, line: str) -> None:
        print("\t".join(self._names()))

    def _reset(self, line: str) -> None:
        for name in self._names():
            del self.user_ns[name]


def _timeit_options(line: str) -> tuple[str, int]:
    loops = 0
    words = line.split(" ")
    while words and words[0][:2] in ("-n", "-r", "-t", "-c", "-p", "-q", "-o"):
        option = words.pop(0)
        number = option[2:] or (words.pop(0) if option in ("-n", "-r", "-p") and words else "")
        if option[:2] == "-n" and number.isdecimal():
            loops = int(number)
    return " ".join(words), loops
