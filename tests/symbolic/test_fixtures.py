"""The collection of cases kept outside the project, where it is present."""

import json
import re
from pathlib import Path

import pytest

from millivolt.symbolic import check_derivation, compare

FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures"
needs_fixtures = pytest.mark.skipif(
    not (FIXTURES / "domain.jsonl").exists(), reason="the outside collection is not here"
)
REAL = frozenset(["V", "E", "phi_i", "phi_o", "J", "u", "w", "E_K", "E_Na"])


def rows(name):
    path = FIXTURES / name
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@needs_fixtures
@pytest.mark.parametrize("case", rows("domain.jsonl"), ids=lambda case: case["id"])
def test_a_collected_pair_gets_its_verdict(case):
    for student, teacher in ((case["student"], case["teacher"]), case["raw"]):
        outcome = compare(student, teacher, case["assumptions"])
        assert outcome.accepted == case["expected"]


def as_text(line):
    """A line of the collection in the notation of derivations, and the symbol it introduces."""
    if isinstance(line, str):
        return line
    text, move = line
    if move[0] == "lim":
        return f"limit {move[1]} -> {move[2]}: {text}"
    return f"d/d{move[2]}: " + re.sub(rf"\bd{move[1]}\b", f"d{move[1]}/d{move[2]}", text)


@needs_fixtures
@pytest.mark.parametrize("case", rows("derivations.jsonl"), ids=lambda case: case["id"])
def test_a_collected_derivation_is_judged_right(case):
    texts = [*case["premises"], *(as_text(line) for line in case["lines"]), case["target"] or ""]
    names = set(re.findall(r"[A-Za-z]\w*", " ".join(texts))) - {"ln", "exp", "log10", "limit"}
    symbols = {
        name: "nonzero_integer" if name == "z" else "real" if name in REAL else "positive"
        for name in names
        if not re.fullmatch(r"d|d(E|c_o)", name)
    }
    solved = "dE/dc_o" if case["solved"] == "dE" else case["solved"]
    report = check_derivation(
        [as_text(line) for line in case["lines"]],
        case["premises"],
        case["target"],
        symbols,
        solved_for=solved,
        forbidden=case["forbidden"],
    )
    assert report.first_bad == case["expect_bad"]
    if case["expect_final"] is not None:
        assert report.reached_goal == case["expect_final"]
    if case["expect_slip"] is not None:
        assert report.slip == case["expect_slip"]
