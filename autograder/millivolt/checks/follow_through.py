"""Follow-through: full credit for a right method that starts from an earlier wrong answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from millivolt.checks.catalogue import Code, finding
from millivolt.checks.dispatch import check
from millivolt.items import Numeric, Observation, Part, State, Verdict

TRIVIAL = (0.0, 1.0)
REMNANT = 0.01
"""A carried key below this share of the key as set is nothing but rounding."""


class Earlier(NamedTuple):
    """A step of the model: its right value, and the student's own, in the same unit.

    `explained` tells that the student's value is what a claimed misconception gives: it was
    come by honestly, and not chosen to make the rest easy.
    """

    key: float
    given: float
    explained: bool = False


def earlier_values(
    judged: Iterable[tuple[Part, Verdict]], steps: Mapping[str, float]
) -> dict[str, Earlier]:
    """The student's own wrong values among `judged` parts on which the item's model builds.

    `steps` holds the right values of the model's steps, by the ids of the parts.
    """
    earlier: dict[str, Earlier] = {}
    for part, verdict in judged:
        if not isinstance(part, Numeric) or verdict.state is not State.INCORRECT:
            continue
        value = _number_in(verdict)
        if value is not None and part.id in steps:
            earlier[part.id] = Earlier(steps[part.id], value, bool(verdict.misconceptions))
    return earlier


def follow_through(
    part: Part, carried: Part, observation: Observation, earlier: Mapping[str, Earlier]
) -> Verdict:
    """The better of the verdicts on the part as set and as it follows from `earlier`.

    `carried` is the same part with the key that the item's own model gives when the steps in
    `earlier` take the student's values. Credit is carried only when those values leave
    something to work out.
    """
    as_set = check(part, observation)
    if as_set.state not in (State.INCORRECT, State.PARTIAL):
        return as_set
    carried = _without_remnant(part, carried)
    followed = check(carried, observation)
    if followed.fraction <= as_set.fraction:
        return as_set
    if trivialises(part, carried, earlier):
        found = finding(Code.NOT_FOLLOWED_THROUGH)
        return Verdict(as_set.state, as_set.fraction, (*as_set.findings, found))
    found = finding(Code.FOLLOWED_THROUGH, evidence={"from": tuple(earlier)})
    return Verdict(followed.state, followed.fraction, (found, *followed.findings))


def trivialises(part: Part, carried: Part, earlier: Mapping[str, Earlier]) -> bool:
    """Whether the student's earlier values take the work out of a part.

    They do when one of them is 0, 1 or -1 although its key is not, or when they make the
    part's own key vanish, or equal to a value that was carried in. Values that a claimed
    misconception explains never count as trivialising.
    """
    earlier = {name: e for name, e in earlier.items() if not e.explained}
    if not earlier:
        return False
    if any(_is_trivial(e.given) and not _is_trivial(e.key) for e in earlier.values()):
        return True
    before, after = _key(part), _key(carried)
    if before is None or after is None:
        return False
    if after == 0 and before != 0:
        return True
    copied = any(abs(after) == abs(e.given) for e in earlier.values())
    return copied and not any(abs(before) == abs(e.key) for e in earlier.values())


def _without_remnant(part: Part, carried: Part) -> Part:
    """The carried part, with a key that is only the rounding of an earlier answer set to zero.

    Who takes the resting potential for E_K gets no current of potassium; the model, which has
    more digits of E_K than were typed, gets a tiny one.
    """
    if not (isinstance(part, Numeric) and isinstance(carried, Numeric)):
        return carried
    remnant = REMNANT * abs(part.answer)
    if not part.answer or abs(carried.answer) > remnant:
        return carried
    tolerance = replace(carried.tolerance, resolution=remnant)
    return replace(carried, answer=0.0, tolerance=tolerance)


def _is_trivial(value: float) -> bool:
    return abs(value) in TRIVIAL


def _key(part: Part) -> float | None:
    return part.answer if isinstance(part, Numeric) else None


def _number_in(verdict: Verdict) -> float | None:
    """The number that the checker read, in the part's own unit."""
    for found in verdict.findings:
        value = found.evidence.get("value")
        if found.code == "understood" and isinstance(value, int | float):
            return float(value)
    return None
