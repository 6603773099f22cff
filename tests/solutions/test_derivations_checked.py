"""The engine's checker follows every derivation of the package to its goal."""

import pytest

from millivolt.symbolic import check_derivation
from millivolt_solutions.derivations import DERIVATIONS


@pytest.mark.parametrize("derivation", DERIVATIONS.values(), ids=DERIVATIONS)
def test_the_checker_accepts_every_line_and_the_goal(derivation):
    report = check_derivation(
        derivation.lines,
        derivation.premises,
        derivation.goal,
        derivation.symbols,
        derivation.solved_for,
        derivation.forbidden,
    )
    assert [step.message for step in report.steps if step.verdict != "valid"] == []
    assert report.first_bad is None
    assert report.reached_goal
