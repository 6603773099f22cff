"""Starting the server and ending it: the port, the browser, Ctrl-C."""

from __future__ import annotations

import socket
import threading
import time
import webbrowser
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from millivolt.errors import EnvironmentProblem, MillivoltError
from millivolt.practice.web.application import application
from millivolt.practice.web.desk import Desk
from millivolt.practice.web.door import Keys

__all__ = ["serve"]

HOST = "127.0.0.1"
BETWEEN = 0.03
"""Seconds between one item that is prepared and the next."""

PATIENCE = 1
"""Seconds that open connections get when the server ends."""


class Server(uvicorn.Server):
    """A server that says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()


def serve(desk: Desk, *, port: int, path: str, browser: bool, say: Callable[[str], None]) -> None:
    """Serve the pages of ``desk`` until Ctrl-C, beginning with the page ``path``.

    ``port`` 0 takes any free one. ``say`` is told the address, which is for the student alone,
    once the server listens; with ``browser`` it is opened too.

    Raises:
        EnvironmentProblem: when the port is taken or not allowed.
    """
    listening = _listen(port)
    port = listening.getsockname()[1]
    keys = Keys()
    base = f"http://{HOST}:{port}{path}?token="

    def ready() -> None:
        say(base + keys.token)
        threading.Thread(target=_prepare, args=(desk,), daemon=True).start()
        if browser:
            address = base + keys.ticket
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    config = uvicorn.Config(
        application(desk, keys, port),
        # What breaks is told by the application; a request that Ctrl-C cut off is no error.
        log_level="critical",
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=PATIENCE,
    )
    with listening:
        try:
            Server(config, ready).run(sockets=[listening])
        except KeyboardInterrupt:
            # Ctrl-C is how a student ends: nothing is lost, and nothing went wrong.
            return


def _prepare(desk: Desk) -> None:
    """Read the words of every item, so that no question waits for them when it is first asked."""
    for family in desk.bank:
        # Requests go first, above all the very first one.
        time.sleep(BETWEEN)
        # What is wrong with an item is told when it is opened.
        with suppress(MillivoltError):
            _ = family.prose


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # A port that was ours a moment ago is free again.
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen(128)
    except OSError as problem:
        listening.close()
        raise EnvironmentProblem(
            f"port {port} cannot be used ({problem.strerror}); choose another with --port, "
            "or leave it out and any free one is taken"
        ) from problem
    return listening
