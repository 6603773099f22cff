"""Files in and out of learning-management systems: grades for them, submissions from them.

Bytes and paths in, records and bytes out. Rosters belong to ``course``, and so does deciding
whose submission a file is.
"""

from millivolt.lms.archive import Limits
from millivolt.lms.canvas import fill_canvas
from millivolt.lms.claim import Hint, HintKind
from millivolt.lms.errors import LmsFileError
from millivolt.lms.filling import Filled
from millivolt.lms.grades import (
    Column,
    GradeRow,
    GradeTable,
    grades_csv,
    grades_json,
    grades_parquet,
    read_grades_csv,
    read_grades_json,
)
from millivolt.lms.moodle import MapBy, fill_moodle_worksheet, moodle_csv
from millivolt.lms.submissions import FoundFile, submissions

__all__ = [
    "Column",
    "Filled",
    "FoundFile",
    "GradeRow",
    "GradeTable",
    "Hint",
    "HintKind",
    "Limits",
    "LmsFileError",
    "MapBy",
    "fill_canvas",
    "fill_moodle_worksheet",
    "grades_csv",
    "grades_json",
    "grades_parquet",
    "moodle_csv",
    "read_grades_csv",
    "read_grades_json",
    "submissions",
]
