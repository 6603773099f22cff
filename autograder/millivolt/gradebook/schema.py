"""The table of the grade log, and the numbered steps that bring an older one up to date.

A step, once released, is never edited; a change is a further step.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, inspect, select

from millivolt.errors import EnvironmentProblem

__all__ = ["EVENTS", "NEWEST", "STEPS", "migrate", "version"]

_METADATA = MetaData()

EVENTS = Table(
    "millivolt_event",
    _METADATA,
    Column("assignment", Text, primary_key=True),
    Column("student", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("slot", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("score", Text, nullable=False),
    Column("max_score", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("happened", Text, nullable=False),
    Column("document", Text, nullable=False),
)
"""One row for each event. ``number`` counts the events of one student in one assignment from 1:
as part of the key it makes two writers that append at once collide instead of doubling a grade.
The document is the truth; the other columns repeat a part of it for queries by hand."""

_SCHEMA = Table("millivolt_schema", _METADATA, Column("version", Integer, primary_key=True))

Step: TypeAlias = Mapping[str, tuple[str, ...]]
"""The statements of one migration for each dialect; ``""`` holds those that all share."""

_THE_LOG: Step = {
    "": (
        """CREATE TABLE millivolt_event (
            assignment TEXT NOT NULL,
            student TEXT NOT NULL,
            number INTEGER NOT NULL CHECK (number > 0),
            kind TEXT NOT NULL,
            slot TEXT NOT NULL,
            digest TEXT NOT NULL,
            score TEXT NOT NULL,
            max_score TEXT NOT NULL,
            state TEXT NOT NULL,
            who TEXT NOT NULL,
            why TEXT NOT NULL,
            happened TEXT NOT NULL,
            document TEXT NOT NULL,
            PRIMARY KEY (assignment, student, number)
        )""",
    )
}

_BY_STUDENT: Step = {
    "": (
        "CREATE INDEX millivolt_event_of_student ON millivolt_event (student, assignment)",
        "CREATE INDEX millivolt_event_newest"
        " ON millivolt_event (assignment, kind, student, number)",
    )
}

_REFUSAL = "the grade log is append-only"

_APPEND_ONLY: Step = {
    "sqlite": (
        f"""CREATE TRIGGER millivolt_event_no_update BEFORE UPDATE ON millivolt_event
            BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
        f"""CREATE TRIGGER millivolt_event_no_delete BEFORE DELETE ON millivolt_event
            BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
        # INSERT OR REPLACE deletes without firing the trigger on DELETE.
        f"""CREATE TRIGGER millivolt_event_no_replace BEFORE INSERT ON millivolt_event
            WHEN EXISTS (SELECT 1 FROM millivolt_event WHERE assignment = NEW.assignment
                         AND student = NEW.student AND number = NEW.number)
            BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
    ),
    "postgresql": (
        f"""CREATE FUNCTION millivolt_event_refuse() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$""",
        """CREATE TRIGGER millivolt_event_no_change BEFORE UPDATE OR DELETE ON millivolt_event
            FOR EACH ROW EXECUTE FUNCTION millivolt_event_refuse()""",
        """CREATE TRIGGER millivolt_event_no_truncate BEFORE TRUNCATE ON millivolt_event
            FOR EACH STATEMENT EXECUTE FUNCTION millivolt_event_refuse()""",
    ),
}

STEPS: tuple[Step, ...] = (_THE_LOG, _BY_STUDENT, _APPEND_ONLY)
"""Step ``n`` (from 1) leads from version ``n - 1`` to version ``n``."""

NEWEST = len(STEPS)


def version(connection: Connection) -> int:
    """The version of the log in this database; 0 when there is none yet."""
    if not inspect(connection).has_table(_SCHEMA.name):
        return 0
    return max(connection.scalars(select(_SCHEMA.c.version)), default=0)


def migrate(connection: Connection, upto: int = NEWEST) -> None:
    """Bring the log to version ``upto`` within the caller's transaction, never backwards.

    Raises ``EnvironmentProblem`` for a log that a newer release has written.
    """
    found = version(connection)
    if found > NEWEST:
        raise EnvironmentProblem(
            f"The grade log has version {found}, this millivolt knows versions up to {NEWEST}."
            " Install a newer millivolt."
        )
    if found == 0 and upto > 0:
        _SCHEMA.create(connection)
    for number in range(found + 1, upto + 1):
        step = STEPS[number - 1]
        for statement in (*step.get("", ()), *step.get(connection.dialect.name, ())):
            connection.exec_driver_sql(statement)
        connection.execute(_SCHEMA.insert().values(version=number))
