"""Grades that hold any text that a student could leave."""

from datetime import UTC

import pytest
from hypothesis import strategies as st

from millivolt.gradebook import GradeEntry, PartGrade, Provenance
from millivolt.items import Finding, State, Verdict

text = st.text(max_size=20)
moments = st.datetimes(timezones=st.just(UTC))
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=6,
)
findings = st.builds(
    Finding,
    text,
    text,
    st.dictionaries(text, plain, max_size=3).filter(lambda d: "self" not in d),
    text,
)
verdicts = st.one_of(
    st.builds(
        lambda f, found: Verdict.of(f, *found), st.fractions(0, 1), st.lists(findings, max_size=2)
    ),
    st.sampled_from([State.NEEDS_REVIEW, State.NOT_ATTEMPTED, State.SKIPPED]).map(
        Verdict.without_credit
    ),
)
parts = st.builds(
    PartGrade,
    slot=st.from_regex(r"q[1-9]_[A-Z]", fullmatch=True),
    item_id=text,
    part_id=text,
    variant_id=text,
    points=st.fractions(0, 10),
    verdict=verdicts,
    typed=st.none() | text,
    understood=text,
    seconds=st.floats(0, 10),
)
ids = st.text("abcøµ-1", min_size=1, max_size=4)
strange_entries = st.builds(
    GradeEntry,
    student=ids,
    assignment=ids,
    parts=st.lists(parts, max_size=3, unique_by=lambda part: part.slot).map(tuple),
    provenance=st.builds(Provenance, *[text] * 2, moments, *[text] * 5),
    received=st.none() | moments,
    seconds=st.floats(0, 10),
    comment=text,
    notes=st.lists(text, max_size=2).map(tuple),
)


@pytest.fixture(scope="session")
def entries():
    """Entries with any text that a student could leave, lone surrogates and NUL included."""
    return strange_entries
