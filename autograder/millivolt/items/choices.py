"""Responses that pick, order or pair given options."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from millivolt.items.misconception import Misconception
from millivolt.items.part import Part, refuse_repeats

__all__ = ["Choice", "Matching", "MultipleChoice", "Option", "Ordering", "TwoTier"]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose. ``misconception`` names the wrong idea behind it, if there is one."""

    id: str
    text: str
    misconception: Misconception | None = None


def _check_options(part_id: str, options: tuple[Option, ...], least: int = 2) -> None:
    if len(options) < least:
        raise ValueError(f"part {part_id}: needs at least {least} options")
    refuse_repeats(f"part {part_id}: option", (o.id for o in options))
    refuse_repeats(f"part {part_id}: option text", (o.text for o in options))


def _misconceptions(options: tuple[Option, ...]) -> Iterator[Misconception]:
    return (o.misconception for o in options if o.misconception is not None)


@dataclass(frozen=True, slots=True)
class Choice(Part):
    """One option is right. Options are shown in the given order, lettered A, B, C, ..."""

    kind: ClassVar[str] = "choice"

    options: tuple[Option, ...]
    answer: str

    def validate(self) -> None:
        _check_options(self.id, self.options)
        if self.answer not in {o.id for o in self.options}:
            raise ValueError(f"part {self.id}: the answer {self.answer!r} is not an option")

    def claims(self) -> Iterator[Misconception]:
        return _misconceptions(self.options)


@dataclass(frozen=True, slots=True)
class MultipleChoice(Part):
    """Every option is judged; credit is what remains when guessing is discounted."""

    kind: ClassVar[str] = "multiple_choice"

    options: tuple[Option, ...]
    answer: frozenset[str]

    def validate(self) -> None:
        _check_options(self.id, self.options)
        if not self.answer <= {o.id for o in self.options}:
            raise ValueError(f"part {self.id}: the answer names unknown options")
        if not self.answer or len(self.answer) == len(self.options):
            raise ValueError(f"part {self.id}: some options must be right and some wrong")

    def claims(self) -> Iterator[Misconception]:
        return _misconceptions(self.options)


@dataclass(frozen=True, slots=True)
class Ordering(Part):
    """All options in their right order; credit by the fewest moves that would mend it.

    A misconception's value is the whole order (a tuple of ids) that it leads to.
    """

    kind: ClassVar[str] = "ordering"

    options: tuple[Option, ...]
    answer: tuple[str, ...]
    misconceptions: tuple[Misconception, ...] = ()

    def validate(self) -> None:
        _check_options(self.id, self.options)
        if sorted(self.answer) != sorted(o.id for o in self.options):
            raise ValueError(f"part {self.id}: the answer must order every option once")

    def too_close(self) -> Iterator[str]:
        return (
            f"{m.id} gives the right order" for m in self.misconceptions if m.value == self.answer
        )


@dataclass(frozen=True, slots=True)
class Matching(Part):
    """To each stem belongs one option; ``answer`` lists the options' ids in the stems' order.

    Options may be used more than once or not at all.
    """

    kind: ClassVar[str] = "matching"

    stems: tuple[Option, ...]
    options: tuple[Option, ...]
    answer: tuple[str, ...]

    def validate(self) -> None:
        _check_options(self.id, self.options)
        _check_options(self.id, self.stems)
        if len(self.answer) != len(self.stems):
            raise ValueError(f"part {self.id}: the answer needs one option for each stem")
        if not set(self.answer) <= {o.id for o in self.options}:
            raise ValueError(f"part {self.id}: the answer names unknown options")

    def claims(self) -> Iterator[Misconception]:
        return _misconceptions(self.options)


@dataclass(frozen=True, slots=True)
class TwoTier(Part):
    """An answer and the reason for it; both must be right for full credit.

    The right answer with a wrong reason earns ``answer_share`` percent.
    """

    kind: ClassVar[str] = "two_tier"

    options: tuple[Option, ...]
    answer: str
    reasons: tuple[Option, ...]
    reason: str
    answer_share: int = 25

    def validate(self) -> None:
        _check_options(self.id, self.options)
        _check_options(self.id, self.reasons)
        if self.answer not in {o.id for o in self.options}:
            raise ValueError(f"part {self.id}: the answer {self.answer!r} is not an option")
        if self.reason not in {o.id for o in self.reasons}:
            raise ValueError(f"part {self.id}: the reason {self.reason!r} is not an option")
        if not 0 <= self.answer_share < 100:
            raise ValueError(f"part {self.id}: answer_share is from 0 to 99 percent")

    def claims(self) -> Iterator[Misconception]:
        yield from _misconceptions(self.options)
        yield from _misconceptions(self.reasons)
