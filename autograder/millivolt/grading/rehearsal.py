"""Functions rehearsed: the made-up answers of a family's code, graded as submissions are.

The rest of verification needs no box and is in `bank`. This is what it leaves out: whether the
family's pytest file gives each made-up function the verdict that it deserves.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction

from millivolt.bank import Family
from millivolt.checks import Specimen, specimens
from millivolt.course.issue import Issue, IssuedPart, IssuedQuestion
from millivolt.gradebook.entry import GradeEntry
from millivolt.grading.plan import Setting, Task
from millivolt.grading.worker import grade_all
from millivolt.items import Function
from millivolt.items.records import converter
from millivolt.notebooks import composed, laid_out

__all__ = ["misjudged_functions"]

REHEARSAL = "rehearsal"


def misjudged_functions(
    family: Family, when: datetime, *, seed: int | str = 0, banks: tuple[str, ...] = ()
) -> Iterator[str]:
    """What is wrong with the verdicts on the made-up functions; nothing if all is well.

    ``banks`` are the folders of further banks from which ``family`` may come.

    Raises:
        EnvironmentProblem: when no box can be had.
    """
    variant = family.variant(seed)
    question = IssuedQuestion(1, Fraction(variant.points), variant)
    issue = Issue(REHEARSAL, REHEARSAL, f"{REHEARSAL}.ipynb", REHEARSAL, (question,), family.id)
    made = [
        (issued, specimen)
        for issued in issue.parts()
        if isinstance(issued.part, Function)
        for specimen in specimens(issued.part)
    ]
    if not made:
        return
    setting = Setting(REHEARSAL, "millivolt", REHEARSAL, when, banks, preload=("numpy",))
    document = converter().dumps(issue)
    tasks = [
        Task(str(number), REHEARSAL, document, _handed_in(issue, issued.slot, specimen))
        for number, (issued, specimen) in enumerate(made)
    ]
    entries: dict[str, GradeEntry] = {}
    grade_all(tasks, setting, lambda entry: entries.update({entry.student: entry}))
    for number, (issued, specimen) in enumerate(made):
        yield from _misjudged(issued, specimen, entries[str(number)])


def _handed_in(issue: Issue, slot: str, specimen: Specimen) -> bytes:
    """The notebook with ``specimen`` in the cell of ``slot``."""
    notebook = composed(issue)
    (cell,) = (cell for cell in notebook["cells"] if cell["id"] == slot)
    cell["source"] = specimen.cell(slot)
    return laid_out(notebook)


def _misjudged(issued: IssuedPart, specimen: Specimen, entry: GradeEntry) -> Iterator[str]:
    (verdict,) = (part.verdict for part in entry.parts if part.slot == issued.slot)
    # Mistakes that did the same in every call that the tests made are named together.
    alike = specimen.misconceptions and specimen.misconceptions < set(verdict.misconceptions)
    right = verdict.state in specimen.states if alike else specimen.agrees(verdict)
    if not right:
        named = ", ".join(verdict.misconceptions) or "no misconception"
        meant = ", ".join(sorted(specimen.misconceptions)) or "no misconception"
        states = " or ".join(sorted(specimen.states))
        yield (
            f"{issued.part.id}: the {specimen.kind} function {specimen.label!r} is "
            f"{verdict.state} with {named}; it deserves {states} with {meant}"
        )
