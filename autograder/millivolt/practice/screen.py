"""What a practice session prints: prose with readable formulas, verdicts, how one stands.

Everything that was typed is shown inert: a control character in it moves no cursor.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from millivolt.items import State, Verdict
from millivolt.practice.formula import readable

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["MARKS", "Screen", "inert"]

MARKS = {
    State.CORRECT: ("✓ Right.", "green"),
    State.PARTIAL: ("◐ Partly right.", "yellow"),
    State.INCORRECT: ("✗ Not right yet.", "red"),
    State.UNGRADABLE_INPUT: ("? That could not be read.", "yellow"),
    State.NOT_ATTEMPTED: ("? There was no answer.", "yellow"),
    State.NEEDS_REVIEW: ("? That could not be decided here.", "yellow"),
    State.SKIPPED: ("? That was not checked.", "yellow"),
}
_MARKED_UP = re.compile(r"\*\*|`|^\s*(?:[-*]|\d+\.)\s|^\|", re.MULTILINE)
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True)
class Screen:
    """Where a session is shown."""

    console: Console

    def heading(self, text: str) -> None:
        """A line across the screen with ``text`` in it."""
        from rich.rule import Rule
        from rich.text import Text

        self.console.print()
        self.console.print(Rule(Text(inert(text), style="bold"), align="left"))

    def say(self, markdown: str, style: str = "") -> None:
        """Prose as a terminal can show it: formulas in a line, lists and tables as such."""
        from rich.markdown import Markdown

        text = inert(readable(markdown))
        if _MARKED_UP.search(text):
            # Unwrapped, rich would cut lists and programs off at the margin.
            self.console.print(Markdown(text), style=style, soft_wrap=False)
        else:
            self.console.print(text, style=style, markup=False)

    def aside(self, text: str) -> None:
        """A remark that is no part of the exercise."""
        self.console.print(inert(text), style="dim", markup=False)

    def verdict(self, verdict: Verdict) -> None:
        """A shape and a word in a colour, then what was found."""
        from rich.padding import Padding
        from rich.text import Text

        words, colour = MARKS[verdict.state]
        self.console.print(words, style=f"bold {colour}", markup=False)
        for finding in verdict.findings:
            told = Text(inert(readable(finding.message)))
            self.console.print(Padding(told, (0, 0, 0, 2), expand=False))

    def words(self, meanings: Mapping[str, str]) -> None:
        """What may be typed at any time."""
        for word, meaning in meanings.items():
            self.console.print(f"  {word:<10} {meaning}", style="dim", markup=False)

    def table(self, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
        """Rows of words below ``heads``."""
        from rich.table import Table

        shown = Table(box=None, pad_edge=False, header_style="bold")
        for head in heads:
            shown.add_column(head)
        for row in rows:
            shown.add_row(*map(inert, row))
        self.console.print(shown, markup=False)


def inert(text: str) -> str:
    """``text`` with every character that acts without being seen replaced by a visible one."""
    return "".join(
        "\ufffd" if unicodedata.category(c) in _UNSEEN and c not in "\n\t" else c for c in text
    )
