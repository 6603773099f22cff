"""Limits are checked where they are made, and each has its own message."""

import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.isolation import Limits
from millivolt.isolation.child import Ending
from millivolt.isolation.messages import explained, stopped, why_it_ended
from millivolt.isolation.records import Limit

NAMES = typing.get_args(Limit)


@pytest.mark.parametrize(
    "wrong",
    [{"wall": 0}, {"cpu": -1}, {"memory_mb": 0}, {"wall": float("nan")}, {"files": 3}],
)
def test_a_limit_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Limits(**wrong)


@pytest.mark.parametrize("name", NAMES)
def test_every_limit_has_a_sentence_for_the_student(name):
    message = stopped(name, Limits()).message
    assert message.endswith(".")
    assert "{" not in message


def test_no_two_limits_share_a_sentence():
    assert len({stopped(name, Limits()).message for name in NAMES}) == len(NAMES)


@given(st.integers(1, 2000), st.floats(0.1, 100))
def test_memory_and_processor_limits_reach_the_kernel(memory_mb, cpu):
    kernel = Limits(memory_mb=memory_mb, cpu=cpu).for_kernel(own_namespaces=True)
    assert kernel["RLIMIT_DATA"] == memory_mb << 20
    assert kernel["RLIMIT_AS"] > kernel["RLIMIT_DATA"]
    assert cpu <= kernel["RLIMIT_CPU"] < cpu + 1


def test_threads_are_counted_only_where_the_count_is_the_submission_s_own():
    assert "RLIMIT_NPROC" not in Limits().for_kernel(own_namespaces=False)


@pytest.mark.parametrize(
    ("ending", "limit"),
    [
        (Ending(None, 0, 0.1, 50_000), "exit"),
        (Ending(None, 3, 0.1, 50_000), "exit"),
        (Ending(9, None, 20.0, 50_000), "cpu"),
        (Ending(24, None, 20.1, 50_000), "cpu"),
        (Ending(9, None, 1.0, 600_000), "memory"),
        (Ending(11, None, 1.0, 600_000), "memory"),
        (Ending(11, None, 1.0, 80_000), "crash"),
        (Ending(31, None, 0.1, 600_000), "crash"),
    ],
)
def test_the_way_a_child_ended_tells_which_limit_it_reached(ending, limit):
    reason = why_it_ended(ending, Limits(cpu=20, memory_mb=512), idle_kb=40_000)
    assert reason.limit == limit
    assert str(ending.peak_kb // 1024) in reason.detail


@pytest.mark.parametrize(
    ("kind", "message", "note"),
    [
        ("PermissionError", "[Errno 1] Operation not permitted", "no network"),
        ("URLError", "Temporary failure in name resolution", "no network"),
        ("ModuleNotFoundError", "No module named 'torch'", "libraries of the course"),
        ("OSError", "[Errno 28] No space left on device", "small files"),
        ("MemoryError", "", "512 MB"),
    ],
)
def test_an_error_that_the_sandbox_causes_says_so(kind, message, note):
    told = explained(kind, message, Limits())
    assert told.startswith(message)
    assert note in told


@given(st.text(st.characters(categories=["L", "Zs"])))
def test_other_errors_keep_their_own_words(message):
    assert explained("ValueError", message, Limits()) == message
