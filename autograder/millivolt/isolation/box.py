"""The box: a place in which student code can run and from which only values come out."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import Self, TypeVar

from millivolt.errors import EnvironmentProblem

from . import modes
from .child import Child
from .forkserver import ForkServer, Setup
from .limits import DEFAULT_LIMITS, Limits
from .modes import AskedMode, Mode
from .probes import Probe, probe
from .questions import Answering
from .records import Fault
from .session import Session

_T = TypeVar("_T")


class Box:
    """A fork server whose children run one submission each, one after the other.

    Attributes:
        probes: the attempts to break out that were made when the box started.

    Use it from one thread, and from the thread that lives as long as the process: the kernel
    ends the box when the thread that started it ends. One box per worker process.
    """

    def __init__(self, server: ForkServer, limits: Limits) -> None:
        self._server = server
        self._limits = limits
        self._spare: Child | None = None
        self._leaving: list[Child] = []
        self.probes: tuple[Probe, ...] = ()
        self._make_spare(limits)

    @classmethod
    def start(
        cls,
        mode: AskedMode = "auto",
        *,
        limits: Limits = DEFAULT_LIMITS,
        libraries: Sequence[str] = (),
        preload: Sequence[str] | None = None,
        unsafe: bool = False,
        meanwhile: Callable[[], object] = lambda: None,
    ) -> Self:
        """Starts a box.

        Args:
            mode: `auto` takes the strongest mode that works here.
            limits: what a submission may use unless a session says otherwise.
            libraries: distributions that students may import beside the default ones.
            preload: modules to load before the first submission; by default every default
                library that is installed. Fewer start faster, and the others load when imported.
            unsafe: must be true for the mode `none`, which confines nothing.
            meanwhile: called while the server loads its libraries, for what the caller has to
                load itself.

        Raises:
            EnvironmentProblem: the mode does not work on this machine; says what to do.
            Fault: the server did not come up.
        """
        names = None if preload is None else tuple(preload)
        refused = []
        for candidate in modes.candidates(mode, unsafe=unsafe):
            setup = Setup(candidate, tuple(libraries), names)
            try:
                return cls._tested(setup, limits, meanwhile)
            except (EnvironmentProblem, Fault) as error:
                if mode != "auto":
                    raise
                refused.append(f"{candidate}: {error}")
        raise EnvironmentProblem(f"no sandbox works on this machine: {'; '.join(refused)}")

    @classmethod
    def _tested(cls, setup: Setup, limits: Limits, meanwhile: Callable[[], object]) -> Self:
        """A box that has withstood the attempts to break out of it."""
        modes.require(setup.mode)
        box = cls(ForkServer(setup, meanwhile), limits)
        try:
            with box.session() as session:
                box.probes = probe(session)
            leaks = [each.claim for each in box.probes if not each.holds]
            if leaks and setup.mode != "none":
                raise EnvironmentProblem(f"it does not hold that {', that '.join(leaks)}")
        except BaseException:
            box.close()
            raise
        return box

    @property
    def mode(self) -> Mode:
        """How submissions are confined: `full`, `landlock` or `none`."""
        return self._server.setup.mode

    @property
    def pid(self) -> int:
        """The process that holds the fork server; everything in the box is below it."""
        return self._server.pid

    @property
    def versions(self) -> dict[str, str]:
        """The versions of the libraries loaded for students."""
        return dict(self._server.versions)

    @contextlib.contextmanager
    def session(
        self, limits: Limits | None = None, seed: int = 0, answering: Answering | None = None
    ) -> Iterator[Session]:
        """A confined process for one submission; it is gone when the block ends.

        Args:
            limits: what it may use; the box's limits by default.
            seed: of the random generators that the student finds.
            answering: answers what cells ask about names that they do not have.

        Raises:
            Fault: no process could be had, not even from a fresh server.
        """
        chosen = self._limits if limits is None else limits
        child, session = self._take(chosen, seed, answering)
        try:
            self._make_spare(chosen)
            yield session
        finally:
            child.kill()
            self._leaving.append(child)

    def attempt(
        self, work: Callable[[Session], _T], limits: Limits | None = None, seed: int = 0
    ) -> _T:
        """Does `work` with a session; once more with a fresh server if the box itself fails.

        Raises:
            Fault: it failed twice.
        """
        try:
            with self.session(limits, seed) as session:
                return work(session)
        except Fault:
            self._restart()
        with self.session(limits, seed) as session:
            return work(session)

    def _take(
        self, limits: Limits, seed: int, answering: Answering | None
    ) -> tuple[Child, Session]:
        """A child that has begun a session, if need be from a fresh server."""
        try:
            self.settle()
            return self._begin(limits, seed, answering)
        except Fault:
            self._restart()
            return self._begin(limits, seed, answering)

    def _begin(
        self, limits: Limits, seed: int, answering: Answering | None
    ) -> tuple[Child, Session]:
        child, self._spare = self._spare, None
        if child is not None and child.limits != limits:
            child.kill()
            self._leaving.append(child)
            child = None
        if child is None:
            child = self._server.spawn(limits)
        try:
            child.wait_ready()
            return child, Session(child, seed, self._server.idle_kb, answering)
        except BaseException:
            child.close()
            raise

    def _make_spare(self, limits: Limits) -> None:
        if self._spare is None:
            # The next session finds out and restarts the server; this one is not concerned.
            with contextlib.suppress(Fault):
                self._spare = self._server.spawn(limits)

    def settle(self) -> None:
        """Waits until the processes of earlier sessions are confirmed to be gone.

        The next session does this by itself; call it to have the certainty now.

        Raises:
            Fault: one of them is not gone in time.
        """
        while self._leaving:
            child = self._leaving.pop()
            try:
                child.wait_end()
            finally:
                child.close()

    def _restart(self) -> None:
        self._drop_children()
        self._server.close()
        self._server = ForkServer(self._server.setup)

    def _drop_children(self) -> None:
        if self._spare is not None:
            self._leaving.append(self._spare)
            self._spare = None
        for child in self._leaving:
            child.close()
        self._leaving.clear()

    def close(self) -> None:
        """Ends the box and everything in it."""
        self._drop_children()
        self._server.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
