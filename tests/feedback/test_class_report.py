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


def test_the_report_is_valid_html_with_ids_that_occur_once(graded, issues):
    tree = html5lib.HTMLParser(strict=True).parse(class_report("Problem set 1", graded, issues))
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    for e in tree.iter():
        assert set((e.get("aria-labelledby") or "").split()) <= set(ids)


def test_the_data_of_the_report_are_json(graded, issues):
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


def test_two_ideas_that_act_together_are_told_apart_from_two_that_might(graded, issues):
    both = Verdict.of(0, Finding("two_misconceptions", "Two.", {"misconceptions": ("a", "b")}))
    entries = marked(graded, "q1_E", [both] * 2 + [idea("a", "b")] + [RIGHT] * 17)
    told = words(class_report("t", entries, issues))
    assert "a and b: 2 students" in told
    assert "a or b: 1 student" in told


def test_each_finding_of_a_part_is_an_idea_of_its_own(graded, issues):
    several = Verdict.of(
        0,
        Finding("misconception", "One.", {"misconceptions": ("a",)}),
        Finding("misconception", "Other.", {"misconceptions": ("b",)}),
    )
    entries = marked(graded, "q5_true", [several] + [RIGHT] * 19)
    found = report_data("t", entries, issues)["misconceptions"]
    assert [one["ids"] for one in found] == [["a"], ["b"]]


def test_of_many_ideas_five_are_told_and_the_others_folded_away(graded, issues):
    entries = marked(graded, "q1_E", [idea(name) for name in "abcdefgh"] + [RIGHT] * 12)
    page = class_report("t", entries, issues)
    assert "<summary>3 more</summary>" in page
    assert (
        page.index("<strong>e</strong>") < page.index("3 more") < page.index("<strong>f</strong>")
    )


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


def typed(entries, slot, answers):
    """``entries`` with what was typed, and judged, in one slot."""
    answers = iter(answers)
    changed = []
    for entry in entries:
        text, verdict = next(answers)
        parts = (
            replace(p, typed=text, understood=text, verdict=verdict) if p.slot == slot else p
            for p in entry.parts
        )
        changed.append(replace(entry, parts=tuple(parts)))
    return changed


def test_options_are_counted_by_what_they_are_not_by_their_letter(graded, issues, make_issue):
    """Half of the class has the options in another order, and another one is right."""
    turned = []
    for number, issue in enumerate(issues):
        question = issue.questions[1]
        choice = question.variant.part("direction")
        if number % 2:
            choice = replace(choice, options=choice.options[::-1], answer="in")
        variant = replace(question.variant, parts=(*question.variant.parts[:3], choice))
        questions = (issue.questions[0], replace(question, variant=variant), *issue.questions[2:])
        turned.append(replace(issue, questions=questions))
    entries = typed(graded, "q2_direction", [("A", WRONG), ("C", RIGHT)] * 9 + [("?", UNREAD)] * 2)
    counted = part(report_data("t", entries, turned), "q2_direction")["options"]
    assert [(one["id"], one["times"], one["rightly"]) for one in counted] == [
        ("in", 18, 9),
        ("none", 0, 0),
        ("out", 0, 0),
    ]
    assert "into the cell" in words(class_report("t", entries, turned))


def test_the_better_half_is_counted_apart(graded, issues):
    alike = marked(graded, "q2_direction", [RIGHT] * 20)
    order = sorted(alike, key=lambda entry: -entry.score)
    entries = typed(order, "q2_direction", [("B", RIGHT)] * 10 + [("A", RIGHT)] * 10)
    counted = part(report_data("t", entries, issues), "q2_direction")["options"]
    halves = {one["id"]: one["upper_half"] for one in counted}
    assert halves == {"in": 0, "out": 10, "none": 0}


def test_other_kinds_of_parts_have_no_options(graded, issues):
    assert part(report_data("t", graded, issues), "q1_E")["options"] is None


def with_ion(issues, name):
    """``issues`` in which every third student has another ion in question 1."""
    changed = []
    for number, issue in enumerate(issues):
        first = issue.questions[0]
        ion = name if number % 3 == 0 else "K"
        variant = replace(first.variant, strata={"ion": ion})
        changed.append(
            replace(issue, questions=(replace(first, variant=variant), *issue.questions[1:]))
        )
    return changed


def test_a_feature_of_the_variants_that_decides_the_credit_is_told(graded, issues):
    verdicts = [WRONG if n % 3 == 0 else RIGHT for n in range(20)]
    entries, mixed = marked(graded, "q1_E", verdicts), with_ion(issues, "Cl")
    (effect,) = report_data("t", entries, mixed)["effects"]
    assert (effect["part"], effect["feature"]) == ("monovalent-cation/E", "ion")
    assert effect["means"] == {"Cl": 0, "K": 1}
    assert "depends on which ion a student drew (Cl: 0 %, K: 100 %)" in words(
        class_report("t", entries, mixed)
    )


def test_variants_that_do_not_matter_are_not_accused(graded, issues):
    assert report_data("t", graded, with_ion(issues, "Cl"))["effects"] == []


def test_copied_answers_are_shown_with_their_chance_and_a_warning(graded, issues, make_entry):
    """Two students hand in the same wrong numbers for different questions."""
    issues = [
        replace(
            issue,
            questions=tuple(
                replace(
                    q,
                    variant=replace(
                        q.variant,
                        parts=tuple(
                            replace(p, answer=-60.0 - 1.7 * n)
                            if p.id in ("E", "E_K", "E_Na")
                            else p
                            for p in q.variant.parts
                        ),
                    ),
                )
                for q in issue.questions
            ),
        )
        for n, issue in enumerate(issues)
    ]
    entries = list(graded)
    for slot, shift in (("q1_E", 0), ("q2_E_K", 1), ("q2_E_Na", 2)):
        answers = [(f"{100 + 3.1 * n + shift:.1f}\u202fmV", WRONG) for n in range(20)]
        answers[4] = answers[11]
        entries = typed(entries, slot, answers)
    (pair,) = report_data("t", entries, issues)["shared"]
    assert pair["students"] == ["student04", "student11"]
    assert len(pair["parts"]) == 3
    assert pair["by_chance"] < 0.05
    told = words(class_report("t", entries, issues))
    assert "student04 and student11" in told
    assert "no proof of anything: ask before you conclude" in told
    assert "Answers that agree" not in words(class_report("t", graded, issues))


def test_partial_credit_counts_by_its_share(graded, issues):
    entries = marked(graded, "q1_E", [Verdict.of(Fraction(1, 4))] * 20)
    assert part(report_data("t", entries, issues), "q1_E")["facility"]["estimate"] == 0.25
