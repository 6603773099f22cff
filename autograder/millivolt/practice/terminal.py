"""Practice in a terminal: question, answer, verdict at once, hints one at a time.

The conversation is a loop over lines; where they come from and go to is given, so that a test
can hold it through a pseudo-terminal or without one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from millivolt.bank import Bank, Family
from millivolt.items import Derivation, Item, Part, State, Verdict
from millivolt.notebooks.slot import slot
from millivolt.practice.advice import advise, harder
from millivolt.practice.exercise import NEEDS_CODE, Exercise
from millivolt.practice.formula import readable
from millivolt.practice.progress import Answered, ProgressFile

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["Practice", "Quit"]

WORDS = {
    ":hint": "a hint, one at a time",
    ":solution": "the worked solution, and on to the next exercise",
    ":again": "another one like this",
    ":harder": "a harder one",
    ":skip": "something else",
    ":quit": "stop; your progress is kept",
}
ON = "next (:again, :harder, :solution, Enter goes on)? "
MARKS = {
    State.CORRECT: ("✓ Right.", "green"),
    State.PARTIAL: ("◐ Partly right.", "yellow"),
    State.INCORRECT: ("✗ Not right yet.", "red"),
    State.UNGRADABLE_INPUT: ("? That could not be read.", "yellow"),
    State.NOT_ATTEMPTED: ("? There was no answer.", "yellow"),
    State.NEEDS_REVIEW: ("? That could not be decided here.", "yellow"),
    State.SKIPPED: ("? That was not checked.", "yellow"),
}


class Quit(Exception):
    """The student wants to stop."""


class Move(Exception):
    """The student wants to go on to ``what``: again, harder, skip or next."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)


@dataclass
class Practice:
    """A practice session. ``ask`` reads a line, ``edit`` lets the student edit a text."""

    bank: Bank
    items: Sequence[Item]
    progress: ProgressFile
    console: Console
    ask: Callable[[str], str]
    edit: Callable[[str], str | None]
    clock: Callable[[], datetime]
    seeds: Callable[[], str]
    answered: list[Answered] = field(default_factory=list)

    def run(self) -> None:
        """Go on until the student stops; ends with a line on what was achieved."""
        self.answered = list(self.progress.read())
        before = len(self.answered)
        chosen: Item | None = None
        self.console.print("Type your answer, or one of these at any time:", style="dim")
        for word, meaning in WORDS.items():
            self.console.print(f"  {word:<10} {meaning}", style="dim", markup=False)
        try:
            while True:
                chosen = self._exercise(chosen or self._advised())
        except Quit:
            self._farewell(self.answered[before:])

    def _advised(self) -> Item:
        advice = advise(self.items, self.answered, self.clock())
        assert advice is not None
        self.console.print(f"\n{advice.why}", style="dim", markup=False)
        return advice.item

    def _exercise(self, item: Item) -> Item | None:
        """One exercise; returns the item to do next, ``None`` for the best advice."""
        family: Family = self.bank[item.id]
        exercise = Exercise(family, self.seeds())
        self._show_question(exercise)
        try:
            for part in exercise.parts:
                self._part(exercise, part)
            self._say("\nThat was all of it.", "bold")
            while True:
                self._command(
                    self.ask("next (:again, :harder, :solution, Enter goes on)? "), exercise
                )
        except Move as move:
            if move.what == "again":
                return item
            if move.what == "harder":
                return self._harder(item)
        return None

    def _harder(self, item: Item) -> Item | None:
        found = harder(self.items, item, self.answered)
        if found is None:
            self._say(f"Nothing harder is left in {item.topic}; here is something else.", "dim")
        return found

    def _part(self, exercise: Exercise, part: Part) -> None:
        """Ask for one part until it is right."""
        number = exercise.parts.index(part) + 1
        heading = f"\n({number}) " if len(exercise.parts) > 1 else "\n"
        shown = slot(part, part.id, Fraction(1), exercise.variant.prose.prompts.get(part.id, ""))
        self._say(heading + "\n".join(text for text in (shown.prompt, shown.note) if text))
        while True:
            verdict = self._verdict(exercise, part)
            if verdict is None:
                continue
            self._tell(verdict)
            answer = exercise.answered(part, self.clock())
            # What could not be read costs nothing: it is no answer yet.
            if verdict.state in (State.CORRECT, State.PARTIAL, State.INCORRECT):
                self.answered.append(answer)
                self.progress.add([answer])
            if verdict.state is State.CORRECT:
                return

    def _verdict(self, exercise: Exercise, part: Part) -> Verdict | None:
        """The verdict on the next answer; ``None`` when the line was no answer."""
        if isinstance(part, NEEDS_CODE):
            line = self.ask(f"{part.id} (Enter opens your editor): ")
            if line.strip() and self._command(line, exercise):
                return None
            code = self.edit(exercise.stub(part))
            return None if code is None else exercise.run(part, code)
        if isinstance(part, Derivation):
            lines = self._lines(exercise, part)
            return exercise.answer(part, "\n".join(lines)) if lines else None
        line = self.ask(f"{part.id} = ")
        if not line.strip() or self._command(line, exercise):
            return None
        return exercise.answer(part, line.strip())

    def _lines(self, exercise: Exercise, part: Part) -> list[str]:
        """The lines of a derivation, up to an empty one."""
        self._say("One equation per line; an empty line ends it.", "dim")
        lines: list[str] = []
        while True:
            line = self.ask("  ")
            if not line.strip():
                return lines
            if not self._command(line, exercise):
                lines.append(line.strip())

    def _command(self, line: str, exercise: Exercise) -> bool:
        """Carry out ``line`` if it is a command, and say whether it was one."""
        word = line.strip().lower()
        if not word:
            raise Move("next")
        if not word.startswith(":"):
            return False
        matches = [known for known in WORDS if known.startswith(word)]
        if len(matches) != 1:
            self._say("Known words: " + ", ".join(WORDS), "dim")
            return True
        if matches[0] == ":quit":
            raise Quit
        if matches[0] == ":hint":
            self._say(exercise.hint() or "There are no more hints; :solution shows the way.")
            return True
        if matches[0] == ":solution":
            self._say("\n" + exercise.variant.prose.solution)
            raise Move("next")
        raise Move(matches[0].removeprefix(":"))

    def _show_question(self, exercise: Exercise) -> None:
        variant = exercise.variant
        self.console.rule(f"[bold]{variant.title}", align="left")
        self._say(variant.prose.question)

    def _tell(self, verdict: Verdict) -> None:
        words, colour = MARKS[verdict.state]
        self.console.print(words, style=f"bold {colour}", markup=False)
        for finding in verdict.findings:
            self._say(f"  {finding.message}")

    def _farewell(self, done: Sequence[Answered]) -> None:
        right = sum(answer.state == State.CORRECT for answer in done)
        parts = "answer" if len(done) == 1 else "answers"
        self._say(
            f"\n{len(done)} {parts}, {right} right. Your progress is in {self.progress.path}."
        )

    def _say(self, markdown: str, style: str = "") -> None:
        """Print prose as a terminal can: formulas in one line, emphasis as it is typed."""
        from rich.markdown import Markdown

        text = readable(markdown)
        if any(mark in text for mark in ("**", "\n- ", "`")):
            self.console.print(Markdown(text), style=style)
        else:
            self.console.print(text, style=style, markup=False)
