"""What the instructor's own solution tells about each test before a student is graded."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from millivolt.legacy.decoys import decoys
from millivolt.legacy.examination import Conditions, Outcome, apart, together
from millivolt.legacy.flow import Flow, Test, solved_flow
from millivolt.legacy.material import Material, Sheet

__all__ = ["Rehearsed", "kind_of", "notices", "rehearse"]

Kind = Literal["nothing", "number", "other"]


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """One test, tried on the solution.

    ``apart`` and ``together`` say in which ways the solution passes; ``shows`` what the test's
    last line then shows. ``decoys`` are those that the solution fails, as it should; ``why``
    tells what was missing where it does not pass.
    """

    apart: bool = True
    together: bool = True
    shows: Kind | None = None
    decoys: tuple[str, ...] = ()
    why: str = ""


def rehearse(material: Material, conditions: Conditions) -> dict[tuple[str, str], Rehearsed]:
    """What is known of each test, by notebook and id; nothing without a solution.

    Raises:
        Fault: the box failed.
    """
    if not material.solved:
        return {}
    return {
        (sheet.name, name): found
        for sheet in material.sheets
        for name, found in _sheet(sheet, conditions).items()
    }


def notices(
    material: Material, rehearsed: Mapping[tuple[str, str], Rehearsed], trusted: Collection[str]
) -> Iterator[str]:
    """What the instructor should know of the tests before they read any score."""
    for sheet in material.sheets:
        for test in sheet.tests:
            found = rehearsed.get((sheet.name, test.name), Rehearsed())
            slot = material.slot(sheet, test)
            why = f" ({found.why})" if found.why else ""
            if found.apart:
                continue
            if not found.together:
                yield f"{slot}: not even the solution passes this test here{why}."
            elif slot in trusted:
                yield f"{slot}: runs beside the student's code{why}, and is trusted."
            elif found.decoys:
                yield f"{slot}: runs beside the student's code{why}, guarded by decoys."
            else:
                yield (
                    f"{slot}: runs beside the student's code{why} with nothing to guard it; "
                    f"whoever passes waits for a person, unless you give --trust {slot}."
                )


def _sheet(sheet: Sheet, conditions: Conditions) -> dict[str, Rehearsed]:
    flow = solved_flow(sheet)
    alone = apart(flow, conditions)
    doubtful = {name for name, outcome in alone.items() if outcome.ending != "passed"}
    shared = together(flow, conditions, set(alone)) if doubtful else {}
    found = {}
    for test in flow.tests:
        name = test.cell.name
        if name not in doubtful:
            found[name] = Rehearsed(shows=kind_of(alone[name].shown))
            continue
        with_it = shared[name]
        passes = with_it.ending == "passed"
        found[name] = Rehearsed(
            apart=False,
            together=passes,
            shows=kind_of(with_it.shown) if passes else None,
            decoys=_rejected(flow, test, conditions) if passes else (),
            why=_told(alone[name]),
        )
    return found


def _rejected(flow: Flow, test: Test, conditions: Conditions) -> tuple[str, ...]:
    """The decoys that the solution fails by a failed comparison."""
    name = test.cell.name
    kept = []
    for source in decoys(test.cell, test.theirs):
        error = together(flow, conditions, {name}, {name: source})[name].error
        if error is not None and getattr(error, "type", "") == "AssertionError":
            kept.append(source)
    return tuple(kept)


def _told(outcome: Outcome) -> str:
    if outcome.why:
        return outcome.why
    error = outcome.error
    if error is None:
        return ""
    return error.message if not hasattr(error, "type") else f"{error.type}: {error.message}"


def kind_of(shown: Any) -> Kind:
    """What a value shown by a test's last line is to nbgrader."""
    if shown is None:
        return "nothing"
    number = isinstance(shown, int | float) and not isinstance(shown, bool)
    return "number" if number else "other"
