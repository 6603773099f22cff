"""Downloads are read file by file; what is hostile is refused and never hides what is honest."""

import io
import os
import stat
import struct
import zipfile
import zlib
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.lms import Hint, HintKind, Limits, LmsFileError, submissions
from millivolt.lms.claim import claim

ZURICH = ZoneInfo("Europe/Zurich")
BODY = b'{"cells": []}'


@pytest.fixture
def zipped(tmp_path):
    """``zipped({path: bytes})`` writes a zip; a value may also be (ZipInfo changes, bytes)."""

    def make(files, name="download.zip"):
        target = tmp_path / name
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, data in files:
                info = path if isinstance(path, zipfile.ZipInfo) else zipfile.ZipInfo(path)
                info.compress_type = info.compress_type or zipfile.ZIP_DEFLATED
                archive.writestr(info, data)
        return target

    return make


def problems(source, **options):
    return {found.origin: found.problem for found in submissions(source, **options)}


def test_canvas_names_give_the_users_number_the_name_and_lateness(zipped):
    source = zipped(
        [("lovelaceada_11_501_ps1.ipynb", BODY), ("babbage_LATE_12_502_my_ps1-2.ipynb", BODY)]
    )
    late, ada = submissions(source)
    assert (ada.name, ada.late, ada.data) == ("ps1.ipynb", False, BODY)
    assert ada.hints == (Hint(HintKind.LMS_ID, "11"), Hint(HintKind.NAME, "lovelaceada"))
    assert (late.name, late.late) == ("my_ps1-2.ipynb", True)
    assert late.received is None


@pytest.mark.parametrize(
    "path",
    [
        "Zoë de la Cruz_71_assignsubmission_file_/ps1.ipynb",
        "Zoë de la Cruz_71_assignsubmission_file_/sub/ps1.ipynb",
        "Zoë de la Cruz_71_assignsubmission_file_ps1.ipynb",
    ],
)
def test_moodle_names_give_the_full_name_and_the_participant(zipped, path):
    [found] = submissions(zipped([(path, BODY)]))
    assert found.name == "ps1.ipynb"
    assert found.hints == (Hint(HintKind.NAME, "Zoë de la Cruz"), Hint(HintKind.LMS_ID, "71"))


def test_moodle_online_text_is_no_submission(zipped):
    path = "Ada_71_assignsubmission_onlinetext_/onlinetext.html"
    assert list(submissions(zipped([(path, b"<p>")]))) == []


def test_blackboard_names_give_the_login_and_the_local_time(zipped):
    stem = "Problem Set 1_jdoe_attempt_2026-03-29-23-59-10"
    source = zipped([(f"{stem}_ps_1.ipynb", BODY), (f"{stem}.txt", b"Name: Jane Doe (jdoe)")])
    [found] = submissions(source, zone=ZURICH)
    assert (found.name, found.hints) == ("ps_1.ipynb", (Hint(HintKind.LOGIN, "jdoe"),))
    assert found.received == datetime(2026, 3, 29, 21, 59, 10, tzinfo=UTC)
    [found] = submissions(source)
    assert found.received is None


def test_the_hour_that_comes_twice_counts_as_the_first(zipped):
    source = zipped([("ps1_jdoe_attempt_2026-10-25-02-30-00_a.ipynb", BODY)])
    [found] = submissions(source, zone=ZURICH)
    assert found.received == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_date_that_does_not_exist_is_no_time():
    assert claim("ps1_jdoe_attempt_2026-13-40-99-00-00_a.ipynb").received is None


def test_nbgraders_folders_give_student_and_time(tmp_path):
    folder = tmp_path / "submitted" / "ada" / "ps1"
    folder.mkdir(parents=True)
    (folder / "ps1.ipynb").write_bytes(BODY)
    (folder / "timestamp.txt").write_text("2026-03-01 23:59:10.123456 UTC\n")
    [found] = submissions(tmp_path / "submitted")
    assert found.hints[:2] == (Hint(HintKind.FOLDER, "ada"), Hint(HintKind.FOLDER, "ps1"))
    assert found.received == datetime(2026, 3, 1, 23, 59, 10, 123456, tzinfo=UTC)
    assert found.received.utcoffset() == timedelta(0)


@pytest.mark.parametrize("text", ["", "soon", "2026-99-01 00:00:00 UTC", "\xff"])
def test_a_timestamp_that_is_none_is_ignored(tmp_path, text):
    (tmp_path / "timestamp.txt").write_text(text)
    (tmp_path / "ps1.ipynb").write_bytes(BODY)
    [found] = submissions(tmp_path)
    assert found.received is None


def test_what_the_computer_added_is_left_out(zipped):
    junk = ["__MACOSX/._ps1.ipynb", "ada/.ipynb_checkpoints/ps1-checkpoint.ipynb", "ada/.DS_Store"]
    source = zipped([("ada/ps1.ipynb", BODY), *((path, b"x") for path in junk)])
    assert [found.origin for found in submissions(source)] == ["ada/ps1.ipynb"]


def test_what_is_no_notebook_is_reported_unread(zipped):
    source = zipped([("ada/ps1.pdf", b"%PDF"), ("bob/ps1.zip", b"PK"), ("eve/PS1.IPYNB", BODY)])
    found = problems(source)
    assert found["ada/ps1.pdf"] == "is not a notebook (.ipynb)."
    assert found["bob/ps1.zip"].startswith("is an archive")
    assert found["eve/PS1.IPYNB"] == ""


OUTWARD = ["../../etc/ps1.ipynb", "/etc/ps1.ipynb", "C:/x/ps1.ipynb", "a/../b.ipynb", "..\\b.ipynb"]


@pytest.mark.parametrize("path", OUTWARD)
def test_a_path_that_leads_out_is_refused_alone(zipped, path):
    found = list(submissions(zipped([(path, BODY), ("ada/ps1.ipynb", BODY)])))
    assert sorted(bool(file.problem) for file in found) == [False, True]
    [bad] = [file for file in found if file.problem]
    assert "leads out" in bad.problem
    assert bad.data == b""


@pytest.mark.parametrize("path", ["a\x1b[31m.ipynb", "a\u202egpj.ipynb", "a" * 2000 + ".ipynb"])
def test_a_name_that_would_mislead_a_reader_is_refused_and_shown_plainly(zipped, path):
    [found] = submissions(zipped([(path, BODY)]))
    assert "name" in found.problem or "not a notebook" in found.problem
    assert found.data == b""
    assert not {"\x1b", "\u202e"} & set(found.origin)


def test_a_persian_name_with_a_joiner_is_honest(zipped):
    [found] = submissions(zipped([("علی\u200cرضا_7_assignsubmission_file_/ps1.ipynb", BODY)]))
    assert found.problem == ""


def test_a_link_in_a_zip_is_refused(zipped):
    link = zipfile.ZipInfo("ada/ps1.ipynb")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert problems(zipped([(link, b"/etc/passwd")])) == {"ada/ps1.ipynb": "is a link."}


def test_links_pipes_and_folders_of_others_are_not_read_in_a_folder(tmp_path):
    secret = tmp_path / "secret.ipynb"
    secret.write_bytes(b"secret")
    folder = tmp_path / "submitted"
    folder.mkdir()
    (folder / "link.ipynb").symlink_to(secret)
    (folder / "elsewhere").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.ipynb")
    found = {file.origin: file for file in submissions(folder)}
    assert found["link.ipynb"].problem == "is a link."
    assert found["pipe.ipynb"].problem == "is not an ordinary file."
    assert not any(file.data for file in found.values())


@pytest.mark.parametrize("make", ["link", "pipe", "missing"])
def test_a_source_that_is_a_link_a_pipe_or_missing_is_refused(tmp_path, make):
    source = tmp_path / "source"
    if make == "link":
        source.symlink_to(tmp_path)
    elif make == "pipe":
        os.mkfifo(source)
    with pytest.raises(LmsFileError):
        list(submissions(source))


def test_a_bomb_is_refused_alone_without_being_unpacked(zipped):
    source = zipped([("ada/ps1.ipynb", BODY), ("bob/ps1.ipynb", b"\0" * (64 * 2**20))])
    assert source.stat().st_size < 2**20
    assert problems(source) == {"ada/ps1.ipynb": "", "bob/ps1.ipynb": "is larger than 20 MiB."}


def test_a_file_of_exactly_the_limit_is_read(zipped):
    limits = Limits(file_bytes=len(BODY))
    assert problems(zipped([("ada/ps1.ipynb", BODY)]), limits=limits) == {"ada/ps1.ipynb": ""}
    assert problems(zipped([("ada/ps1.ipynb", BODY + b" ")]), limits=limits)["ada/ps1.ipynb"]


def test_a_size_that_lies_is_found_out(tmp_path):
    """The directory says 10 bytes, the stream holds 40 MiB."""
    packer = zlib.compressobj(9, wbits=-15)
    stream = packer.compress(b"\0" * (40 * 2**20)) + packer.flush()
    name, lie, crc = b"bob.ipynb", 10, 0
    head = struct.pack("<HHHHHLLLHH", 20, 0, 8, 0, 33, crc, len(stream), lie, len(name), 0)
    local = b"PK\3\4" + head + name + stream
    central = b"PK\1\2" + struct.pack("<H", 20) + head + struct.pack("<HHHLL", 0, 0, 0, 0, 0) + name
    end = b"PK\5\6" + struct.pack("<HHHHLLH", 0, 0, 1, 1, len(central), len(local), 0)
    source = tmp_path / "lie.zip"
    source.write_bytes(local + central + end)
    [found] = submissions(source)
    assert found.problem
    assert found.data == b""


def test_an_archive_whose_files_overlap_is_refused_whole(zipped):
    source = zipped([("a/ps1.ipynb", BODY), ("b/ps1.ipynb", BODY)])
    data = bytearray(source.read_bytes())
    second = data.rindex(b"PK\1\2")
    data[second + 42 : second + 46] = struct.pack("<L", 0)
    source.write_bytes(data)
    with pytest.raises(LmsFileError, match="overlap"):
        list(submissions(source))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_path_that_stands_twice_counts_for_nobody(zipped):
    source = zipped([("ada/ps1.ipynb", BODY), ("ada/ps1.ipynb", b"other"), ("bob/ps1.ipynb", BODY)])
    found = [(file.origin, bool(file.problem)) for file in submissions(source)]
    assert found == [("ada/ps1.ipynb", True), ("ada/ps1.ipynb", True), ("bob/ps1.ipynb", False)]


def test_a_damaged_file_does_not_stop_the_others(zipped):
    source = zipped([("ada/ps1.ipynb", b"x" * 5000), ("bob/ps1.ipynb", BODY)])
    data = bytearray(source.read_bytes())
    data[60] ^= 0xFF
    source.write_bytes(data)
    found = problems(source)
    assert found["ada/ps1.ipynb"].startswith("cannot be read")
    assert found["bob/ps1.ipynb"] == ""


def test_an_encrypted_file_and_an_unusual_packing_are_said(zipped):
    source = zipped([("ada/ps1.ipynb", BODY)])
    data = bytearray(source.read_bytes())
    for start in (6, data.index(b"PK\1\2") + 8):
        data[start] |= 1
    source.write_bytes(data)
    assert problems(source) == {"ada/ps1.ipynb": "is encrypted."}
    info = zipfile.ZipInfo("ada/ps1.ipynb")
    info.compress_type = zipfile.ZIP_LZMA
    assert "unusual" in problems(zipped([(info, BODY)]))["ada/ps1.ipynb"]


def test_too_many_files_or_bytes_are_refused_whole(zipped):
    source = zipped([(f"s{n}/ps1.ipynb", BODY) for n in range(5)])
    with pytest.raises(LmsFileError, match="more than 4 files"):
        list(submissions(source, limits=Limits(files=4)))
    with pytest.raises(LmsFileError, match="unpacks to more"):
        list(submissions(source, limits=Limits(total_bytes=4 * len(BODY))))
    assert len(list(submissions(source, limits=Limits(files=5)))) == 5


@given(st.data())
def test_random_bytes_are_refused_with_a_sentence(tmp_path_factory, data):
    noise = data.draw(st.binary(max_size=200))
    source = tmp_path_factory.mktemp("noise") / "x.zip"
    source.write_bytes(noise)
    with pytest.raises(LmsFileError, match="neither a folder nor a whole zip"):
        list(submissions(source))


@given(st.integers(0, 400), st.integers(1, 255))
def test_a_zip_with_any_byte_changed_never_crashes_the_reader(position, flip):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ada/ps1.ipynb", BODY * 9)
        archive.writestr("bob/ps1.ipynb", BODY)
    damaged = bytearray(file.getvalue())
    damaged[position % len(damaged)] ^= flip
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "x.zip")
        source.write_bytes(damaged)
        try:
            found = list(submissions(source))
        except LmsFileError:
            return
    for file_found in found:
        assert bool(file_found.problem) or file_found.data in (BODY * 9, BODY)


@given(st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1))
def test_any_path_makes_some_claim(name):
    made = claim(f"folder/{name}")
    assert "/" not in made.name
    assert made.aside or made.hints


@pytest.mark.parametrize("name", ["münchen/ps1.ipynb", "łódź/ps1.ipynb"])
def test_names_in_utf8_that_do_not_say_so_are_read(zipped, name):
    source = zipped([(name, BODY)])
    data = bytearray(source.read_bytes())
    for start in (6, data.index(b"PK\1\2") + 8):
        data[start + 1] &= ~0x08
    source.write_bytes(data)
    assert problems(source) == {name: ""}
