"""What a page holds about answers: locked, so that none stands in it in clear.

Each try opens at most a few locks, and each lock opens to the answers of one bin (or to one
option) only. A page is no vault: its answers can be found by trying, within a minute. Whoever
does so has practised something else.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from string import ascii_uppercase
from typing import Any

from markupsafe import Markup

from millivolt.checks.bins import Bins, accepted
from millivolt.checks.lock import IN_A_PAGE, Lock
from millivolt.feedback.prose import phrase
from millivolt.items import Choice, Misconception, MultipleChoice, Numeric, Part
from millivolt.practice.site.spellings import spellings

__all__ = ["ANSWERED", "locked_part", "locked_solution"]

TRIES = 3
"""After so many tries the page offers to reveal the worked solution."""

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a right word opens: for numbers, it holds between ``low`` and ``high``."""

    right: bool
    says: str
    secret: str
    low: float | None = None
    high: float | None = None


def locked_part(part: Part, secret: str, salt: bytes) -> Data:
    """What the page must know to judge answers to ``part``; right ones yield ``secret``."""
    return _LOCKED[type(part)](part, secret, salt)


def locked_solution(solution: Markup, secrets: Iterable[str], salt: bytes) -> Data:
    """The worked solution, which opens to all ``secrets`` together.

    ``reveal`` is their text turned round: the page offers it after some tries. It hides nothing
    from somebody who reads the source, and is not meant to.
    """
    word = "|".join(secrets)
    lock = Lock.on(str(solution).encode(), word, salt, IN_A_PAGE)
    reveal = b64encode(word.encode()).decode()[::-1]
    return {"salt": _text(salt), "lock": _text(lock.locked), "reveal": reveal, "tries": TRIES}


def _numeric(part: Numeric, secret: str, salt: bytes) -> Data:
    bins = replace(Bins.around(part.answer, part.tolerance), offset=0)
    answers = [(part.answer, "", secret)]
    answers += [(idea.value, _told(idea), "") for idea in part.misconceptions]
    found: dict[str, list[_Entry]] = {}
    for value, says, key in answers:
        low, high = accepted(value, part.tolerance)
        for label in {*bins.labels(low), *bins.labels(high)}:
            found.setdefault(label, []).append(_Entry(bool(key), says, key, low, high))
    return {
        "kind": "number",
        "bins": {"relative": bins.relative, "resolution": bins.resolution, "width": bins.width},
        "units": spellings(part.unit),
        "bare": part.bare or not part.unit,
        "unit": part.unit,
        **_locks(found, salt),
    }


def _choice(part: Choice, secret: str, salt: bytes) -> Data:
    found = {}
    for letter, option in zip(ascii_uppercase, part.options, strict=False):
        idea = option.misconception
        right = option.id == part.answer
        says = "" if right or idea is None else _told(idea)
        found[letter] = [_Entry(right, says, secret if right else "")]
    return {"kind": "choice", **_locks(found, salt)}


def _choices(part: MultipleChoice, secret: str, salt: bytes) -> Data:
    letters = [
        letter
        for letter, option in zip(ascii_uppercase, part.options, strict=False)
        if option.id in part.answer
    ]
    return {"kind": "choice", **_locks({"".join(letters): [_Entry(True, "", secret)]}, salt)}


def _told(idea: Misconception) -> str:
    return str(phrase(f"{idea.tell} {idea.ask}".strip()))


def _locks(found: Mapping[str, Sequence[_Entry]], salt: bytes) -> Data:
    """The locks in an order and of a size that tell nothing."""
    texts = {
        word: json.dumps([asdict(entry) for entry in entries]) for word, entries in found.items()
    }
    longest = max(map(len, texts.values()))
    locks = sorted(_sealed(texts, longest, salt))
    return {"salt": _text(salt), "locks": locks}


def _sealed(texts: Mapping[str, str], longest: int, salt: bytes) -> Iterator[str]:
    # One salt serves them all, so that a try costs one key: their words differ.
    for word, text in texts.items():
        yield _text(Lock.on(text.ljust(longest).encode(), word, salt, IN_A_PAGE).locked)


def _text(data: bytes) -> str:
    return b64encode(data).decode()


_LOCKED: Mapping[type[Part], Callable[[Any, str, bytes], Data]] = {
    Numeric: _numeric,
    Choice: _choice,
    MultipleChoice: _choices,
}

ANSWERED = tuple(_LOCKED)
"""The kinds of parts that a page can judge by itself."""
