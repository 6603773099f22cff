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
# seeds = "shared"                 # the same numbers for everybody; default: "student"

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
    files = {"assignments/ps1.toml": _ASSIGNMENT, "roster.csv": _ROSTER, ".gitignore": _IGNORED}
    for name, text in files.items():
        if not (root / name).exists():
            write_whole(root / name, text.encode())
    # Last, so that a folder without it is not taken for a course and this can be run again.
    write_whole(root / COURSE_FILE, _COURSE.encode())
    return Course.open(root)
