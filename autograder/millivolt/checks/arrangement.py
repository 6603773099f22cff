"""Checking arrangements: options put in order, and options paired with stems."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from millivolt.checks.amount import described
from millivolt.checks.catalogue import Code, finding, unreadable
from millivolt.checks.choice import NUMBERS
from millivolt.checks.ideas import named
from millivolt.checks.lettering import Lettering, shortened
from millivolt.items import Matching, Ordering, Verdict

_PAIR = re.compile(r"\s*(.+?)\s*(?:-+>?|→|:|=|–)\s*(.+?)\s*")
_NUMBERED = r"(\d+)\W{0,3}([A-Za-z])\b"
_ALL_NUMBERED = re.compile(rf"\W*(?:{_NUMBERED}\W*)+")


def check_ordering(part: Ordering, value: Any) -> Verdict:
    """The verdict on an order.

    Credit falls with the fewest single moves that would mend the order. Each move costs two
    shares of the largest number of moves, so that an order drawn by lot earns little.
    """
    options = Lettering(part.options)
    order = options.several(value)
    if order is None or sorted(order) != sorted(part.answer):
        if not isinstance(value, str | list | tuple):
            raise unreadable(Code.WRONG_TYPE, wanted="A list of letters", got=described(value))
        example = ", ".join(sorted((options.letter(o.id) for o in part.options), reverse=True))
        raise unreadable(Code.UNREADABLE_ORDER, typed=shortened(value), example=example)
    moves = fewest_moves(order, part.answer)
    if not moves:
        return Verdict.of(1)
    credit = max(1 - Fraction(2 * moves, len(order) - 1), Fraction(0))
    ideas = [m for m in part.misconceptions if tuple(m.value) == order]
    said = "One option has" if moves == 1 else f"{moves} options have"
    return Verdict.of(
        credit, finding(Code.WRONG_ORDER, moves=said, evidence={"moves": moves}), *named(ideas)
    )


def fewest_moves(order: Sequence[str], right: Sequence[str]) -> int:
    """How many options must be taken out and put elsewhere to turn `order` into `right`."""
    place = {option: index for index, option in enumerate(right)}
    # The options that stay are a longest rising run; `tails` is its patience-sorting record.
    tails: list[int] = []
    for option in order:
        at = bisect_left(tails, place[option])
        tails[at : at + 1] = [place[option]]
    return len(order) - len(tails)


def check_matching(part: Matching, value: Any) -> Verdict:
    """The verdict on pairs; what guessing every pair would earn on average is taken off."""
    stems, options = Lettering(part.stems, NUMBERS), Lettering(part.options)
    chosen = _pairs(part, stems, options, value)
    right = [c == a for c, a in zip(chosen, part.answer, strict=True)]
    if all(right):
        return Verdict.of(1)
    chance = Fraction(1, len(part.options))
    credit = max((Fraction(sum(right), len(right)) - chance) / (1 - chance), Fraction(0))
    missed = [stem.id for stem, hit in zip(part.stems, right, strict=True) if not hit]
    taken = {c for c, hit in zip(chosen, right, strict=True) if not hit}
    ideas = [o.misconception for o in part.options if o.id in taken and o.misconception]
    wrong = ", ".join(stems.letter(stem) for stem in missed)
    found = finding(Code.WRONG_PAIRS, right=sum(right), total=len(right), wrong=wrong)
    return Verdict.of(credit, found, *named(ideas))


def _pairs(part: Matching, stems: Lettering, options: Lettering, value: Any) -> tuple[str, ...]:
    """The chosen option's id for each stem, in the order of the stems."""
    if not isinstance(value, str | list | tuple | Mapping):
        raise unreadable(
            Code.WRONG_TYPE, wanted="A dict or a list of letters", got=described(value)
        )
    listed = _listed(value)
    if listed is None:
        in_order = options.several(value)
        if in_order is not None and len(in_order) == len(part.stems):
            return in_order
        raise _unpaired(part, options, value)
    found = {stems.find(stem): options.find(option) for stem, option in listed}
    chosen = [found.get(stem.id) for stem in part.stems]
    if len(listed) != len(part.stems) or None in chosen:
        raise _unpaired(part, options, value)
    return tuple(option for option in chosen if option is not None)


def _listed(value: Any) -> list[tuple[Any, Any]] | None:
    """Stem and option of every pair written out, or None if only options are listed."""
    if isinstance(value, Mapping):
        return list(value.items())
    if isinstance(value, str) and _ALL_NUMBERED.fullmatch(value):
        return re.findall(_NUMBERED, value)
    if isinstance(value, str):
        entries: Sequence[Any] = [e for e in re.split(r"[,;\n]", value) if e.strip()]
    else:
        entries = list(value)
    if all(isinstance(e, list | tuple) and len(e) == 2 for e in entries):
        return [(e[0], e[1]) for e in entries]
    pairs = [_PAIR.fullmatch(e) if isinstance(e, str) else None for e in entries]
    if entries and all(pairs):
        return [(pair[1], pair[2]) for pair in pairs if pair]
    return None


def _unpaired(part: Matching, options: Lettering, value: Any) -> Exception:
    letters = [options.letter(o.id) for o in part.options]
    example = ", ".join(f"{n}-{letters[-n % len(letters)]}" for n in range(1, len(part.stems) + 1))
    return unreadable(Code.UNREADABLE_PAIRS, typed=shortened(value), example=example)
