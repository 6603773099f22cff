"""A practice session through a real pseudo-terminal, and what its screens look like.

The screens are kept beside this file; MILLIVOLT_SCREENS=write writes them anew, to be looked at.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from millivolt.bank import load_bank

pyte = pytest.importorskip("pyte", reason="needs the extra [test]")

SCREENS = Path(__file__).with_name("screens")
BANK = load_bank()
PLAIN = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8"}
PROMPT = "E = "
NEXT = "Enter goes on)? "


def at_a_terminal():
    """What a shell does for a program that it starts in a window."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    # Whoever runs the tests in the background may have these ignored.
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)


class Session:
    """``millivolt practice`` in a terminal of its own, as a person would see and type it."""

    def __init__(self, folder, *arguments, rows=40, columns=80, **environment):
        leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        command = [sys.executable, "-m", "millivolt", "practice", *arguments]
        self.process = subprocess.Popen(
            [*command, "--progress", str(folder / "p.jsonl")],
            stdin=follower, stdout=follower, stderr=follower, cwd=folder,
            env=PLAIN | {"HOME": str(folder)} | environment,
            start_new_session=True, preexec_fn=at_a_terminal,
        )  # fmt: skip
        os.close(follower)
        self.leader = leader
        self.raw = b""
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)

    def until(self, text, seconds=60):
        """Read until ``text`` has come; a prompt, until it waits. What came meanwhile."""
        came, end = b"", time.monotonic() + seconds
        prompts = text.endswith(" ")
        while not (came.endswith(text.encode()) if prompts else text.encode() in came):
            assert time.monotonic() < end, came.decode(errors="replace")
            if select.select([self.leader], [], [], 0.2)[0]:
                try:
                    piece = os.read(self.leader, 65536)
                except OSError:
                    piece = b""
                assert piece, came.decode(errors="replace")
                came += piece
                self._stream.feed(piece)
        self.raw += came
        return came.decode(errors="replace")

    def type(self, text):
        """Type ``text`` and press Enter."""
        os.write(self.leader, (text if isinstance(text, bytes) else text.encode()) + b"\n")

    def press(self, key):
        """Press one key: no Enter."""
        os.write(self.leader, key)

    def ends(self, code=0):
        """Wait for the end; whether the exit code is ``code``."""
        text = self.until("progress is in")
        assert self.process.wait(20) == code
        return text

    @property
    def shown(self):
        """The screen as text, with what differs from machine to machine left out."""
        lines = "\n".join(line.rstrip() for line in self.screen.display)
        return re.sub(r"Your progress is in.*", "…", lines, flags=re.DOTALL).strip() + "\n"

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self.leader)


@pytest.fixture
def terminal(tmp_path):
    opened = []

    def start(*arguments, **options):
        opened.append(Session(tmp_path, *arguments, **options))
        return opened[-1]

    yield start
    for session in opened:
        session.close()


def looks_like(session, name):
    file = SCREENS / f"{name}.txt"
    if os.environ.get("MILLIVOLT_SCREENS") == "write":
        SCREENS.mkdir(exist_ok=True)
        file.write_text(session.shown, "utf-8")
    assert session.shown == file.read_text("utf-8")


def key(part="E", item="N01", seed="7"):
    return BANK[item].variant(seed).part(part)


def test_a_right_answer_after_a_wrong_a_malformed_and_a_hint(terminal):
    session = terminal("N01", "--seed", "7", rows=60)
    session.until(PROMPT)
    looks_like(session, "question")
    swapped = next(m for m in key().misconceptions if m.id == "in_out_swapped")
    session.type(f"{swapped.value:.1f} mV")
    session.until(PROMPT)
    session.type("fifty millivolt-ish")
    session.until(PROMPT)
    session.type(":hint")
    session.until(PROMPT)
    session.type(f"{key().answer / 1000:.5f} V".replace(".", ","))
    session.until(NEXT)
    looks_like(session, "answers")
    session.type(":quit")
    session.ends()


def test_the_worked_solution_and_how_one_stands(terminal):
    session = terminal("N01", "--seed", "7", rows=60)
    session.until(PROMPT)
    session.type(":solution")
    session.until(PROMPT)
    looks_like(session, "solution")
    session.type(":standing")
    session.until(PROMPT)
    session.type(":quit")
    session.ends()


def test_code_is_written_in_the_editor_that_the_environment_names(terminal, tmp_path):
    solution = tmp_path / "solution.py"
    solution.write_text(key("code", "N15").solution)
    editor = tmp_path / "editor"
    editor.write_text(f'#!/bin/sh\nsleep 1\ncp {solution} "$1"\n')
    editor.chmod(0o755)
    session = terminal("N15", "--seed", "7", EDITOR=str(editor))
    session.until("opens your editor): ")
    session.type("return 5")
    assert "answered by code" in session.until("opens your editor): ")
    session.type("")
    assert "✓ Right." in session.until(NEXT)
    session.type(":quit")
    session.ends()


def test_an_editor_that_is_not_there_is_told_and_ends_nothing(terminal):
    session = terminal("N15", "--seed", "7", EDITOR="no-such-editor")
    session.until("opens your editor): ")
    session.type("")
    assert "set $EDITOR" in session.until("opens your editor): ")
    session.type(":quit")
    session.ends()


HOSTILE = [
    b"\x1b[2J\x1b[H\x1b[31mgone",
    b"\x1b]0;title\x07 5 mV",
    b"[bold red]5[/] mV [/nonsense]",
    b"9" * 3000 + b" mV",
    "‮5 mV​".encode(),
    b"$\\frac{1}{0}$",
    b"\xff\xfe\xe9",
    b"__import__('os').system('id') mV",
]


def test_hostile_answers_are_answered_in_words_and_move_no_cursor(terminal):
    session = terminal("N01", "--seed", "7", NO_COLOR="1", TERM="dumb")
    session.until(PROMPT)
    for typed in HOSTILE:
        # Control-V lets a control character through the line editor.
        session.type(re.sub(rb"[\x00-\x1f]", lambda key: b"\x16" + key[0], typed))
        answer = session.until(PROMPT).split("\n", 1)[1]
        assert any(words in answer for words in ("could not be read", "Not right", "no answer"))
        assert not set(answer) & {"\x1b", "\x07", "\u202e", "\u200b"}
    session.type(":quit")
    assert "Traceback" not in session.ends()


@pytest.mark.parametrize(("press", "code"), [(b"\x03", 130), (b"\x04", 0)], ids=["C", "D"])
def test_control_c_and_control_d_end_a_session_with_a_farewell(terminal, press, code):
    session = terminal("N01", "--seed", "7")
    session.until(PROMPT)
    session.type("-5 mV")
    session.until(PROMPT)
    # As a person would, only after it waits: Python misses an interrupt just before it reads.
    time.sleep(0.5)
    session.press(press)
    said = session.ends(code)
    assert "1 answer, 0 right" in said
    assert "Traceback" not in said


def test_a_terminal_that_goes_away_loses_no_answer(terminal, tmp_path):
    session = terminal("N01", "--seed", "7")
    session.until(PROMPT)
    session.type("-5 mV")
    session.until(PROMPT)
    session.process.send_signal(signal.SIGHUP)
    session.process.wait(20)
    assert len((tmp_path / "p.jsonl").read_text().splitlines()) == 1


def test_a_tiny_window_holds_a_whole_session(terminal):
    session = terminal("N01", "--seed", "7", rows=8, columns=24)
    session.until(PROMPT)
    session.type(f"{key().answer:.2f} mV")
    session.until("goes on")
    session.type(":quit")
    session.ends()
    assert all(len(line) <= 24 for line in session.screen.display)


@pytest.mark.parametrize(
    "environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=["NO_COLOR", "dumb"]
)
def test_colours_are_left_out_where_they_are_not_wanted(terminal, environment):
    session = terminal("N01", "--seed", "7", **environment)
    session.until(PROMPT)
    session.type("-5 mV")
    session.until(PROMPT)
    assert not re.search(rb"\x1b\[[0-9;]*3[0-7]m", session.raw)


@pytest.mark.parametrize(
    "environment",
    [
        {"LANG": "en_US.ISO-8859-1", "PYTHONIOENCODING": "latin-1"},
        {"LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    ],
    ids=["latin-1", "ascii"],
)
def test_another_encoding_shows_the_nearest_characters(terminal, environment):
    session = terminal("N01", "--seed", "7", rows=60, **environment)
    session.until(PROMPT)
    session.type(b"\xb5\xff")
    session.until(PROMPT)
    session.type(f"{-key().answer:.2f} mV")
    said = session.until(PROMPT)
    assert "x Not right yet." in said
    assert f"Read as {-key().answer:.2f} mV." in said
    session.type(":solution")
    assert "RT/(zF) ln(c_out/c_in)" in session.until(PROMPT)
    session.type(":quit")
    assert "Traceback" not in session.ends()
