"""A practice session in the terminal."""

import os
import pty
import select
import subprocess
import sys
import time
from datetime import UTC, datetime
from io import StringIO

import pytest
from rich.console import Console

from millivolt.bank import load_bank
from millivolt.practice.progress import ProgressFile
from millivolt.practice.terminal import Practice, Quit

BANK = load_bank()


@pytest.fixture
def practise(tmp_path):
    def session(item, *lines, edit=None):
        waiting = iter(lines)
        out = StringIO()

        def ask(prompt):
            out.write(prompt)
            line = next(waiting, None)
            if line is None:
                raise Quit
            out.write(line + "\n")
            return line

        file = ProgressFile(tmp_path / "progress.jsonl")
        seeds = iter(f"s{number}" for number in range(99))
        Practice(
            bank=BANK,
            items=[BANK[item].item],
            progress=file,
            console=Console(file=out, width=200),
            ask=ask,
            edit=lambda text: edit,
            clock=lambda: datetime(2026, 11, 22, tzinfo=UTC),
            seeds=lambda: next(seeds),
        ).run()
        return out.getvalue(), file.read()

    return session


def key(item, part, seed="s0"):
    return BANK[item].variant(seed).part(part)


def test_a_right_answer_is_told_and_kept(practise):
    screen, kept = practise("N01", f"{key('N01', 'E').answer:.3f} mV")
    assert "✓ Right." in screen
    assert [(one.state, one.share) for one in kept] == [("correct", 1.0)]


def test_a_misconception_is_explained_and_another_try_follows(practise):
    part = key("N01", "E")
    wrong = next(m for m in part.misconceptions if m.id == "in_out_swapped")
    screen, kept = practise("N01", f"{wrong.value:.3f} mV", f"{part.answer:.3f} mV")
    assert wrong.tell.split()[0] in screen
    assert [one.state for one in kept] == ["incorrect", "correct"]
    assert kept[0].misconceptions == ("in_out_swapped",)


def test_what_cannot_be_read_is_no_answer(practise):
    screen, kept = practise("N01", "about ten furlong")
    assert "could not be read" in screen
    assert kept == ()


def test_hints_come_one_at_a_time_and_end_kindly(practise):
    hints = BANK["N01"].variant("s0").prose.hints
    screen, _ = practise("N01", *[":hint"] * (len(hints) + 1))
    assert screen.count("no more hints") == 1


def test_the_solution_leads_on_to_another_variant(practise):
    screen, _ = practise("N01", ":solution")
    assert "Does it make sense?" in screen
    assert screen.count("Equilibrium potential of a monovalent cation") == 2


def test_abbreviations_work_and_unknown_words_are_explained(practise):
    screen, _ = practise("N01", ":h", ":nonsense", ":q")
    assert "Known words" in screen
    assert "0 answers" in screen


def test_a_derivation_is_typed_line_by_line(practise):
    steps = key("E04", "derivation").steps
    screen, kept = practise("E04", *steps, "")
    assert "✓ Right." in screen
    assert kept[0].share == 1


def test_an_earlier_slip_does_not_cost_the_later_parts(practise):
    variant = BANK["H01"].variant("s0")
    E_K = variant.part("E_K").answer
    others = {p.id: p.answer for p in variant.parts if p.kind == "numeric"}
    g_K, V = variant.given["g_K"], others["V"]
    lines = [f"{-E_K} mV", f"{E_K} mV", f"{others['E_Na']} mV", f"{others['E_Cl']} mV", f"{V} mV"]
    _, kept = practise("H01", *lines, f"{g_K * (V - E_K)} pA")
    assert [one.state for one in kept][:2] == ["incorrect", "correct"]
    assert kept[-1].state == "correct"


def test_code_is_graded_in_the_box(practise):
    part = key("N15", "code")
    screen, kept = practise("N15", "", edit=part.solution)
    assert "✓ Right." in screen, screen
    screen, kept = practise("N15", "", edit="def nernst(c_out, c_in, z, T):\n    return 0.0")
    assert kept[-1].state in ("incorrect", "partial")


def test_markup_in_an_answer_is_shown_as_typed(practise):
    screen, _ = practise("N01", "[bold red]x[/bold red]")
    assert "could not be read" in screen


def test_a_session_through_a_real_terminal(tmp_path):
    leader, follower = pty.openpty()
    answer = key("N01", "E", "7").answer
    environment = os.environ | {"COLUMNS": "80", "TERM": "xterm", "NO_COLOR": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "millivolt", "practice", "N01", "--seed", "7",
         "--progress", str(tmp_path / "p.jsonl")],
        stdin=follower, stdout=follower, stderr=follower, env=environment, close_fds=True,
    )  # fmt: skip
    os.close(follower)
    screen = ""
    try:
        screen += until(leader, "E = ")
        os.write(leader, f"{answer:.2f} mV\n".encode())
        screen += until(leader, "next (")
        os.write(leader, b":quit\n")
        screen += until(leader, "progress is in")
        assert process.wait(timeout=20) == 0
    finally:
        process.kill()
        os.close(leader)
    assert "✓ Right." in screen
    assert "RT/(zF)" not in screen.split("E = ")[0]


def until(leader, text, seconds=60):
    screen, end = "", time.monotonic() + seconds
    while text not in screen:
        assert time.monotonic() < end, screen
        if select.select([leader], [], [], 0.2)[0]:
            screen += os.read(leader, 65536).decode("utf-8", "replace")
    return screen
