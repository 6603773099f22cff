"""What a notebook displays: texts, rich forms and figures, kept as bytes of known types."""

from __future__ import annotations

import io
import sys
import types
from typing import Any, Final

from ..wire.values import Opaque

LAST_FIGURE: Final = "<figure>"
"""Captures the figure that was drawn last, whether or not it has a name."""

FUNCTION: Final = Opaque("function")

MAX_ITEMS: Final = 64
MAX_BYTES: Final = 4 << 20
MAX_TEXT: Final = 10_000

_RICH_METHODS: Final = (
    ("_repr_png_", "image/png"),
    ("_repr_html_", "text/html"),
    ("_repr_markdown_", "text/markdown"),
    ("_repr_latex_", "text/latex"),
)


class Screen:
    """Collects what the cells display, up to a size."""

    def __init__(self) -> None:
        self._shown: list[tuple[str, bytes]] = []
        self._bytes_left = MAX_BYTES
        self._figures_left = 0
        self.last_figure: Any = None

    def begin(self, figures: int) -> None:
        """Allows this many figures to be drawn."""
        self._figures_left = figures

    def take(self) -> list[tuple[str, bytes]]:
        """What was shown since the last call."""
        taken, self._shown = self._shown, []
        return taken

    def clear(self) -> None:
        """Forgets what this cell has shown so far."""
        self._shown.clear()

    def display(self, *values: Any, **options: Any) -> None:
        """Shows values as a notebook would: the richest form that they offer, and their text."""
        for value in values:
            self._display_one(value)

    def _display_one(self, value: Any) -> None:
        if type(value).__name__ == "Figure" and hasattr(value, "savefig"):
            self._draw(value)
            return
        rich = False
        for method, mime in _RICH_METHODS:
            content = _call_method(value, method)
            if content is not None:
                rich = self.show(mime, content) or rich
                break
        text = _call_method(value, "__repr__")
        if text is not None and not (rich and isinstance(value, _Shown)):
            print(text[:MAX_TEXT])

    def show(self, mime: str, content: str | bytes) -> bool:
        """Keeps one rich form; False when there is no more room."""
        data = content.encode("utf-8", "replace") if isinstance(content, str) else bytes(content)
        if len(self._shown) >= MAX_ITEMS or len(data) > self._bytes_left:
            return False
        self._bytes_left -= len(data)
        self._shown.append((mime, data))
        return True

    def watch_pyplot(self) -> None:
        """Makes `plt.show()` display the open figures, and every backend the silent one."""
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot is None or getattr(pyplot.show, "__self__", None) is self:
            return
        matplotlib = sys.modules["matplotlib"]
        matplotlib.use = pyplot.switch_backend = _keep_backend  # type: ignore[attr-defined]
        pyplot.show = self._show_figures  # type: ignore[attr-defined]

    def _show_figures(self, *args: Any, **options: Any) -> None:
        self.collect_figures()

    def collect_figures(self) -> None:
        """Draws the open figures and closes them, as notebooks do after each cell."""
        pyplot: Any = sys.modules.get("matplotlib.pyplot")
        if pyplot is None:
            return
        self.watch_pyplot()
        numbers = pyplot.get_fignums()
        for number in numbers:
            self._draw(pyplot.figure(number))
        if numbers:
            pyplot.close("all")

    def _draw(self, figure: Any) -> None:
        self.last_figure = figure
        if self._figures_left <= 0:
            return
        self._figures_left -= 1
        picture = io.BytesIO()
        try:
            figure.savefig(picture, format="png", dpi=72, bbox_inches="tight")
        except Exception as error:
            print(f"this figure could not be drawn: {error}")
        else:
            self.show("image/png", picture.getvalue())


def _keep_backend(*args: Any, **options: Any) -> None:
    """Stands for `matplotlib.use`: figures are always kept, never put on a screen."""


def _call_method(value: Any, name: str) -> Any:
    """What a method of the value's type says, if it has one that works."""
    if isinstance(value, type) and name != "__repr__":
        return None
    method = getattr(type(value), name, None)
    if method is None:
        return None
    try:
        content = method(value)
    except Exception:
        return None
    if isinstance(content, tuple):
        content = content[0] if content else None
    return content if isinstance(content, (str, bytes)) else None


class _Shown:
    """Base of IPython's display objects: content of one type."""

    mime = "text/plain"

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        self.data = data


def _shown_as(name: str, method: str) -> type:
    return type(name, (_Shown,), {method: lambda self: self.data})


def install_shim(shell: Any, screen: Screen) -> None:
    """Registers a small `IPython` whose display functions feed the screen.

    The real one is never used inside the box: grading must not depend on whether it is installed.
    """
    ipython = types.ModuleType("IPython")
    shown: Any = types.ModuleType("IPython.display")
    shown.display = screen.display
    shown.clear_output = lambda *args, **options: screen.clear()
    shown.HTML = _shown_as("HTML", "_repr_html_")
    shown.Markdown = _shown_as("Markdown", "_repr_markdown_")
    shown.Latex = _shown_as("Latex", "_repr_latex_")
    shown.Math = type("Math", (_Shown,), {"_repr_latex_": lambda self: f"$${self.data}$$"})
    for name in ("Image", "SVG", "IFrame", "YouTubeVideo", "Audio", "Video", "Javascript"):
        setattr(shown, name, type(name, (_Shown,), {}))
    shown.set_matplotlib_formats = lambda *args, **options: None
    namespace: Any = ipython
    namespace.get_ipython = lambda: shell
    namespace.display = shown
    namespace.version_info = (9, 0, 0)
    namespace.__version__ = "9.0.0"
    namespace.__path__ = []
    sys.modules["IPython"] = ipython
    sys.modules["IPython.display"] = sys.modules["IPython.core.display"] = shown
