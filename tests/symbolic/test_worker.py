"""The worker answers like the functions do, and is ended when it must be."""

import json
import signal
import time

import pytest

from millivolt.symbolic import Symbol, Worker, check_derivation, compare, compare_safely
from millivolt.symbolic import worker as worker_module

SYMBOLS = {
    "R": Symbol("R", "positive", "J/(mol K)", aliases=("gas",), typical=(8.314, 8.314)),
    "T": "positive",
    "p": (0, 1),
    "z": "nonzero_integer",
    "u": "complex",
}


@pytest.fixture(scope="module")
def worker():
    with Worker(timeout=10) as running:
        yield running


@pytest.mark.parametrize(
    ("student", "reference"),
    [
        ("R*T + T*gas", "2*R*T"),
        ("R*T", "2*R*T"),
        ("u^2", "u*u*u"),
        ("R*", "R"),
        ("ln(p*(1 - p))", "ln(p) + ln(1 - p)"),
        (["Mul", 2, "T"], "T + T"),
    ],
)
def test_the_worker_gives_the_same_comparison(worker, student, reference):
    assert worker.compare(student, reference, SYMBOLS) == compare(student, reference, SYMBOLS)


def test_the_worker_gives_the_same_report(worker):
    question = (["R*T = 2*z", "R = 3*z/T"], ["R*T = 2*z"], "R = 2*z/T", SYMBOLS, "R", ("u",))
    assert worker.check_derivation(*question) == check_derivation(*question)


def test_the_authors_errors_pass_through(worker):
    with pytest.raises(ValueError, match="reference"):
        worker.compare("R", "R +", SYMBOLS)
    assert worker.compare("R", "R", SYMBOLS).verdict == "equal"


def test_a_worker_that_takes_too_long_is_ended_and_replaced(monkeypatch):
    with Worker(timeout=10) as impatient:
        assert impatient.compare("R", "R", SYMBOLS).verdict == "equal"
        impatient.timeout = 0
        start = time.monotonic()
        outcome = impatient.compare("integrate(sin(1/x), x, 0, 1)", "T", SYMBOLS)
        assert time.monotonic() - start < 5
        assert outcome.verdict == "undecided"
        assert outcome.how == "timeout"
        report = impatient.check_derivation(["R = T"], ["R = T"], None, SYMBOLS)
        assert report.undecided == (0,)
        impatient.timeout = 10
        assert impatient.compare("R", "R", SYMBOLS).verdict == "equal"


OPEN = {"a": "positive", "k": "real", "x": "positive"}
"""``x`` is declared positive: inside an integral it still runs over the range that is written."""


@pytest.mark.parametrize(
    ("student", "reference"),
    [
        ("integrate(|x|, x, -1, 1)", "1"),
        ("pi a^2/4", "integrate(sqrt(a^2 - x^2), x, 0, a)"),
        (["Integral", ["Abs", ["Add", "x", ["Mul", -1, "a"]]], ["Tuple", "x", 0, "a"]], "a^2/2"),
        ("k = a^2", "k = integrate(|x - a|, x, 0, 2*a)"),
        ("a^2", "k = integrate(|x - a|, x, 0, 2*a)"),
    ],
)
def test_what_only_agrees_at_points_is_proved_by_sympy_in_the_worker(worker, student, reference):
    plain = compare(student, reference, OPEN)
    assert plain.verdict == "probable"
    proved = worker.compare(student, reference, OPEN)
    assert (proved.verdict, proved.how) == ("equal", "sympy")
    assert proved.findings == plain.findings


@pytest.mark.parametrize(
    ("student", "reference"),
    [
        ("integrate(|x|, x, -1, 1)", "0"),
        ("1.000000001", "integrate(|x|, x, -1, 1)"),
        ("a", "a +"),
        ("integrate(floor(x), x, 0, 3)", "3"),
        ("a^2*k = a^2*x", "k = x"),
    ],
)
def test_sympy_proves_nothing_that_is_false_unreadable_or_beyond_it(worker, student, reference):
    assert not worker.proves(student, reference, OPEN)


def test_a_proof_that_takes_too_long_leaves_the_verdict_as_it_was(monkeypatch):
    question = ("integrate(|x|, x, -1, 1)", "1", OPEN)
    with Worker(timeout=10) as running:
        ask = running._ask

        def hurried(name, args, timeout=None):
            return ask(name, args, 0.0 if name == "prove" else timeout)

        monkeypatch.setattr(running, "_ask", hurried)
        assert running.compare(*question) == compare(*question)
        monkeypatch.undo()
        assert running.compare(*question).verdict == "equal"


@pytest.mark.parametrize(
    ("student", "reference"),
    [
        ("integrate(|sin(exp(x^2)) + x|^(1/3), x, 0, a)", "integrate(|x|, x, 0, a)"),
        ("factorial(10^8)", "1"),
        ("sum(|x|^x^x, x, 1, 10^9)", "sum(1/x^x, x, 1, 10^8)"),
        ("*".join(["(x + a + k + 1)^9"] * 40), "2"),
        ("2^(2^(2^(2^(2^9))))", "x"),
    ],
)
def test_sympy_can_be_ended_whatever_it_is_asked(student, reference):
    with Worker(timeout=1.0) as running:
        start = time.monotonic()
        assert not running.proves(student, reference, OPEN)
        assert time.monotonic() - start < 4


def test_a_worker_that_nobody_ends_ends_by_itself():
    process = worker_module._start(worker_module.MEMORY)
    question = ["prove", ["factorial(10^8)", "1", []], 0.1 - worker_module.GRACE]
    process.stdin.write(json.dumps(question).encode() + b"\n")
    process.stdin.flush()
    with process.stdin, process.stdout:
        assert process.wait(timeout=30) == -signal.SIGALRM


def test_closing_twice_is_harmless():
    running = Worker()
    running.close()
    running.close()


def test_one_question_can_be_asked_alone():
    assert compare_safely("T + T", "2*T", SYMBOLS, timeout=10).verdict == "equal"


def test_what_goes_through_the_pipe_comes_back_unchanged():
    rows = worker_module._encode_symbols(SYMBOLS)
    back = worker_module._decode_symbols(rows)
    assert worker_module._encode_symbols(back) == rows
