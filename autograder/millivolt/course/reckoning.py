"""How points are reckoned: late work, dropped results and extensions, as the course's files say.

The rules themselves are in ``millivolt.gradebook``; here they are read from TOML.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

from millivolt.course.toml_file import TomlTable, read_toml
from millivolt.gradebook.lateness import Extension, LatePolicy, PenaltyOf
from millivolt.gradebook.total import Missing, TotalPolicy, Weigh

__all__ = ["read_extensions", "read_late", "read_total"]


def read_late(table: TomlTable, default: LatePolicy) -> LatePolicy:
    """The policy in a ``[late]`` table; what it leaves out is as in ``default``."""
    last_day = table.whole("last_day") if table.has("last_day") else default.last_day
    grace = default.grace / timedelta(minutes=1)
    policy = replace(
        default,
        per_day=_share(table, "per_day", default.per_day),
        of=PenaltyOf(table.choice("of", list(PenaltyOf), default.of)),
        least=_share(table, "least", default.least),
        last_day=last_day,
        grace=timedelta(minutes=table.number("grace_minutes", grace)),
    )
    table.close()
    return policy


def read_total(table: TomlTable) -> tuple[TotalPolicy, int]:
    """The policy in the ``[total]`` table of a course, and each student's free late days."""
    cap = table.exact("cap") if table.has("cap") else None
    policy = TotalPolicy(
        weigh=Weigh(table.choice("weigh", list(Weigh), Weigh.POINTS)),
        drop=table.whole("drop", 0),
        missing=Missing(table.choice("missing", list(Missing), Missing.BLANK)),
        cap=cap,
    )
    free_days = table.whole("free_late_days", 0)
    table.close()
    return policy, free_days


def read_extensions(
    path: Path, zone: ZoneInfo, students: Collection[str], assignments: Collection[str]
) -> tuple[Extension, ...]:
    """The extensions in the file at ``path``; none when there is no such file.

    An extension that names no assignment holds for all ``assignments``.

    Raises:
        AuthorError: with the line, also for a student or an assignment that is not known.
    """
    if not path.is_file():
        return ()
    table = read_toml(path)
    granted: list[Extension] = []
    for entry in table.tables("extension"):
        student = _known(entry, "student", students)
        held = (
            [_known(entry, "assignment", assignments)] if entry.has("assignment") else assignments
        )
        due, days = entry.instant("due", zone), entry.whole("days", 0)
        why = entry.text("why", "")
        if (due is None) == (days == 0):
            entry.refuse("an extension gives either days or due")
        if due is not None and not entry.has("assignment"):
            entry.refuse("name the assignment that is due then", "due")
        entry.close()
        granted += [Extension(student, assignment, due, days, why) for assignment in held]
    table.close()
    return tuple(granted)


def _share(table: TomlTable, key: str, default: Fraction) -> Fraction:
    share = table.exact(key, default)
    if share > 1:
        table.refuse(f"{key} is a share, from 0 to 1 (0.1 is a tenth)", key)
    return share


def _known(table: TomlTable, key: str, names: Collection[str]) -> str:
    name = table.text(key)
    if name not in names:
        near = difflib.get_close_matches(name, names, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        table.refuse(f"there is no {key} {name!r}{hint}", key)
    return name
