"""Policies of a course or an assignment: what feedback shows when, and the limits of a run.

Records and their reading from TOML; what late work costs is in ``millivolt.gradebook``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from millivolt.course.shown import Shown
from millivolt.course.toml_file import TomlTable

__all__ = ["AFTER_DUE", "BEFORE_DUE", "FeedbackPolicy", "RunLimits"]


BEFORE_DUE = Shown()
AFTER_DUE = Shown.everything()


@dataclass(frozen=True, slots=True)
class FeedbackPolicy:
    """What feedback shows before an assignment is due, and afterwards."""

    before_due: Shown = BEFORE_DUE
    after_due: Shown = AFTER_DUE

    def at(self, moment: datetime, due: datetime | None) -> Shown:
        """What is shown at ``moment`` to a student for whom the assignment is due at ``due``.

        An assignment without a due time is over.
        """
        return self.before_due if due is not None and moment < due else self.after_due

    @classmethod
    def read(cls, table: TomlTable, default: FeedbackPolicy) -> FeedbackPolicy:
        """The policy in a ``[feedback]`` table; what it leaves out is as in ``default``."""
        policy = cls(
            _shown(table.table("before_due"), default.before_due),
            _shown(table.table("after_due"), default.after_due),
        )
        table.close()
        return policy


def _shown(table: TomlTable, default: Shown) -> Shown:
    # Points and misconceptions tell whether an answer is right: they follow the verdicts.
    verdicts = table.flag("verdicts", default.verdicts)
    told = {
        name: table.flag(name, getattr(default, name) and verdicts)
        for name in ("score", "misconceptions")
    }
    for name, wanted in told.items():
        if wanted and not verdicts:
            table.refuse(f"{name} = true tells the verdicts; show both or neither", name)
    others = {
        name: table.flag(name, getattr(default, name)) for name in ("hints", "key", "solution")
    }
    table.close()
    return Shown(verdicts=verdicts, **told, **others)


@dataclass(frozen=True, slots=True)
class RunLimits:
    """How much a submission may use while it runs: seconds, and MB of memory."""

    seconds: float = 30.0
    cell_seconds: float = 10.0
    memory_mb: int = 512

    @classmethod
    def read(cls, table: TomlTable, default: RunLimits) -> RunLimits:
        """The limits in a ``[limits]`` table; what it leaves out is as in ``default``."""
        limits = replace(
            default,
            seconds=table.number("seconds", default.seconds, least=1),
            cell_seconds=table.number("cell_seconds", default.cell_seconds, least=1),
            memory_mb=table.whole("memory_mb", default.memory_mb, least=64),
        )
        table.close()
        return limits
