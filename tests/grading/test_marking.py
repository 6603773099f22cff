"""From a submitted notebook to a grade entry."""

import json
import os
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from millivolt.grading.submissions import received
from millivolt.items import State

RIGHT_SLOPE = """def slope(T, z):
    if z == 0:
        raise ValueError("z must not be 0")
    return 8.314462618 * T / (z * 96485.33212) * 1000
"""


@pytest.fixture(scope="session")
def key(issue):
    return {p.slot: p.part.answer for p in issue.parts() if p.part.kind == "numeric"}


@pytest.fixture(scope="session")
def right(key):
    units = {"q1_E": "mV", "q1_F": "mV", "q1_I": "pA"}
    numbers = {slot: f'{slot} = "{key[slot]:.4f} {unit}"' for slot, unit in units.items()}
    return numbers | {
        "q2_code": RIGHT_SLOPE,
        "q3_side": 'q3_side = "A"',
        "q3_why": "Potassium diffuses out.",
    }


def verdicts(entry):
    return {part.slot: part.verdict for part in entry.parts}


def states(entry):
    return {slot: verdict.state.value for slot, verdict in verdicts(entry).items()}


def codes(verdict):
    return [finding.code for finding in verdict.findings]


def test_a_right_notebook_earns_everything_but_what_a_person_reads(grade, handed_in, right):
    (entry,) = grade(handed_in(right))
    assert states(entry) == {
        "q1_E": "correct",
        "q1_F": "correct",
        "q1_I": "correct",
        "q2_code": "correct",
        "q3_side": "correct",
        "q3_why": "needs_review",
    }
    assert (entry.score, entry.max_score) == (15, 18)


def test_an_untouched_notebook_is_not_attempted(grade, handed_in):
    (entry,) = grade(handed_in({}))
    assert set(states(entry).values()) == {"not_attempted"}
    assert entry.score == 0


def test_two_runs_give_the_same_verdicts(grade, handed_in, right):
    broken = right | {"q1_E": 'q1_E = "12 mV"', "q2_code": "def slope(T, z): return T"}
    first, second = grade(handed_in(broken), handed_in(broken))
    assert verdicts(first) == verdicts(second)


@pytest.mark.parametrize("factor", [-1, 1.7])
def test_an_earlier_slip_costs_its_own_part_only(grade, handed_in, right, key, issue, factor):
    given = issue.questions[0].variant.given
    E = factor * key["q1_E"]
    F = given["V"] - E
    mine = {
        "q1_E": f'q1_E = "{E:.6f} mV"',
        "q1_F": f'q1_F = "{F:.6f} mV"',
        "q1_I": f'q1_I = "{given["g"] * F:.6f} pA"',
    }
    (entry,) = grade(handed_in(right | mine))
    assert states(entry)["q1_E"] == "incorrect"
    assert states(entry)["q1_F"] == states(entry)["q1_I"] == "correct"
    assert "followed_through" in codes(verdicts(entry)["q1_F"])


def test_an_earlier_zero_carries_no_credit_forward(grade, handed_in, right, issue):
    given = issue.questions[0].variant.given
    trivial = {"q1_E": 'q1_E = "0 mV"', "q1_F": f'q1_F = "{given["V"]} mV"'}
    (entry,) = grade(handed_in(right | trivial))
    assert states(entry)["q1_F"] == "incorrect"


def test_a_misconception_is_named(grade, handed_in, right, key):
    (entry,) = grade(handed_in(right | {"q1_E": f"q1_E = {-key['q1_E']}"}))
    assert verdicts(entry)["q1_E"].misconceptions == ("in_out_swapped",)


def test_an_endless_loop_costs_its_own_answer_only(grade, handed_in, right):
    (entry,) = grade(handed_in(right | {"q1_F": "while True:\n    pass"}))
    found = states(entry)
    assert found.pop("q1_F") == "ungradable_input"
    assert found.pop("q3_why") == "needs_review"
    assert set(found.values()) == {"correct"}


def test_a_loop_that_cannot_be_interrupted_costs_its_own_answer_only(grade, handed_in, right):
    stubborn = "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    (entry,) = grade(handed_in(right | {"q1_E": stubborn}))
    found = states(entry)
    assert found["q1_E"] == "ungradable_input"
    assert found["q2_code"] == found["q3_side"] == "correct"
    assert "limit" in codes(verdicts(entry)["q1_E"])


def test_a_syntax_error_costs_its_own_answer_only(grade, handed_in, right):
    (entry,) = grade(handed_in(right | {"q1_I": "q1_I = = 3"}))
    assert states(entry)["q1_I"] == "ungradable_input"
    assert states(entry)["q1_E"] == states(entry)["q2_code"] == "correct"


def test_warnings_extra_cells_and_reused_names_cost_nothing(grade, handed_in, right):
    document = json.loads(handed_in(right))
    noise = "import warnings, sys\nwarnings.warn('careful')\nprint('x', file=sys.stderr)\n"
    extra = {
        "cell_type": "code",
        "execution_count": 7,
        "id": "mine",
        "metadata": {"collapsed": True},
        "outputs": [],
        "source": noise + "q1_E = 'reused as a scratch variable'\nslope = 3",
    }
    document["cells"].append(extra)
    (entry,) = grade(json.dumps(document).encode())
    assert states(entry)["q1_E"] == states(entry)["q2_code"] == "correct"


@pytest.mark.parametrize("saver", ["jupyterlab", "vscode", "colab", "nbformat 4.4"])
def test_the_program_that_saved_the_notebook_does_not_matter(grade, handed_in, right, saver):
    document = json.loads(handed_in(right))
    for number, cell in enumerate(document["cells"]):
        if saver == "vscode":
            cell["id"] = f"{number:08x}"
            cell["metadata"] = cell["metadata"] | {"vscode": {"languageId": "python"}}
        if saver == "colab":
            cell["metadata"] = {"id": f"c{number}", "colab": {"base_uri": "https://x"}}
            cell.pop("id", None)
        if saver == "nbformat 4.4":
            cell.pop("id", None)
            document["nbformat_minor"] = 4
        if saver == "jupyterlab":
            cell["metadata"]["editable"] = True
            cell["source"] = "".join(cell["source"])
    (entry,) = grade(json.dumps(document).encode())
    assert entry.score == 15


def test_somebody_elses_notebook_waits_for_a_person(grade, handed_in, right):
    (entry,) = grade(handed_in(right, token="token-of-bob"))
    assert set(states(entry).values()) == {"needs_review"}
    assert codes(verdicts(entry)["q1_E"]) == ["other_notebook"]


def test_a_file_that_is_no_notebook_says_so_and_the_next_is_graded(grade, handed_in, right):
    broken, empty, fine = grade(b"%PDF-1.7", b"", handed_in(right))
    assert set(states(broken).values()) == {"ungradable_input"}
    assert "empty" in verdicts(empty)["q1_E"].findings[0].message
    assert fine.score == 15


def test_a_fault_of_the_tool_is_never_a_zero(grade, handed_in, right, monkeypatch):
    def broken(part, observation):
        raise RuntimeError("a bug of ours")

    monkeypatch.setattr("millivolt.grading.marking.check", broken)
    (entry,) = grade(handed_in(right))
    verdict = verdicts(entry)["q1_E"]
    assert verdict.state is State.NEEDS_REVIEW
    assert "a bug of ours" in verdict.findings[0].private
    assert "a bug of ours" not in verdict.findings[0].message
    assert verdicts(entry)["q2_code"].fraction == Fraction(1)


def test_a_fault_in_explaining_a_function_stops_nobody(grade, handed_in, right, monkeypatch):
    def broken(part, reference, calls):
        raise RuntimeError("a bug of ours")

    monkeypatch.setattr("millivolt.grading.marking.ideas_behind", broken)
    wrong = right | {"q2_code": "def slope(T, z):\n    return T"}
    entry, following = grade(handed_in(wrong), handed_in(right))
    verdict = verdicts(entry)["q2_code"]
    assert verdict.state is State.NEEDS_REVIEW
    assert "a bug of ours" in verdict.findings[0].private
    assert states(entry)["q1_E"] == "correct"
    assert following.score == 15


def test_what_somebody_set_for_their_own_pytest_changes_no_grade(grade, handed_in, monkeypatch):
    (expected,) = grade(handed_in({}))
    monkeypatch.setenv("PYTEST_ADDOPTS", "--durations=3 -k nothing --no-such-option")
    monkeypatch.setenv("PYTEST_PLUGINS", "no_such_plugin")
    (entry,) = grade(handed_in({}))
    assert [part.verdict for part in entry.parts] == [part.verdict for part in expected.parts]
    assert os.environ["PYTEST_PLUGINS"] == "no_such_plugin"


def test_the_sandbox_mode_is_recorded(grade, handed_in, right, box):
    (entry,) = grade(handed_in(right))
    assert entry.provenance.sandbox == box.mode


def test_the_entry_says_how_a_number_was_read(grade, handed_in, right, key):
    (entry,) = grade(handed_in(right | {"q1_E": f'q1_E = "{key["q1_E"] / 1000:.5f} V"'}))
    grade_of_E = next(part for part in entry.parts if part.slot == "q1_E")
    assert grade_of_E.understood.endswith("mV")


def test_a_slip_from_which_nothing_follows_leaves_later_parts_as_they_were_set(
    grade, handed_in, right
):
    (entry,) = grade(handed_in(right | {"q1_E": 'q1_E = "0 mV"', "q1_F": 'q1_F = "3 mV"'}))
    assert states(entry)["q1_E"] == states(entry)["q1_F"] == "incorrect"


@pytest.mark.parametrize(
    ("stamp", "when"),
    [
        ("2026-03-01 23:59:10.123456 UTC", datetime(2026, 3, 1, 23, 59, 10, 123456, tzinfo=UTC)),
        ("2026-03-01T23:59:10+01:00", datetime(2026, 3, 1, 22, 59, 10, tzinfo=UTC)),
        ("no time at all", None),
        (None, None),
    ],
)
def test_a_submission_arrived_when_its_stamp_says_or_else_its_file(tmp_path, stamp, when):
    notebook = tmp_path / "ps1.ipynb"
    notebook.write_text("{}")
    if stamp is not None:
        (tmp_path / "timestamp.txt").write_text(stamp)
    changed = datetime.fromtimestamp(int(notebook.stat().st_mtime), UTC)
    assert received(notebook) == (when or changed)
