"""What each mode is worth on this machine, for `millivolt doctor`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from millivolt.errors import EnvironmentProblem

from .box import Box
from .modes import CONFINING, Mode
from .probes import Probe
from .records import Fault


@dataclass(frozen=True, slots=True)
class ModeReport:
    """One mode: whether it starts here, and what the attempts to break out showed.

    Attributes:
        mode: the mode.
        usable: whether submissions can be graded in it.
        problem: why not, and what to do; empty if it is usable.
        probes: the attempts; empty if the box did not start.
    """

    mode: Mode
    usable: bool
    problem: str
    probes: tuple[Probe, ...]


def self_test(modes: Iterable[Mode] = CONFINING) -> tuple[ModeReport, ...]:
    """Tries to break out of a box of each mode and reports what holds.

    The mode `none` may be asked for too; it shows what is missing without a sandbox.
    """
    return tuple(_test(mode) for mode in modes)


def _test(mode: Mode) -> ModeReport:
    try:
        with Box.start(mode, preload=(), unsafe=mode == "none") as box:
            return ModeReport(mode, True, "", box.probes)
    except (EnvironmentProblem, Fault) as error:
        return ModeReport(mode, False, str(error), ())
