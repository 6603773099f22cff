"""The project's own derivations: the first bad line, its slip and the goal are named right."""

import pytest

from millivolt.symbolic import check_derivation


@pytest.fixture(scope="module")
def reports():
    """Every derivation is judged once; the tests look at different sides of the report."""
    return {}


@pytest.fixture
def report(chain, reports):
    if chain not in reports:
        reports[chain] = check_derivation(
            chain.lines,
            chain.premises,
            chain.goal,
            chain.symbols,
            solved_for=chain.solved_for,
            forbidden=chain.forbidden,
        )
    return reports[chain]


def test_the_suite_is_as_large_as_promised(all_chains):
    assert len(all_chains) >= 120
    assert sum(chain.bad is not None for chain in all_chains) >= 60


def test_the_first_bad_line_is_found(chain, report):
    assert report.first_bad == chain.bad


def test_the_goal_is_judged(chain, report):
    assert report.reached_goal == chain.reached


def test_the_slip_is_named(chain, report):
    if chain.slip is not None:
        assert report.slip == chain.slip
    if chain.bad is None:
        assert report.slip is None


def test_no_line_of_a_right_derivation_stays_open(chain, report):
    if chain.bad is None:
        assert not report.undecided
        assert all(step.verdict == "valid" for step in report.steps)


def test_a_bad_line_comes_with_a_counterexample(chain, report):
    if chain.bad is not None and report.steps[chain.bad].verdict == "invalid":
        assert report.steps[chain.bad].counterexample
