"""``nbgrader_config.py``: whether a course has both tools, and the lines that say so."""

from __future__ import annotations

import json
from pathlib import Path

from millivolt.course.files import write_whole
from millivolt.errors import AuthorError

__all__ = ["CONFIG", "ENGINE", "FETCH", "RELEASE", "enable", "enabled"]

CONFIG = "nbgrader_config.py"
ENGINE = "millivolt.nbgrader_bridge.engine.MillivoltExporter"
RELEASE = "millivolt.nbgrader_bridge.exchange.ReleaseAssignment"
FETCH = "millivolt.nbgrader_bridge.exchange.FetchAssignment"

_LINES = f"""
# Begin additions by millivolt. Without them nbgrader works as if millivolt were not there.
c = get_config()
# nbgrader autograde grades millivolt's notebooks with millivolt's engine, others as ever.
c.Autograde.exporter_class = "{ENGINE}"
# Each student fetches a notebook of their own. FetchAssignment belongs into the configuration
# that the students' nbgrader reads, too.
c.ExchangeFactory.release_assignment = "{RELEASE}"
c.ExchangeFactory.fetch_assignment = "{FETCH}"
# End additions by millivolt.
"""


def enabled(folder: Path) -> bool:
    """Whether the course in ``folder`` is one of both tools."""
    try:
        lines = (folder / CONFIG).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return False
    return any(ENGINE in line and not line.lstrip().startswith("#") for line in lines)


def enable(folder: Path) -> bool:
    """Add our lines to the course's configuration, made if needed; whether they were missing.

    Raises:
        AuthorError: when the configuration is no text, so that nothing can be added to it.
    """
    if enabled(folder):
        return False
    path = folder / CONFIG
    try:
        before = path.read_text("utf-8") if path.exists() else _fresh(folder.name)
    except (OSError, UnicodeDecodeError) as problem:
        raise AuthorError(f"this file cannot be read ({problem})", file=str(path)) from problem
    write_whole(path, (before.rstrip("\n") + "\n" + _LINES).encode())
    return True


def _fresh(course_id: str) -> str:
    return (
        "c = get_config()\n\n"
        "# The course's name in nbgrader's exchange.\n"
        f"c.CourseDirectory.course_id = {json.dumps(course_id)}\n"
    )
