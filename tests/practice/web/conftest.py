"""The real command, serving real pages, and visitors with and without its key."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

pytest.importorskip("starlette", reason="needs the extra [web]")
pytest.importorskip("uvicorn", reason="needs the extra [web]")

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str


@dataclass
class Visitor:
    """Somebody who sends requests; ``cookie`` is what they were given."""

    port: int
    cookie: str = ""

    def ask(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookie:
            given.setdefault("Cookie", self.cookie)
        try:
            connection.request(method, path, body, given)
            reply = connection.getresponse()
            text = reply.read().decode()
        finally:
            connection.close()
        return Answer(reply.status, {k.lower(): v for k, v in reply.getheaders()}, text)

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def post(self, path, fields=None, **headers):
        headers.setdefault("Content_Type", FORM)
        headers.setdefault("Origin", f"http://127.0.0.1:{self.port}")
        return self.ask("POST", path, urlencode(fields or {}, doseq=True), **headers)


@dataclass(frozen=True)
class Site:
    """The pages as a student has them: the address that was printed, and their progress file."""

    address: str
    progress: Path
    process: subprocess.Popen

    @property
    def port(self):
        return urlsplit(self.address).port

    @property
    def base(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def entrance(self):
        parts = urlsplit(self.address)
        return f"{parts.path}?{parts.query}"

    def visitor(self):
        """Somebody who was let in."""
        visitor = Visitor(self.port)
        given = visitor.get(self.entrance).headers["set-cookie"]
        visitor.cookie = given.partition(";")[0]
        return visitor


def start(folder, *arguments):
    """The command in the background; returns once it serves."""
    progress = folder / "progress.jsonl"
    command = [
        *(sys.executable, "-m", "millivolt", "practice", "--web", "--no-browser"),
        *("--progress", str(progress), *arguments),
    ]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    )
    line = process.stdout.readline()
    found = re.search(r"http://\S+", line)
    if found is None:
        process.kill()
        pytest.fail(f"the server did not start: {line}{process.stdout.read()}")
    return Site(found[0], progress, process)


def stop(site):
    """End the command as a student does; returns what it printed last."""
    site.process.send_signal(signal.SIGINT)
    try:
        return site.process.communicate(timeout=30)[0]
    except subprocess.TimeoutExpired:
        site.process.kill()
        raise


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    running = start(tmp_path_factory.mktemp("site"))
    yield running
    stop(running)


@pytest.fixture
def visitor(site):
    return site.visitor()


@pytest.fixture(scope="session")
def begin():
    """Starts a server of one's own: ``begin(folder, *arguments)``; end it with ``end``."""
    return start


@pytest.fixture(scope="session")
def end():
    return stop
