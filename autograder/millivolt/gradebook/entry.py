"""One grade: what each part earned, and where the number comes from.

An entry is never changed. A regrade or an override is a further entry.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from millivolt.items import State, Verdict

__all__ = ["CellOutput", "GradeEntry", "PartGrade", "Provenance"]


@dataclass(frozen=True, slots=True)
class PartGrade:
    """The verdict on one part of one student's notebook.

    ``slot`` is the answer's name in the notebook (``q3_E``), ``points`` what the part is worth.
    ``typed`` is exactly what the student left in the cell; ``understood`` says how it was read
    (``−89.1 mV``), empty when it could not be read.
    """

    slot: str
    item_id: str
    part_id: str
    variant_id: str
    points: Fraction
    verdict: Verdict
    typed: str | None = None
    understood: str = ""
    seconds: float = 0.0

    @property
    def score(self) -> Fraction:
        """Points earned, exact."""
        return self.points * self.verdict.fraction


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a grade came about; enough to tell two runs apart and to repeat either.

    ``who`` is ``millivolt`` or a person, ``why`` a reason such as ``graded``, ``regraded`` or
    ``override``. ``key`` and ``notebook`` are hex digests of the frozen key and of the
    submitted file. ``when`` is aware.
    """

    who: str
    why: str
    when: datetime
    engine: str
    bank: str
    key: str
    notebook: str
    sandbox: str

    def __post_init__(self) -> None:
        if self.when.tzinfo is None:
            raise ValueError("Provenance.when needs a time zone")


@dataclass(frozen=True, slots=True)
class CellOutput:
    """What one cell of the submission showed while it was graded.

    ``cell`` is the cell's id in the notebook as read. ``warned`` are its warnings, ``error`` says
    how it stopped (``ValueError: …``), empty when it came to its end; ``pictures`` are PNG files.
    ``notebook`` names the one it stands in, where a submission has several.
    """

    cell: str
    printed: str = ""
    warned: str = ""
    error: str = ""
    pictures: tuple[bytes, ...] = ()
    notebook: str = ""


@dataclass(frozen=True, slots=True)
class GradeEntry:
    """All parts of one submission, graded once.

    ``received`` is when the submission arrived, when that is known. ``comment`` is a person's.
    ``transcript`` is there only when it was asked for, and is never kept in the log.
    """

    student: str
    assignment: str
    parts: tuple[PartGrade, ...]
    provenance: Provenance
    received: datetime | None = None
    seconds: float = 0.0
    comment: str = ""
    notes: tuple[str, ...] = field(default=())
    transcript: tuple[CellOutput, ...] = field(default=(), compare=False, repr=False)

    @property
    def score(self) -> Fraction:
        """Points earned, exact, before any late policy."""
        return sum((part.score for part in self.parts), Fraction(0))

    @property
    def max_score(self) -> Fraction:
        """Points that could be earned."""
        return sum((part.points for part in self.parts), Fraction(0))

    @property
    def state(self) -> str:
        """``needs_review`` when any part does, otherwise ``graded``."""
        waiting = any(part.verdict.state is State.NEEDS_REVIEW for part in self.parts)
        return State.NEEDS_REVIEW.value if waiting else "graded"
