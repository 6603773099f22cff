"""Grading an nbgrader assignment of a course folder: what to run, running it, keeping results."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from importlib.util import find_spec

from millivolt import __version__
from millivolt.course import Course, RunLimits
from millivolt.errors import AuthorError, EnvironmentProblem
from millivolt.gradebook.entry import GradeEntry
from millivolt.gradebook.log import GradeLog
from millivolt.grading.local import Trade, grade_locally
from millivolt.grading.round import Options, now
from millivolt.grading.run import Graded, Keeper
from millivolt.isolation import Box, Fault, Limits
from millivolt.legacy.examination import Conditions
from millivolt.legacy.marking import HandIn, Plan, grade_all, lost
from millivolt.legacy.material import BANK, Material, read_material
from millivolt.legacy.rehearsal import Rehearsed, notices, rehearse
from millivolt.legacy.submissions import folders, hand_in, strange

__all__ = ["grade_legacy"]

_TRADE: Trade[HandIn, Plan] = Trade(grade_all, lost, "millivolt.legacy.examination")

_HEAVY = ("numpy", "numpy.testing", "scipy", "sympy", "matplotlib", "pandas")
_TIMES = 6
"""A submission may take so many times the seconds of one cell, so that a few endless loops cost
only what depends on them."""


def grade_legacy(
    course: Course,
    assignment: str,
    log: GradeLog,
    *,
    students: Sequence[str] = (),
    options: Options | None = None,
    trusted: Sequence[str] = (),
    anew: Collection[str] = (),
    kept: Callable[[], Mapping[tuple[str, str], str]] = dict,
    started: Callable[[int], None] = lambda total: None,
    heard: Callable[[GradeEntry], None] = lambda entry: None,
    told: Callable[[str], None] = lambda notice: None,
) -> Graded:
    """Grade what was handed in for an assignment that has its tests in its cells.

    ``kept`` gives what nbgrader's gradebook keeps of the cells, see ``read_material``.
    Students in ``anew`` are graded although nothing changed.
    ``trusted`` are slots whose tests count although they run beside the student's code with
    nothing to guard them. ``started`` hears how many submissions there are, ``heard`` each entry,
    ``told`` what the instructor should know of a test or a submission.

    Raises:
        AuthorError: when the instructor's version is missing or wrong, or a named student
            handed nothing in.
        EnvironmentProblem: when no box or no grade log can be had.
    """
    begun = time.monotonic()
    options = options or Options()
    if assignment in course.issues.assignments():
        raise AuthorError(
            f"{assignment} was issued by millivolt, so `millivolt grade {assignment}` grades it; "
            "notebooks of your own beside it are graded by `nbgrader autograde`"
        )
    material = read_material(course, assignment, kept)
    _known_slots(material, trusted)
    key = hashlib.sha256(repr((material, sorted(trusted))).encode()).hexdigest()
    read = _read(course, material, students, told)
    standing = {} if options.again else _unchanged(log, assignment, read, key)
    standing = {student: entry for student, entry in standing.items() if student not in anew}
    todo = [hand_in for student, hand_in in read.items() if student not in standing]
    started(len(todo))
    keeper = Keeper(log, heard, lambda entries: None)
    if todo:
        limits = _limits(course, assignment)
        preload = _libraries(material)
        rehearsed = _rehearsed(material, options, limits, preload)
        for notice in notices(material, rehearsed, trusted):
            told(notice)
        plan = Plan(
            material, key, rehearsed, frozenset(trusted), limits, __version__, options.who,
            options.why, now(), options.sandbox, options.unsafe, preload, options.transcript,
        )  # fmt: skip
        try:
            grade_locally(todo, plan, keeper.deliver, min(options.jobs, len(todo)), _TRADE)
        finally:
            keeper.flush()
    return Graded(
        assignment, tuple(keeper.done), tuple(standing.values()), time.monotonic() - begun
    )


def _rehearsed(
    material: Material, options: Options, limits: Limits, preload: tuple[str, ...]
) -> dict[tuple[str, str], Rehearsed]:
    try:
        with Box.start(options.sandbox, preload=preload, unsafe=options.unsafe) as box:
            return rehearse(material, Conditions(box, limits, files=material.files))
    except Fault as fault:
        raise EnvironmentProblem(f"the sandbox failed ({fault}): run `millivolt doctor`") from fault


def _known_slots(material: Material, trusted: Sequence[str]) -> None:
    slots = [material.slot(s, cell) for s in material.sheets for cell in s.tests]
    for slot in trusted:
        if slot not in slots:
            raise AuthorError(f"there is no test {slot!r} to trust; there are: {', '.join(slots)}")


def _read(
    course: Course, material: Material, students: Sequence[str], told: Callable[[str], None]
) -> dict[str, HandIn]:
    """What was handed in, by student; what cannot be taken for a notebook of it is told."""
    read = {}
    advice = " or ".join(f"{sheet.name}.ipynb" for sheet in material.sheets)
    for student, folder in folders(course, material.assignment, students).items():
        place, found = folder.relative_to(course.folder), hand_in(folder, material)
        others = ", ".join(strange(folder, material))
        if found is None:
            told(f"{place} is left out: it has {others or 'no notebook'}; call it {advice}")
            continue
        if others:
            told(f"{place} lacks a notebook, but has {others}; call it {advice}")
        read[student] = found
    return read


def _limits(course: Course, assignment: str) -> Limits:
    own = assignment in course.assignments
    run: RunLimits = course.assignment(assignment).limits if own else course.rules.limits
    total = max(run.seconds, _TIMES * run.cell_seconds)
    return Limits(
        wall=total,
        cpu=total,
        cell_wall=run.cell_seconds,
        call_wall=run.cell_seconds,
        memory_mb=run.memory_mb,
    )


def _libraries(material: Material) -> tuple[str, ...]:
    """The libraries that the instructor's cells import: worth loading before anybody's run."""
    text = "\n".join(cell.source for sheet in material.sheets for cell in sheet.cells)
    used = {"numpy"} | set(re.findall(r"\b(?:import|from)\s+([\w.]+)", text))
    tops = used | {name.partition(".")[0] for name in used}
    if "np.testing" in text:
        tops.add("numpy.testing")
    return tuple(name for name in _HEAVY if name in tops and find_spec(name) is not None)


def _unchanged(
    log: GradeLog, assignment: str, read: dict[str, HandIn], key: str
) -> dict[str, GradeEntry]:
    """The newest entries whose notebooks, tests and engine are those of now."""
    newest = log.latest(assignment)
    now_is = {student: (__version__, BANK, key, hand.digest) for student, hand in read.items()}
    return {
        student: entry
        for student, entry in newest.items()
        if (p := entry.provenance) is not None
        and now_is.get(student) == (p.engine, p.bank, p.key, p.notebook)
    }
