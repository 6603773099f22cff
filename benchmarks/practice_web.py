"""How fast the practice pages are: the first question, a class on one server, and their weight.

    python benchmarks/practice_web.py [--students 50] [--seconds 20] [--pause 1]
                                      [--arrival 5] [--starts 5]

Prints
  first      seconds from the command to the first question, started afresh each time
  question   milliseconds until a numeric question that nobody has opened yet is there
  preview    milliseconds until it is said how an answer is read, while it is typed
  verdict    milliseconds until an answer is judged
  weight     kilobytes of a page with all that it loads
each as the median, the 95th percentile and the worst. Every student opens a variant, types in
three steps, answers wrongly, answers again, and goes on, with a pause of about ``--pause``
seconds before each step; 0 leaves no pause at all. They come in within ``--arrival`` seconds
after the server was started. All students share one server and one
progress file, which is more than a student's own page ever has to bear.
"""

import argparse
import asyncio
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from measure import as_installed

from millivolt.bank import load_bank

STEPS = ("-8", "-89", "-89.1 mV")


class Server:
    """The command, serving; ``started`` is when it was called."""

    def __init__(self, folder):
        self.started = time.perf_counter()
        command = [sys.executable, "-u", "-m", "millivolt", "practice", "--web", "--no-browser"]
        progress = ["--progress", str(Path(folder) / "progress.jsonl")]
        self._process = subprocess.Popen(
            [*command, *progress], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        line = self._process.stdout.readline()
        address = urlsplit(re.search(r"http://\S+", line)[0])
        self.port, self.entrance = address.port, f"{address.path}?{address.query}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.send_signal(signal.SIGINT)
        self._process.communicate()


class Window:
    """One connection of a browser: asks for pages and sends forms."""

    def __init__(self, server):
        self._server = server
        self._cookie = ""

    async def open(self):
        """Connect, and be let in."""
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._server.port)
        headers, _ = await self.get(self._server.entrance)
        self._cookie = re.search(r"(?i)set-cookie: ([^;]*)", headers)[1]

    async def get(self, path):
        """Headers and body of a page."""
        return await self._ask(f"GET {path} HTTP/1.1")

    async def post(self, path, fields):
        """Headers and body of the answer to a form, as htmx sends it."""
        return await self._ask(f"POST {path} HTTP/1.1", urlencode(fields))

    async def _ask(self, first, body=None):
        host = f"127.0.0.1:{self._server.port}"
        lines = [first, f"Host: {host}", f"Cookie: {self._cookie}"]
        if body is not None:
            lines += [
                f"Origin: http://{host}",
                "HX-Request: true",
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
            ]
        self._writer.write(("\r\n".join(lines) + "\r\n\r\n" + (body or "")).encode())
        headers = (await self._reader.readuntil(b"\r\n\r\n")).decode()
        length = int(re.search(r"(?i)content-length: (\d+)", headers)[1])
        return headers, (await self._reader.readexactly(length)).decode()


async def first_question(server):
    """Seconds from the command to the first question, by way of the entrance."""
    window = Window(server)
    await window.open()
    headers, _ = await window.get("/next")
    _, page = await window.get(re.search(r"(?i)location: (\S+)", headers)[1])
    assert "Your " in page
    return time.perf_counter() - server.started


async def practise(server, number, items, until, pause, arrival, times):
    """One student, until the time is over; adds to ``times`` by what was waited for."""
    dice = random.Random(number)
    await asyncio.sleep(dice.uniform(0, arrival))
    window = Window(server)
    await window.open()

    async def timed(what, asking):
        began = time.perf_counter()
        headers, _ = await asking
        assert " 200 " in headers.splitlines()[0], headers
        times[what].append(1e3 * (time.perf_counter() - began))
        if pause:
            await asyncio.sleep(dice.uniform(0.5, 1.5) * pause)

    turn = 0
    while time.perf_counter() < until:
        item, part = dice.choice(items)
        base, turn = f"/item/{item}/{number}-{turn}", turn + 1
        await timed("question", window.get(base))
        for typed in STEPS:
            await timed("preview", window.post(f"{base}/preview/{part}", {"answer": typed}))
        for typed in ("1.234 mV", "-4.321 mV"):
            await timed("verdict", window.post(f"{base}/answer/{part}", {"answer": typed}))


async def load(server, students, seconds, pause, arrival, items):
    """Waiting times in milliseconds of a class that practises at once."""
    times = defaultdict(list)
    until = time.perf_counter() + seconds
    await asyncio.gather(
        *(
            practise(server, number, items, until, pause, arrival, times)
            for number in range(students)
        )
    )
    return times


async def weight(server, path):
    """Kilobytes of a page and of all that it loads."""
    window = Window(server)
    await window.open()
    _, page = await window.get(path)
    total = len(page.encode())
    for loaded in re.findall(r'(?:src|href)="(/static/[^"]+)"', page):
        total += len((await window.get(loaded))[1].encode())
    return total / 1000


def row(name, values, unit):
    ranked = sorted(values)
    p95 = ranked[min(len(ranked) - 1, round(0.95 * len(ranked)))]
    median = ranked[len(ranked) // 2]
    print(f"{name:9}{median:9.1f}{p95:9.1f}{ranked[-1]:9.1f}  {unit:3} of {len(ranked)}")


def numeric(bank):
    """Item and part of the exercises that ask for one number and nothing else."""
    for family in bank:
        parts = family.variant(1).parts
        if [part.kind for part in parts] == ["numeric"]:
            yield family.id, parts[0].id


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--pause", type=float, default=1)
    parser.add_argument("--arrival", type=float, default=5)
    parser.add_argument("--starts", type=int, default=5)
    chosen = parser.parse_args()
    as_installed()
    items = list(numeric(load_bank()))
    print(f"{'':9}{'median':>9}{'p95':>9}{'worst':>9}")
    waits = []
    for _ in range(chosen.starts):
        with tempfile.TemporaryDirectory() as folder, Server(folder) as server:
            waits.append(asyncio.run(first_question(server)))
    row("first", waits, "s")
    with tempfile.TemporaryDirectory() as folder, Server(folder) as server:
        times = asyncio.run(
            load(server, chosen.students, chosen.seconds, chosen.pause, chosen.arrival, items)
        )
        for name in ("question", "preview", "verdict"):
            row(name, times[name], "ms")
        pages = ("/", f"/item/{items[0][0]}/1", "/item/cell-report/1", "/membrane", "/history")
        row("weight", [asyncio.run(weight(server, page)) for page in pages], "kB")


if __name__ == "__main__":
    main()
