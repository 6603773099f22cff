"""Simulated students: notebooks with planted answers, each with the verdict that it deserves.

They have an ability and answer accordingly: rightly in many disguises, by a known misconception,
wrongly, in a form that cannot be read, or not at all. A few write code that does not end, that
eats memory, that does not parse, or delete cells. What was planted where is written down, so
that a test can hold every verdict against it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from millivolt.bank import Bank, NothingFollows
from millivolt.checks import (
    Earlier,
    Kind,
    Specimen,
    check,
    earlier_values,
    follow_through,
    specimens,
)
from millivolt.course.course import Course
from millivolt.course.files import write_whole
from millivolt.course.issue import Issue, IssuedPart
from millivolt.items import FreeText, Function, Numeric, Part, State, Verdict
from millivolt.notebooks import composed

__all__ = ["Planted", "SimulatedStudent", "planted", "simulate", "sit"]


@dataclass(frozen=True, slots=True)
class Planted:
    """One answer that a simulated student gave, and what it deserves.

    ``states`` holds every acceptable state (a wrong function may still earn a share),
    ``misconceptions`` the whole set that a verdict must name.
    """

    slot: str
    kind: str
    label: str
    states: tuple[str, ...]
    misconceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SimulatedStudent:
    """A student of known ``ability``, in units of the class's standard deviation."""

    id: str
    ability: float

    def chance(self, difficulty: float = 0.0) -> float:
        """The chance of a right answer to a part of ``difficulty`` (the Rasch model)."""
        return 1 / (1 + math.exp(difficulty - self.ability))


@dataclass(frozen=True, slots=True)
class Accident:
    """Something that goes wrong in an answer's cell whatever the question is."""

    label: str
    source: str | None
    state: State


ACCIDENTS = (
    Accident("a syntax error", "{name} = = 3", State.UNGRADABLE_INPUT),
    Accident("an endless loop", "while True:\n    pass\n{name} = 0", State.UNGRADABLE_INPUT),
    Accident(
        "a memory hog", "hog = [bytearray(2**24) for _ in range(2**20)]", State.UNGRADABLE_INPUT
    ),
    Accident("a deleted cell", None, State.NOT_ATTEMPTED),
)

NOISE = (
    "import warnings\nwarnings.warn('just a warning')\nprint('debug:', 1 + 1)",
    "x = 3\nx",
    "# a cell of my own\nfor i in range(3):\n    pass",
)

OTHER_KINDS = ((Kind.MISCONCEPTION, 6), (Kind.WRONG, 2), (Kind.MALFORMED, 1), (Kind.BLANK, 1))
"""How often a student who does not answer rightly does what instead."""


def simulate(
    course: Course,
    assignment: str,
    *,
    students: int | None = None,
    bank: Bank,
    seed: int = 0,
    accidents: bool = True,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[SimulatedStudent, ...]:
    """Hand in for everyone to whom ``assignment`` was issued, or for the first ``students``.

    Files that real students handed in are replaced only where a simulated one was before;
    raises ``FileExistsError`` otherwise, before anything is written.
    """
    names = course.issues.students(assignment)[:students]
    done = _record(course, assignment)
    for name in names:
        path = course.submitted(name, assignment)
        if path.exists() and not done.exists():
            raise FileExistsError(f"{path} was handed in by a real student; move it away first")
    records: dict[str, list[Planted]] = {}
    crew = tuple(_student(name, assignment, seed) for name in names)
    for number, student in enumerate(crew, 1):
        issue = course.issues.read(assignment, student.id)
        rng = Random(f"{seed}|{assignment}|{student.id}")
        # One student in four has an accident; each kind of accident occurs in turn.
        turn = number // 4 if accidents and number % 4 == 0 else None
        notebook, records[student.id] = sit(issue, student, rng, bank, accident=turn)
        write_whole(course.submitted(student.id, assignment), notebook)
        progress(number, len(crew))
    document = {
        "students": [asdict(student) for student in crew],
        "planted": {who: [asdict(one) for one in made] for who, made in records.items()},
    }
    write_whole(done, (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode())
    return crew


def planted(course: Course, assignment: str) -> dict[str, tuple[Planted, ...]]:
    """What ``simulate`` planted, by student."""
    document = json.loads(_record(course, assignment).read_bytes())
    return {
        student: tuple(
            Planted(
                one["slot"],
                one["kind"],
                one["label"],
                tuple(one["states"]),
                tuple(one["misconceptions"]),
            )
            for one in made
        )
        for student, made in document["planted"].items()
    }


def sit(
    issue: Issue,
    student: SimulatedStudent,
    rng: Random,
    bank: Bank,
    *,
    accident: int | None = None,
) -> tuple[bytes, list[Planted]]:
    """The notebook that ``student`` hands in for ``issue``, and what is planted in it.

    With ``accident``, one of the answers meets the accident of that number. After an earlier
    slip, later answers either follow from it by a right method, or cannot be taken for that.
    """
    document = composed(issue)
    parts = list(issue.parts())
    struck = rng.choice([p for p in parts if _binds(p)]).slot if accident is not None else None
    made: list[Planted] = []
    judged: dict[int, list[tuple[Part, Verdict]]] = {}
    for issued in parts:
        if issued.slot == struck:
            assert accident is not None
            mishap = ACCIDENTS[accident % len(ACCIDENTS)]
            _write(document, issued.slot, mishap.source and mishap.source.format(name=issued.slot))
            made.append(Planted(issued.slot, "accident", mishap.label, (mishap.state.value,)))
            continue
        before = judged.setdefault(issued.question.number, [])
        specimen = _answer(issued, before, student, rng, bank)
        if isinstance(issued.part, Numeric):
            before.append((issued.part, check(issued.part, specimen.observation(issued.part))))
        source = specimen.cell(issued.slot) if specimen.label != "deleted" else None
        if specimen.label != "untouched":
            _write(document, issued.slot, source)
        made.append(
            Planted(
                issued.slot,
                specimen.kind.value,
                specimen.label,
                tuple(sorted(state.value for state in specimen.states)),
                tuple(sorted(specimen.misconceptions)),
            )
        )
    _add_noise(document, rng)
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode(), made


def _student(name: str, assignment: str, seed: int) -> SimulatedStudent:
    # Abilities belong to the student, so that they are the same in every assignment.
    return SimulatedStudent(name, round(Random(f"{seed}|{name}").gauss(0.7, 1.0), 3))


def _answer(
    issued: IssuedPart,
    before: Sequence[tuple[Part, Verdict]],
    student: SimulatedStudent,
    rng: Random,
    bank: Bank,
) -> Specimen:
    part, variant = issued.part, issued.question.variant
    earlier = earlier_values(before, variant.steps)
    carried: Part | None = None
    if earlier:
        given = {step: values.given for step, values in earlier.items()}
        family = bank[variant.item_id]
        with suppress(NothingFollows):
            carried = next(p for p in family.carry_forward(variant, given) if p.id == part.id)
        followed = None if carried is None else _following(part, carried, earlier)
        if followed is not None and rng.random() < student.chance():
            return followed
    while True:
        specimen = _unaided(part, student, rng)
        if carried is None:
            return specimen
        # What would also earn credit by following from the slip deserves two verdicts: redraw.
        verdict = follow_through(part, carried, specimen.observation(part), earlier)
        if specimen.agrees(verdict):
            return specimen


def _following(part: Part, carried: Part, earlier: Mapping[str, Earlier]) -> Specimen | None:
    """The right answer by the student's own earlier values, where that earns the credit."""
    if isinstance(part, FreeText | Function):
        return None
    right = next((s for s in specimens(carried) if s.kind is Kind.RIGHT), None)
    if right is None:
        return None
    verdict = follow_through(part, carried, right.observation(part), earlier)
    if verdict.state is not State.CORRECT:
        return None
    return replace(right, label="right from an earlier slip")


def _unaided(part: Part, student: SimulatedStudent, rng: Random) -> Specimen:
    """An answer as the student's ability gives it."""
    made = specimens(part)
    by_kind = {kind: [s for s in made if s.kind is kind] for kind in Kind}
    if rng.random() < student.chance():
        kind = Kind.DISGUISED if by_kind[Kind.DISGUISED] and rng.random() < 0.6 else Kind.RIGHT
    else:
        possible = [(kind, weight) for kind, weight in OTHER_KINDS if by_kind[kind]]
        kinds, weights = zip(*possible, strict=True)
        kind = rng.choices(kinds, weights)[0]
    return rng.choice(by_kind[kind])


def _binds(issued: IssuedPart) -> bool:
    return not isinstance(issued.part, FreeText | Function)


def _write(document: dict[str, Any], slot: str, source: str | None) -> None:
    cells: list[dict[str, Any]] = document["cells"]
    at = next(number for number, cell in enumerate(cells) if cell["id"] == slot)
    if source is None:
        del cells[at]
    elif cells[at]["metadata"]["nbgrader"]["task"]:
        own = {"cell_type": "markdown", "id": f"{slot}-work", "metadata": {}, "source": source}
        cells.insert(at + 1, own)
    else:
        cells[at]["source"] = source


def _add_noise(document: dict[str, Any], rng: Random) -> None:
    """Extra cells, run counts and outputs, as a real notebook has them."""
    cells: list[dict[str, Any]] = document["cells"]
    for number, source in enumerate(NOISE):
        if rng.random() < 0.3:
            extra = {
                "cell_type": "code",
                "execution_count": rng.randrange(1, 99),
                "id": f"extra-{number}",
                "metadata": {},
                "outputs": [{"output_type": "stream", "name": "stdout", "text": "2\n"}],
                "source": source,
            }
            cells.insert(rng.randrange(2, len(cells)), extra)


def _record(course: Course, assignment: str) -> Path:
    return course.state / "simulated" / f"{assignment}.json"
