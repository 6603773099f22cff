"""A mode is used because attempts to break out of it failed on this machine."""

import pytest

from millivolt.errors import EnvironmentProblem
from millivolt.isolation import Box, CellRun, Probe, Stopped, box, modes, probes, self_test
from millivolt.isolation.modes import candidates, require

CLAIMS = {
    "read", "write", "network", "local_sockets", "processes", "programs", "signals", "inspection",
    "memory",
}  # fmt: skip


@pytest.mark.sandbox
@pytest.mark.parametrize("mode", ["full", "landlock"])
def test_every_attempt_to_break_out_fails(mode):
    (report,) = self_test([mode])
    if not report.usable:
        pytest.skip(f"not tested here: {report.problem}")
    assert {probe.name for probe in report.probes} == CLAIMS
    assert all(probe.holds for probe in report.probes), report.probes
    assert all(probe.seen.startswith("refused: ") for probe in report.probes)


def test_without_a_sandbox_the_attempts_succeed():
    (report,) = self_test(["none"])
    holds = {probe.name for probe in report.probes if probe.holds}
    assert not holds & {"read", "write", "network", "processes", "programs"}


@pytest.mark.parametrize("name", ["programs", "memory"])
@pytest.mark.parametrize("limit", ["exit", "crash", "protocol", "cell_wall", "memory"])
def test_an_end_without_a_refusal_proves_no_wall(name, limit):
    (attempt,) = (attempt for attempt in probes._ATTEMPTS if attempt.name == name)
    gone = CellRun(name, "stopped", Stopped(limit, "It was gone."))
    assert probes._judge(attempt, gone, False).holds == (name == limit == "memory")


def test_auto_tries_the_strongest_mode_first_and_never_none():
    assert candidates("auto", unsafe=True) == ("full", "landlock")
    assert candidates("landlock", unsafe=False) == ("landlock",)


@pytest.mark.parametrize("unsafe", [False, True])
def test_no_sandbox_is_a_candidate_only_when_it_is_meant(unsafe):
    if unsafe:
        assert candidates("none", unsafe=True) == ("none",)
    else:
        with pytest.raises(EnvironmentProblem, match="--unsafe-no-sandbox"):
            candidates("none", unsafe=False)


def test_missing_bubblewrap_is_named_with_the_way_to_get_it(monkeypatch):
    monkeypatch.setattr(modes.shutil, "which", lambda name: None)
    with pytest.raises(EnvironmentProblem, match="apt install bubblewrap"):
        require("full")


def test_a_kernel_without_landlock_is_named(monkeypatch):
    monkeypatch.setattr(modes, "landlock_version", lambda: 0)
    with pytest.raises(EnvironmentProblem, match="Landlock"):
        require("landlock")


def test_a_machine_without_a_system_call_table_confines_nothing(monkeypatch):
    monkeypatch.setattr(modes, "has_filter", lambda: False)
    with pytest.raises(EnvironmentProblem, match=r"full: .*landlock: "):
        Box.start("auto", preload=())


@pytest.mark.sandbox
def test_a_mode_out_of_which_an_attempt_succeeds_is_not_used(monkeypatch):
    leak = Probe("read", "files outside cannot be read", False, "the attempt succeeded")
    monkeypatch.setattr(box, "probe", lambda session: (leak,))
    with pytest.raises(EnvironmentProblem, match="does not hold that files outside cannot be read"):
        Box.start("auto", preload=())


@pytest.mark.sandbox
def test_the_box_refuses_to_start_when_the_reference_could_be_imported(monkeypatch):
    from millivolt.isolation import forkserver

    monkeypatch.setattr(forkserver, "FORBIDDEN", ("json",))
    with pytest.raises(EnvironmentProblem, match="json can be imported inside the box"):
        Box.start("auto", preload=())
