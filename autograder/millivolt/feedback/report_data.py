"""What a graded assignment tells its instructor, as plain values fit for JSON."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from millivolt.analysis import Interval, alpha, facility, item_rest
from millivolt.course.issue import Issue
from millivolt.course.turnout import Turnout
from millivolt.feedback.class_answers import (
    Answers,
    ClassAnswer,
    PartKey,
    answers_by_part,
    options,
    shared,
    variant_effects,
)
from millivolt.feedback.class_ideas import ideas
from millivolt.gradebook.entry import GradeEntry
from millivolt.items import State

__all__ = ["report_data"]

_BINS = 10
_HARD, _EASY, _WEAK = 0.2, 0.95, 0.1
_FEW = 8
"""With fewer answers than this, no part is flagged."""


def report_data(
    title: str,
    entries: Iterable[GradeEntry],
    issues: Iterable[Issue],
    turnout: Turnout | None = None,
) -> dict[str, Any]:
    """Scores, parts, misconceptions and what needs a person, for one assignment.

    ``entries`` holds the valid grade of each student who handed in; ``turnout`` tells when they
    did, where that is known. Shares are from 0 to 1,
    points exact to a float, times in seconds. A statistic that the class is too small for is
    ``None``. Misconceptions that no answer can tell apart are counted as a set.
    """
    issued = {issue.student: issue for issue in issues}
    graded = [entry for entry in entries if entry.student in issued]
    answers = answers_by_part(graded, issued)
    shares = [_share(entry) for entry in graded]
    parts = [_part(key, found) for key, found in answers.items()]
    return {
        "title": title,
        "assignment": graded[0].assignment if graded else "",
        "students": len(issued),
        "graded": len(graded),
        "missing": sorted(set(issued) - {entry.student for entry in graded}),
        "max_score": max((float(entry.max_score) for entry in graded), default=0.0),
        "scores": _scores(shares),
        "alpha": _interval(_alpha(graded, answers)),
        "parts": parts,
        "misconceptions": ideas(answers),
        "effects": variant_effects(answers),
        "shared": shared(answers),
        "review": _review(graded),
        "turnout": None if turnout is None else _turnout(turnout),
        "sandbox": dict(Counter(entry.provenance.sandbox for entry in graded)),
        "seconds": sum(entry.seconds for entry in graded),
        "slowest": max((entry.seconds for entry in graded), default=0.0),
    }


def _share(entry: GradeEntry) -> float:
    return float(entry.score / entry.max_score) if entry.max_score else 0.0


def _scores(shares: Sequence[float]) -> dict[str, Any] | None:
    """Distribution of the shares of the full score."""
    if not shares:
        return None
    counts = Counter(min(int(max(share, 0.0) * _BINS + 1e-9), _BINS - 1) for share in shares)
    return {
        "mean": statistics.fmean(shares),
        "median": statistics.median(shares),
        "spread": statistics.stdev(shares) if len(shares) > 1 else None,
        "lowest": min(shares),
        "highest": max(shares),
        "histogram": [counts[place] for place in range(_BINS)],
    }


def _part(key: PartKey, found: Sequence[ClassAnswer]) -> dict[str, Any]:
    first = found[0].issued
    judged = [answer for answer in found if answer.is_judged]
    credit = [float(answer.grade.verdict.fraction) for answer in judged]
    ease = facility(credit) if credit else None
    sharpness = item_rest(credit, [answer.rest for answer in judged])
    slots = {answer.issued.slot for answer in found}
    return {
        "slot": first.slot if len(slots) == 1 else "",
        "item": key.item_id,
        "part": key.part_id,
        "title": first.question.variant.title,
        "kind": first.part.kind,
        "points": float(first.points),
        "answers": len(found),
        "facility": _interval(ease),
        "discrimination": _interval(sharpness),
        "states": dict(Counter(answer.grade.verdict.state.value for answer in found)),
        "seconds": statistics.median(answer.grade.seconds for answer in found),
        "options": options(found),
        "flags": _flags(ease, sharpness, found),
    }


def _flags(
    ease: Interval | None, sharpness: Interval | None, found: Sequence[ClassAnswer]
) -> list[str]:
    """Reasons to look at a part, each only when the interval leaves little doubt."""
    flags = []
    if ease is not None and ease.count >= _FEW:
        if ease.high < _HARD:
            flags.append("very hard: hardly anyone earns credit")
        if ease.low > _EASY:
            flags.append("very easy: tells little about anyone")
    if sharpness is not None and sharpness.count >= _FEW and sharpness.high < _WEAK:
        flags.append("strong students do no better here than weak ones: check the key")
    unread = sum(answer.grade.verdict.state is State.UNGRADABLE_INPUT for answer in found)
    if len(found) >= _FEW and unread / len(found) > 0.25:
        flags.append("a quarter or more could not be read: is the form of the answer clear?")
    return flags


def _alpha(graded: Sequence[GradeEntry], answers: Answers) -> Interval | None:
    """Over the parts that every student had; parts that wait for a person are left out."""
    common = [
        found
        for found in answers.values()
        if len(found) == len(graded) and all(answer.is_judged for answer in found)
    ]
    rows = zip(*([float(answer.grade.score) for answer in found] for found in common), strict=True)
    return alpha(list(rows))


def _review(graded: Sequence[GradeEntry]) -> list[dict[str, Any]]:
    """Every part that waits for a person, with the reason that only the instructor reads."""
    return [
        {
            "student": entry.student,
            "slot": grade.slot,
            "reasons": [finding.message for finding in grade.verdict.findings],
            "private": [finding.private for finding in grade.verdict.findings if finding.private],
        }
        for entry in graded
        for grade in entry.parts
        if grade.verdict.state is State.NEEDS_REVIEW
    ]


def _turnout(turnout: Turnout) -> dict[str, Any]:
    return {
        "in_time": turnout.in_time,
        "hours_before": turnout.hours_before,
        "late": [{"days": days, "students": n} for days, n in turnout.late.items()],
        "unknown": turnout.unknown,
        "notebooks": [{"number": k, "students": n} for k, n in turnout.notebooks.items()],
        "attempts": [asdict(attempt) for attempt in turnout.tries],
    }


def _interval(interval: Interval | None) -> dict[str, Any] | None:
    return None if interval is None else asdict(interval)
