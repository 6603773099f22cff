"""The file that remembers: plain, private, and hard to break."""

import json
import os
import resource
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.errors import EnvironmentProblem
from millivolt.practice.progress import Answered, ProgressFile, default_path

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ONE = Answered("net-drive", "equilibrium", "E", "7", "incorrect", 0.5, 1, NOW, ("anion_sign",))

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
answers = st.builds(
    Answered, item=texts, topic=texts, part=texts, seed=texts, state=texts,
    share=st.floats(0, 1), hints=st.integers(0, 9),
    when=st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5.5))])),
    misconceptions=st.lists(texts, max_size=3).map(tuple),
)  # fmt: skip


@pytest.fixture
def file(tmp_path):
    return ProgressFile(tmp_path / "progress.jsonl")


@given(st.lists(answers, max_size=8), st.integers(0, 8))
def test_progress_survives_the_way_to_the_file_and_back(tmp_path_factory, done, cut):
    file = ProgressFile(tmp_path_factory.mktemp("p") / "deep" / "progress.jsonl")
    assert file.read() == ()
    file.add(done[:cut])
    file.add(done[cut:])
    assert file.read() == tuple(done)
    assert file.damaged() == ()


def test_it_is_private_even_if_it_was_not(file):
    file.path.touch(0o644)
    file.add([ONE])
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


def test_it_is_plain_text_that_a_person_can_read(file):
    file.add([ONE])
    (line,) = file.path.read_text().splitlines()
    assert json.loads(line)["item"] == "net-drive"


def test_a_line_that_a_crash_cut_off_loses_only_itself(file):
    file.add([ONE, replace(ONE, item="lost")])
    file.path.write_bytes(file.path.read_bytes()[:-20])
    file.add([replace(ONE, item="later")])
    assert [one.item for one in file.read()] == ["net-drive", "later"]
    assert file.damaged() == (2,)


@given(st.lists(st.one_of(st.binary(max_size=60), st.just(b"[" * 5000)), max_size=5))
def test_whatever_else_is_in_the_file_our_lines_are_read_and_theirs_are_kept(
    tmp_path_factory, strange
):
    file = ProgressFile(tmp_path_factory.mktemp("p") / "progress.jsonl")
    file.path.write_bytes(b"\n".join(strange) + b"\n")
    before = file.path.read_bytes()
    file.add([ONE])
    assert file.read()[-1] == ONE
    assert file.path.read_bytes().startswith(before)


@pytest.mark.parametrize(
    "change",
    [
        {"share": 7},
        {"share": "much"},
        {"hints": -1},
        {"when": "2026-11-22T12:00:00"},
        {"when": 5},
        {"item": None},
        {"misconceptions": [1]},
        {"misconceptions": None},
    ],
)
def test_a_line_that_was_edited_into_nonsense_is_left_out(file, change):
    file.add([ONE])
    document = json.loads(file.path.read_text()) | change
    file.path.write_text(json.dumps(document) + "\n")
    assert file.read() == ()
    assert file.damaged() == (1,)


def test_a_field_of_a_later_version_does_no_harm(file):
    file.add([ONE])
    file.path.write_text(json.dumps(json.loads(file.path.read_text()) | {"new": 1}) + "\n")
    assert file.read() == (ONE,)


def test_a_folder_in_its_place_is_told_in_a_sentence(tmp_path):
    with pytest.raises(EnvironmentProblem, match="cannot be read"):
        ProgressFile(tmp_path).read()
    with pytest.raises(EnvironmentProblem, match="could not be written"):
        ProgressFile(tmp_path).add([ONE])


ADD = """
import resource, sys
from pathlib import Path
sys.path.insert(0, {here!r})
from test_progress import ONE, ProgressFile
"""


def program(body):
    return [sys.executable, "-c", ADD.format(here=str(Path(__file__).parent)) + body]


def test_a_full_disk_is_told_and_what_was_there_stays_whole(file):
    file.add([ONE] * 5)
    before = file.path.read_bytes()
    limit = len(before) + 100
    body = (
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n"
        f"ProgressFile(Path({str(file.path)!r})).add([ONE])"
    )
    done = subprocess.run(program(body), capture_output=True, text=True, check=False)
    assert "could not be written" in done.stderr
    assert file.path.read_bytes() == before
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != limit


def test_several_programs_add_at_once_and_nothing_is_lost_or_mixed(file):
    body = f"for _ in range(40): ProgressFile(Path({str(file.path)!r})).add([ONE, ONE])"
    running = [subprocess.Popen(program(body)) for _ in range(4)]
    assert [one.wait(60) for one in running] == [0] * 4
    assert file.read() == (ONE,) * 320
    assert file.damaged() == ()


def test_it_lies_where_the_desktop_standard_says():
    assert default_path({"XDG_DATA_HOME": "/data"}) == Path("/data/millivolt/progress.jsonl")
    assert default_path(dict(os.environ)).is_absolute()
