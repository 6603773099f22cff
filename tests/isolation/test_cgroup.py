"""The memory control group, where this machine lets us make one."""

import pytest

from millivolt.isolation import Cell, Limits, cgroup
from millivolt.isolation.cgroup import MemoryGroup, _parents

SHARED = """
import mmap
held = []
while True:
    held.append(mmap.mmap(-1, 8 << 20))
    held[-1].write(b"x" * (8 << 20))
"""


def test_a_group_is_made_where_that_is_possible_and_none_where_it_is_not():
    group = MemoryGroup.create()
    if group is not None:
        group.limit(64 << 20)
        assert int((group.folder / group.limit_file).read_text()) == 64 << 20
        group.remove()
        assert not group.folder.exists()


def test_a_limit_is_written_where_the_version_of_the_groups_wants_it(tmp_path):
    MemoryGroup(tmp_path, "memory.max").limit(1024)
    assert (tmp_path / "memory.max").read_text() == "1024"


def test_a_group_whose_members_never_leave_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(cgroup, "_EMPTYING_SECONDS", 0.05)
    (tmp_path / "member").touch()
    MemoryGroup(tmp_path, "memory.max").remove()
    assert tmp_path.exists()


def test_groups_of_both_versions_are_looked_for_where_this_process_is():
    own = "4:memory:/users/a\n3:cpuset:/\n0::/session.scope\n"
    assert [str(parent) for parent, _ in _parents(own)] == [
        "/sys/fs/cgroup/memory/users/a",
        "/sys/fs/cgroup/memory",
        "/sys/fs/cgroup/session.scope",
    ]


@pytest.mark.sandbox
def test_memory_that_no_process_limit_counts_ends_the_submission_and_not_the_box(start_box):
    limits = Limits(memory_mb=96)
    with start_box("auto", limits=limits, preload=()) as box:
        with box.session() as session:
            (greedy,) = session.run([Cell("a", SHARED)])
        server = box.pid
        with box.session() as session:
            (modest,) = session.run([Cell("a", "print('on')")])
        assert box.pid == server
    assert greedy.status in ("raised", "stopped")
    assert "memory" in greedy.error.message or "allocate" in greedy.error.message
    assert modest.output == "on\n"
