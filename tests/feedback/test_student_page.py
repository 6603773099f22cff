"""A student's page tells what its policy allows, kindly, and nothing of it can act."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from millivolt.feedback import Shown, plain, student_page
from millivolt.items import Finding, FreeText, Mark, Numeric, State, Verdict, VoltageAxis
from millivolt.items.records import PART_KINDS

POLICIES = {
    "everything": Shown.everything(),
    "usual": Shown(),
    "no score": Shown(score=False),
    "verdicts only": Shown(score=False, misconceptions=False, hints=False),
    "receipt": Shown.receipt(),
}
EVERY_POLICY = pytest.mark.parametrize("shown", POLICIES.values(), ids=POLICIES.keys())
HTML = "{http://www.w3.org/1999/xhtml}"

RIGHT = Verdict.of(1)
HALF = Verdict.of(Fraction(1, 2))
WRONG = Verdict.of(0, Finding("wrong_value", "The value is not right."))


def parsed(page):
    return html5lib.HTMLParser(strict=True).parse(page)


def words(page):
    """The text that a reader sees, without the style sheet."""
    tree = parsed(page)
    for style in tree.iter(f"{HTML}style"):
        style.text = ""
    return " ".join("".join(tree.itertext()).split())


def element(page, wanted):
    return next(e for e in parsed(page).iter() if e.get("id") == wanted)


def with_verdict(entry, slot, verdict, **changes):
    parts = tuple(
        replace(part, verdict=verdict, **changes) if part.slot == slot else part
        for part in entry.parts
    )
    return replace(entry, parts=parts)


def with_part(issue, question, part_id, **changes):
    """``issue`` with other facts about one part, as if its key had been another."""
    questions = []
    for one in issue.questions:
        if one.number == question:
            parts = tuple(
                replace(part, **changes) if part.id == part_id else part
                for part in one.variant.parts
            )
            one = replace(one, variant=replace(one.variant, parts=parts))
        questions.append(one)
    return replace(issue, questions=tuple(questions))


def with_prose(issue, **changes):
    return replace(
        issue,
        questions=tuple(
            replace(q, variant=replace(q.variant, prose=replace(q.variant.prose, **changes)))
            for q in issue.questions
        ),
    )


def first_questions(issue, count):
    return replace(issue, questions=issue.questions[:count])


# The page as a document


@EVERY_POLICY
def test_the_page_is_valid_html_with_ids_that_occur_once(entry, issue, shown):
    tree = parsed(student_page(entry, issue, shown))
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    for e in tree.iter():
        for name in (e.get("aria-labelledby") or "").split():
            assert name in ids
        if (e.get("href") or "").startswith("#"):
            assert e.get("href")[1:] in ids


@EVERY_POLICY
def test_the_page_loads_nothing_and_runs_nothing(entry, issue, shown):
    tree = parsed(student_page(entry, issue, shown))
    tags = {e.tag.rpartition("}")[2] for e in tree.iter() if isinstance(e.tag, str)}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "form", "base"}
    for e in tree.iter():
        assert not [name for name in e.attrib if name.startswith("on")]
        assert all(e.get(name, "#").startswith("#") for name in ("href", "src"))
    policy = next(e for e in tree.iter(f"{HTML}meta") if e.get("http-equiv"))
    assert policy.get("content") == ("default-src 'none'; style-src 'unsafe-inline'; img-src data:")


def test_the_page_has_one_first_heading_and_skips_no_level(entry, issue):
    tree = parsed(student_page(entry, issue, Shown.everything()))
    levels = [int(e.tag[-1]) for e in tree.iter() if e.tag in {f"{HTML}h{n}" for n in range(1, 7)}]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


@EVERY_POLICY
def test_the_same_grade_gives_the_same_page(entry, issue, shown):
    assert student_page(entry, issue, shown) == student_page(entry, issue, shown)


def test_a_grade_of_somebody_else_is_refused(entry, make_issue):
    with pytest.raises(ValueError, match="does not belong"):
        student_page(entry, make_issue("bob"), Shown())


# Students' text is data

anything = st.text(max_size=60) | st.sampled_from(
    ["</pre><script>alert(1)</script>", "{{ 7*7 }}", "{% raw %}", "<!--", '"><img src=x>', "&lt;"]
)


@settings(max_examples=25)
@given(typed=anything, understood=anything, message=anything, comment=anything)
def test_no_text_of_a_student_adds_an_element_to_the_page(
    make_issue, make_entry, typed, understood, message, comment
):
    issue = first_questions(make_issue(), 2)
    entry = make_entry(issue, {}, comment="x" + comment)
    told = Verdict.of(0, Finding("wrong_value", message))
    page = student_page(
        with_verdict(entry, "q2_V_m", told, typed="x" + typed, understood="x" + understood),
        issue,
        Shown(),
    )
    harmless = student_page(
        with_verdict(
            make_entry(issue, {}, comment="x"),
            "q2_V_m",
            Verdict.of(0, Finding("wrong_value", "x")),
            typed="x",
            understood="xy" if understood or "x" + typed != "x" else "x",
        ),
        issue,
        Shown(),
    )
    tags = [e.tag for e in parsed(page).iter() if isinstance(e.tag, str)]
    expected = [e.tag for e in parsed(harmless).iter() if isinstance(e.tag, str)]
    extra = {f"{HTML}dt", f"{HTML}dd"}  # "Read as" is left out when it says nothing new
    assert [t for t in tags if t not in extra] == [t for t in expected if t not in extra]


@settings(max_examples=40)
@given(typed=anything.filter(lambda text: plain(text).strip() and text.count("\n") < 10))
def test_the_answer_is_shown_as_it_was_typed(make_issue, make_entry, typed):
    issue = first_questions(make_issue(), 1)
    page = student_page(make_entry(issue, {"q1_E": (typed, "", WRONG)}), issue, Shown())
    code = element(page, "part-1").find(f".//{HTML}pre/{HTML}code")
    assert code.text == plain(typed)


def test_what_only_the_instructor_may_read_is_nowhere_on_the_page(entry, issue):
    assert any(f.private for part in entry.parts for f in part.verdict.findings)
    assert "only for us" not in student_page(entry, issue, Shown.everything())


# What a policy hides has no trace on the page


@pytest.mark.parametrize("verdict", [HALF, WRONG], ids=["half", "wrong"])
def test_a_receipt_is_the_same_page_whatever_the_verdict(entry, issue, verdict):
    as_right = with_verdict(entry, "q1_E", RIGHT)
    other = with_verdict(entry, "q1_E", verdict)
    receipt = Shown.receipt()
    assert student_page(as_right, issue, receipt) == student_page(other, issue, receipt)
    assert student_page(as_right, issue, Shown()) != student_page(other, issue, Shown())


def test_hidden_misconceptions_leave_the_page_of_a_plain_wrong_answer(entry, issue):
    hidden = Shown(misconceptions=False)
    ideas = [
        Finding("misconception", "You swapped.", {"misconceptions": ("in_out_swapped",)}),
        Finding("misconceptions", "One of two.", {"misconceptions": ("a", "b")}),
        Finding("wrong_sign", "The size is right and the sign is not."),
        Finding("power_of_ten", "The value is off by a factor of 1000."),
    ]
    pages = {
        student_page(with_verdict(entry, "q1_E", Verdict.of(0, idea)), issue, hidden)
        for idea in ideas
    }
    assert len(pages) == 1


@pytest.mark.parametrize(
    ("question", "part_id", "changes"),
    [
        (1, "E", {"answer": -12.3}),
        (2, "direction", {"answer": "in"}),
        (3, "c_in", {"answer": "c_out"}),
        (3, "chain", {"goal": "x = 1", "steps": ("x = 1",)}),
        (3, "why", {"example": "Another one."}),
        (4, "nernst", {"solution": "def nernst(): ..."}),
        (5, "trace", {"values": (0.0,) * 11}),
        (5, "medium", {"example": (3.0,)}),
        (5, "true", {"answer": frozenset({"b"})}),
        (5, "order", {"answer": ("y", "x")}),
        (5, "pairs", {"answer": ("lo", "hi")}),
        (5, "pump", {"answer": "no", "reason": "atp"}),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_hidden_key_leaves_no_trace(entry, issue, question, part_id, changes):
    other = with_part(issue, question, part_id, **changes)
    assert student_page(entry, issue, Shown()) == student_page(entry, other, Shown())
    shown = Shown(key=True)
    assert student_page(entry, issue, shown) != student_page(entry, other, shown)


def test_a_picture_that_holds_an_answer_is_hidden_with_the_key(issue, make_entry):
    question = issue.questions[1]
    telling = VoltageAxis("The whole cell", (Mark("E_K", -89.1),), -55.0)
    issue = replace(
        issue,
        questions=(
            issue.questions[0],
            replace(question, variant=replace(question.variant, picture=telling)),
            *issue.questions[2:],
        ),
    )
    entry = make_entry(issue, {})
    assert "The whole cell" not in student_page(entry, issue, Shown())
    assert "The whole cell" in student_page(entry, issue, Shown(key=True))


def test_results_of_single_tests_are_verdicts_even_when_a_person_has_to_look(issue, make_entry):
    broken = Verdict.without_credit(
        State.NEEDS_REVIEW,
        Finding("test_passed", "Gives the value of the example: yes."),
        Finding("tool_fault", "Your instructor will look at it."),
    )
    entry = make_entry(issue, {"q4_nernst": ("def nernst(): ...", "", broken)})
    receipt = student_page(entry, issue, Shown.receipt())
    assert "Gives the value" not in receipt
    assert "Your instructor will look at it." in receipt
    assert "Gives the value" in student_page(entry, issue, Shown())


def test_hidden_hints_and_a_hidden_solution_leave_no_trace(entry, issue):
    other = with_prose(issue, hints=("Think.", "Again."), solution="Simple.")
    hidden = Shown(hints=False)
    assert student_page(entry, issue, hidden) == student_page(entry, other, hidden)
    page = student_page(entry, other, Shown(solution=True))
    assert "Think." in page
    assert "Simple." in page


def test_a_hidden_score_leaves_no_trace(entry, issue):
    page = student_page(entry, issue, Shown(score=False))
    assert "points" not in words(page)
    assert "points" in words(student_page(entry, issue, Shown()))


def test_a_policy_that_tells_the_verdict_by_the_back_door_is_refused():
    with pytest.raises(ValueError, match="score"):
        Shown(verdicts=False, misconceptions=False)
    with pytest.raises(ValueError, match="misconceptions"):
        Shown(verdicts=False, score=False)


# What it says


def test_every_kind_of_part_has_a_right_answer_to_show(issue, entry):
    kinds = {type(part.part) for part in issue.parts()}
    assert kinds == set(PART_KINDS)
    page = student_page(entry, issue, Shown.everything())
    for view in parsed(page).iter(f"{HTML}article"):
        key = next(e for e in view.iter(f"{HTML}details") if e.get("class") == "key")
        assert "".join(key.itertext()).replace("The right answer", "").strip()


def test_each_state_has_a_word_and_a_shape_of_its_own(issue, make_entry):
    looks = {}
    for state in State:
        share = {State.CORRECT: Fraction(1), State.PARTIAL: Fraction(1, 2)}
        verdict = Verdict(state, share.get(state, Fraction(0)))
        page = student_page(make_entry(issue, {"q1_E": ("x", "", verdict)}), issue, Shown())
        heading = element(page, "name-1")
        shape = next(e for e in heading.iter() if e.get("aria-hidden") == "true")
        drawing = tuple((e.tag, e.get("d")) for e in shape.iter())
        looks[state] = ("".join(heading.itertext()).strip(), drawing)
    assert len({word for word, _ in looks.values()}) == len(State)
    assert len({drawing for _, drawing in looks.values()}) == len(State)


def test_the_page_says_first_what_is_right_and_then_where_to_start(entry, issue):
    told = words(student_page(entry, issue, Shown()))
    right, start = told.index("5 of 17 parts are right"), told.index("Start with part 1")
    assert right < start < told.index("Question 1")


def test_an_idea_behind_several_answers_is_named_first(entry, issue):
    told = words(student_page(entry, issue, Shown()))
    assert "One idea explains 2 of your answers. This is what comes out when" in told


def test_without_a_shared_idea_the_unreadable_answer_comes_first(entry, issue):
    told = words(student_page(entry, issue, Shown(misconceptions=False)))
    assert "Start with part 2c. The answer could not be read, which is soon mended." in told


def test_a_page_without_a_fault_says_so_and_asks_for_nothing(issue, make_entry):
    told = words(student_page(make_entry(issue, {}), issue, Shown()))
    assert "Everything is right. Well done." in told
    assert "20 of 20 points" in told
    assert "Start with" not in told
    assert "Next:" not in told
    assert "Hint" not in told


def test_points_that_count_beside_the_parts_are_in_the_score_and_told(issue, make_entry):
    entry = make_entry(issue, {})
    adjustments = {"2 days late": Fraction(-5, 2), "extra points": Fraction(1), "none": Fraction(0)}
    told = words(student_page(entry, issue, Shown(), adjustments=adjustments))
    assert "18.5 of 20 points" in told
    assert "2 days late: −2.5; extra points: +1" in told
    assert "none" not in told
    hidden = words(student_page(entry, issue, Shown(score=False), adjustments=adjustments))
    assert "late" not in hidden


def test_a_persons_remark_stands_with_its_part(entry, issue):
    page = student_page(entry, issue, Shown(), remarks={"q3_why": "Good <b>thought</b>."})
    assert "Good <b>thought</b>." in "".join(element(page, "part-3c").itertext())
    assert "Your grader writes" not in "".join(element(page, "part-3b").itertext())


def test_each_answer_that_is_not_right_gets_exactly_one_next_step(entry, issue):
    tree = parsed(student_page(entry, issue, Shown()))
    states = {f"part-{name}": 0 for name in ("1", "2a", "2c", "3a", "3b", "3c", "4", "5a", "5b")}
    for view in tree.iter(f"{HTML}article"):
        steps = "".join(view.itertext()).count("Next:")
        assert steps == (0 if "right" in view.get("class").split() else 1)
        states.pop(view.get("id"), None)
    assert not states


def test_a_missing_cell_and_an_empty_one_are_told_apart(entry, issue):
    page = student_page(entry, issue, Shown())
    assert "The cell of this answer is not in the notebook." in words(page)
    assert "nothing yet" in "".join(element(page, "part-5d").itertext())


def test_how_an_answer_was_read_is_told_when_it_says_something_new(issue, make_entry):
    def read_as(typed, understood):
        entry = make_entry(issue, {"q1_E": (typed, understood, WRONG)})
        return "Read as" in "".join(
            element(student_page(entry, issue, Shown()), "part-1").itertext()
        )

    assert read_as("-0.0891 V", "−89.1\u202fmV")
    assert not read_as("-89.1 mV", "−89.1\u202fmV")
    assert not read_as("nonsense", "")


def test_a_number_is_read_from_the_checks_finding_when_the_grade_does_not_say(issue, make_entry):
    evidence = {"value": -89.1, "unit": "mV"}
    verdict = Verdict.of(0, Finding("understood", "Read as −89.1 mV.", evidence), *WRONG.findings)
    entry = make_entry(issue, {"q2_E_K": ("-0.0891 V", "", verdict)})
    page = student_page(entry, issue, Shown())
    assert "−89.1\u202fmV" in "".join(element(page, "part-2a").itertext())
    assert words(page).count("Read as −89.1") == 1
    (told,) = descriptions(page, "part-2a")
    assert "your answer at −89.1\u202fmV" in told


MATHML = "{http://www.w3.org/1998/Math/MathML}"


def read_formulas(issue, make_entry, typed):
    entry = make_entry(issue, {"q3_c_in": (typed, "", WRONG)})
    answers = element(student_page(entry, issue, Shown()), "part-3a").find(f".//{HTML}dl")
    return list(answers.iter(f"{MATHML}math"))


def test_a_typed_formula_is_shown_as_on_paper(issue, make_entry):
    (math,) = read_formulas(issue, make_entry, "c_out*exp(z*F*E/(R*T))")
    assert [e.tag for e in math.iter(f"{MATHML}mfrac")]


@pytest.mark.parametrize(
    "typed", ["c_out*", "<script>", "c_out + " * 200 + "1", "(" * 300 + "c_out" + ")" * 300, ""]
)
def test_what_is_no_formula_is_shown_as_it_was_typed_only(issue, make_entry, typed):
    assert read_formulas(issue, make_entry, typed) == []


@settings(max_examples=40)
@given(st.text(st.sampled_from("c_outzFE<>&\"'=+-*/^()[]{}|!,. 0123\\$"), max_size=40))
def test_no_typed_formula_breaks_the_page(make_issue, make_entry, typed):
    issue = make_issue()
    third = replace(issue, questions=issue.questions[2:3])
    parsed(student_page(make_entry(third, {"q3_c_in": (typed, "", WRONG)}), third, Shown()))


def test_the_lines_of_a_derivation_are_numbered_as_the_findings_number_them(issue, make_entry):
    typed = "\n\nR*T*ln(c_in) + z*F*E = R*T*ln(c_out)\n\nso it follows <b>\n"
    view = element(
        student_page(make_entry(issue, {"q3_chain": (typed, "", HALF)}), issue, Shown()), "part-3b"
    )
    first, second = view.find(f".//{HTML}ol")
    assert first.find(f"{MATHML}math") is not None
    assert second.find(f"{HTML}code").text == "so it follows <b>"


def test_the_right_formula_and_each_line_of_a_derivation_are_shown_as_on_paper(issue, entry):
    page = student_page(entry, issue, Shown.everything())
    for part, count in (("part-3a", 1), ("part-3b", 2)):
        view = element(page, part)
        key = next(e for e in view.iter(f"{HTML}details") if e.get("class") == "key")
        assert len(list(key.iter(f"{MATHML}math"))) == count


def test_the_options_of_a_choice_stand_with_the_letter_that_was_chosen(entry, issue):
    view = element(student_page(entry, issue, Shown()), "part-2d")
    told = " ".join("".join(view.itertext()).split())
    assert "A. into the cell" in told
    assert "B. out of the cell" in told


def test_each_test_of_a_function_is_ticked_off_in_words_and_shape(issue, make_entry):
    verdict = Verdict.of(
        Fraction(1, 2),
        Finding("test_passed", "Gives the value of the example: yes."),
        Finding("test_failed", "Takes arrays: not yet."),
        Finding("test_skipped", "Refuses zero: not checked."),
    )
    page = student_page(
        make_entry(issue, {"q4_nernst": ("def nernst(): ...", "", verdict)}), issue, Shown()
    )
    items = list(element(page, "part-4").iter(f"{HTML}li"))
    assert ["".join(item.itertext()).strip() for item in items] == [
        "Gives the value of the example: yes.",
        "Takes arrays: not yet.",
        "Refuses zero: not checked.",
    ]
    shapes = {tuple(e.get("d") for e in item.iter() if e.get("d")) for item in items}
    assert len(shapes) == 3


def test_the_next_step_answers_a_question_only_when_one_was_asked(issue, make_entry):
    def step(message):
        verdict = Verdict.of(0, Finding("misconception", message, {"misconceptions": ("x",)}))
        entry = make_entry(issue, {"q1_E": ("5 mV", "5\u202fmV", verdict)})
        return words(student_page(entry, issue, Shown()))

    assert "Answer that question on paper" in step("The sides trade places. Which is on top?")
    assert "Answer that question on paper" not in step("The sides trade places.")


def test_a_long_answer_is_folded_away_and_complete(entry, issue):
    view = element(student_page(entry, issue, Shown()), "part-4")
    folded = view.find(f".//{HTML}details")
    assert "16 lines" in "".join(folded.itertext())
    assert folded.find(f".//{HTML}code").text.endswith("    0")


def test_a_part_that_the_grade_does_not_know_waits_for_a_person(entry, issue):
    older = replace(entry, parts=entry.parts[1:])
    told = "".join(element(student_page(older, issue, Shown()), "part-1").itertext())
    assert "A person will look" in told
    assert "added after your notebook was graded" in told


def test_code_that_ran_without_a_sandbox_is_told(issue, make_entry):
    page = student_page(make_entry(issue, {}, sandbox="none"), issue, Shown())
    assert "Student code ran without a sandbox." in words(page)
    assert "without a sandbox" not in words(student_page(make_entry(issue, {}), issue, Shown()))


# The voltage axis


def descriptions(page, anchor):
    return [e.text for e in element(page, anchor).iter() if str(e.tag).endswith("}desc")]


def test_a_wrong_potential_is_shown_beside_what_the_question_shows(entry, issue):
    (told,) = descriptions(student_page(entry, issue, Shown()), "part-2a")
    assert "E_Cl at −65.4\u202fmV" in told
    assert "your answer at 89.1\u202fmV" in told
    assert "right answer" not in told
    (told,) = descriptions(student_page(entry, issue, Shown(key=True)), "part-2a")
    assert "right answer at −89.1\u202fmV" in told


def test_a_right_potential_needs_no_axis(entry, issue):
    assert descriptions(student_page(entry, issue, Shown.everything()), "part-2b") == []


def test_without_a_picture_of_its_own_the_right_answers_beside_it_are_shown(entry, issue):
    question = issue.questions[1]
    bare = replace(question, variant=replace(question.variant, picture=None))
    issue = replace(issue, questions=(issue.questions[0], bare, *issue.questions[2:]))
    (told,) = descriptions(student_page(entry, issue, Shown()), "part-2a")
    assert "E_Na at 66.6\u202fmV" in told
    assert "E_K" not in told


def test_an_axis_that_would_show_the_answer_alone_is_left_out(entry, issue):
    assert descriptions(student_page(entry, issue, Shown()), "part-1") == []


def test_an_answer_in_volts_is_placed_in_millivolts(issue, make_entry):
    entry = make_entry(issue, {"q2_E_K": ("0.05 V", "0.05\u202fV", WRONG)})
    (told,) = descriptions(student_page(entry, issue, Shown()), "part-2a")
    assert "your answer at 50\u202fmV" in told


def test_an_answer_that_is_no_potential_gets_no_axis(issue, make_entry):
    issue = with_part(issue, 2, "E_K", unit="mM", answer=5.0)
    entry = make_entry(issue, {"q2_E_K": ("7 mM", "7\u202fmM", WRONG)})
    assert descriptions(student_page(entry, issue, Shown.everything()), "part-2a") == []


DRAWING = {
    "x_label": "V (mV)",
    "y_label": "I (pA)",
    "x_scale": "linear",
    "lines": [{"label": "<my> curve", "x": [-100.0, 50.0], "y": [-20.0, 90.0], "points": False}],
}


def drawn(slot, **changes):
    shown = {"shown": "a figure with 1 curve", "drawing": {**DRAWING, **changes}}
    return {slot: ("fig", "", Verdict.of(0, Finding("understood", "Read as.", evidence=shown)))}


def test_a_students_figure_is_drawn_beside_the_right_one(issue, make_entry):
    entry = make_entry(issue, drawn("q5_iv"))
    (own,) = descriptions(student_page(entry, issue, Shown()), "part-5c")
    assert "<my> curve runs from −20.0 at −100 to 90.0 at 50.0." in own
    assert "right" not in own
    both, _ = descriptions(student_page(entry, issue, Shown.everything()), "part-5c")
    assert "right: current runs from −30.0 at −100 to 120 at 50.0." in both


def test_a_students_trace_is_drawn_with_its_longer_steps(issue, make_entry):
    lines = [
        {"label": label, "x": [0.0, 10.0], "y": [-70.0, end], "points": False}
        for label, end in (("your trace", -55.0), ("a longer step", -56.0))
    ]
    entry = make_entry(issue, drawn("q5_trace", lines=lines))
    (own,) = descriptions(student_page(entry, issue, Shown()), "part-5b")
    assert "your trace runs from −70.0 at 0.00 to −55.0 at 10.0." in own
    assert "a longer step runs" in own
    both, _ = descriptions(student_page(entry, issue, Shown.everything()), "part-5b")
    assert "right runs" in both


@pytest.mark.parametrize(
    "changes", [{"x_label": "V (V)"}, {"y_label": "I"}, {"x_scale": "log", "lines": []}]
)
def test_axes_in_other_units_do_not_get_the_right_curve(issue, make_entry, changes):
    entry = make_entry(issue, drawn("q5_iv", **changes))
    assert "right: current" not in student_page(entry, issue, Shown.everything())


def test_a_figure_and_a_receipt_show_the_same_drawing(issue, make_entry):
    entry = make_entry(issue, drawn("q5_iv"))
    assert "my&gt; curve" in student_page(entry, issue, Shown.receipt())


def test_the_features_of_the_right_trace_are_listed_with_their_units(issue, entry):
    assert "steady state: −50.60\u202fmV" in student_page(entry, issue, Shown.everything())


def test_the_question_still_has_its_picture_when_no_part_shows_one(issue, make_entry):
    assert isinstance(issue.questions[1].variant.picture, VoltageAxis)
    page = student_page(make_entry(issue, {}), issue, Shown())
    assert "The cell's potentials" in page
    assert isinstance(issue.questions[0].variant.parts[0], Numeric)
    assert "Both sides" in page


def test_a_free_text_waits_for_a_person_even_on_a_receipt(entry, issue):
    assert any(isinstance(part.part, FreeText) for part in issue.parts())
    told = "".join(element(student_page(entry, issue, Shown.receipt()), "part-3c").itertext())
    assert "A person will look" in told
