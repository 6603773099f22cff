"""A person's verdict on a part stands, whatever the machine says afterwards."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.gradebook import GRADED_BY_PERSON, Comment, Override, Provenance, Standing, effective
from millivolt.items import Finding, State, Verdict

shares = st.fractions(0, 1)


@pytest.fixture(scope="session")
def ruling(now):
    def made(slot, fraction, **more):
        return Override("ada", "ps1", slot, fraction, "Dr Kim", "second look", now, **more)

    return made


def test_nothing_changes_without_overrides(entry_of):
    entry = entry_of()
    assert effective(entry, []) is entry


@given(st.lists(st.none() | shares, min_size=1, max_size=4), st.data())
def test_a_regrade_cannot_touch_what_a_person_decided(entry_of, ruling, fractions, data):
    decided = data.draw(shares)
    override = ruling("q1_E", decided)
    entry = effective(entry_of(fractions=fractions), [override])
    assert entry.parts[0].verdict.fraction == decided
    assert entry.parts[1:] == entry_of(fractions=fractions).parts[1:]


@given(st.lists(shares, min_size=1, max_size=5))
def test_the_last_override_counts_and_laying_it_over_twice_changes_nothing(
    entry_of, ruling, given_shares
):
    overrides = [ruling("q2_E", share) for share in given_shares]
    once = effective(entry_of(), overrides)
    assert once.parts[1].verdict.fraction == given_shares[-1]
    assert effective(once, overrides) == once


def test_an_override_settles_what_waits_for_review(entry_of, ruling):
    entry = entry_of(fractions=[None, 1])
    assert entry.state == "needs_review"
    settled = effective(entry, [ruling("q1_E", Fraction(1, 2))])
    assert settled.state == "graded"
    assert settled.parts[0].verdict.state is State.PARTIAL


def test_the_student_reads_the_graders_words_and_only_the_instructor_who_wrote_them(
    entry_of, ruling
):
    [told] = (
        effective(entry_of(), [ruling("q1_E", Fraction(1), comment="Rounding is fine.")])
        .parts[0]
        .verdict.findings
    )
    assert (told.code, told.message) == (GRADED_BY_PERSON, "Rounding is fine.")
    assert told.private == "Dr Kim: second look"


def test_the_machines_findings_stay_beside_a_partial_override(entry_of, ruling):
    found = Finding("sign_flipped", "The sign is flipped.")
    entry = entry_of(fractions=[0])
    entry = replace(entry, parts=(replace(entry.parts[0], verdict=Verdict.of(0, found)),))
    partial = effective(entry, [ruling("q1_E", Fraction(1, 2))]).parts[0].verdict
    full = effective(entry, [ruling("q1_E", Fraction(1))]).parts[0].verdict
    assert [f.code for f in partial.findings] == [GRADED_BY_PERSON, "sign_flipped"]
    assert [f.code for f in full.findings] == [GRADED_BY_PERSON]


def test_an_override_of_a_part_that_is_gone_changes_nothing(entry_of, ruling):
    entry = entry_of()
    standing = Standing(entry, (ruling("q9_E", Fraction(1), extra=Fraction(5)),))
    assert standing.effective is entry
    assert standing.score == entry.score


def test_extra_points_come_on_top_and_survive_without_a_verdict(entry_of, ruling):
    standing = Standing(entry_of(fractions=[1, 1]), (ruling("q1_E", None, extra=Fraction(1, 2)),))
    assert standing.score == Fraction(9, 2)
    assert standing.effective.score == 4


def test_an_override_of_another_file_stands_but_is_pointed_out(entry_of, ruling):
    old, current = ruling("q1_E", Fraction(1), notebook="n0"), ruling("q2_E", None, notebook="n0")
    standing = Standing(entry_of(notebook="n1"), (old, current))
    assert standing.outdated == (old,)
    assert Standing(entry_of(notebook="n0"), (old,)).outdated == ()


def test_the_last_comment_on_a_place_is_shown_and_an_empty_one_removes_it(entry_of, now):
    said = [("", "Good."), ("q1_E", "See page 3."), ("", "Very good."), ("q1_E", "")]
    comments = tuple(Comment("ada", "ps1", slot, text, "K", now) for slot, text in said)
    standing = Standing(entry_of(), (), comments)
    assert standing.remarks == {"": "Very good."}
    assert standing.effective.comment == "Very good."


@pytest.mark.parametrize(
    "wrong",
    [
        {"fraction": Fraction(3, 2)},
        {"fraction": Fraction(-1, 2)},
        {"extra": Fraction(-1)},
        {"who": " "},
        {"why": ""},
        {"slot": ""},
    ],
)
def test_an_override_without_a_signature_or_out_of_range_is_refused(ruling, wrong):
    with pytest.raises(ValueError):
        replace(ruling("q1_E", Fraction(1)), **wrong)


def test_a_comment_is_signed(now):
    with pytest.raises(ValueError, match="who wrote"):
        Comment("ada", "ps1", "", "text", " ", now)


def test_moments_without_a_zone_are_refused(ruling, now):
    naive = now.replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        replace(ruling("q1_E", Fraction(1)), when=naive)
    with pytest.raises(ValueError, match="time zone"):
        Comment("ada", "ps1", "", "text", "K", naive)
    with pytest.raises(ValueError, match="time zone"):
        Provenance("millivolt", "graded", naive, "", "", "", "", "full")
