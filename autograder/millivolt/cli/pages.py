"""Writing what people read after grading: a page for each student, a report for the class."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from millivolt.course.files import write_whole

if TYPE_CHECKING:
    from millivolt.course import Assignment, Course
    from millivolt.gradebook.log import GradeLog

__all__ = ["Report", "write_feedback", "write_report"]


def write_feedback(
    course: Course,
    assignment: Assignment,
    log: GradeLog,
    *,
    students: tuple[str, ...] = (),
    now: datetime | None = None,
    advance: Callable[[int, int], None] = lambda done, total: None,
) -> list[Path]:
    """Write feedback/STUDENT/ASSIGNMENT/ASSIGNMENT.html for everyone graded, or ``students``.

    What is shown follows the assignment's policy: before it is due for the student, extensions
    included, or afterwards (an assignment without a due time is over).
    """
    from millivolt.feedback import student_page

    moment = now or datetime.now(UTC)
    extensions = course.extensions()
    standings = log.standings(assignment.name)
    chosen = [who for who in standings if not students or who in students]
    written = []
    for number, student in enumerate(chosen, 1):
        issue = course.issues.read(assignment.name, student)
        standing = standings[student]
        due = assignment.due_for(student, extensions, course.zone)
        shown = assignment.feedback.at(moment, due)
        page = student_page(
            standing.effective,
            issue,
            shown,
            title=assignment.title,
            remarks=standing.remarks,
            adjustments={"extra points": standing.extra},
        )
        path = course.folder / "feedback" / student / assignment.name / f"{assignment.name}.html"
        write_whole(path, page.encode())
        written.append(path)
        advance(number, len(chosen))
    return written


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
