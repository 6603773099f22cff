"""What every gradable part of an item has in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import KW_ONLY, dataclass
from typing import ClassVar

from millivolt.items.misconception import Misconception

__all__ = ["Part", "SymbolSpec"]

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,31}\Z")


@dataclass(frozen=True, slots=True)
class Part:
    """One gradable response: how to ask for it, and its key.

    ``id`` names the answer's slot in the notebook and the prompt's section in the prose.
    ``points`` is the part's weight among the parts of its item.
    """

    kind: ClassVar[str]

    id: str
    _: KW_ONLY
    points: int = 1

    def __post_init__(self) -> None:
        if not _NAME.match(self.id):
            raise ValueError(f"part id {self.id!r}: use letters, digits and _, a letter first")
        if self.points < 1:
            raise ValueError(
                f"part {self.id}: points must be a whole number from 1, not {self.points}"
            )
        self.validate()

    def validate(self) -> None:
        """Refuse a part that cannot be graded; every kind adds its own rules."""

    def claims(self) -> Iterator[Misconception]:
        """The misconceptions that this part claims to recognise."""
        yield from getattr(self, "misconceptions", ())

    def too_close(self) -> Iterator[str]:
        """Reasons why this part cannot be judged fairly, so that it is drawn again.

        A claimed misconception lies too close to the key, or what is asked for too close to the
        end of what is shown.
        """
        return iter(())


@dataclass(frozen=True, slots=True)
class SymbolSpec:
    """A letter of a formula: what it stands for and which values it may take.

    ``domain`` is one of the domain names of ``millivolt.symbolic`` or an interval, ``typical``
    the range from which counterexamples are drawn, in ``unit``.
    """

    name: str
    domain: str | tuple[float, float]
    meaning: str = ""
    unit: str = ""
    aliases: tuple[str, ...] = ()
    typical: tuple[float, float] | None = None


def refuse_repeats(what: str, names: Iterable[str]) -> None:
    """Raise ``ValueError`` when a name occurs twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"{what} {name!r} occurs twice")
        seen.add(name)


def refuse_unit_one(what: str, *units: str) -> None:
    """Raise ``ValueError`` for the unit "1": a pure number has one spelling, the empty unit."""
    if any(unit.strip() == "1" for unit in units):
        raise ValueError(f'{what}: the unit of a pure number is "", not "1"')
