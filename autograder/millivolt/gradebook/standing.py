"""Where a student stands: the newest grade with what people decided laid over it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from millivolt.gradebook.correction import Comment, Override
from millivolt.gradebook.entry import GradeEntry, PartGrade
from millivolt.items import Finding, State, Verdict

__all__ = ["GRADED_BY_PERSON", "Standing", "effective", "in_force"]

GRADED_BY_PERSON = "graded_by_person"
"""Code of the finding that tells a student that a person decided."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One student's grade in one assignment: the newest entry, and what people added.

    ``overrides`` and ``comments`` are all that were given, oldest first.
    """

    entry: GradeEntry
    overrides: tuple[Override, ...] = ()
    comments: tuple[Comment, ...] = ()

    @property
    def effective(self) -> GradeEntry:
        """The entry with the overrides in force and the comment on the whole laid over it."""
        graded = effective(self.entry, self.overrides)
        words = self.remarks.get("", "")
        return replace(graded, comment=words) if words else graded

    @property
    def extra(self) -> Fraction:
        """Points that people gave on top of the parts."""
        slots = {part.slot for part in self.entry.parts}
        standing = in_force(self.overrides)
        return sum((o.extra for slot, o in standing.items() if slot in slots), Fraction(0))

    @property
    def score(self) -> Fraction:
        """Points that count, exact: overrides and extra points in, late policy not yet."""
        return self.effective.score + self.extra

    @property
    def remarks(self) -> Mapping[str, str]:
        """The comment in force for each slot; the key ``""`` is the comment on the whole."""
        newest = {comment.slot: comment.text for comment in self.comments}
        return {slot: text for slot, text in newest.items() if text}

    @property
    def outdated(self) -> tuple[Override, ...]:
        """Overrides in force that were decided on another file than the one graded last.

        They stand, because a person decided; a person should look at them again.
        """
        graded = self.entry.provenance.notebook
        standing = in_force(self.overrides).values()
        return tuple(o for o in standing if o.notebook and o.notebook != graded)

    @property
    def waits(self) -> bool:
        """Whether a person has yet to look, or to look again."""
        return self.effective.state == State.NEEDS_REVIEW.value or bool(self.outdated)


def in_force(overrides: Iterable[Override]) -> dict[str, Override]:
    """The override that counts for each slot: the last one, unless it takes the verdict back.

    ``overrides`` come oldest first.
    """
    newest = {override.slot: override for override in overrides}
    return {slot: o for slot, o in newest.items() if o.fraction is not None or o.extra}


def effective(entry: GradeEntry, overrides: Iterable[Override]) -> GradeEntry:
    """``entry`` with every person's verdict in force in the place of the machine's.

    Idempotent, and independent of how often the machine graded in between: an override is
    about the part, not about one run. Overrides of slots that ``entry`` lacks change nothing.
    """
    standing = in_force(overrides)
    parts = tuple(_overridden(part, standing.get(part.slot)) for part in entry.parts)
    return entry if parts == entry.parts else replace(entry, parts=parts)


def _overridden(part: PartGrade, override: Override | None) -> PartGrade:
    if override is None or override.fraction is None:
        return part
    said = override.comment or "A grader looked at this part and set its credit."
    finding = Finding(GRADED_BY_PERSON, said, private=f"{override.who}: {override.why}")
    kept = () if override.fraction == 1 else _still_useful(part.verdict)
    return replace(part, verdict=Verdict.of(override.fraction, finding, *kept))


def _still_useful(verdict: Verdict) -> tuple[Finding, ...]:
    """The machine's findings, unless they only say that a person should look."""
    if verdict.state is State.NEEDS_REVIEW:
        return ()
    return tuple(f for f in verdict.findings if f.code != GRADED_BY_PERSON)
