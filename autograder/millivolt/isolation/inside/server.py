"""The fork server: libraries loaded once, one process forked per submission.

It is single-threaded, runs no student code and is told neither sources nor inputs, so a child
inherits nothing worth reading.
"""

from __future__ import annotations

import gc
import os
import select
import socket
import sys
from typing import Any

from . import linux, preload
from .control import receive, send
from .walls import Rules, Walls, memory_in_use, own_status, prepare
from .warden import Ward, guard, watch


def main(control_fd: int) -> None:
    """Serves spawn requests on the control socket until it is closed."""
    linux.die_with_parent()
    control = socket.socket(fileno=control_fd)
    control.set_inheritable(False)
    order, _ = receive(control)
    assert order is not None
    forbidden = [name for name in order["forbidden"] if _importable(name)]
    if forbidden:
        send(control, {"refused": forbidden})
        return
    versions = preload.load(order["preload"])
    prepare()
    gc.collect()
    gc.freeze()
    gc.disable()
    walls = _walls(order)
    status = own_status()
    ready = {
        "threads": int(status["Threads"]),
        "versions": versions,
        "idle_kb": int(status["RssAnon"].split()[0]),
    }
    send(control, {"ready": ready})
    _serve(control, walls)


def _serve(control: socket.socket, walls: Walls) -> None:
    """Starts a process for each request, and reports the ends of those in its own care."""
    wards: dict[int, Ward] = {}
    ready = select.poll()
    ready.register(control, select.POLLIN)
    while True:
        for descriptor, _ in ready.poll():
            if descriptor != control.fileno():
                ready.unregister(descriptor)
                ward = wards.pop(descriptor)
                ward.dismiss(ward.wait())
                continue
            request, descriptors = receive(control)
            if request is None:
                return
            if walls.own_namespaces:
                started = watch(walls, request, *descriptors)
                if started is not None:
                    wards[started.pidfd] = started
                    ready.register(started.pidfd, select.POLLIN)
            else:
                _fork_warden(control, walls, request, descriptors)
                _reap()


def _walls(order: dict[str, Any]) -> Walls:
    rules = None
    if order["landlock"] is not None:
        rules = Rules.open(order["landlock"]["read"], order["landlock"]["version"])
    return Walls(
        own_namespaces=order["own_namespaces"],
        hidden=tuple(order["hidden"]),
        filter=bytes.fromhex(order["filter"]) if order["filter"] else None,
        own_pid_offsets=tuple(order["own_pid_offsets"]),
        rules=rules,
        own_code=tuple(order["own_code"]),
        memory_in_use=memory_in_use(),
    )


def _importable(name: str) -> bool:
    from importlib.util import find_spec

    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def _fork_warden(
    control: socket.socket, walls: Walls, request: dict[str, Any], descriptors: list[int]
) -> None:
    if os.fork() == 0:
        try:
            control.close()
            guard(walls, request, *descriptors)
        finally:
            os._exit(0)
    for descriptor in descriptors:
        os.close(descriptor)


def _reap() -> None:
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                return
        except ChildProcessError:
            return


if __name__ == "__main__":
    main(int(sys.argv[1]))
