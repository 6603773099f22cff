"""Practice in a terminal: question, answer, verdict at once, hints one at a time.

The conversation is a loop over lines; where they come from and go to is given, so that a test
can hold it through a pseudo-terminal or without one. What it looks like is in ``screen``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from millivolt.bank import Bank
from millivolt.errors import MillivoltError
from millivolt.items import Derivation, FreeText, Item, Part, State, Verdict
from millivolt.notebooks.slot import asked_in
from millivolt.practice.advice import (
    HOW_CHOSEN,
    TARGET,
    Advice,
    advise,
    harder,
    open_ideas,
    standings,
)
from millivolt.practice.exercise import NEEDS_CODE, Exercise
from millivolt.practice.ideas import in_words, shown_by
from millivolt.practice.progress import Answered, ProgressFile
from millivolt.practice.screen import Screen

__all__ = ["Practice", "Quit"]

WORDS = {
    ":hint": "a hint, one at a time",
    ":solution": "the worked solution",
    ":again": "another one like this",
    ":harder": "a harder one",
    ":skip": "something else",
    ":choose": "what you name: a topic, or an item of `millivolt bank list`",
    ":standing": "how you stand, and how the next exercise is chosen",
    ":help": "these words",
    ":quit": "stop; your progress is kept",
}
ON = "next (:again, :harder, :solution, Enter goes on)? "
IN_WORDS = {
    False: "Answer in your own words; an empty line ends it.",
    True: "Work in a notebook or on paper. What did you find? An empty line ends it.",
}
"""How words are asked for, by whether they are about a task."""
SAID = "Which of these did you say (1 2 …, or none)? "
PLACES = re.compile(r"\d|none", re.IGNORECASE)
OVERRULED = " You decide: :choose and :skip overrule it."
ALSO = {"?": ":help", "exit": ":quit"}
"""What people type elsewhere when they mean one of the words."""


class Quit(Exception):
    """The student wants to stop."""


class Move(Exception):
    """The student wants to leave this exercise; ``to`` is the item that comes next, if named."""

    def __init__(self, to: Item | None = None) -> None:
        self.to = to
        super().__init__()


@dataclass
class Practice:
    """A practice session.

    ``ask`` reads a line, ``edit`` lets the student edit a text and returns ``None`` when nothing
    was saved. ``items`` are those to choose from.
    """

    bank: Bank
    items: Sequence[Item]
    progress: ProgressFile
    screen: Screen
    ask: Callable[[str], str]
    edit: Callable[[str], str | None]
    clock: Callable[[], datetime]
    seeds: Callable[[], str]
    answered: list[Answered] = field(default_factory=list)
    _passed: set[str] = field(default_factory=set)
    _kept: bool = True
    _solved: Exercise | None = None

    def run(self) -> None:
        """Go on until the student stops; ends with a line on what was achieved."""
        self.answered = list(self.progress.read())
        before = len(self.answered)
        if damaged := self.progress.damaged():
            lines = ", ".join(map(str, damaged[:5])) + (", …" if len(damaged) > 5 else "")
            self.screen.aside(f"{self.progress.path}: line {lines} cannot be read and is left out.")
        self.screen.aside("Type your answer, or one of these at any time:")
        self.screen.words(WORDS)
        chosen: Item | None = None
        try:
            while True:
                chosen = self._exercise(chosen or self._advised())
        except Quit:
            pass
        finally:
            self._farewell(self.answered[before:])

    def _advised(self) -> Item:
        # What was skipped is not offered again until everything was.
        items = [item for item in self.items if item.id not in self._passed]
        if not items:
            self._passed.clear()
        advice = self._advice(items or self.items)
        self.screen.aside(f"\n{advice.why}")
        return advice.item

    def _advice(self, items: Sequence[Item]) -> Advice:
        advice = advise(items, self.answered, self.clock(), shown_by)
        assert advice is not None
        return advice

    def _exercise(self, item: Item) -> Item | None:
        """One exercise; returns the item to do next, ``None`` for the best advice."""
        exercise = Exercise(self.bank[item.id], self.seeds())
        self.screen.heading(exercise.variant.title)
        self.screen.say(exercise.variant.prose.question)
        try:
            for part in exercise.variant.parts:
                self._ask_for(exercise, part)
                if isinstance(part, FreeText):
                    self._own_words(exercise, part)
                else:
                    self._until_right(exercise, part)
            self.screen.say("\nThat was all of it.", "bold")
            while line := self.ask(ON).strip():
                if not self._command(line, exercise):
                    self.screen.aside("This one is done; :again gives another like it.")
                    self._point_to_words(line)
        except Move as move:
            return move.to
        return None

    def _ask_for(self, exercise: Exercise, part: Part) -> None:
        """Show what is asked in one part, numbered where there are several."""
        parts = exercise.variant.parts
        heading = f"\n({parts.index(part) + 1}) " if len(parts) > 1 else "\n"
        self.screen.say(heading + asked_in(exercise.variant, part).words)

    def _own_words(self, exercise: Exercise, part: FreeText) -> None:
        """An answer in words, which the student then judges by what a good answer says."""
        while not self._lines(exercise, IN_WORDS[part.task]):
            pass
        rows = [(str(number), line.text) for number, line in enumerate(part.rubric, 1)]
        self.screen.table(("", "a good answer says"), rows)
        self.screen.say(f"For example: {part.example}")
        while self._command(line := self.ask(SAID), exercise) or not PLACES.search(line):
            pass
        met = {int(number) - 1 for number in re.findall(r"\d+", line)}
        self.screen.verdict(exercise.assess(part, met))
        self._keep(exercise, part)

    def _until_right(self, exercise: Exercise, part: Part) -> None:
        """Take answers to one part until one is right."""
        typed = exercise.stub(part) if isinstance(part, NEEDS_CODE) else ""
        while True:
            typed, verdict = self._answer(exercise, part, typed)
            if verdict is None:
                continue
            self.screen.verdict(verdict)
            # What could not be read costs nothing: it is no answer yet.
            if verdict.state.judges:
                self._keep(exercise, part)
            if verdict.state is State.CORRECT:
                return
            if verdict.state is State.UNGRADABLE_INPUT:
                self._point_to_words(typed)
            elif not any(found.message.endswith("?") for found in verdict.findings):
                self.screen.aside(
                    "  :hint may help." if exercise.hints_left else "  :solution shows the way."
                )

    def _answer(self, exercise: Exercise, part: Part, draft: str) -> tuple[str, Verdict | None]:
        """What was answered, and its verdict; ``None`` when there was none.

        ``draft`` is the code to go on from.
        """
        if isinstance(part, NEEDS_CODE):
            line = self.ask(f"{part.id} (Enter opens your editor): ")
            if line.strip():
                if not self._command(line, exercise):
                    self.screen.aside("This is answered by code: press Enter to open your editor.")
                    self._point_to_words(line)
                return draft, None
            code = self.edit(draft)
            if code is None:
                self.screen.aside("Nothing was saved in the editor.")
                return draft, None
            return code, exercise.run(part, code)
        if isinstance(part, Derivation):
            lines = self._lines(exercise, "One equation per line; an empty line ends it.")
            text = "\n".join(lines)
            return text, exercise.answer(part, text) if lines else None
        line = self.ask(f"{part.id} = ")
        if not line.strip() or self._command(line, exercise):
            return draft, None
        return line, exercise.answer(part, line.strip())

    def _lines(self, exercise: Exercise, invitation: str) -> list[str]:
        """What is typed up to an empty line."""
        self.screen.aside(invitation)
        lines: list[str] = []
        while line := self.ask("  ").strip():
            if not self._command(line, exercise):
                lines.append(line)
        return lines

    def _command(self, line: str, exercise: Exercise) -> bool:
        """Carry out ``line`` if it is a command, and say whether it was one.

        Raises:
            Move: to another exercise.
            Quit: when that was the command.
        """
        if not line.lstrip().startswith(":"):
            return False
        word, _, name = line.strip().partition(" ")
        matches = _words_from(word)
        item = exercise.family.item
        match matches:
            case [":quit"]:
                raise Quit
            case [":hint"]:
                self._hint(exercise)
            case [":solution"]:
                self.screen.say("\n" + exercise.variant.prose.solution)
                self._solved = exercise
            case [":again"]:
                raise Move(item)
            case [":harder"]:
                raise Move(self._harder(item))
            case [":skip"]:
                self._passed.add(item.id)
                raise Move
            case [":choose"]:
                self._choose(name.strip())
            case [":standing"]:
                self._standing()
            case [":help"]:
                self.screen.words(WORDS)
            case _:
                self._point_to_words(line)
        return True

    def _point_to_words(self, line: str) -> None:
        """Say which word ``line`` may stand for: without its colon, or cut too short."""
        typed = line.strip().lower().lstrip(":").removesuffix("()")
        if typed and (meant := [ALSO[typed]] if typed in ALSO else _words_from(f":{typed}")):
            self.screen.aside(f"  Did you mean {_or(meant)}?")
        elif line.lstrip().startswith(":"):
            self.screen.aside("Known words: " + ", ".join(WORDS))

    def _hint(self, exercise: Exercise) -> None:
        hint = exercise.hint()
        if hint is None:
            self.screen.say("There are no more hints; :solution shows the way.")
            return
        given = exercise.hints_given
        self.screen.say(f"Hint {given} of {given + exercise.hints_left}: {hint}")

    def _harder(self, item: Item) -> Item | None:
        items = [family.item for family in self.bank]
        found = harder(items, item, self.answered)
        if found is None:
            self.screen.aside(f"Nothing harder is left in {item.topic}; here is something else.")
        return found

    def _choose(self, name: str) -> None:
        """Go to the item, or to the best one of the topic, that is called ``name``."""
        topic = "-".join(name.lower().split())
        if topic in self.bank.topics:
            advice = self._advice([f.item for f in self.bank if f.item.topic == topic])
            self.screen.aside(f"\n{advice.why}")
            raise Move(advice.item)
        try:
            raise Move(self.bank[name].item)
        except MillivoltError as unknown:
            self.screen.aside(str(unknown) if name else "Say which, as in :choose N01")
            self.screen.aside("The topics are: " + ", ".join(self.bank.topics))

    def _standing(self) -> None:
        """How far the student has come, by topic, and why which exercise is next."""
        items, now = [family.item for family in self.bank], self.clock()
        found = standings(items, self.answered)
        rows = []
        for topic in self.bank.topics:
            own = [found[item.id] for item in items if item.topic == topic]
            tried = [one for one in own if one.answers]
            mastered = [one for one in tried if one.chance >= TARGET]
            due = [one for one in mastered if not one.rests(now)]
            rows.append(
                (topic, f"{len(tried)} of {len(own)}", f"{len(mastered)}", f"{len(due) or ''}")
            )
        self.screen.table(("topic", "tried", "mastered", "due again"), rows)
        if ideas := open_ideas(self.answered):
            named = ", ".join(in_words(idea) for idea in ideas[:5])
            self.screen.say(f"Ideas that led you astray lately: {named}.")
        self.screen.aside(HOW_CHOSEN + OVERRULED)

    def _keep(self, exercise: Exercise, part: Part) -> None:
        """Remember the last answer; a session goes on when the disk is full, and says so once.

        What is answered after the worked solution was shown tells nothing.
        """
        if exercise is self._solved:
            return
        answer = exercise.answered(part, self.clock())
        self.answered.append(answer)
        try:
            self.progress.add([answer])
        except MillivoltError as problem:
            if self._kept:
                self.screen.say(f"Your progress is not kept: {problem}.", "yellow")
            self._kept = False

    def _farewell(self, done: Sequence[Answered]) -> None:
        right = sum(answer.state == State.CORRECT for answer in done)
        parts = "answer" if len(done) == 1 else "answers"
        where = f"Your progress is in {self.progress.path}." if self._kept else ""
        self.screen.say(f"\n{len(done)} {parts}, {right} right. {where}".rstrip())


def _words_from(start: str) -> list[str]:
    """The words that begin with ``start``."""
    return [known for known in WORDS if known.startswith(start.lower())]


def _or(words: Sequence[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last
