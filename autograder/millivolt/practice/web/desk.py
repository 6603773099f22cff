"""The desk: exercises that are being worked on, what stands in their boxes, and the progress.

One student's, but their browser asks for several things at once: each exercise has a lock.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from millivolt.bank import Bank
from millivolt.items import Item, Part, State
from millivolt.notebooks import Question, sheet
from millivolt.practice.advice import Advice, Standing, advise, harder, standings
from millivolt.practice.exercise import Exercise
from millivolt.practice.ideas import shown_by
from millivolt.practice.progress import Answered, ProgressFile

__all__ = ["Desk", "Entry", "Sitting"]

Entry = Mapping[str, Sequence[str]]
"""What a form sent for one part: the values of each field."""

MOST_OPEN = 400
"""Exercises that are kept in mind; an older one can be opened again, with empty boxes."""


@dataclass
class Sitting:
    """One exercise as it is worked on."""

    exercise: Exercise
    entries: dict[str, Entry] = field(default_factory=dict)
    solved: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    @cached_property
    def question(self) -> Question:
        """The public side of the variant, as a notebook would print it."""
        return sheet(self.exercise.issue).questions[0]

    def is_right(self, part: Part) -> bool:
        """Whether the last answer to ``part`` was right."""
        verdict = self.exercise.verdicts.get(part.id)
        return verdict is not None and verdict.state is State.CORRECT

    @property
    def finished(self) -> bool:
        """Whether every part is right, or the solution was shown."""
        return self.solved or all(map(self.is_right, self.exercise.variant.parts))


class Desk:
    """What one student has before them."""

    def __init__(
        self,
        bank: Bank,
        items: Sequence[Item],
        progress: ProgressFile,
        clock: Callable[[], datetime],
        seeds: Callable[[], str],
    ) -> None:
        self.bank = bank
        self.items = tuple(items)
        self.progress = progress
        self.clock = clock
        self.seeds = seeds
        self._open: OrderedDict[tuple[str, str], Sitting] = OrderedDict()
        self._lock = threading.Lock()
        # Writing to a disk takes its time, and opening an exercise should not wait for it.
        self._writing = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._answered: list[Answered] = []

    def open(self, item: str, seed: str) -> Sitting:
        """The exercise, drawn when it is not on the desk yet. ``item`` is in the bank."""
        with self._lock:
            found = self._open.get((item, seed))
            if found is not None:
                self._open.move_to_end((item, seed))
                return found
        drawn = Sitting(Exercise(self.bank[item], seed))
        with self._lock:
            sitting = self._open.setdefault((item, seed), drawn)
            while len(self._open) > MOST_OPEN:
                self._open.popitem(last=False)
            return sitting

    def answered(self) -> Sequence[Answered]:
        """Every answer, oldest first; the file is read again when somebody else wrote to it."""
        with self._writing:
            seen = self._stamp()
            if seen != self._seen:
                self._answered = list(self.progress.read())
                self._seen = seen
            return tuple(self._answered)

    def record(self, sitting: Sitting, part: Part) -> None:
        """Keep the last answer to ``part``. What could not be judged is no answer yet."""
        if not sitting.exercise.verdicts[part.id].state.judges:
            return
        answer = sitting.exercise.answered(part, self.clock())
        with self._writing:
            current = self._stamp() == self._seen
            self.progress.add([answer])
            if current:
                self._answered.append(answer)
                self._seen = self._stamp()

    def advice(self, items: Sequence[Item] | None = None) -> Advice | None:
        """What to practise next, of ``items`` or of all."""
        chosen = self.items if items is None else items
        return advise(chosen, self.answered(), self.clock(), shown_by)

    def harder(self, item: Item) -> Item | None:
        """A harder item of the same topic, if there is one."""
        return harder(self.items, item, self.answered())

    def standings(self) -> Mapping[str, Standing]:
        """How the student stands with every item, by id."""
        return standings(self.items, self.answered())

    def _stamp(self) -> tuple[int, int] | None:
        try:
            found = self.progress.path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size
