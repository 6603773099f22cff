"""What a student is told when a limit ends the work, and what the instructor sees beside it."""

from __future__ import annotations

import signal
from typing import Final

from .child import Ending
from .limits import Limits
from .records import Limit, Stopped

_MEMORY_SIGNALS: Final = (signal.SIGKILL, signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT)
_NEARLY: Final = 0.8


def stopped(limit: Limit, limits: Limits, detail: str = "") -> Stopped:
    """The record for a limit, with its sentence for the student."""
    return Stopped(limit, _SENTENCES[limit].format(limits=limits), detail)


_SENTENCES: Final[dict[Limit, str]] = {
    "wall": "The notebook did not finish within {limits.wall:g} s.",
    "cpu": (
        "The notebook used more than {limits.cpu:g} s of processor time: "
        "look for a loop that does not end."
    ),
    "cell_wall": (
        "This cell did not finish within {limits.cell_wall:g} s: look for a loop that does not end."
    ),
    "call_wall": (
        "This call did not return within {limits.call_wall:g} s: "
        "look for a loop that does not end for these arguments."
    ),
    "memory": (
        "The notebook ran out of the {limits.memory_mb} MB of memory it may use: "
        "look for an array or a list that grows too large."
    ),
    "output": "The notebook printed far more than anyone could read: look for a print in a loop.",
    "scratch": "The notebook wrote more than the {limits.scratch_mb} MB of files it may write.",
    "exit": "The program ended itself before the notebook was done: remove the call that exits.",
    "crash": "The program crashed before the notebook was done.",
    "protocol": "Something unexpected came over the grading channel: please ask the course staff.",
}


def explained(kind: str, message: str, limits: Limits) -> str:
    """The message of a student's exception, with what it means while a notebook is graded.

    The text of Python alone would not tell that the sandbox is the reason.
    """
    if kind == "MemoryError" and not message:
        return f"this needed more than the {limits.memory_mb} MB of memory a notebook may use"
    for phrase, note in _NOTES:
        if phrase in message:
            return f"{message} ({note})"
    return message


_NOTES: Final = (
    ("[Errno 1] ", "while a notebook is graded there is no network and no other program"),
    ("name resolution", "there is no network while a notebook is graded"),
    ("No module named", "only the libraries of the course can be imported here"),
    ("No space left on device", "a notebook may write only a few small files"),
)


def why_it_ended(ending: Ending, limits: Limits, idle_kb: int) -> Stopped:
    """The limit behind the end of a child that nobody asked to end.

    Args:
        ending: what the warden saw.
        limits: what the child was allowed.
        idle_kb: resident memory of a child that has done nothing yet, in kilobytes.
    """
    detail = str(ending)
    if ending.signal is None:
        return stopped("exit", limits, detail)
    if ending.signal in (signal.SIGKILL, signal.SIGXCPU) and ending.cpu >= limits.cpu - 0.5:
        return stopped("cpu", limits, detail)
    used_mb = (ending.peak_kb - idle_kb) / 1024
    if ending.signal in _MEMORY_SIGNALS and used_mb >= _NEARLY * limits.memory_mb:
        return stopped("memory", limits, detail)
    return stopped("crash", limits, detail)
