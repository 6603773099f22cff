"""The responses that parts manufacture for themselves, graded: each must get what it deserves."""

from __future__ import annotations

from collections.abc import Iterator

from millivolt.checks import check, specimens
from millivolt.items import Function, Part

__all__ = ["misjudged"]


def misjudged(part: Part) -> Iterator[str]:
    """What is wrong with the verdicts on the part's own responses; nothing if all is well.

    Functions are left out: their tests run in the box, when a simulated class is graded.
    """
    if isinstance(part, Function):
        return
    for specimen in specimens(part):
        verdict = check(part, specimen.observation(part))
        if not specimen.agrees(verdict):
            named = ", ".join(verdict.misconceptions) or "no misconception"
            meant = ", ".join(sorted(specimen.misconceptions)) or "no misconception"
            states = " or ".join(sorted(specimen.states))
            yield (
                f"the {specimen.kind} response {specimen.label!r} ({specimen.expression!r}) is "
                f"{verdict.state} with {named}; it deserves {states} with {meant}"
            )
