"""The box from the outside: cells, captures, calls and limits."""

import pytest

from millivolt.isolation import Box, Cell, Returned

pytestmark = pytest.mark.sandbox


@pytest.fixture(scope="module")
def box():
    with Box.start("full", preload=("numpy",)) as box:
        yield box


def test_a_captured_function_is_called_with_values_and_returns_values(box):
    with box.session() as session:
        runs = session.run([Cell("a", "def double(x):\n    return 2 * x", ("double",))])
        outcomes = session.call("double", [((2.0,), {}), ((), {"x": 3})])
    assert [run.status for run in runs] == ["ok"]
    assert [outcome.value for outcome in outcomes] == [4.0, 6]
    assert all(isinstance(outcome, Returned) for outcome in outcomes)
