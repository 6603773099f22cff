"""The misconceptions behind a class's answers, counted as the checks found them: in sets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from millivolt.feedback.class_answers import Answers
from millivolt.items import Verdict

__all__ = ["ideas"]


@dataclass(frozen=True, slots=True, order=True)
class _Idea:
    """A set of misconceptions: each of them explains the answer, or all ``together`` do."""

    ids: tuple[str, ...]
    together: bool


@dataclass(slots=True)
class _Seen:
    """Where one idea was met."""

    students: set[str] = field(default_factory=set)
    parts: Counter[str] = field(default_factory=Counter)
    tells: dict[str, str] = field(default_factory=dict)

    @property
    def times(self) -> int:
        return self.parts.total()


def ideas(answers: Answers) -> list[dict[str, Any]]:
    """Each idea that explained answers, the one of most students first.

    Misconceptions that no answer can tell apart stay one set; no student is counted under one
    of them alone.
    """
    seen: dict[_Idea, _Seen] = {}
    for key, found in answers.items():
        for answer in found:
            for idea in _ideas(answer.grade.verdict):
                one = seen.setdefault(idea, _Seen())
                one.students.add(answer.entry.student)
                one.parts[str(key)] += 1
                tells = {claim.id: claim.tell for claim in answer.issued.part.claims()}
                one.tells = tells | one.tells
    order = sorted(seen, key=lambda idea: (-len(seen[idea].students), -seen[idea].times, idea))
    return [_told(idea, seen[idea]) for idea in order]


def _ideas(verdict: Verdict) -> Iterator[_Idea]:
    """One idea for each finding; a part with several findings can show several."""
    for finding in verdict.findings:
        ids: Sequence[str] = finding.evidence.get("misconceptions", ())
        if ids:
            yield _Idea(tuple(sorted(ids)), finding.code == "two_misconceptions")


def _told(idea: _Idea, seen: _Seen) -> dict[str, Any]:
    return {
        "ids": list(idea.ids),
        "together": idea.together,
        "tells": [seen.tells.get(one, "") for one in idea.ids],
        "students": sorted(seen.students),
        "times": seen.times,
        "parts": dict(seen.parts.most_common()),
    }
