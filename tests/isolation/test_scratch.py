"""The folder a submission writes to when it has no file system of its own."""

import os

import pytest

from millivolt.isolation.scratch import Scratch, ScratchFull


@pytest.fixture
def scratch(tmp_path):
    return Scratch(tmp_path / "scratch", None)


def test_a_little_writing_is_allowed(scratch):
    (scratch.path / "a.txt").write_text("x")
    scratch.check(1 << 20, 5)


def test_too_many_bytes_are_noticed(scratch):
    (scratch.path / "a").write_bytes(b"x" * 200_000)
    with pytest.raises(ScratchFull, match="KB"):
        scratch.check(100_000, 5)


def test_too_many_files_and_folders_are_noticed(scratch):
    for i in range(3):
        (scratch.path / str(i)).mkdir()
    with pytest.raises(ScratchFull):
        scratch.check(1 << 20, 2)


def test_links_are_counted_but_not_followed(scratch):
    (scratch.path / "loop").symlink_to(scratch.path)
    (scratch.path / "root").symlink_to("/")
    scratch.check(1 << 20, 5)


def test_a_folder_that_hides_its_content_counts_as_full(scratch, monkeypatch):
    (scratch.path / "closed").mkdir()
    scandir = os.scandir

    def refuse_closed(path):
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse_closed)
    with pytest.raises(ScratchFull, match="cannot be counted"):
        scratch.check(1 << 20, 5)


def test_folders_too_deep_for_any_path_are_removed(scratch):
    here = os.open(scratch.path, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("deep", dir_fd=here)
        inner = os.open("deep", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    scratch.remove()
    assert not scratch.path.exists()


def test_closed_folders_and_links_are_removed_and_their_targets_stay(scratch, tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").touch()
    (scratch.path / "a" / "b" / "c").mkdir(parents=True)
    (scratch.path / "a" / "link").symlink_to(kept)
    (scratch.path / "a" / "b").chmod(0)
    (scratch.path / "a").chmod(0)
    scratch.remove()
    assert not scratch.path.exists()
    assert (kept / "file").exists()
