"""A course of both tools, and the commands of both in this process."""

import contextlib
import json
import logging
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

pytest.importorskip("nbgrader", reason="the bridge needs millivolt[nbgrader]")

from jupyter_core.application import NoStart
from nbgrader.api import Gradebook
from nbgrader.apps.nbgraderapp import NbGraderApp

from millivolt.checks import Kind, specimens
from millivolt.cli import main
from millivolt.course import Course
from millivolt.gradebook.log import GradeLog
from millivolt.nbgrader_bridge.settings import FETCH

FAMILIES = """
from math import log
from millivolt.items import (
    SINGLE_LOG, Choice, Draft, FreeText, Misconception, Numeric, Option, RubricLine, item,
)

@item(title="Nernst", objective="o", topic="t", level="apply")
def chord(draw):
    c_in, c_out = draw.magnitude(100, 200, 3), draw.magnitude(2, 9)
    E = 26.727 * log(c_out / c_in)
    swapped = Misconception("in_out_swapped", -E, "Inside and outside are swapped.")
    return Draft(
        given={"c_in": c_in, "c_out": c_out},
        parts=[Numeric("E", answer=E, unit="mV", tolerance=SINGLE_LOG, misconceptions=(swapped,))],
    )

@item(title="Words", objective="o", topic="t", level="understand")
def words(draw):
    return Draft(
        given={},
        parts=[
            Choice("side", options=(Option("in", "in"), Option("out", "out")), answer="in"),
            FreeText("why", rubric=(RubricLine("diffusion"),), example="By diffusion."),
        ],
    )

@item(title="Investigation", objective="o", topic="t", level="create")
def investigation(draw):
    task = FreeText("plot", rubric=(RubricLine("a plot"),), example="A plot.", task=True)
    return Draft(given={}, parts=[task])
"""

PROSE = "# Question\n\nAsk.\n{parts}\n# Hints\n\n- Look.\n\n# Worked solution\n\nSo.\n"

ASSIGNMENT = """
title = "Potentials"
due = 2030-11-30T23:59:00
[[question]]
item = "chord"
points = 4
[[question]]
item = "words"
points = 3
"""

ROSTER = """\
id,name,email
ada,Ada Lovelace,ada@example.org
bo,Bo Ek,bo@example.org
cy,Cy Dee,cy@example.org
"""


class Tools:
    """Both command lines at work in one course; students' commands run at their own desks."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.folder = root / "course"
        self._patch = patch

    @property
    def course(self):
        return Course.open(self.folder)

    def millivolt(self, *words, code=0):
        """What a command of ours prints, once it has ended with ``code``."""
        arguments = [str(word) for word in words]
        with contextlib.chdir(self.folder if self.folder.is_dir() else self.root):
            done = CliRunner().invoke(main, arguments, standalone_mode=False)
        if done.exception is not None:
            raise done.exception
        assert (done.return_value or 0) == code, done.output
        return done.output

    def nbgrader(self, *words, student=None, cwd=None):
        """The exit code of a command of nbgrader's."""
        data = self.root / "data" / (student or "instructor")
        self._patch.setenv("JUPYTER_DATA_DIR", str(data))
        self._patch.setenv("JUPYTER_CONFIG_DIR", str(data / "config"))
        given = ["--student", student] if student else []
        NbGraderApp.clear_instance()
        with contextlib.chdir(cwd or (self.desk(student) if student else self.folder)):
            app = NbGraderApp.instance()
            try:
                app.initialize([*map(str, words), *given])
                app.start()
            except NoStart:
                return 0
            except SystemExit as stopped:
                return stopped.code or 0
            finally:
                # Each command is an instance that stays, with the options of its last call.
                type(app.subapp or app).clear_instance()
                NbGraderApp.clear_instance()
                logging.getLogger("traitlets").handlers.clear()
        return 0

    def desk(self, student):
        """Where ``student`` works; nbgrader is configured there as on a hub."""
        folder = self.root / "desks" / student
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "nbgrader_config.py").write_text(
            f'c = get_config()\nc.CourseDirectory.course_id = "course"\n'
            f'c.Exchange.root = "{self.root / "exchange"}"\n'
            f'c.ExchangeFactory.fetch_assignment = "{FETCH}"\n'
        )
        return folder

    def create(self, assignment=ASSIGNMENT, course=""):
        """A course that was enabled, with its own bank, an assignment hw and three students."""
        self.millivolt("new", self.folder, "--nbgrader")
        self.fill(assignment, course)

    def fill(self, assignment=ASSIGNMENT, course=""):
        """Give the course a bank, the assignment hw, three students and an exchange."""
        bank = self.folder / "bank"
        bank.mkdir()
        (bank / "bank.toml").write_text('name = "small"\ntitle = "Small"\nversion = "1"\n')
        (bank / "families.py").write_text(FAMILIES)
        asked_of = {"chord": ["E"], "words": ["side", "why"], "investigation": ["plot"]}
        for name, parts in asked_of.items():
            asked = "".join(f"\n## {part}\n\nWhat is {part}?\n" for part in parts)
            (bank / f"{name}.md").write_text(PROSE.format(parts=asked))
        (self.folder / "course.toml").write_text(f'title = "T"\nbanks = ["bank"]\n{course}')
        (self.folder / "assignments" / "hw.toml").write_text(assignment)
        (self.folder / "roster.csv").write_text(ROSTER)
        config = self.folder / "nbgrader_config.py"
        with config.open("a") as file:
            file.write(f'\nc.Exchange.root = "{self.root / "exchange"}"\n')

    def hand_in(
        self, student, *kinds, more=(), at="2026-11-28 12:00:00.5 UTC", damage=None, name="hw"
    ):
        """Put the notebook of ``student`` into submitted/, its answers of ``kinds`` in turn."""
        path = self.course.submitted(student, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        if damage is None:
            data = self.course.released(student, name).read_bytes()
            damage = self.answered(data, student, kinds, more, name)
        path.write_bytes(damage)
        (path.parent / "timestamp.txt").write_text(at)

    def answered(self, data, student, kinds, more=(), name="hw"):
        """A notebook with answers of ``kinds`` in turn, and ``more`` cells at its end."""
        document = json.loads(data)
        for number, issued in enumerate(self.course.issues.read(name, student).parts()):
            kind = kinds[number % len(kinds)]
            made = [one for one in specimens(issued.part) if one.kind is kind]
            if made:
                cell = next(one for one in document["cells"] if one["id"] == issued.slot)
                if cell["metadata"]["nbgrader"]["task"]:
                    task = document["cells"].index(cell)
                    cell = {"cell_type": "markdown", "metadata": {}, "id": f"{issued.slot}-work"}
                    document["cells"].insert(task + 1, cell)
                cell["source"] = made[0].cell(issued.slot)
        document["cells"] += more
        return json.dumps(document).encode()

    def gradebook(self, url=None):
        """nbgrader's own view of its gradebook, to be used with ``with``."""
        return Gradebook(url or f"sqlite:///{self.folder / 'gradebook.db'}", "course")

    @contextlib.contextmanager
    def formgrader(self):
        """formgrader's server for the course, while it runs."""
        server = Formgrader(self)
        try:
            yield server.ready()
        finally:
            server.stop()

    def standings(self, assignment="hw"):
        """Where each student stands in our grade log."""
        with GradeLog.open(self.course.database) as log:
            return log.standings(assignment)

    def autograded(self, student, assignment="hw"):
        """The cells that formgrader shows of ``student``, by name where they have one."""
        path = self.folder / "autograded" / student / assignment / f"{assignment}.ipynb"
        return json.loads(path.read_text("utf-8"))["cells"]


class Formgrader:
    """formgrader's own server for a course, and its interface."""

    def __init__(self, tools):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        folder = tools.root / "jupyter"
        folder.mkdir(exist_ok=True)
        self.address = f"http://127.0.0.1:{port}/formgrader"
        self._log = (folder / "log").open("wb")
        names = ("JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "jupyter_server", "--allow-root", "--no-browser",
             f"--port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token=",
             f"--ServerApp.root_dir={tools.folder}", "--ServerApp.disable_check_xsrf=True",
             "--ServerApp.jpserver_extensions={'nbgrader.server_extensions.formgrader': True}"],
            cwd=tools.folder, stdout=self._log, stderr=self._log,
            env={**os.environ, **{name: str(folder) for name in names}},
        )  # fmt: skip

    def ready(self, seconds=180):
        """Wait until it answers."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self._process.poll() is None:
            with contextlib.suppress(OSError):
                self.ask("status")
                return self
            time.sleep(0.2)
        raise AssertionError(Path(self._log.name).read_text())

    def ask(self, path, given=None, method="PUT"):
        """What the interface answers; with ``given``, after it was told that."""
        data = None if given is None else json.dumps(given).encode()
        request = urllib.request.Request(
            f"{self.address}/api/{path}", data, method="GET" if data is None else method
        )
        with urllib.request.urlopen(request, timeout=300) as answer:
            return json.load(answer)

    def submission(self, student):
        """The id by which formgrader knows the notebook of ``student``."""
        found = self.ask("submitted_notebooks/hw/hw")
        return next(one["id"] for one in found if one["student"] == student)

    def give(self, student, cell, **given):
        """What a person does who types into the fields of ``cell``."""
        kind = "comment" if "manual_comment" in given else "grade"
        rows = self.ask(f"{kind}s?submission_id={self.submission(student)}")
        row = next(one for one in rows if one["name"] == cell)
        return self.ask(f"{kind}/{row['id']}", given)

    def stop(self):
        """End the server."""
        self._process.terminate()
        self._process.wait(30)
        self._log.close()


CHROMIUM = Path("/usr/bin/chromium")
RIGHT, WRONG = Kind.RIGHT, Kind.WRONG


@pytest.fixture
def tools(tmp_path, monkeypatch):
    return Tools(tmp_path, monkeypatch)


@pytest.fixture(scope="module")
def shared_tools(tmp_path_factory):
    """Tools for one long path that all tests of a module look at."""
    with pytest.MonkeyPatch.context() as patch:
        yield Tools(tmp_path_factory.mktemp("both"), patch)


@pytest.fixture
def page():
    """A page of a headless Chromium."""
    playwright = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.exists():
        pytest.skip("needs chromium")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser.new_page(viewport={"width": 1280, "height": 1000})
        browser.close()
