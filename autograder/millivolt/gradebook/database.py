"""The door to a database: opening it, transactions that are retried, and its errors in words.

Knows SQLite and PostgreSQL, and nothing of grades.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    OperationalError,
)

from millivolt.errors import EnvironmentProblem

__all__ = ["Database", "with_driver"]

T = TypeVar("T")

_PATIENCE_S = 30
_RETRIES = 7
_APPEND_LOCK = 0x6D696C6C69766F6C  # "millivol": any constant that is ours alone
_WRITING = "millivolt_writing"

_POSTGRES = {"postgres", "postgresql"}
_DRIVERS = ("psycopg", "psycopg2")
"""The drivers of PostgreSQL, the one that we bring first."""

# Prefixes of SQLite's error names and of PostgreSQL's SQLSTATE codes (appendix A of its manual).
_PASSING = ("SQLITE_BUSY", "SQLITE_LOCKED", "40", "55P03", "57P")
_MEANING: Mapping[str, str] = {
    "SQLITE_READONLY": "is read-only: give this account the right to write to it and its folder",
    "SQLITE_FULL": "has no room left on its disk: free some space and run the command again",
    "SQLITE_CANTOPEN": "cannot be opened: check that its folder exists and may be written to",
    "SQLITE_BUSY": "is locked by another program: end that program and run the command again",
    "SQLITE_IOERR": "cannot be read or written: check that its disk has room and works",
    "SQLITE_NOTADB": "is not a database: check the name, or restore the file from a backup",
    "SQLITE_CORRUPT": "is damaged: restore the file from a backup",
    "SQLITE_PERM": "may not be used by this account: ask its owner for the right to write to it",
    "53100": "has no room left on its server's disk: free some space there",
    "53300": "has too many connections: wait, or raise the server's max_connections",
    "25006": "is read-only: connect to the primary server",
    "42501": "does not let this account write: ask its owner for the right",
    "57P": "has been shut down: start the server and run the command again",
    "08": "cannot be reached: check that the server runs and the address is right",
}


class Database:
    """One database, open. Threads may share it; processes open it again, each for itself."""

    def __init__(self, url: str, *, wal: bool = True) -> None:
        """Open ``url``; ``wal`` lets readers of a SQLite file go on while someone writes.

        Raises ``EnvironmentProblem`` for an address of another kind, or without a driver.
        """
        self._engine = _engine(url, wal)
        self.shown = self._engine.url.render_as_string(hide_password=True)

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file of this machine."""
        return self._engine.dialect.name == "sqlite"

    @property
    def address(self) -> str:
        """The full URL, password and driver included: for other libraries, never for print."""
        return self._engine.url.render_as_string(hide_password=False)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection whose reads all see one state of the database."""
        # SQLite's transactions see one state anyway.
        level = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with self._in_words(), self._engine.connect().execution_options(**level) as connection:
            yield connection

    def write(self, work: Callable[[Connection], T]) -> T:
        """The result of ``work`` in one transaction, which is run again when it collides.

        Writers queue: SQLite by its own lock, PostgreSQL by an advisory one, so that what
        ``work`` reads is still true when it writes.
        """
        with self._in_words():
            for attempt in range(_RETRIES):
                try:
                    return self._once(work)
                except DBAPIError as error:
                    if not _passes(error):
                        raise
                time.sleep(0.02 * 2**attempt)
            return self._once(work)

    def _once(self, work: Callable[[Connection], T]) -> T:
        with (
            self._engine.connect().execution_options(**{_WRITING: True}) as connection,
            connection.begin(),
        ):
            if not self.is_sqlite:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_APPEND_LOCK})")
            return work(connection)

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise EnvironmentProblem(f"The database {self.shown} {_meaning(error)}") from error


def with_driver(url: str) -> URL:
    """The address ``url`` with a driver that is installed, where it names PostgreSQL without one.

    Raises ``EnvironmentProblem`` for what is no address.
    """
    try:
        address = make_url(url)
    except ArgumentError:
        raise EnvironmentProblem(
            f"{url!r} is not the address of a database;"
            " write sqlite:///FILE or postgresql://USER@HOST/NAME."
        ) from None
    if address.drivername not in _POSTGRES:
        return address
    driver = next((name for name in _DRIVERS if find_spec(name)), _DRIVERS[0])
    return address.set(drivername=f"postgresql+{driver}")


def _engine(url: str, wal: bool) -> Engine:
    address = with_driver(url)
    name = address.get_backend_name()
    if name not in _POSTGRES | {"sqlite"}:
        raise EnvironmentProblem(f"The grade log works on SQLite and PostgreSQL, not on {name}.")
    arguments: dict[str, Any] = {"timeout": _PATIENCE_S} if name == "sqlite" else {}
    try:
        engine = create_engine(address, connect_args=arguments, pool_pre_ping=name != "sqlite")
    except (ModuleNotFoundError, NoSuchModuleError):
        raise EnvironmentProblem(
            "PostgreSQL needs its driver: install it with pip install 'millivolt[postgres]'."
        ) from None
    if name == "sqlite":
        event.listen(engine, "connect", _begin_by_hand)
        if wal:
            event.listen(engine, "connect", _keep_wal)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _begin_by_hand(connection: Any, _record: object) -> None:
    # The driver would begin transactions late and only before some statements.
    connection.isolation_level = None


def _keep_wal(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get(_WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _code(error: DBAPIError) -> str:
    """SQLite's name or PostgreSQL's code of the error; empty when there was no answer."""
    names = ("sqlite_errorname", "sqlstate", "pgcode")
    return next(filter(None, (getattr(error.orig, name, None) for name in names)), "")


def _passes(error: DBAPIError) -> bool:
    """Whether the same transaction may succeed if it is tried again."""
    taken = isinstance(error, IntegrityError)
    return taken or error.connection_invalidated or _code(error).startswith(_PASSING)


def _meaning(error: DBAPIError) -> str:
    code = _code(error)
    fitting = (words for start, words in _MEANING.items() if code.startswith(start))
    if words := next(fitting, None):
        return words
    if not code and isinstance(error, OperationalError):
        return f"cannot be reached: {' '.join(str(error.orig).split())}"
    return f"reports an error: {error.orig}"
