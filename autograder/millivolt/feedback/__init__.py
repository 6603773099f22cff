"""What students and instructors read: verdicts as one calm page each, and the class report.

Pure functions from records to text; nothing here reads or writes a file, and no page loads or
runs anything. Pictures are drawn in ``pictures``, statistics computed in ``analysis``.
"""

from millivolt.course.shown import Shown
from millivolt.feedback.class_report import class_report
from millivolt.feedback.plain import plain
from millivolt.feedback.prose import prose
from millivolt.feedback.report_data import report_data
from millivolt.feedback.student_page import student_page

__all__ = ["Shown", "class_report", "plain", "prose", "report_data", "student_page"]
