"""The trusted end of one student's process: its channels, its clock and its end.

Knows bytes, frames and signals; what they mean is the session's business.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import time
from dataclasses import dataclass
from typing import Any, Final

from .inside import control
from .limits import MB, Limits
from .processor import ProcessorQueue
from .records import Fault
from .scratch import Scratch
from .wire.frames import HEADER, VALUES_ONLY, Bounds, WireError, parse_head, sizes

FLOOD_BYTES: Final = 4 * MB
"""Printed bytes after which a child is killed; Python's own output stops itself long before."""

_EXTRA_BYTES: Final = 8 << 10
"""Room for the marks between cells, and for the note about output that was stopped."""

START_SECONDS: Final = 20.0
END_SECONDS: Final = 5.0
_SCRATCH_LOOK_SECONDS: Final = 0.1


class TimeUp(Exception):
    """The deadline passed before a frame was complete."""


class Gone(Exception):
    """The child closed its channel."""


class Flood(Exception):
    """The child printed more than any honest program."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How the child ended, as the warden saw it."""

    signal: int | None
    code: int | None
    cpu: float
    peak_kb: int

    def __str__(self) -> str:
        how = f"signal {self.signal}" if self.signal is not None else f"exit code {self.code}"
        return f"{how}, {self.cpu:.2f} s of CPU, {self.peak_kb // 1024} MB at most"


class Child:
    """One child, from the request to spawn it to the confirmation of its end."""

    def __init__(self, limits: Limits, scratch: Scratch | None) -> None:
        self.limits = limits
        self._scratch = scratch
        self._rpc, self._inner_rpc = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self._reports, self._inner_reports = socket.socketpair(
            socket.AF_UNIX, socket.SOCK_SEQPACKET
        )
        self._printed, self._inner_printed = os.pipe()
        self._inner_open = True
        self._rpc.setblocking(False)
        os.set_blocking(self._printed, False)
        self._poll = select.poll()
        self._poll.register(self._rpc, select.POLLIN)
        self._poll.register(self._printed, select.POLLIN)
        self._received = bytearray()
        self._output = bytearray()
        self._output_kept = 0
        self._output_seen = 0
        self._pidfd: int | None = None
        self._queue: ProcessorQueue | None = None
        self._ending: Ending | None = None
        self._killed = False

    def inner_ends(self) -> list[int]:
        """The descriptors that go to the warden: requests, output, reports."""
        return [self._inner_rpc.fileno(), self._inner_printed, self._inner_reports.fileno()]

    def close_inner_ends(self) -> None:
        """Closes this side's copies of them."""
        if self._inner_open:
            self._inner_open = False
            self._inner_rpc.close()
            self._inner_reports.close()
            os.close(self._inner_printed)

    def clock(self) -> float:
        """Seconds on the child's own clock, which stands still while it waits for a processor."""
        waited = 0.0 if self._queue is None else self._queue.seconds()
        return time.monotonic() - waited

    def wait_ready(self) -> None:
        """Waits until every wall stands.

        Raises:
            Fault: the child could not be set up, or not in time.
        """
        try:
            self._wait_started(START_SECONDS)
            head, _ = self.receive(self.clock() + START_SECONDS)
        except (TimeUp, Gone, WireError, Flood) as error:
            said = self.take_output().strip() or type(error).__name__
            raise Fault(f"a child could not be set up: {said}") from error
        if head != {"ready": True}:
            raise Fault("a child could not be set up: its first message was another")

    def _wait_started(self, seconds: float) -> None:
        self._reports.settimeout(seconds)
        try:
            message, descriptors = control.receive(self._reports)
        except TimeoutError:
            raise TimeUp from None
        except OSError:
            message, descriptors = None, []
        if message is None:
            self._drain()
            raise Gone
        (self._pidfd,) = descriptors
        self._queue = ProcessorQueue(self._pidfd)

    def send(self, frame: bytes, deadline: float) -> None:
        """Sends a whole frame, up to a time on the child's own clock.

        Raises:
            TimeUp: the child did not read it in time.
            Gone: the child is gone.
            Flood: it printed too much meanwhile.
            WireError: it had sent something that nobody asked for.
        """
        self._drain()
        if self._received or self._unasked():
            raise WireError("data came that nobody asked for")
        view = memoryview(frame)
        while view:
            try:
                view = view[self._rpc.send(view) :]
            except BlockingIOError:
                self._wait_writable(deadline)
            except OSError:
                raise Gone from None

    def _unasked(self) -> bool:
        try:
            data = self._rpc.recv(1 << 16)
        except BlockingIOError:
            return False
        except OSError:
            raise Gone from None
        if not data:
            raise Gone
        return True

    def _wait_writable(self, deadline: float) -> None:
        self._poll.modify(self._rpc, select.POLLIN | select.POLLOUT)
        try:
            self._wait(deadline)
        finally:
            self._poll.modify(self._rpc, select.POLLIN)

    def receive(self, deadline: float, bounds: Bounds = VALUES_ONLY) -> tuple[Any, bytes]:
        """The next frame: its parsed head and its buffers. `deadline` is on the child's own clock.

        Raises:
            TimeUp, Gone, Flood, ScratchFull, WireError: as named.
        """
        self._fill(HEADER.size, deadline)
        head_size, buffer_size = sizes(bytes(self._received[: HEADER.size]), bounds)
        end = HEADER.size + head_size + buffer_size
        self._fill(end, deadline)
        head = parse_head(bytes(self._received[HEADER.size : HEADER.size + head_size]))
        buffers = bytes(self._received[HEADER.size + head_size : end])
        del self._received[:end]
        self._drain()
        return head, buffers

    def _fill(self, size: int, deadline: float) -> None:
        """Reads until so many bytes are there. What arrived counts before what went wrong."""
        while len(self._received) < size:
            try:
                data = self._rpc.recv(1 << 18)
            except BlockingIOError:
                self._wait(deadline)
                continue
            except OSError:
                data = b""
            if not data:
                raise Gone
            self._received += data

    def _wait(self, deadline: float) -> None:
        """Waits for one event. Printed bytes are taken at once."""
        left = deadline - self.clock()
        if left <= 0:
            raise TimeUp
        if self._output_seen > FLOOD_BYTES:
            raise Flood(f"{self._output_seen} bytes")
        if self._scratch is not None:
            self._scratch.check(self.limits.scratch_mb * MB, self.limits.scratch_files)
            left = min(left, _SCRATCH_LOOK_SECONDS)
        for descriptor, _ in self._poll.poll(left * 1000):
            if descriptor == self._printed:
                self._drain()

    def _drain(self) -> None:
        """Takes what was printed, up to a flood, and keeps the first part of it."""
        room = (self.limits.output_kb << 10) + _EXTRA_BYTES - self._output_kept
        while self._output_seen <= FLOOD_BYTES:
            try:
                data = os.read(self._printed, 1 << 16)
            except BlockingIOError:
                return
            if not data:
                with contextlib.suppress(KeyError):
                    self._poll.unregister(self._printed)
                return
            self._output_seen += len(data)
            kept = data[: max(0, room)]
            self._output += kept
            self._output_kept += len(kept)
            room -= len(kept)

    def take_output(self, mark: bytes = b"") -> str:
        """What was printed since the last call up to the mark, as far as it is kept.

        Without a mark, or if it was not kept, everything up to now.
        """
        end = self._output.find(mark) if mark else -1
        taken = bytes(self._output) if end < 0 else bytes(self._output[:end])
        del self._output[: len(taken) + (len(mark) if end >= 0 else 0)]
        return taken.decode("utf-8", "replace")

    def interrupt(self) -> None:
        """Asks the running cell or call to stop, the way a stop button does."""
        if self._pidfd is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGINT)

    def kill(self) -> None:
        """Ends the child and everything in its namespace; `wait_end` confirms it."""
        if self._killed:
            return
        self._killed = True
        if self._pidfd is None:
            # It has not reported yet and runs no student code: at the end of requests it leaves.
            self._rpc.shutdown(socket.SHUT_RDWR)
        else:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    def wait_end(self, seconds: float = END_SECONDS) -> Ending:
        """How the child ended.

        Raises:
            Fault: the warden did not report the end in time.
        """
        self._reports.settimeout(seconds)
        while self._ending is None:
            try:
                message, descriptors = control.receive(self._reports)
            except OSError:
                message, descriptors = None, []
            if message is None:
                raise Fault("the end of a child was not confirmed")
            if "started" in message:
                (self._pidfd,) = descriptors
            else:
                self._ending = Ending(**message)
        return self._ending

    def close(self) -> None:
        """Kills the child if it still runs and closes every descriptor."""
        self.kill()
        self.close_inner_ends()
        if self._scratch is not None:
            with contextlib.suppress(Fault):
                self.wait_end()
            with contextlib.suppress(OSError):
                self._scratch.remove()
        self._rpc.close()
        self._reports.close()
        os.close(self._printed)
        if self._queue is not None:
            self._queue.close()
        if self._pidfd is not None:
            os.close(self._pidfd)
