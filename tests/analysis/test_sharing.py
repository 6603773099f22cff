"""Copying is found with the evidence for it; honest classes stay in peace."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from millivolt.analysis import Answer, shared_answers
from millivolt.analysis.fingerprint import fingerprint

PARTS = [f"item{n}/E" for n in range(8)]


def honest_class(dice, students=24, wrong=0.4):
    """Every student has numbers of their own; some answers go wrong in ways of their own."""
    answers = []
    for n in range(students):
        for part in PARTS:
            key = dice.uniform(-100, -55)
            right = dice.random() > wrong
            value = key * (1 + dice.uniform(-0.004, 0.004)) if right else dice.uniform(-140, 60)
            answers.append(Answer(f"s{n:03d}", part, round(value, 1), key, 0.5, explained=right))
    return answers


def copying(answers, thief, victim, parts):
    """``answers`` in which one student hands in the answers of another."""
    theirs = {a.part: a for a in answers if a.student == victim}
    return [
        replace(a, value=theirs[a.part].value, explained=False)
        if a.student == thief and a.part in parts
        else a
        for a in answers
    ]


def test_a_copied_sheet_is_found_with_its_parts():
    answers = copying(honest_class(random.Random(1)), "s003", "s017", PARTS[:4])
    (found,) = shared_answers(answers)
    assert found.students == ("s003", "s017")
    assert set(PARTS[:4]) <= {one.part for one in found.agreements}
    assert all(one.same for one in found.agreements if one.part in PARTS[:4])
    assert found.by_chance < 1e-6


def test_two_copied_answers_to_the_digit_are_found_and_one_is_not_reported():
    clean = honest_class(random.Random(2))
    fine = [replace(a, value=a.value + random.Random(a.student + a.part).random() / 1e4)
            for a in clean]  # fmt: skip
    assert shared_answers(copying(fine, "s001", "s002", PARTS[:1])) == ()
    (found,) = shared_answers(copying(fine, "s001", "s002", PARTS[:3]))
    assert found.students == ("s001", "s002")


def test_planted_copying_is_found_in_nearly_every_class():
    caught = 0
    for seed in range(60):
        dice = random.Random(seed)
        answers = copying(honest_class(dice), "s005", "s011", PARTS[:4])
        caught += any(one.students == ("s005", "s011") for one in shared_answers(answers))
    assert caught >= 57


def test_two_hundred_honest_classes_give_no_more_flags_than_stated():
    """At 0.05 pairs a class, 200 classes may show ten; the count is discrete and below that."""
    flags = sum(len(shared_answers(honest_class(random.Random(seed)))) for seed in range(200))
    assert flags <= 10


def test_a_known_misconception_is_an_explanation():
    """Two who swap the sides both get what they should get: each the value of that idea."""
    answers = copying(honest_class(random.Random(3)), "s003", "s017", PARTS)
    both = ("s003", "s017")
    innocent = [replace(a, explained=True) if a.student in both else a for a in answers]
    assert shared_answers(answers) != ()
    assert shared_answers(innocent) == ()


def test_students_with_the_same_numbers_may_agree():
    dice = random.Random(4)
    keys = {part: dice.uniform(-100, -55) for part in PARTS}
    answers = [
        Answer(f"s{n}", part, -2 * keys[part], keys[part], 0.5) for n in range(10) for part in PARTS
    ]
    assert shared_answers(answers) == ()


def test_what_the_whole_class_gets_wrong_alike_is_no_sign_of_copying():
    """An idea that nobody listed leads everyone to 100."""
    dice = random.Random(5)
    answers = [
        Answer(f"s{n}", part, 100.0, dice.uniform(-100, -55), 0.5)
        for n in range(20)
        for part in PARTS
    ]
    assert shared_answers(answers) == ()


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(dice):
    answers = copying(honest_class(random.Random(6), students=10), "s003", "s007", PARTS[:5])
    mixed = list(answers)
    dice.shuffle(mixed)
    assert shared_answers(mixed) == shared_answers(answers)


def test_an_empty_class_and_a_class_of_one_have_nothing_to_show():
    assert shared_answers([]) == ()
    assert shared_answers(honest_class(random.Random(7), students=1)) == ()


CODE = """
def nernst(c_out, c_in, z, T):
    R, F = 8.314, 96485
    ratio = {ratio}
    slope = 1000 * R * T / (z * F)  # {comment}
    return slope * np.log(ratio) + {extra}
"""


def written(student, ratio="c_out / c_in", comment="mV", extra="0", part="code/nernst"):
    text = CODE.format(ratio=ratio, comment=comment, extra=extra)
    return Answer(student, part, text=text)


def test_code_that_differs_in_comments_and_layout_only_has_the_same_words():
    one, other = written("a").text, written("b", comment="in millivolts").text
    assert (
        fingerprint(one).words == fingerprint(other.replace("\n    ratio", "\n\n    ratio")).words
    )


def test_code_with_other_names_has_the_same_shape_and_other_words():
    one, other = (
        fingerprint(written("a").text),
        fingerprint(written("a").text.replace("slope", "k")),
    )
    assert one.shape == other.shape
    assert one.words != other.words


def test_functions_of_python_are_no_names_of_the_students():
    one = fingerprint("\n".join(f"a{n} = max(b, c)" for n in range(9)))
    other = fingerprint("\n".join(f"a{n} = min(b, c)" for n in range(9)))
    assert one.shape != other.shape


def test_short_texts_tell_nothing():
    assert fingerprint("E = -89.1") is None
    assert fingerprint("I think that it is so.") is None


@given(st.text(max_size=300))
def test_any_text_has_a_fingerprint_or_none(text):
    found = fingerprint(text)
    assert found is None or found == fingerprint(text)


def unusual(number, part):
    dice = random.Random(f"{number}{part}")
    return written(
        f"s{number}",
        ratio=f"(c_out + {dice.random()}) / c_in",
        extra=f"{dice.random()}",
        part=part,
    )


def test_copied_cells_of_code_are_found_even_with_changed_names():
    parts = [f"code{n}/f" for n in range(3)]
    answers = {(n, part): unusual(n, part) for n in range(20) for part in parts}
    for part in parts:
        text = answers[4, part].text.replace("slope", "k").replace("ratio", "r")
        answers[9, part] = Answer("s9", part, text=text)
    (found,) = shared_answers(answers.values())
    assert found.students == ("s4", "s9")
    assert [one.what for one in found.agreements] == ["the same but for names"] * 3


def test_the_usual_way_to_write_a_function_is_no_sign_of_copying():
    parts = [f"code{n}/f" for n in range(6)]
    answers = [written(f"s{n}", part=part) for n in range(12) for part in parts]
    assert shared_answers(answers) == ()
