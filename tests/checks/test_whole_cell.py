"""Follow-through on the report of a whole cell: one slip costs one answer, not the rest."""

import pytest

from millivolt.bank import load_bank
from millivolt.checks import Earlier, Kind, check, follow_through, specimens
from millivolt.items import Numeric, State


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_every_slip_at_every_answer_leaves_later_answers_full_marks(seed: int) -> None:
    family = load_bank()["cell-report"]
    variant = family.variant(seed)
    injected = followed = 0
    for place, slipped in enumerate(variant.parts):
        if not isinstance(slipped, Numeric) or slipped.id not in variant.steps:
            continue
        for idea in slipped.misconceptions:
            injected += 1
            earlier = {slipped.id: Earlier(variant.steps[slipped.id], idea.value, True)}
            carried = family.carry_forward(variant, {slipped.id: idea.value})
            for part, after in list(zip(variant.parts, carried, strict=True))[place + 1 :]:
                (right,) = [s for s in specimens(after) if s.kind is Kind.RIGHT]
                seen = right.observation(part)
                result = follow_through(part, after, seen, earlier)
                assert (result.state, result.fraction) == (State.CORRECT, 1), (idea.id, part.id)
                followed += check(part, seen).state is not State.CORRECT
    assert injected > 5
    assert followed > 5
