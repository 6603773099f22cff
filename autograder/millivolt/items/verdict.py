"""What is concluded about one response: a state, an exact share of the credit, and findings."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

__all__ = ["Finding", "State", "Verdict"]


class State(StrEnum):
    """Outcome of one part. Only the first three carry a judgement of the answer."""

    CORRECT = "correct"
    PARTIAL = "partial"
    INCORRECT = "incorrect"
    UNGRADABLE_INPUT = "ungradable_input"
    NOT_ATTEMPTED = "not_attempted"
    NEEDS_REVIEW = "needs_review"
    SKIPPED = "skipped"

    @property
    def judges(self) -> bool:
        """Whether it carries a judgement; all others say why there is none."""
        return self in (State.CORRECT, State.PARTIAL, State.INCORRECT)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was noticed. ``code`` is from a closed list, ``message`` is for the student.

    ``evidence`` holds plain values behind the message; ``private`` is for the instructor only.
    """

    code: str
    message: str
    evidence: dict[str, Any] = field(default_factory=dict)
    private: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one response. ``fraction`` of the credit is exact, from 0 to 1."""

    state: State
    fraction: Fraction
    findings: tuple[Finding, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.fraction <= 1:
            raise ValueError(f"a verdict's fraction lies between 0 and 1, not {self.fraction}")
        full, none = self.fraction == 1, self.fraction == 0
        fits = {
            State.CORRECT: full,
            State.PARTIAL: not full and not none,
        }.get(self.state, none)
        if not fits:
            raise ValueError(f"a verdict {self.state} cannot carry the fraction {self.fraction}")

    @classmethod
    def of(cls, fraction: Fraction | int, *findings: Finding) -> Verdict:
        """The verdict whose state follows from ``fraction``."""
        share = Fraction(fraction)
        state = State.CORRECT if share == 1 else State.PARTIAL if share > 0 else State.INCORRECT
        return cls(state, share, findings)

    @classmethod
    def without_credit(cls, state: State, *findings: Finding) -> Verdict:
        """A verdict of ``state`` that gives nothing."""
        return cls(state, Fraction(0), findings)

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """Ids of the misconceptions that the findings name, in order, each once."""
        named = (name for f in self.findings for name in f.evidence.get("misconceptions", ()))
        return tuple(dict.fromkeys(named))
