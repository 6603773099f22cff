"""A new course folder: commented example files, nbgrader's step folders, a secret."""

from __future__ import annotations

import os
from pathlib import Path

from millivolt.course.course import COURSE_FILE, STATE, Course
from millivolt.course.files import PRIVATE, write_whole
from millivolt.course.secret import SECRET_BYTES
from millivolt.errors import AuthorError

__all__ = ["create"]

STEPS = ("source", "release", "submitted", "autograded", "feedback")

_COURSE = """\
# The settings of this course. Remove a # to change what is shown behind it.

title = "Membrane biophysics"
# term = "autumn 2026"
time_zone = "UTC"                  # an IANA name, such as "Europe/Berlin" or "America/New_York"

# banks = ["my-bank"]              # folders with items of your own
# database = "postgresql://grader@db.example.org/grades"   # default: a file in .millivolt

# What feedback shows. An assignment may say otherwise in tables of the same names.
# [feedback.before_due]
# score = true
# verdicts = true                  # whether each part is right
# misconceptions = true            # what explains a wrong answer
# hints = true
# key = false                      # the right answer
# solution = false                 # the worked solution
# [feedback.after_due]
# key = true
# solution = true

# What late work costs. Late days are calendar days; an assignment may say otherwise in [late].
# [late]
# per_day = 0.1                    # the share of the points that each late day takes
# of = "earned"                    # or "possible": of the points that could be earned
# least = 0.5                      # the share of the points earned that remains in any case
# last_day = 5                     # later work counts nothing
# grace_minutes = 10
# [total]
# free_late_days = 3               # for each student in the whole course
# drop = 1                         # results that are left out, those that cost most
# weigh = "points"                 # or "equally"
# missing = "blank"                # or "zero"
# cap = 1.0                        # the highest share, extra credit included

# Groups of assignments and their weights; each assignment then names its group.
# [weights]
# homework = 0.6
# exam = 0.4

# How much a submission may use while it is graded.
# [limits]
# seconds = 30
# cell_seconds = 10
# memory_mb = 512
"""

_ASSIGNMENT = """\
# A problem set. Its name is this file's name: millivolt assign ps1

title = "Equilibrium potentials"
# release = 2026-11-23T08:00:00    # in the course's time zone; an offset may be added
# due = 2026-11-30T23:59:00
# group = "homework"               # where course.toml has [weights]
# extra_credit = true              # counts for students, never against them
# attempts = 2                     # the second: millivolt assign ps1-attempt2
# counts = "best"                  # or "last": which attempt counts
# seeds = "shared"                 # the same numbers for everybody; default: "student"
# check = "verdicts"               # the notebook tells whether a number is right; default: "form"

# `millivolt bank list` shows all items; an id or a catalogue code names one.
[[question]]
item = "monovalent-cation"
points = 4

# Sections have a heading; with pick each student gets that many of the questions.
# [[section]]
# title = "Driving forces"
# pick = 1
# question = [
#   { item = "N02", points = 3 },
#   { item = "N03", points = 3 },
# ]
"""

_EXTENSIONS = """\
# More time for single students: calendar days, or a time of their own.

# [[extension]]
# student = "ada"
# assignment = "ps1"               # without it, the days hold for every assignment
# days = 2
# why = "ill"

# [[extension]]
# student = "bo"
# assignment = "ps1"
# due = 2026-12-04T18:00:00
"""

_ROSTER = """\
# Replace these by your students, or put the export of Canvas, Moodle or nbgrader in this place.
# An id names the student's folders and should never change.
id,name,email
ada,Ada Example,ada@example.org
bo,Bo Beispiel,bo@example.org
"""

_IGNORED = """\
# The secret, the answer keys and the grades: back them up, never publish them.
/.millivolt/
/gradebook.db
/submitted/
/autograded/
/feedback/
"""


def create(folder: Path | str) -> Course:
    """Make a course in ``folder`` and open it.

    Raises:
        AuthorError: when there is a course already.
        EnvironmentProblem: when the folder cannot be written to.
    """
    root = Path(folder).absolute()
    if (root / COURSE_FILE).exists():
        raise AuthorError("there is a course here already", file=str(root / COURSE_FILE))
    secret = root / STATE / "secret"
    if not secret.exists():
        write_whole(secret, os.urandom(SECRET_BYTES), PRIVATE)
    for step in STEPS:
        (root / step).mkdir(exist_ok=True)
    # A course of nbgrader has a ps1 already: its own.
    example = "membrane1" if (root / "source" / "ps1").exists() else "ps1"
    files = {
        f"assignments/{example}.toml": _ASSIGNMENT.replace("ps1", example),
        "extensions.toml": _EXTENSIONS.replace("ps1", example),
        "roster.csv": _ROSTER,
        ".gitignore": _IGNORED,
    }
    for name, text in files.items():
        if not (root / name).exists():
            write_whole(root / name, text.encode())
    # Last, so that a folder without it is not taken for a course and this can be run again.
    write_whole(root / COURSE_FILE, _COURSE.encode())
    return Course.open(root)
