"""A family whose tests do not fit its own solution is told so before a student sees it."""

from datetime import UTC, datetime

import pytest

from millivolt.grading.rehearsal import misjudged_functions


@pytest.mark.sandbox
def test_a_solution_that_fails_a_test_is_noticed(bank):
    family = bank["slope"]
    when = datetime(2026, 11, 28, tzinfo=UTC)
    found = list(misjudged_functions(family, when, banks=(str(family.module.parent),)))
    # The solution lets z = 0 through as a ZeroDivisionError, and a test asks for a ValueError.
    assert found[0] == (
        "code: the right function 'the solution' is partial with no misconception; "
        "it deserves correct with no misconception"
    )
