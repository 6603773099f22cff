"""The class report tells how it went, with the numbers behind every statement."""

import json
import random
from dataclasses import replace
from fractions import Fraction

import html5lib
import pytest

from millivolt.feedback import class_report, report_data
from millivolt.items import Finding, State, Verdict

HTML = "{http://www.w3.org/1999/xhtml}"
RIGHT = Verdict.of(1)
WRONG = Verdict.of(0, Finding("wrong_value", "The value is not right."))
UNREAD = Verdict.without_credit(State.UNGRADABLE_INPUT, Finding("wrong_type", "No number."))


def idea(*ids):
    return Verdict.of(0, Finding("misconceptions", "Told.", {"misconceptions": ids}))


def words(page):
    tree = html5lib.HTMLParser(strict=True).parse(page)
    for style in tree.iter(f"{HTML}style"):
        style.text = ""
    return " ".join("".join(tree.itertext()).split())


@pytest.fixture(scope="module")
def issues(make_issue):
    return [make_issue(f"student{number:02d}") for number in range(24)]


@pytest.fixture(scope="module")
def graded(issues, make_entry):
    """Twenty entries of students whose ability decides how much is right."""
    dice = random.Random(7)
    entries = []
    for issue in issues[:20]:
        ability = dice.gauss(0.6, 0.25)
        answers = {
            part.slot: ("x", "", RIGHT if dice.random() < ability else WRONG)
            for part in issue.parts()
        }
        entries.append(make_entry(issue, answers))
    return entries


def part(data, slot):
    return next(one for one in data["parts"] if one["slot"] == slot)


def marked(entries, slot, verdicts):
    """``entries`` with the given verdicts in one slot, from the first entry on."""
    verdicts = iter(verdicts)
    return [
        replace(
            entry,
            parts=tuple(
                replace(p, verdict=next(verdicts)) if p.slot == slot else p for p in entry.parts
            ),
        )
        for entry in entries
    ]


def test_the_report_is_valid_html_and_its_data_are_json(graded, issues):
    html5lib.HTMLParser(strict=True).parse(class_report("Problem set 1", graded, issues))
    data = report_data("Problem set 1", graded, issues)
    assert json.loads(json.dumps(data, allow_nan=False)) == data


def test_a_class_without_a_grade_has_a_report_too(issues):
    told = words(class_report("Problem set 1", [], issues))
    assert "No notebook has been graded yet; 24 were issued." in told
    data = report_data("Problem set 1", [], issues)
    assert data["scores"] is None
    assert len(data["missing"]) == 24


def test_the_shares_are_those_of_the_entries(graded, issues):
    data = report_data("t", graded, issues)
    shares = [float(entry.score / entry.max_score) for entry in graded]
    assert data["scores"]["mean"] == pytest.approx(sum(shares) / len(shares))
    assert sum(data["scores"]["histogram"]) == len(graded)
    assert data["missing"] == ["student20", "student21", "student22", "student23"]


def test_a_full_score_falls_into_the_last_bin_and_none_into_the_first(issues, make_entry):
    full = make_entry(issues[0], {})
    nothing = make_entry(issues[1], {p.slot: ("x", "", WRONG) for p in issues[1].parts()})
    counts = report_data("t", [full, nothing], issues)["scores"]["histogram"]
    assert counts == [1, 0, 0, 0, 0, 0, 0, 0, 0, 1]


def test_the_facility_of_a_part_is_the_share_of_credit_with_its_interval(graded, issues):
    entries = marked(graded, "q1_E", [RIGHT] * 15 + [WRONG] * 5)
    ease = part(report_data("t", entries, issues), "q1_E")["facility"]
    assert ease["estimate"] == 0.75
    assert 0.5 < ease["low"] < 0.75 < ease["high"] < 0.9


def test_an_answer_that_waits_for_a_person_counts_in_no_statistic(graded, issues):
    waiting = Verdict.without_credit(State.NEEDS_REVIEW)
    entries = marked(graded, "q1_E", [waiting] * 5 + [RIGHT] * 15)
    one = part(report_data("t", entries, issues), "q1_E")
    assert one["facility"]["estimate"] == 1
    assert one["facility"]["count"] == 15
    assert one["states"] == {"needs_review": 5, "correct": 15}


def test_answers_that_wait_are_listed_with_the_instructors_reason(graded, issues):
    waiting = Verdict.without_credit(
        State.NEEDS_REVIEW, Finding("tool_fault", "A person will look.", private="Traceback: x<y")
    )
    entries = marked(graded, "q1_E", [waiting] + [RIGHT] * 19)
    (listed,) = report_data("t", entries, issues)["review"]
    assert (listed["student"], listed["slot"]) == ("student00", "q1_E")
    assert listed["private"] == ["Traceback: x<y"]
    told = words(class_report("t", entries, issues))
    assert "1 answer waits for a person." in told
    assert "Traceback: x<y" in told


def test_misconceptions_are_counted_by_student_and_kept_as_sets(graded, issues):
    verdicts = [idea("b", "a")] * 2 + [idea("a", "b")] + [idea("a")] * 2 + [RIGHT] * 15
    entries = marked(graded, "q1_E", verdicts)
    entries = marked(entries, "q2_E_K", [idea("a")] + [RIGHT] * 19)
    found = report_data("t", entries, issues)["misconceptions"]
    assert [(one["ids"], len(one["students"]), one["times"]) for one in found] == [
        (["a"], 3, 3),
        (["a", "b"], 3, 3),
    ]
    assert "a or b: 3 students (15 %), 3 answers" in words(class_report("t", entries, issues))


def test_parts_of_different_slots_are_one_part_when_the_item_is_the_same(graded, issues):
    """A pool gives the same item under another number."""
    first = issues[0]
    moved = replace(first, questions=tuple(
        replace(q, number=q.number + 5) for q in first.questions
    ))  # fmt: skip
    entry = replace(
        graded[0],
        parts=tuple(
            replace(grade, slot=issued.slot)
            for grade, issued in zip(graded[0].parts, moved.parts(), strict=True)
        ),
    )
    data = report_data("t", [entry, *graded[1:]], [moved, *issues[1:]])
    assert len(data["parts"]) == 17
    assert all(one["answers"] == 20 for one in data["parts"])
    assert all(one["slot"] == "" for one in data["parts"])


def test_a_part_that_strong_students_miss_is_flagged_to_check_its_key(graded, issues):
    order = sorted(graded, key=lambda entry: entry.score)
    wrong_key = marked(order, "q1_E", [RIGHT] * 10 + [WRONG] * 10)
    flags = part(report_data("t", wrong_key, issues), "q1_E")["flags"]
    assert any("check the key" in flag for flag in flags)
    sound = marked(order, "q1_E", [WRONG] * 10 + [RIGHT] * 10)
    assert part(report_data("t", sound, issues), "q1_E")["flags"] == []


def test_a_part_that_many_write_unreadably_is_flagged(graded, issues):
    entries = marked(graded, "q1_E", [UNREAD] * 8 + [RIGHT] * 12)
    (flag,) = part(report_data("t", entries, issues), "q1_E")["flags"]
    assert "could not be read" in flag


def test_a_class_too_small_is_not_judged(issues, make_entry):
    entries = [
        make_entry(issue, {"q1_E": ("x", "", UNREAD), "q2_E_K": ("x", "", WRONG)})
        for issue in issues[:3]
    ]
    data = report_data("t", entries, issues)
    assert all(one["flags"] == [] for one in data["parts"])
    assert all(one["discrimination"] is None for one in data["parts"])


def test_the_sandbox_of_every_notebook_is_stated(issues, make_entry):
    entries = [make_entry(issues[0], {}, sandbox="none"), make_entry(issues[1], {})]
    told = words(class_report("t", entries, issues))
    assert "1 notebook ran without a sandbox." in told
    assert "Sandbox: full (1), none (1)." in told
    boxed = words(class_report("t", entries[1:], issues))
    assert "without a sandbox" not in boxed


def test_the_time_that_grading_took_is_stated(graded, issues):
    assert "took 8.0 s in all, 0.4 s for the slowest" in words(class_report("t", graded, issues))


def test_hostile_names_stay_text(issues, make_entry, make_issue):
    hostile = make_issue("<script>alert(1)</script>")
    page = class_report("<b>t</b>", [make_entry(hostile, {})], [hostile, *issues])
    assert "<script" not in page
    assert "<b>" not in page


def test_partial_credit_counts_by_its_share(graded, issues):
    entries = marked(graded, "q1_E", [Verdict.of(Fraction(1, 4))] * 20)
    assert part(report_data("t", entries, issues), "q1_E")["facility"]["estimate"] == 0.25
