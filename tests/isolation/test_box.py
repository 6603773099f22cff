"""The box from the outside: cells, captures, calls, limits and what happens when it fails."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from millivolt.isolation import (
    Box,
    Cell,
    EnvironmentProblem,
    Fault,
    Limits,
    Opaque,
    Raised,
    Returned,
    Stopped,
)
from millivolt.isolation.inside import warden
from millivolt.isolation.inside.walls import Walls

pytestmark = pytest.mark.sandbox

SHORT = Limits(wall=3.0, cpu=2.0, cell_wall=0.4, call_wall=0.3, memory_mb=128, scratch_mb=4)


def run(box, *sources, limits=None, seed=0, captures=()):
    """The runs of cells in a session of their own, and the session."""
    with box.session(limits, seed) as session:
        runs = session.run([Cell(f"c{i}", text, captures) for i, text in enumerate(sources)])
    return runs, session


def test_cells_run_in_order_in_one_namespace(box):
    (first, second), _ = run(box, "x = 20", "print(x)\nx + 1")
    assert (first.status, second.status) == ("ok", "ok")
    assert second.output == "20\n21\n"


def test_each_cell_has_its_own_output_in_the_order_it_was_written(box):
    source = "import sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c', end='')"
    (first, second), _ = run(box, source, "print('d')")
    assert (first.output, second.output) == ("a\nb\nc", "d\n")


def test_a_cell_that_fails_does_not_keep_later_cells_from_running(box):
    (failed, after), session = run(box, "1 / 0", "print('still here')")
    assert failed.status == "raised"
    assert after.output == "still here\n"
    assert session.ended is None


def test_an_error_names_the_cell_and_the_line_the_student_wrote(box):
    source = "def half(x):\n    return x / 0\n\n%matplotlib inline\nhalf(3)"
    (run_,), _ = run(box, source)
    assert isinstance(run_.error, Raised)
    assert (run_.error.type, run_.error.message) == ("ZeroDivisionError", "division by zero")
    assert (run_.error.cell_id, run_.error.line) == ("c0", 2)
    assert run_.error.source_line == "return x / 0"
    assert [(step.line, step.function) for step in run_.error.steps] == [
        (5, "<module>"),
        (2, "half"),
    ]


def test_a_syntax_error_names_its_line(box):
    (run_,), _ = run(box, "x = 1\ny = = 2")
    assert (run_.error.type, run_.error.line) == ("SyntaxError", 2)
    assert run_.error.source_line == "y = = 2"


def test_a_warning_costs_nothing_and_is_kept_once(box):
    (run_,), _ = run(box, "import warnings\nfor _ in range(3):\n    warnings.warn('careful')")
    assert run_.status == "ok"
    assert run_.warnings == ("UserWarning: careful",)
    assert run_.output == ""


def test_input_is_refused_with_a_sentence(box):
    (run_,), _ = run(box, "x = input('V? ')")
    assert run_.error.type == "InputUnavailable"
    assert "write the value in the cell" in run_.error.message


def test_a_shell_escape_is_refused_with_a_sentence_and_an_installation_skipped(box):
    (shell, install), _ = run(box, "!ls", "!pip install numpy\nprint('on')")
    assert "programs cannot be started" in shell.error.message
    assert install.status == "ok"
    assert install.output.endswith("on\n")


def test_values_are_captured_right_after_their_cell(box):
    with box.session() as session:
        session.run([Cell("a", "E = -89.0", ("E", "missing")), Cell("b", "E = 0.0")])
    assert session.captured.keys() == {"E"}
    captured = session.captured["E"]
    assert (captured.value, captured.cell_id, captured.type_name) == (-89.0, "a", "float")


def test_a_name_bound_before_the_error_is_captured_all_the_same(box):
    _, session = run(box, "E = 1.5\n1 / 0", captures=("E",))
    assert session.captured["E"].value == 1.5


def test_a_captured_function_survives_a_later_cell_that_takes_its_name(box):
    with box.session() as session:
        session.run([Cell("a", "def f(x):\n    return 2 * x", ("f",)), Cell("b", "f = None")])
        assert session.captured["f"].value == Opaque("function")
        assert session.captured["f"].type_name == "function"
        (outcome,) = session.call("f", [((21,), {})])
    assert outcome.value == 42


def test_calls_pass_positions_keywords_and_arrays_and_return_values(box):
    with box.session() as session:
        session.run([Cell("a", "def f(a, b=1.0):\n    return a * b", ("f",))])
        outcomes = session.call("f", [((2.0,), {}), ((), {"a": np.arange(3.0), "b": 2})])
    assert all(isinstance(outcome, Returned) for outcome in outcomes)
    assert outcomes[0].value == 2.0
    assert outcomes[1].value.tolist() == [0.0, 2.0, 4.0]


def test_a_function_may_change_its_copy_of_an_argument(box):
    ours = np.zeros(3)
    with box.session() as session:
        session.run([Cell("a", "def f(x):\n    x += 1\n    return x", ("f",))])
        (outcome,) = session.call("f", [((ours,), {})])
    assert outcome.value.tolist() == [1.0, 1.0, 1.0]
    assert ours.tolist() == [0.0, 0.0, 0.0]


def test_many_calls_come_back_in_order_however_large_their_results(box):
    source = "import numpy as np\ndef f(i, size):\n    return [i, np.zeros(size), 'x' * size]"
    sizes = [10, 100_000, 10, 1_000_000, 10, *[50_000] * 20, *[1] * 300]
    with box.session() as session:
        session.run([Cell("a", source, ("f",))])
        outcomes = session.call("f", [((i, size), {}) for i, size in enumerate(sizes)])
    assert len(outcomes) == len(sizes)
    for i, outcome in enumerate(outcomes):
        if sizes[i] > 200_000:
            assert outcome.value == Opaque("a value too large to hand over")
        else:
            assert outcome.value[0] == i
    assert session.ended is None


def test_a_call_that_raises_says_where(box):
    with box.session() as session:
        session.run([Cell("a", "def f(x):\n    raise ValueError('c_in must be positive')", ("f",))])
        (outcome,) = session.call("f", [((0,), {})])
    assert (outcome.type, outcome.message) == ("ValueError", "c_in must be positive")
    assert (outcome.cell_id, outcome.line) == ("a", 2)


def test_a_call_with_wrong_arguments_is_the_student_s_error(box):
    with box.session() as session:
        session.run([Cell("a", "def f():\n    return 1", ("f",))])
        (outcome,) = session.call("f", [((1,), {})])
    assert outcome.type == "TypeError"


def test_a_call_of_what_is_not_a_function_is_the_student_s_error(box):
    with box.session() as session:
        session.run([Cell("a", "f = 3", ("f",))])
        (outcome,) = session.call("f", [((1,), {})])
    assert isinstance(outcome, Raised)
    assert session.ended is None


def test_a_call_of_a_name_that_was_never_captured_is_the_caller_s_error(box):
    with box.session() as session, pytest.raises(KeyError, match="'f'"):
        session.call("f", [((), {})])


def test_an_argument_that_cannot_be_handed_over_is_the_caller_s_error(box):
    with box.session() as session:
        session.run([Cell("a", "def f(x):\n    return x", ("f",))])
        with pytest.raises(TypeError, match="'f'"):
            session.call("f", [(([1.0, object()],), {})])
        (outcome,) = session.call("f", [(("?",), {})])
    assert outcome.value == "?"


def test_what_calls_print_is_kept_apart_from_the_output_of_cells(box):
    with box.session() as session:
        session.run([Cell("a", "def f(x):\n    print('secret', x)", ("f",))])
        session.call("f", [((5,), {})])
        (after,) = session.run([Cell("b", "1")])
    assert session.call_output == "secret 5\n"
    assert after.output == "1\n"


def test_the_seed_decides_what_the_random_generators_give(box):
    source = "import random\nimport numpy as np\nx = (random.random(), float(np.random.random()))"
    drawn = [
        run(box, source, seed=seed, captures=("x",))[1].captured["x"].value for seed in (1, 1, 2)
    ]
    assert drawn[0] == drawn[1] != drawn[2]


def test_a_slow_cell_is_stopped_and_the_next_one_runs(box):
    (slow, after), session = run(box, "while True:\n    pass", "x = 1", limits=SHORT)
    assert slow.status == "stopped"
    assert slow.error.limit == "cell_wall"
    assert after.status == "ok"
    assert session.ended is None


def test_a_cell_that_ignores_the_interrupt_ends_the_session(box):
    source = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True:\n    pass"
    (stubborn, after), session = run(box, source, "x = 1", limits=SHORT)
    assert (stubborn.status, after.status) == ("stopped", "skipped")
    assert session.ended.limit == "cell_wall"
    assert stubborn.seconds >= SHORT.cell_wall
    assert "did not react" in session.ended.detail


def test_a_slow_call_is_stopped_and_the_next_one_is_made(box):
    with box.session(SHORT) as session:
        session.run([Cell("a", "def f(x):\n    while x:\n        pass\n    return x", ("f",))])
        slow, quick = session.call("f", [((1,), {}), ((0,), {})])
    assert isinstance(slow, Stopped)
    assert slow.limit == "call_wall"
    assert quick.value == 0


def test_the_time_of_all_cells_together_is_limited(box):
    limits = Limits(wall=0.5, cell_wall=10.0)
    (_, over, skipped), session = run(box, "1", "import time; time.sleep(5)", "1", limits=limits)
    assert over.error.limit == "wall"
    assert skipped.status == "skipped"
    assert session.seconds < 2


def test_time_in_which_the_grader_thinks_does_not_count(box):
    with box.session(Limits(wall=0.5)) as session:
        session.run([Cell("a", "1")])
        time.sleep(0.6)
        (late,) = session.run([Cell("b", "1")])
    assert late.status == "ok"


def test_processor_time_is_limited(box):
    limits = Limits(wall=10.0, cell_wall=8.0, cpu=1.0)
    (run_,), session = run(box, "while True:\n    pass", limits=limits)
    assert session.ended.limit == "cpu"
    assert "1 s of processor time" in run_.error.message
    assert "s of CPU" in session.ended.detail


def test_memory_is_limited_and_the_error_says_to_how_much(box):
    (run_, after), _ = run(box, "x = bytearray(10**9)", "print('on')", limits=SHORT)
    assert run_.error.type == "MemoryError"
    assert "128 MB" in run_.error.message
    assert after.output == "on\n"


def test_too_much_text_is_cut_and_costs_nothing(box):
    (run_,), session = run(box, "for i in range(10**4):\n    print('x' * 100)")
    assert run_.status == "ok"
    assert 64 << 10 <= len(run_.output) < 65 << 10
    assert "output stopped after 64 KB" in run_.output
    assert session.ended is None


def test_a_flood_past_python_s_own_streams_ends_the_session(box):
    (_, after), session = run(box, "import os\nwhile True:\n    os.write(1, b'x' * 9999)", "1")
    assert session.ended.limit == "output"
    assert after.status == "skipped"


def test_what_was_done_before_a_flood_counts(box):
    flood = "import os\nwhile True:\n    os.write(1, b'x' * 65536)"
    with box.session() as session:
        done, printed, flooded, after = session.run(
            [Cell("a", "x = 1.5", ("x",)), Cell("b", "print(2)"), Cell("c", flood), Cell("d", "1")]
        )
    assert [run.status for run in (done, printed, flooded, after)] == [
        "ok",
        "ok",
        "stopped",
        "skipped",
    ]
    assert printed.output == "2\n"
    assert session.captured["x"].value == 1.5


def test_raw_output_belongs_to_the_cell_that_wrote_it(box):
    (first, second), _ = run(box, "import os\nos.write(1, b'raw');", "print('second')")
    assert (first.output, second.output) == ("raw", "second\n")


def test_a_cell_after_a_stopped_one_has_its_whole_time(box):
    limits = Limits(wall=20.0, cell_wall=1.5)
    sleep = "import time\ntime.sleep(0.8)\nprint('slept')"
    runs, _ = run(box, sleep, "while True:\n    pass", sleep, sleep, limits=limits)
    assert [one.status for one in runs] == ["ok", "stopped", "ok", "ok"]
    assert runs[3].output == "slept\n"


def test_files_are_limited(box):
    source = "for i in range(99):\n    open(str(i), 'wb').write(b'x' * 10**6)"
    (run_,), session = run(box, source, limits=SHORT)
    told = run_.error.message if session.ended is None else session.ended.message
    assert "No space left" in told or "MB of files" in told


def test_leaving_early_is_told_from_crashing(box):
    _, left = run(box, "import os\nos._exit(0)")
    _, crashed = run(box, "import ctypes\nctypes.string_at(0)")
    assert (left.ended.limit, crashed.ended.limit) == ("exit", "crash")
    assert "signal 11" in crashed.ended.detail


def test_calls_after_the_end_are_stopped_for_the_same_reason(box):
    with box.session() as session:
        session.run([Cell("a", "def f():\n    import os\n    os._exit(0)", ("f",))])
        first, second = session.call("f", [((), {}), ((), {})])
        (third,) = session.call("f", [((), {})])
    assert first == second == third == session.ended
    assert session.ended.limit == "exit"


def test_unexpected_data_on_the_channel_is_flagged(box):
    _, session = run(box, "import os\nos.write(3, b'hello, grader')", "1")
    assert session.ended.limit == "protocol"
    assert "course staff" in session.ended.message


def test_a_value_too_large_to_hand_over_is_named_instead(box):
    source = "x = 'x' * 10**6\ny = 1.5"
    _, session = run(box, source, captures=("x", "y"))
    assert isinstance(session.captured["x"].value, Opaque)
    assert session.ended is None


def test_a_submission_finds_nothing_of_the_one_before(box):
    run(box, "import builtins, os\nbuiltins.left = 1\nopen('f', 'w')\nos.environ['LEFT'] = '1'")
    found = "[hasattr(builtins, 'left'), os.listdir('.'), 'LEFT' in os.environ]"
    source = f"import builtins, os\nx = {found}"
    _, session = run(box, source, captures=("x",))
    assert session.captured["x"].value == [False, [], False]


def end_server(box):
    """Kills the server of a box and waits until everything in the box is gone."""
    below = descendants(box.pid)
    os.kill(box.pid, signal.SIGKILL)
    wait_until_gone(below)


def descendants(pid):
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *descendants(int(child))]
    return found


def alive(pid):
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def wait_until_gone(pids):
    end = time.monotonic() + 10
    while any(map(alive, pids)):
        assert time.monotonic() < end, "a process lives on"
        time.sleep(0.01)


def test_work_that_meets_a_fault_is_done_again_in_a_fresh_box():
    tries = []

    def work(session):
        tries.append(session)
        if len(tries) == 1:
            end_server(box)
        return session.run([Cell("a", "print('done')")])[0].output

    with Box.start("auto", preload=()) as box:
        assert box.attempt(work) == "done\n"
    assert len(tries) == 2


def test_a_fault_that_comes_again_is_raised():
    def work(session):
        end_server(box)
        session.run([Cell("a", "1")])

    with Box.start("auto", preload=()) as box, pytest.raises(Fault):
        box.attempt(work)


def test_a_session_can_be_had_after_the_server_died():
    with Box.start("auto", preload=()) as box:
        end_server(box)
        (run_,), _ = run(box, "print('up')")
    assert run_.output == "up\n"


def test_a_refused_fork_is_told_where_the_grader_reads_it_and_the_server_lives_on(monkeypatch):
    share_folders = 0x200  # not together with a user namespace: clone(2), EINVAL
    monkeypatch.setattr(warden, "NAMESPACES", warden.NAMESPACES | share_folders)
    walls = Walls(True, (), None, (), None, (), {})
    reports, status = socket.socketpair()
    written, output = os.pipe()
    rpc = os.dup(output)
    assert warden.watch(walls, {}, rpc, output, status.detach()) is None
    assert b"Invalid argument" in os.read(written, 1000)
    assert os.read(written, 1000) == b""
    assert reports.recv(1000) == b""
    reports.close()
    os.close(written)


def test_libraries_of_the_course_can_be_added(start_box):
    with start_box("auto", preload=(), libraries=("click",)) as box:
        (run_,), _ = run(box, "import click\nprint(click.__name__)")
    assert run_.output == "click\n"


def test_without_a_sandbox_the_box_starts_only_when_that_is_meant():
    with pytest.raises(EnvironmentProblem, match="--unsafe-no-sandbox"):
        Box.start("none")
    with Box.start("none", unsafe=True, preload=()) as box:
        assert box.mode == "none"
        assert not all(probe.holds for probe in box.probes)
        (run_,), _ = run(box, "print('on')")
        assert run_.output == "on\n"


GRADER = """
import sys, time
from millivolt.isolation import Box, Cell
box = Box.start(sys.argv[1], preload=(), unsafe=True)
with box.session() as session:
    print(box.pid, flush=True)
    session.run([Cell("a", sys.argv[2])])
"""


@pytest.mark.parametrize("mode", ["full", "landlock", "none"])
def test_nothing_runs_on_when_the_grader_is_killed(mode, start_box):
    start_box(mode, preload=(), unsafe=True).close()
    grader = subprocess.Popen(
        [sys.executable, "-c", GRADER, mode, "import time\ntime.sleep(60)"],
        stdout=subprocess.PIPE,
        text=True,
    )
    server = int(grader.stdout.readline())
    time.sleep(0.2)
    below = descendants(server)
    assert below
    grader.kill()
    grader.wait()
    grader.stdout.close()
    wait_until_gone([server, *below])
