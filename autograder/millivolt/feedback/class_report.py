"""The class report: how it went, what was hard, which ideas need another lecture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from millivolt.course.issue import Issue
from millivolt.course.turnout import Turnout
from millivolt.feedback.page import render
from millivolt.feedback.plain import plain
from millivolt.feedback.plots import facility_bar, histogram
from millivolt.feedback.prose import phrase
from millivolt.feedback.report_data import report_data
from millivolt.gradebook.entry import GradeEntry
from millivolt.items import State

__all__ = ["class_report"]

_FOREMOST = 5

_UNJUDGED = {
    State.NOT_ATTEMPTED: "unanswered",
    State.UNGRADABLE_INPUT: "unreadable",
    State.NEEDS_REVIEW: "waiting",
    State.SKIPPED: "not checked",
}


def class_report(
    title: str,
    entries: Iterable[GradeEntry],
    issues: Iterable[Issue],
    turnout: Turnout | None = None,
) -> str:
    """The report on one assignment as an HTML document; ``report_data`` has its numbers."""
    data = report_data(title, entries, issues, turnout)
    return render(
        "class.html",
        data=data,
        histogram=Markup(histogram(data["scores"]["histogram"])) if data["scores"] else Markup(),
        questions=_grouped(data["parts"]),
        ideas=[_idea(idea, data["graded"]) for idea in data["misconceptions"]],
        effects=[_effect(effect) for effect in data["effects"]],
        review=[_waiting(waiting) for waiting in data["review"]],
        choices={_name(part): part["options"] for part in data["parts"] if part["options"]},
        flags=[(_name(part), flag) for part in data["parts"] for flag in part["flags"]],
        unboxed=data["sandbox"].get("none", 0),
        boxes=", ".join(f"{mode} ({count})" for mode, count in sorted(data["sandbox"].items())),
        foremost=_FOREMOST,
        hours=_hours,
        percent=_percent,
        phrase=phrase,
        span=_span,
    )


def _grouped(parts: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Rows by the title of their question, in order."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for part in parts:
        rows.setdefault(part["title"], []).append(_row(part))
    return rows


def _row(part: dict[str, Any]) -> dict[str, Any]:
    states = part["states"]
    others = [f"{states[state]} {told}" for state, told in _UNJUDGED.items() if state in states]
    bar = facility_bar(part["facility"]) if part["facility"] else ""
    return {**part, "name": _name(part), "bar": Markup(bar), "others": ", ".join(others)}


def _name(part: dict[str, Any]) -> str:
    return part["slot"] or f"{part['item']}/{part['part']}"


def _idea(idea: dict[str, Any], graded: int) -> dict[str, Any]:
    joint = " and " if idea["together"] else " or "
    return {
        **idea,
        "name": joint.join(one.replace("_", " ") for one in idea["ids"]),
        "share": len(idea["students"]) / graded,
    }


def _effect(effect: dict[str, Any]) -> dict[str, Any]:
    means = ", ".join(f"{value}: {_percent(mean)}" for value, mean in effect["means"].items())
    return {**effect, "means": means}


def _waiting(waiting: dict[str, Any]) -> dict[str, Any]:
    told: Sequence[str] = waiting["reasons"]
    return {
        "student": plain(waiting["student"]),
        "slot": waiting["slot"],
        "reason": plain(" ".join(told)),
        "private": plain("\n".join(waiting["private"])),
    }


def _percent(share: float) -> str:
    return f"{100 * share:.0f}\u202f%"


def _hours(hours: float) -> str:
    """A stretch of time in the unit that a person would choose."""
    if hours < 1:
        return f"{60 * hours:.0f}\u202fmin"
    return f"{hours:.0f}\u202fh" if hours < 48 else f"{hours / 24:.0f} days"


def _span(interval: dict[str, float] | None) -> str:
    """Both ends of an interval with two decimals: 0.31 to 0.62."""
    if interval is None:
        return ""
    return f"{interval['low']:.2f} to {interval['high']:.2f}".replace("-", "−")
