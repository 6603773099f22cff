"""Practice inside a notebook: an exercise that shows itself, takes answers, and gives feedback."""

from __future__ import annotations

import inspect
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any

from millivolt.bank import Bank
from millivolt.errors import MillivoltError
from millivolt.items import Part, State, Verdict
from millivolt.notebooks.slot import asked_in
from millivolt.practice.advice import harder
from millivolt.practice.exercise import NEEDS_CODE, Exercise
from millivolt.practice.form import on_wire
from millivolt.practice.formula import readable
from millivolt.practice.progress import ProgressFile
from millivolt.practice.screen import MARKS

__all__ = ["Reply", "Said", "Task"]


@dataclass(frozen=True, slots=True)
class Said:
    """Prose with formulas, which a notebook typesets and a terminal shows as text."""

    markdown: str

    def __repr__(self) -> str:
        return readable(self.markdown)

    def _repr_markdown_(self) -> str:
        return self.markdown


@dataclass(frozen=True, slots=True)
class Reply:
    """The verdicts on some answers, by part."""

    verdicts: tuple[tuple[str, Verdict], ...]
    note: str = ""

    def __repr__(self) -> str:
        lines = [
            " ".join((f"{name}:", MARKS[v.state][0], *(readable(f.message) for f in v.findings)))
            for name, v in self.verdicts
        ]
        return "\n".join(filter(None, (*lines, self.note)))

    def _repr_html_(self) -> str:
        return "".join(self._lines())

    def _lines(self) -> Iterator[str]:
        for name, verdict in self.verdicts:
            told = escape(" ".join(readable(f.message) for f in verdict.findings))
            mark = escape(MARKS[verdict.state][0])
            # In an element of its own a dollar sign begins no formula.
            shown = told.replace("$", "<span>$</span>")
            yield f"<p><code>{escape(name)}</code> <strong>{mark}</strong> {shown}</p>"
        if self.note:
            yield f"<p>{escape(self.note)}</p>"


class Task:
    """One exercise. Shown by itself in a notebook; answers are given by the names of its parts."""

    def __init__(self, bank: Bank, name: str, seed: str, progress: ProgressFile) -> None:
        self._bank = bank
        self._exercise = Exercise(bank[name], seed)
        self._progress = progress
        self._solved = False

    @property
    def seed(self) -> str:
        """Gives the same numbers again."""
        return self._exercise.variant.seed

    def answer(self, only: Any = None, /, **answers: Any) -> Reply:
        """The verdicts on ``answers``, by the names of the parts; ``only`` where there is one.

        An answer is a text as it would be typed, a number, a list or a dict; for code, the
        function itself.
        """
        parts = {part.id: part for part in self._exercise.parts}
        if only is not None and len(parts) == 1:
            answers[next(iter(parts))] = only
        unknown = sorted(answers.keys() - parts.keys())
        if unknown or not answers:
            named = ", ".join(f"{name}=…" for name in parts)
            return Reply((), f"Answer by name: answer({named}).")
        judged = tuple((name, self._verdict(parts[name], answers[name])) for name in answers)
        return Reply(judged, self._kept([parts[name] for name, _ in judged]))

    def hint(self) -> Said:
        """The next hint."""
        return Said(self._exercise.hint() or "There are no more hints; solution() shows the way.")

    def solution(self) -> Said:
        """The worked solution with these numbers. What is answered after it does not count."""
        self._solved = True
        return Said(self._exercise.variant.prose.solution)

    def again(self) -> Task:
        """Another one like this."""
        return self._other(self._exercise.family.id)

    def harder(self) -> Task:
        """A harder one of the same topic; another one like this where there is none."""
        items = [family.item for family in self._bank]
        item = self._exercise.family.item
        return self._other((harder(items, item, self._progress.read()) or item).id)

    def __repr__(self) -> str:
        return readable(self._repr_markdown_())

    def _repr_markdown_(self) -> str:
        variant = self._exercise.variant
        texts = [f"**{variant.title}**", variant.prose.question]
        texts += [f"`{part.id}`: {asked_in(variant, part).words}" for part in self._exercise.parts]
        return "\n\n".join(text for text in texts if text)

    def _other(self, name: str) -> Task:
        return Task(self._bank, name, secrets.token_hex(6), self._progress)

    def _verdict(self, part: Part, value: Any) -> Verdict:
        if isinstance(part, NEEDS_CODE) and (callable(value) or isinstance(value, str)):
            code = value if isinstance(value, str) else inspect.getsource(value)
            return self._exercise.run(part, code)
        if isinstance(value, str):
            return self._exercise.answer(part, value)
        return self._exercise.answer(part, repr(value), on_wire(value))

    def _kept(self, parts: list[Part]) -> str:
        """Remember what was judged; says so where that is not possible."""
        if self._solved:
            return ""
        now = datetime.now(UTC)
        answered = [self._exercise.answered(part, now) for part in parts]
        try:
            self._progress.add([one for one in answered if State(one.state).judges])
        except MillivoltError as problem:
            return f"Your progress is not kept: {problem}."
        return ""
