"""What a feedback page may tell, as a policy decides it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Shown"]


@dataclass(frozen=True, slots=True)
class Shown:
    """Which kinds of feedback a student may see now. Their own answers are always shown.

    ``verdicts``: whether each part is right. ``score``: the points. ``misconceptions``: what
    explains a wrong answer. ``hints``, ``key`` (the right answer) and ``solution`` (worked out)
    as named. A hint that an answer could not be read is no verdict and is always given.
    """

    score: bool = True
    verdicts: bool = True
    misconceptions: bool = True
    hints: bool = True
    key: bool = False
    solution: bool = False

    def __post_init__(self) -> None:
        if self.score and not self.verdicts:
            raise ValueError("Shown: a score tells the verdicts; show both or no score")
        if self.misconceptions and not self.verdicts:
            raise ValueError("Shown: misconceptions tell the verdicts; show both or neither")

    @classmethod
    def everything(cls) -> Shown:
        """All kinds, for an assignment that is over."""
        return cls(key=True, solution=True)

    @classmethod
    def receipt(cls) -> Shown:
        """Only what was handed in and whether it could be read."""
        return cls(score=False, verdicts=False, misconceptions=False, hints=False)
