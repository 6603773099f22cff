"""What several suites share: settings, a browser, made-up grades, and databases to keep them in.

The databases are SQLite files and a throw-away PostgreSQL.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from millivolt.gradebook import GradeEntry, PartGrade, Provenance
from millivolt.items import State, Verdict

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SERVER_FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)

settings.register_profile(
    "gate",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("long", settings.get_profile("gate"), max_examples=5_000)
settings.load_profile(os.environ.get("MILLIVOLT_HYPOTHESIS", "gate"))


CHROMIUM_FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


@pytest.fixture(scope="module")
def browser():
    """A Chromium without a window, which asks the network for nothing of its own."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs the extra [test]")
    program = os.environ.get("MILLIVOLT_CHROMIUM") or shutil.which("chromium")
    if program is None:
        pytest.skip("no Chromium on this machine: install it or set MILLIVOLT_CHROMIUM")
    with playwright.sync_playwright() as tool:
        running = tool.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield running
        running.close()


def made_entry(
    student="ada",
    assignment="ps1",
    fractions=(1, 0),
    *,
    why="graded",
    when=NOON,
    notebook="n0",
    key="k0",
    received=None,
):
    """An entry with one part worth 2 points for each of ``fractions``; ``None`` needs review."""
    parts = tuple(
        PartGrade(
            slot=f"q{number}_E",
            item_id="monovalent-cation",
            part_id="E",
            variant_id=f"v{number}",
            points=Fraction(2),
            verdict=(
                Verdict.without_credit(State.NEEDS_REVIEW)
                if fraction is None
                else Verdict.of(Fraction(fraction))
            ),
            typed="-90 mV",
        )
        for number, fraction in enumerate(fractions, start=1)
    )
    made = Provenance("millivolt", why, when, "0.1.0", "bank0", key, notebook, "full")
    return GradeEntry(student, assignment, parts, made, received)


@pytest.fixture(scope="session")
def entry_of():
    """``entry_of(student, assignment, fractions, ...)`` makes an entry."""
    return made_entry


def _account():
    """How to run the server's programs: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    try:
        person = pwd.getpwnam("postgres")
    except KeyError:
        pytest.skip("PostgreSQL refuses to run as root and there is no account postgres")
    return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}


@pytest.fixture(scope="session")
def postgres():
    """The address of a PostgreSQL server of our own, without the database's name."""
    pytest.importorskip("psycopg", reason="PostgreSQL needs millivolt[postgres]")
    if not SERVER_FOLDERS:
        pytest.skip("no PostgreSQL server here; install it with apt-get install postgresql")
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="millivolt-pg-"))
    if account:
        os.chown(folder, account["user"], account["group"])

    def run(program, *arguments):
        command = [SERVER_FOLDERS[0] / program, *arguments]
        subprocess.run(
            command, check=True, cwd=folder, stdout=subprocess.DEVNULL, timeout=60, **account
        )

    data = folder / "data"
    try:
        run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        run(
            *("pg_ctl", "-D", data, "-w", "-l", folder / "log", "start"),
            *("-o", f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"),
        )
        try:
            yield lambda name: f"postgresql://postgres@/{name}?host={folder}"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def sqlite_url(tmp_path):
    """The address of a SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'grades.db'}"


@pytest.fixture(scope="session")
def new_postgres(postgres):
    """``new_postgres()`` makes an empty schema in a PostgreSQL database and gives its address: as
    good as a database of its own, and made faster."""
    import psycopg

    def make():
        name = f"test_{uuid.uuid4().hex}"
        with psycopg.connect(postgres("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}")
        return f"{postgres('postgres')}&options=-csearch_path%3D{name}"

    return make


@pytest.fixture
def postgres_url(new_postgres):
    """The address of an empty PostgreSQL database."""
    return new_postgres()


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def url(request):
    """The address of an empty database, once of each kind."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def now():
    """An aware moment."""
    return NOON
