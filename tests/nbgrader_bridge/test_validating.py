"""nbgrader's Validate button on a notebook of ours says what our own check says, and no more."""

import json

import pytest

pytest.importorskip("nbgrader", reason="the bridge needs millivolt[nbgrader]")

from nbgrader.validator import Validator

from millivolt.checks import Kind

pytestmark = pytest.mark.slow

ASSIGNMENT = """
title = "Potentials"
[[question]]
item = "chord"
points = 4
"""


@pytest.fixture(scope="module")
def tools(shared_tools):
    shared_tools.create(ASSIGNMENT)
    shared_tools.millivolt("assign", "hw")
    return shared_tools


@pytest.fixture
def validated(tools):
    """What nbgrader says of the notebook of ada with an answer of a kind."""

    def validate(kind):
        released = tools.course.released("ada", "hw")
        document = json.loads(tools.answered(released.read_bytes(), "ada", [kind]))
        path = tools.root / "answered.ipynb"
        path.write_text(json.dumps(document))
        return Validator().validate(str(path))

    return validate


def test_an_answer_that_can_be_read_passes_without_a_warning(validated, caplog):
    assert validated(Kind.RIGHT) == {}
    assert "cannot be converted" not in caplog.text


def test_an_answer_that_cannot_be_read_fails_in_our_words(validated, caplog):
    [failed] = validated(Kind.MALFORMED)["failed"]
    assert failed["source"].startswith('check("q1_E"')
    assert "q1_E: ✗ needs attention." in failed["error"]
    assert "Traceback" not in failed["error"]
    assert "cannot be converted" not in caplog.text
