"""The judgement on a derivation, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Step:
    """The judgement on one line.

    ``verdict`` is ``valid`` (proved), ``probable``, ``invalid``, ``undecided`` or ``unreadable``.
    A line after the first bad one is judged on the strength of the line before it
    (``follows_error`` is then True). ``superfluous`` lines do no harm and earn nothing.
    """

    index: int
    text: str
    verdict: str
    message: str
    move: str | None = None
    counterexample: dict[str, float | int | complex] | None = None
    slip: str | None = None
    superfluous: bool = False
    follows_error: bool = False
    notes: tuple[str, ...] = ()
    position: int | None = None

    @property
    def ok(self) -> bool:
        return self.verdict in ("valid", "probable")


@dataclass(frozen=True, slots=True)
class DerivationReport:
    """The judgement on a derivation.

    ``first_bad`` is the index of the first line that does not follow (or cannot be read), None when
    there is none; ``slip`` the kind of mistake in it, if it has a name; ``reached_goal`` whether
    the goal was derived in the required form; ``share`` the share of steps that matter which are
    valid, the goal counting as one step; ``undecided`` the lines that could not be checked.
    """

    steps: tuple[Step, ...]
    first_bad: int | None
    reached_goal: bool
    slip: str | None
    message: str
    share: Fraction
    undecided: tuple[int, ...] = ()
