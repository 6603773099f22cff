"""One course with both tools: what assigning and grading here mean over there.

Rows go into nbgrader's gradebook, notebooks into its folders; what people gave in formgrader
comes back into our grade log first, and is never overwritten.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from millivolt.checks import Kind, specimens
from millivolt.course import Assignment, Course, Issue
from millivolt.course.files import write_whole
from millivolt.errors import AuthorError
from millivolt.gradebook import GradeEntry, Standing
from millivolt.gradebook.log import GradeLog
from millivolt.grading.submissions import notebook_of
from millivolt.items import FreeText
from millivolt.nbgrader_bridge.autograded import as_handed_in, autograded
from millivolt.nbgrader_bridge.directory import directory
from millivolt.nbgrader_bridge.folder import Drafts, Folder, encoded
from millivolt.nbgrader_bridge.gradebook import NbgraderGradebook
from millivolt.nbgrader_bridge.hand_grades import Conflict
from millivolt.nbgrader_bridge.penalties import is_ours, late_penalties
from millivolt.nbgrader_bridge.plugin import apply_plugin, plugin_configured
from millivolt.nbgrader_bridge.publishing import written
from millivolt.nbgrader_bridge.sheets import EXAMPLE, example_sheet, points_of, source_version
from millivolt.notebooks import composed
from millivolt.notebooks.reader import NotebookProblem, read

__all__ = ["Bridge", "bridge_of"]


class Bridge:
    """An open bridge; see ``bridge_of``."""

    def __init__(self, course: Course, there: Any, book: NbgraderGradebook, drafts: Path) -> None:
        self.course = course
        self._there = there
        self._book = book
        self._folder = Folder(there)
        self._drafts = Drafts(self._folder, drafts)

    def refuse_clash(self, name: str) -> None:
        """Raises ``AuthorError`` when the source notebook of ``name`` is somebody's own."""
        path = self._source(name)
        if not path.exists():
            return
        try:
            ours = read(path).token == EXAMPLE
        except NotebookProblem:
            ours = False
        if not ours:
            raise AuthorError(
                f"nbgrader has a notebook of this name already; give the assignment {name}"
                " another name, or move that notebook away",
                file=str(path),
            )

    def introduce(self, assignment: Assignment) -> float:
        """Make what was issued known to nbgrader: source, cover, gradebook, students.

        Returns the points that nbgrader adds up, those of every cell that any student has:
        more than a student can earn where not all have the same questions.

        Raises:
            AuthorError: when nothing was issued, when nbgrader has a notebook of this name that
                is not ours, or when cells would go although students handed in.
        """
        name = assignment.name
        self.refuse_clash(name)
        different = list(_different(self.course.issues.all(name)))
        if not different:
            raise AuthorError(
                f"{name} was not issued to anybody; run `millivolt assign {name}` first"
            )
        sheet = example_sheet(map(composed, different))
        # The text of an answer is that of the first student who has the part.
        answers = {s: text for issue in reversed(different) for s, text in _answers(issue)}
        self._book.register(name, {name: sheet}, due=assignment.due, keep=self._beside(name))
        if self.course.roster_file.is_file():
            self._book.enrol(self.course.roster())
        write_whole(self._source(name), encoded(source_version(sheet, answers)))
        write_whole(self._folder.release(name) / f"{name}.ipynb", encoded(sheet))
        return sum(points_of(cell) for cell in sheet["cells"])

    def pull(self, log: GradeLog, names: Collection[str]) -> int:
        """Record in ``log`` what people gave in formgrader; returns how many events are new.

        To be done before anything is graded: people's grades are about what was there.
        """
        now = datetime.now(UTC)
        return sum(len(self._book.pull(log, n, now)) for n in names if self._book.knows(n))

    def lacks(self, name: str) -> tuple[str, ...]:
        """Those to whom ``name`` was issued and of whom there is no autograded notebook."""
        issued = self.course.issues.students(name)
        return tuple(
            s for s in issued if not (self._folder.autograded(name, s) / f"{name}.ipynb").is_file()
        )

    def draft(self, entry: GradeEntry) -> None:
        """Make the autograded notebook of ``entry``; it is put in its place by ``install``.

        A notebook that we fail to show stops nobody and changes no grade: its text is shown.
        """
        submitted = notebook_of(self.course, entry.student, entry.assignment) or b""
        try:
            issue = self.course.issues.read(entry.assignment, entry.student)
            made = autograded(issue, submitted, entry)
        except Exception as fault:
            made = as_handed_in(submitted, f"The findings cannot be shown here: {fault!r}")
        self._drafts.put(entry.student, entry.assignment, made)

    def drafted(self, name: str, student: str) -> Path:
        """Where the draft of ``student`` lies, if there is one."""
        return self._drafts.of(student, name)

    def install(self, name: str, students: Iterable[str]) -> None:
        """Put the drafts of ``students`` into nbgrader's folder of autograded notebooks."""
        self._drafts.install(name, students)

    def accompany(self, name: str, students: Iterable[str]) -> None:
        """Put beside feedback pages what ``nbgrader release_feedback`` looks for there."""
        for student in students:
            self._folder.accompany(name, student)

    def publish(
        self, assignment: Assignment, log: GradeLog, students: Collection[str]
    ) -> tuple[Conflict, ...]:
        """Write what counts for ``students`` into nbgrader's gradebook.

        Returns where a person decided otherwise there than another did here.
        """
        name = assignment.name
        if not self._book.knows(name):
            self.introduce(assignment)
        graded = log.standings(name).keys() & set(students)
        penalties = self._penalties(log, assignment, sorted(graded))
        found = written(self._book, self._folder, log, name, graded, penalties)
        if not is_ours(assignment) and plugin_configured(self._there):
            apply_plugin(self._there, name, graded, [name])
        return found

    def hold(self, name: str, student: str) -> None:
        """Have a person grade what ``student`` handed in: we could not."""
        self._book.hold(name, student, self._folder.arrived(name, student))

    def _penalties(
        self, log: GradeLog, assignment: Assignment, students: list[str]
    ) -> dict[str, Fraction] | None:
        """What lateness costs ``students`` here; ``None`` where nbgrader's plugin says it."""
        if is_ours(assignment):
            books = self._books(log, assignment)
            extensions = self.course.extensions()
            return late_penalties(self.course, assignment, books, students, extensions)
        # Without any policy, what an earlier one took is given back.
        return None if plugin_configured(self._there) else dict.fromkeys(students, Fraction(0))

    def _books(self, log: GradeLog, assignment: Assignment) -> dict[str, dict[str, Standing]]:
        names = set(assignment.attempt_names)
        if self.course.free_late_days:
            every = map(self.course.assignment, self.course.assignments)
            names |= {attempt for one in every for attempt in one.attempt_names}
        return {name: log.standings(name) for name in sorted(names)}

    def _source(self, name: str) -> Path:
        return self._folder.source(name) / f"{name}.ipynb"

    def _beside(self, name: str) -> list[str]:
        """Further notebooks of the assignment, written for nbgrader by hand."""
        return [path.stem for path in self._folder.source(name).glob("*.ipynb")]


@contextmanager
def bridge_of(course: Course, *, db_url: str = "", there: Any = None) -> Iterator[Bridge]:
    """The bridge of ``course`` while it is open.

    ``db_url`` takes the place of the gradebook that ``nbgrader_config.py`` names; ``there`` is
    nbgrader's ``CourseDirectory`` when nbgrader itself is at work. Raises
    ``EnvironmentProblem`` when nbgrader is missing or its gradebook cannot be used.
    """
    place = directory(course.folder, db_url) if there is None else there
    with (
        NbgraderGradebook.open(place.db_url, place.course_id) as book,
        TemporaryDirectory(prefix="millivolt-autograded-") as drafts,
    ):
        yield Bridge(course, place, book, Path(drafts))


def _different(issues: Iterable[Issue]) -> Iterator[Issue]:
    """One issue of every set of parts: all that differ in what nbgrader knows of them."""
    seen: set[tuple[tuple[str, str], ...]] = set()
    for issue in issues:
        parts = tuple((part.slot, str(part.points)) for part in issue.parts())
        if parts not in seen:
            seen.add(parts)
            yield issue


def _answers(issue: Issue) -> Iterator[tuple[str, str]]:
    for issued in issue.parts():
        part = issued.part
        right = next(made for made in specimens(part) if made.kind is Kind.RIGHT)
        answer = right.cell(issued.slot)
        if isinstance(part, FreeText) and part.task:
            answer = f"{part.scheme}\n\n{answer}"
        yield issued.slot, answer
