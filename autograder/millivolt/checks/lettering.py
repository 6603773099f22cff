"""Options as students name them: by letter, number, id or their own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from millivolt.checks.amount import described
from millivolt.checks.catalogue import Code, unreadable
from millivolt.items import Option

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_SEPARATORS = re.compile(r"\s*(?:[,;>→|/&+]|\band\b|->|\n)\s*|\s+", re.IGNORECASE)
_BARE = re.compile(r"[\s(\[{'\"“‘]*(.*?)[\s)\]}.:'\"”’]*", re.DOTALL)
_LETTERED = re.compile(r"[\s(\[]*(\w+)[\s)\].:–-]+(.+)", re.DOTALL)


class Lettering:
    """Looks options up by what a student may call them.

    The letter shown beside an option goes before its id, because students never see ids.
    """

    def __init__(self, options: Sequence[Option], marks: Sequence[str] = LETTERS) -> None:
        self.options = tuple(options)
        self._mark_of = {o.id: mark for o, mark in zip(options, marks, strict=False)}
        self._ids: dict[str, str] = {}
        for mark, option in zip(marks, options, strict=False):
            self._ids[mark.casefold()] = option.id
        for option in options:
            self._ids.setdefault(_folded(option.id), option.id)
        for option in options:
            self._ids.setdefault(_folded(option.text), option.id)

    def letter(self, option_id: str) -> str:
        """The letter (or number) beside an option."""
        return self._mark_of[option_id]

    def letters(self, option_ids: Sequence[str]) -> str:
        """The letters of several options, in the order in which the options are shown."""
        return ", ".join(sorted(map(self.letter, option_ids)))

    @property
    def choices(self) -> str:
        """All letters, as a sentence names them: "A, B or C"."""
        marks = [self.letter(option.id) for option in self.options]
        return " or ".join([", ".join(marks[:-1]), marks[-1]])

    def find(self, typed: Any) -> str | None:
        """The id of the option that `typed` names, or None."""
        if isinstance(typed, int) and not isinstance(typed, bool):
            typed = str(typed)
        if not isinstance(typed, str):
            return None
        found = self._ids.get(_folded(typed))
        if found is None and (bare := _BARE.fullmatch(typed)):
            found = self._ids.get(_folded(bare[1]))
        if found is None and (line := _LETTERED.fullmatch(typed)):
            # A whole line as it is shown: "A. The first one".
            mark, text = (self._ids.get(_folded(piece)) for piece in line.groups())
            found = mark if mark == text else None
        return found

    def one(self, value: Any) -> str:
        """The id of the single option named; raises `Unreadable` for none or several."""
        if isinstance(value, list | tuple | frozenset) and len(value) == 1:
            (value,) = value
        if (found := self.find(value)) is not None:
            return found
        if not isinstance(value, str):
            raise unreadable(Code.WRONG_TYPE, wanted="One letter", got=described(value))
        named = self.several(value) or ()
        if len(named) == 1:
            return named[0]
        if named:
            raise unreadable(Code.SEVERAL_OPTIONS, typed=shortened(value))
        raise unreadable(Code.UNKNOWN_OPTION, typed=shortened(value), letters=self.choices)

    def several(self, value: Any) -> tuple[str, ...] | None:
        """The ids of the options named one after the other; None if a name is not known.

        Lists of names, and text like "B, A", "B > A" or "BA", are understood.
        """
        if isinstance(value, list | tuple) and len(value) == 1:
            (value,) = value
        if isinstance(value, str):
            if (whole := self.find(value)) is not None:
                return (whole,)
            names: Sequence[Any] = [n for n in _SEPARATORS.split(value.strip(" \n\t()[]{}")) if n]
            if len(names) == 1 and len(names[0]) <= len(self.options):
                names = list(names[0])
        elif isinstance(value, list | tuple):
            names = value
        else:
            return None
        found = [self.find(name) for name in names]
        return None if None in found else tuple(name for name in found if name is not None)


def shortened(text: Any, length: int = 60) -> str:
    """What was typed, cut to fit into a sentence, without line breaks."""
    shown = " ".join(str(text).split())
    return shown if len(shown) <= length else shown[: length - 1] + "…"


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
