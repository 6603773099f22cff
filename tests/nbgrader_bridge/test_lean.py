"""nbgrader is imported without the grammars that take longest, and nobody else misses them."""

import json
import subprocess
import sys

import pytest

pytest.importorskip("rfc3987_syntax", reason="jsonschema builds no grammars here")

WATCH = """
import json, sys
{first}
import millivolt.nbgrader_bridge.bridge
built = "rfc3987_syntax" in sys.modules
import jsonschema, nbformat
from nbformat.v4 import new_notebook
nbformat.validate(new_notebook())
broken = 0
for format, value in (("date-time", "no"), ("uri", ":"), ("email", "no")):
    try:
        jsonschema.validate(value, {{"format": format}}, format_checker=jsonschema.FormatChecker())
    except jsonschema.ValidationError:
        broken += 1
import rfc3987_syntax
print(json.dumps([built, broken, rfc3987_syntax.is_valid_syntax("iri", "http://ö.org")]))
"""


@pytest.mark.parametrize("first", ["", "import jsonschema"])
def test_notebooks_are_validated_as_ever_and_the_grammars_can_be_had_by_who_wants_them(first):
    done = subprocess.run(
        [sys.executable, "-c", WATCH.format(first=first)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == [bool(first), 3, True]
