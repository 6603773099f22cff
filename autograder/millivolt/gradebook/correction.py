"""What a person adds to a grade: the credit of one part, or a comment.

Both are events of the log like the grades themselves, and are never changed either.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

__all__ = ["Comment", "Override"]


@dataclass(frozen=True, slots=True)
class Override:
    """A person's verdict on one part; it stands until a person gives another.

    ``fraction`` of the part's points, exact, from 0 to 1; ``None`` takes the person's verdict
    back, so that the machine's counts again. ``extra`` points come on top. ``who`` and ``why``
    are required: a grade that nobody signed cannot be explained to a student. ``notebook`` is
    the digest of the file that the person judged, empty when it is not known. ``when`` is aware.
    """

    student: str
    assignment: str
    slot: str
    fraction: Fraction | None
    who: str
    why: str
    when: datetime
    extra: Fraction = Fraction(0)
    comment: str = ""
    notebook: str = ""

    def __post_init__(self) -> None:
        if self.fraction is not None and not 0 <= self.fraction <= 1:
            raise ValueError(f"an override gives between 0 and 1 of a part, not {self.fraction}")
        if self.extra < 0:
            raise ValueError(f"extra points cannot be negative, got {self.extra}")
        if not self.slot or not self.who.strip() or not self.why.strip():
            raise ValueError("an override names the part, who decided, and why")
        if self.when.tzinfo is None:
            raise ValueError("Override.when needs a time zone")


@dataclass(frozen=True, slots=True)
class Comment:
    """A person's words to the student, about one part or, with an empty ``slot``, the whole.

    A later comment on the same place takes the place of an earlier one; an empty text removes
    it from what the student sees, not from the log. ``when`` is aware.
    """

    student: str
    assignment: str
    slot: str
    text: str
    who: str
    when: datetime

    def __post_init__(self) -> None:
        if not self.who.strip():
            raise ValueError("a comment says who wrote it")
        if self.when.tzinfo is None:
            raise ValueError("Comment.when needs a time zone")
