"""Writing what people read after grading: a page for each student, a report for the class."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from millivolt.course.files import write_whole
from millivolt.course.press import Press

if TYPE_CHECKING:
    from millivolt.course import Assignment, Course, Shown
    from millivolt.course.issues import IssueStore
    from millivolt.gradebook.log import GradeLog
    from millivolt.gradebook.standing import Standing

__all__ = ["Pages", "Report", "write_feedback", "write_page", "write_report"]


class Pages:
    """Has ``press`` write feedback/STUDENT/ASSIGNMENT/ASSIGNMENT.html (see ``write_page``).

    What is shown follows the assignment's policy: before it is due for the student, extensions
    included, or afterwards (an assignment without a due time is over).
    """

    def __init__(
        self,
        course: Course,
        assignment: Assignment,
        press: Press[Path, IssueStore, Standing, Shown, str],
        now: datetime | None = None,
    ) -> None:
        self.written: list[Path] = []
        self._course = course
        self._assignment = assignment
        self._extensions = course.extensions()
        self._now = now or datetime.now(UTC)
        self._press = press

    def write(self, standing: Standing) -> None:
        """Have the page of one student written, soon."""
        course, assignment, student = self._course, self._assignment, standing.entry.student
        due = assignment.due_for(student, self._extensions, course.zone)
        path = course.folder / "feedback" / student / assignment.name / f"{assignment.name}.html"
        shown = assignment.feedback.at(self._now, due)
        self._press.put(path, course.issues, standing, shown, assignment.title)
        self.written.append(path)


def write_page(
    path: Path, issues: IssueStore, standing: Standing, shown: Shown, title: str
) -> None:
    """Write one student's page."""
    from millivolt.feedback import student_page

    entry = standing.effective
    page = student_page(
        entry,
        issues.read(entry.assignment, entry.student),
        shown,
        title=title,
        remarks=standing.remarks,
        adjustments={"extra points": standing.extra},
    )
    write_whole(path, page.encode())


def write_feedback(
    course: Course,
    assignment: Assignment,
    log: GradeLog,
    *,
    students: tuple[str, ...] = (),
    now: datetime | None = None,
    advance: Callable[[int, int], None] = lambda done, total: None,
) -> list[Path]:
    """Write the pages of everyone graded, or of ``students``."""
    standings = log.standings(assignment.name)
    chosen = [who for who in standings if not students or who in students]
    with Press(write_page, len(chosen)) as press:
        pages = Pages(course, assignment, press, now)
        for number, student in enumerate(chosen, 1):
            pages.write(standings[student])
            advance(number, len(chosen))
    return pages.written


class Report:
    """Where the parts of a class report lie."""

    def __init__(self, folder: Path) -> None:
        self.page = folder / "report.html"
        self.data = folder / "report.json"
        self.grades = folder / "grades.csv"


def write_report(
    course: Course, assignment: Assignment, log: GradeLog, *, hidden: bool = False
) -> Report:
    """Write reports/ASSIGNMENT/: report.html, report.json and grades.csv.

    With ``hidden`` students bear pseudonyms, in reports/ASSIGNMENT-pseudonyms/.
    """
    from millivolt.course import turnout
    from millivolt.course.grades import grade_table
    from millivolt.feedback import class_report, report_data
    from millivolt.lms.grades import grades_csv

    table = grade_table(course, log, [assignment.name])
    entries = [standing.effective for standing in log.standings(assignment.name).values()]
    issues = list(course.issues.all(assignment.name))
    name = assignment.name
    if hidden:
        pseudonyms = course.pseudonyms()
        table = table.with_names_hidden(pseudonyms.of)
        entries = [pseudonyms.entry(entry) for entry in entries]
        issues = [pseudonyms.issue(issue) for issue in issues]
        name = f"{name}-pseudonyms"
    handing_in = turnout(course, assignment, log)
    report = Report(course.folder / "reports" / name)
    title = f"{course.title}: {assignment.title}"
    write_whole(report.page, class_report(title, entries, issues, handing_in).encode())
    numbers = report_data(title, entries, issues, handing_in)
    data = json.dumps(numbers, indent=1, ensure_ascii=False)
    write_whole(report.data, f"{data}\n".encode())
    write_whole(report.grades, grades_csv(table))
    return report
