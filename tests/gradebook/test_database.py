"""Older logs are brought up to date; a database that cannot be used says what to do."""

import multiprocessing
import os
import sqlite3
import sys
import tempfile
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa

from millivolt.errors import EnvironmentProblem
from millivolt.gradebook.database import Database, with_driver
from millivolt.gradebook.log import GradeLog
from millivolt.gradebook.rows import newest_entries, row
from millivolt.gradebook.schema import EVENTS, NEWEST, migrate, version

CROWD = [f"s{number:03}" for number in range(150)]


@pytest.fixture
def raw(url):
    """A function that runs one statement outside the log."""
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))

    def execute(statement):
        with engine.begin() as connection:
            result = connection.execute(sa.text(statement))
            return result.all() if result.returns_rows else None

    yield execute
    engine.dispose()


@pytest.mark.parametrize("old", range(1, NEWEST + 1))
def test_a_log_of_every_older_version_keeps_its_grades(url, entry_of, old):
    database = Database(url)

    def as_it_was(connection):
        migrate(connection, upto=old)
        connection.execute(EVENTS.insert(), [row(entry_of(), 1, "d")])

    database.write(as_it_was)
    database.close()
    with GradeLog.open(url) as log:
        assert log.latest("ps1") == {"ada": entry_of()}
    database = Database(url)
    with database.reading() as connection:
        assert version(connection) == NEWEST
    database.close()


def test_the_migrated_table_has_the_columns_that_the_code_uses(url, raw):
    GradeLog.open(url).close()
    database = Database(url)
    with database.reading() as connection:
        found = sa.inspect(connection).get_columns(EVENTS.name)
    database.close()
    assert {column["name"] for column in found} == set(EVENTS.c.keys())


def test_opening_again_changes_nothing(url, raw):
    GradeLog.open(url).close()
    GradeLog.open(url).close()
    assert raw("SELECT version FROM millivolt_schema ORDER BY version") == [(1,), (2,), (3,)]


def test_a_reader_sees_one_state_while_others_write(url, entry_of):
    """So that an entry and the overrides laid over it always belong together."""
    database = Database(url)
    with GradeLog.open(url) as log, database.reading() as connection:
        before = newest_entries(connection, "ps1")
        log.append([entry_of()])
        assert newest_entries(connection, "ps1") == before == ()
    with database.reading() as connection:
        assert newest_entries(connection, "ps1") == (entry_of(),)
    database.close()


def test_a_log_of_a_newer_release_is_left_alone(url, raw):
    GradeLog.open(url).close()
    raw(f"INSERT INTO millivolt_schema VALUES ({NEWEST + 1})")
    with pytest.raises(EnvironmentProblem, match="newer millivolt"):
        GradeLog.open(url)


def _grade_the_crowd(url, entries, start):
    start.wait()
    with GradeLog.open(url) as log:
        for entry in entries:
            log.append([entry], batch=1)


def test_two_graders_at_once_lose_and_double_nothing(url, entry_of):
    """Two processes open a log that does not exist yet, grade the same class in opposite orders,
    and disagree on every third student."""
    spawn = multiprocessing.get_context("fork")
    start = spawn.Event()
    both = [entry_of(student) for student in CROWD]
    first = [entry_of(s, fractions=[1]) if i % 3 == 0 else e
             for i, (s, e) in enumerate(zip(CROWD, both, strict=True))]  # fmt: skip
    graders = [
        spawn.Process(target=_grade_the_crowd, args=(url, work, start))
        for work in (first, both[::-1])
    ]
    for grader in graders:
        grader.start()
    start.set()
    for grader in graders:
        grader.join(60)
    assert [grader.exitcode for grader in graders] == [0, 0]
    with GradeLog.open(url) as log:
        lengths = Counter(len(log.history(student)) for student in CROWD)
        assert lengths == {2: 50, 1: 100}
        agreed = {s: e for s, e in log.latest("ps1").items() if e in both}
        assert set(agreed) | set(CROWD[::3]) == set(CROWD)


def test_a_grader_killed_at_any_moment_leaves_whole_entries(url, entry_of):
    spawn = multiprocessing.get_context("fork")
    entries = [entry_of(student) for student in CROWD]
    GradeLog.open(url).close()
    for delay in (0.02, 0.05, 0.1, 0.2):
        start = spawn.Event()
        start.set()
        grader = spawn.Process(target=_grade_the_crowd, args=(url, entries, start))
        grader.start()
        grader.join(delay)
        grader.kill()
        grader.join()
    with GradeLog.open(url) as log:
        log.append(entries)
        assert list(log.latest("ps1").values()) == entries
        assert {len(log.history(student)) for student in CROWD} == {1}


@pytest.fixture
def file(tmp_path):
    """A file with a log of one grade, closed."""
    return tmp_path / "grades.db"


@pytest.fixture
def filled(file, entry_of):
    with GradeLog.open(f"sqlite:///{file}") as log:
        log.append([entry_of()])
    return f"sqlite:///{file}"


def test_a_missing_folder_is_said(tmp_path):
    with pytest.raises(EnvironmentProblem, match="check that its folder exists"):
        GradeLog.open(f"sqlite:///{tmp_path / 'nowhere' / 'grades.db'}")


def test_a_file_that_is_no_database_is_said(file):
    file.write_text("not a database, whatever its name says" * 100)
    with pytest.raises(EnvironmentProblem, match="is not a database"):
        GradeLog.open(f"sqlite:///{file}")


@pytest.fixture
def pragma():
    """Runs a pragma on every SQLite connection that is opened during the test."""
    chosen = []

    def configure(connection, _record):
        for statement in chosen:
            connection.execute(statement)

    sa.event.listen(sa.Engine, "connect", configure)
    yield chosen.append
    sa.event.remove(sa.Engine, "connect", configure)


def test_a_full_disk_is_said_and_loses_nothing(filled, entry_of, pragma):
    pragma("PRAGMA max_page_count = 1")
    with GradeLog.open(filled) as log:
        with pytest.raises(EnvironmentProblem, match="no room left"):
            log.append(entry_of(student) for student in CROWD)
        assert log.latest("ps1") == {"ada": entry_of()}


def test_a_read_only_database_is_read_and_says_so_when_written(filled, entry_of, pragma):
    pragma("PRAGMA query_only = 1")
    with GradeLog.open(filled) as log:
        assert log.latest("ps1") == {"ada": entry_of()}
        with pytest.raises(EnvironmentProblem, match="is read-only"):
            log.append([entry_of("bob")])


NOBODY = 65534


def _as_nobody(url, entry, said):
    """Append ``entry`` without the rights of root, who may write anywhere."""
    if os.geteuid() == 0:
        os.setuid(NOBODY)
    try:
        with GradeLog.open(url) as log:
            log.append([entry])
        said.put("written")
    except EnvironmentProblem as problem:
        said.put(str(problem))


@pytest.mark.parametrize(
    ("file_mode", "folder_mode", "words"),
    [
        (0o444, 0o555, "is read-only"),
        (0o666, 0o555, "is read-only"),
        (0o000, 0o555, "check that its folder exists and may be written to"),
        (0o666, 0o777, "written"),
    ],
)
def test_missing_rights_are_said(entry_of, file_mode, folder_mode, words):
    """Whether the file or its folder may not be written to by the account."""
    with tempfile.TemporaryDirectory(prefix="millivolt-") as folder:
        file = Path(folder, "grades.db")
        GradeLog.open(f"sqlite:///{file}").close()
        file.chmod(file_mode)
        Path(folder).chmod(folder_mode)
        spawn = multiprocessing.get_context("fork")
        said = spawn.Queue()
        other = spawn.Process(target=_as_nobody, args=(f"sqlite:///{file}", entry_of(), said))
        other.start()
        assert words in said.get(timeout=30)
        other.join()


def test_a_database_that_another_program_holds_is_said(filled, file, entry_of, pragma):
    pragma("PRAGMA busy_timeout = 10")
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with GradeLog.open(filled) as log:
        with pytest.raises(EnvironmentProblem, match="locked by another program"):
            log.append([entry_of("bob")])
        other.execute("ROLLBACK")
        assert log.append([entry_of("bob")]) == 1
    other.close()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("grades.db", "not the address of a database"),
        ("mysql://host/name", "not on mysql"),
        ("postgresql://nobody@127.0.0.1:1/none", "cannot be reached"),
    ],
)
def test_a_bad_address_says_what_to_write(address, words):
    if address.startswith("postgresql"):
        pytest.importorskip("psycopg")
    with pytest.raises(EnvironmentProblem, match=words):
        GradeLog.open(address)


@pytest.mark.parametrize("name", ["postgresql", "postgres"])
@pytest.mark.parametrize("installed", ["psycopg", "psycopg2"])
def test_an_address_without_a_driver_gets_the_one_that_is_installed(monkeypatch, name, installed):
    monkeypatch.setattr("millivolt.gradebook.database.find_spec", lambda asked: asked == installed)
    url = with_driver(f"{name}://me:secret@host/grades")
    assert url.render_as_string(hide_password=False) == (
        f"postgresql+{installed}://me:secret@host/grades"
    )


def test_an_address_that_names_its_driver_is_left_alone():
    assert with_driver("postgresql+pg8000://host/name").drivername == "postgresql+pg8000"


def test_a_missing_driver_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(EnvironmentProblem, match=r"pip install 'millivolt\[postgres\]'"):
        GradeLog.open("postgresql://nobody@127.0.0.1:1/none")


def test_any_other_trouble_of_the_database_is_told_in_its_own_words(sqlite_url):
    database = Database(sqlite_url)
    with pytest.raises(EnvironmentProblem, match="no such table: nowhere"):
        database.write(lambda connection: connection.exec_driver_sql("SELECT * FROM nowhere"))
    database.close()


def test_a_transaction_that_collides_is_undone_and_run_again(sqlite_url):
    database, attempts = Database(sqlite_url), []

    def work(connection):
        attempts.append(len(attempts))
        connection.exec_driver_sql("CREATE TABLE taken (number INTEGER PRIMARY KEY)")
        for _ in range(2 if len(attempts) < 3 else 1):
            connection.exec_driver_sql("INSERT INTO taken VALUES (1)")
        return "written"

    assert database.write(work) == "written"
    assert attempts == [0, 1, 2]
    database.close()


def test_the_password_of_a_database_is_never_shown():
    pytest.importorskip("psycopg")
    with pytest.raises(EnvironmentProblem) as problem:
        GradeLog.open("postgresql://nobody:tops3cret@127.0.0.1:1/none")
    assert "tops3cret" not in str(problem.value)


def test_a_server_without_the_database_is_said(postgres):
    with pytest.raises(EnvironmentProblem, match='"never_created" does not exist'):
        GradeLog.open(postgres("never_created"))
