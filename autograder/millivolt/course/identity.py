"""Whom the hints of a downloaded file name: a student of the course, or nobody for certain."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from millivolt.course.roster import Student
from millivolt.lms import Hint, HintKind

__all__ = ["Directory"]

_NAMES = frozenset({HintKind.NAME, HintKind.FOLDER, HintKind.STEM})


class Directory:
    """Finds students by what systems call them. What fits two students names neither."""

    def __init__(self, students: Iterable[Student]) -> None:
        self._logins: defaultdict[str, set[str]] = defaultdict(set)
        self._numbers: defaultdict[str, set[str]] = defaultdict(set)
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        for student in students:
            for login in (student.id, student.email, student.email.partition("@")[0]):
                self._logins[login.casefold()].add(student.id)
            for number in (student.lms_id, student.id):
                self._numbers[number].add(student.id)
            for name in _spellings(student.name):
                self._names[name].add(student.id)

    def find(self, hints: Iterable[Hint]) -> str | None:
        """The id of the student whom the first telling hint names."""
        return next(filter(None, map(self._named, hints)), None)

    def _named(self, hint: Hint) -> str | None:
        if not hint.text.strip():
            return None
        found: set[str] = set()
        if hint.kind is HintKind.LMS_ID:
            found = self._numbers.get(hint.text, found)
        elif hint.kind is not HintKind.NAME:
            found = self._logins.get(hint.text.casefold(), found)
        if not found and hint.kind in _NAMES:
            found = self._names.get(_letters(hint.text), found)
        return next(iter(found)) if len(found) == 1 else None


def _spellings(name: str) -> Iterator[str]:
    """A name as systems write it: in any order that keeps given names and surnames together."""
    words = [_letters(word) for word in name.split()]
    for turn in range(len(words)):
        yield "".join(words[turn:] + words[:turn])


def _letters(name: str) -> str:
    """Only the letters and digits of a name, in small letters and without accents."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(c for c in plain if c.isalnum())
