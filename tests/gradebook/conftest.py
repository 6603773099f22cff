"""Made-up grades, and databases to keep them in: SQLite files and a throw-away PostgreSQL."""

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
from hypothesis import strategies as st

from millivolt.gradebook import GradeEntry, PartGrade, Provenance
from millivolt.items import Finding, State, Verdict

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SERVER_FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


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


text = st.text(max_size=20)
moments = st.datetimes(timezones=st.just(UTC))
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=6,
)
findings = st.builds(
    Finding,
    text,
    text,
    st.dictionaries(text, plain, max_size=3).filter(lambda d: "self" not in d),
    text,
)
verdicts = st.one_of(
    st.builds(
        lambda f, found: Verdict.of(f, *found), st.fractions(0, 1), st.lists(findings, max_size=2)
    ),
    st.sampled_from([State.NEEDS_REVIEW, State.NOT_ATTEMPTED, State.SKIPPED]).map(
        Verdict.without_credit
    ),
)
parts = st.builds(
    PartGrade,
    slot=st.from_regex(r"q[1-9]_[A-Z]", fullmatch=True),
    item_id=text,
    part_id=text,
    variant_id=text,
    points=st.fractions(0, 10),
    verdict=verdicts,
    typed=st.none() | text,
    understood=text,
    seconds=st.floats(0, 10),
)
ids = st.text("abcøµ-1", min_size=1, max_size=4)
strange_entries = st.builds(
    GradeEntry,
    student=ids,
    assignment=ids,
    parts=st.lists(parts, max_size=3, unique_by=lambda part: part.slot).map(tuple),
    provenance=st.builds(Provenance, *[text] * 2, moments, *[text] * 5),
    received=st.none() | moments,
    seconds=st.floats(0, 10),
    comment=text,
    notes=st.lists(text, max_size=2).map(tuple),
)


@pytest.fixture(scope="session")
def entries():
    """Entries with any text that a student could leave, lone surrogates and NUL included."""
    return strange_entries


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


@pytest.fixture
def postgres_url(postgres):
    """The address of an empty schema in a PostgreSQL database: as good as one, and made faster."""
    import psycopg

    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(postgres("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    return f"{postgres('postgres')}&options=-csearch_path%3D{name}"


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def url(request):
    """The address of an empty database, once of each kind."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def now():
    """An aware moment."""
    return NOON
