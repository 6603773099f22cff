"""Starting and ending the pages."""

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import threading

import pytest

PRACTICE = [sys.executable, "-m", "millivolt", "practice"]


def run(*arguments, program=None):
    command = [sys.executable, "-c", program, *arguments] if program else [*PRACTICE, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_it_ends_without_a_trace_of_trouble_and_no_answer_is_lost(begin, tmp_path, how):
    site = begin(tmp_path, "equilibrium")
    assert "/topic/equilibrium?token=" in site.address
    visitor = site.visitor()
    visitor.post("/item/monovalent-cation/1/answer/E", {"answer": "1 mV"})
    site.process.send_signal(how)
    printed = site.process.communicate(timeout=20)[0]
    assert "Traceback" not in printed
    if how == signal.SIGINT:
        assert site.process.returncode == 0
        assert str(site.progress) in printed
    assert stat.S_IMODE(site.progress.stat().st_mode) == 0o600
    assert len(site.progress.read_text().splitlines()) == 1


def test_it_ends_at_once_while_code_is_running(begin, tmp_path):
    site = begin(tmp_path)
    visitor = site.visitor()
    endless = {"answer": "while True: pass"}
    sending = threading.Thread(
        target=visitor.post, args=("/item/implement-nernst/1/answer/code", endless)
    )
    sending.start()
    sending.join(2)
    site.process.send_signal(signal.SIGINT)
    # Code is stopped by its own limit after a minute.
    printed = site.process.communicate(timeout=30)[0]
    sending.join()
    assert site.process.returncode == 0
    assert "Traceback" not in printed


def test_a_busy_port_is_told(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("--web", "--no-browser", "--port", str(port), "--progress", str(tmp_path / "p"))
    assert done.returncode == 5
    assert f"port {port} cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("missing", ["starlette", "uvicorn"])
def test_without_the_extra_it_says_what_to_install(missing):
    program = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "from millivolt.cli import run; sys.argv = ['millivolt', 'practice', '--web']; run()"
    )
    done = run(program=program)
    assert done.returncode == 5
    assert "pip install 'millivolt[web]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_progress_file_that_cannot_be_read_is_told_before_anything_is_served(tmp_path):
    (tmp_path / "file").touch()
    done = run("--web", "--no-browser", "--progress", str(tmp_path / "file" / "progress"))
    assert done.returncode == 5
    assert "cannot be read" in done.stderr
    assert "Traceback" not in done.stderr


def test_several_topics_are_all_that_is_offered(begin, end, tmp_path):
    site = begin(tmp_path, "silicon", "activity")
    page = site.visitor().get("/").text
    assert re.findall('href="/topic/([^"]+)"', page) == ["activity", "silicon"]
    end(site)


def test_options_of_the_page_need_the_page():
    assert run("--port", "1").returncode == 2


def test_an_unknown_item_is_told(tmp_path):
    done = run("nerst", "--web", "--no-browser", "--progress", str(tmp_path / "p"))
    assert done.returncode == 3
    assert "no item is called" in done.stderr


def test_the_browser_is_started_with_an_address_that_is_good_once(begin, tmp_path):
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n')
    browser.chmod(0o700)
    environment = {**os.environ, "BROWSER": str(browser), "PYTHONUNBUFFERED": "1"}
    command = [*PRACTICE, "--web", "--progress", str(tmp_path / "p")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    try:
        printed = process.stdout.readline()
        for _ in range(200):
            if opened.exists() and opened.read_text():
                break
            signal.sigtimedwait([], 0.05)
        address = opened.read_text().strip()
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
    assert address.startswith("http://127.0.0.1:")
    assert address not in printed


@pytest.mark.parametrize("headers", [{}, {"HX_Request": "true"}], ids=["form", "htmx"])
def test_progress_that_cannot_be_kept_is_told_beside_the_verdict(begin, end, tmp_path, headers):
    (tmp_path / "progress.jsonl").symlink_to("/nowhere/progress.jsonl")
    site = begin(tmp_path)
    answer = {"answer": "1234.5 mV"}
    said = site.visitor().post("/item/monovalent-cation/1/answer/E", answer, **headers)
    end(site)
    assert said.status == 200
    assert said.text.count("Your progress is not kept") == 1
    assert "Not right yet" in said.text
