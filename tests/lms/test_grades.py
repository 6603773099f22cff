"""Exports hold what the grade book holds, and read back equal."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.errors import EnvironmentProblem
from millivolt.lms import (
    Column,
    GradeRow,
    GradeTable,
    LmsFileError,
    grades_csv,
    grades_json,
    grades_parquet,
    read_grades_csv,
    read_grades_json,
)

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=10)
hundredths = st.integers(0, 10_000).map(lambda n: Fraction(n, 100))
CLASS = GradeTable(
    (Column("ps1", Fraction(10)), Column("ps1.q1_E")),
    (
        GradeRow(
            "ada", (Fraction(19, 2), Fraction(1, 3)), "Ada, Countess of Lovelace", "ada@x.org"
        ),
        GradeRow("bob", (None, None), '=HYPERLINK("http://evil")', "-bob@x.org"),
        GradeRow("zoë", (Fraction(0), None), "Zoë\nof two lines"),
    ),
)


@st.composite
def tables(draw):
    label = texts.filter(lambda t: "_max" not in t and t not in ("student", "name", "email"))
    labels = draw(st.lists(label, max_size=3, unique=True))
    columns = tuple(Column(label, draw(st.none() | hundredths)) for label in labels)
    scores = st.tuples(*[st.none() | hundredths] * len(columns))
    rows = st.builds(GradeRow, student=texts.filter(bool), scores=scores, name=texts, email=texts)
    return GradeTable(columns, tuple(draw(st.lists(rows, min_size=1, max_size=4))))


def test_a_class_in_csv_is_exactly_this_file():
    assert grades_csv(CLASS).decode() == (
        "student,name,email,ps1,ps1_max,ps1.q1_E\r\n"
        'ada,"Ada, Countess of Lovelace",ada@x.org,9.5,10,0.33\r\n'
        'bob,"\'=HYPERLINK(""http://evil"")",\'-bob@x.org,,10,\r\n'
        'zoë,"Zoë\nof two lines",,0,10,\r\n'
    )


@given(tables())
def test_a_table_of_hundredths_reads_back_equal_from_csv(table):
    assert read_grades_csv(grades_csv(table)) == table
    assert read_grades_csv(grades_csv(table, bom=True)) == table


@given(tables(), st.fractions(0, 100))
def test_any_table_reads_back_equal_from_json(table, score):
    row = replace(table.rows[0], scores=tuple(score for _ in table.columns))
    table = replace(table, rows=(row, *table.rows[1:]))
    assert read_grades_json(grades_json(table)) == table


def test_json_gives_each_score_rounded_and_exact():
    ada = json.loads(grades_json(CLASS))["students"][0]
    assert ada["scores"]["ps1.q1_E"] == {"points": 0.33, "exact": "1/3"}


def test_a_missing_score_is_blank_unless_the_policy_says_zero():
    assert read_grades_csv(grades_csv(CLASS)).rows[1].scores == (None, None)
    zeros = CLASS.with_missing_as_zero()
    assert zeros.rows[1].scores == (0, 0)
    assert zeros.rows[0] == CLASS.rows[0]


def test_columns_that_could_be_mixed_up_are_refused():
    with pytest.raises(ValueError, match="ps1_max"):
        GradeTable((Column("ps1", Fraction(1)), Column("ps1_max")), ())
    with pytest.raises(ValueError, match="email"):
        GradeTable((Column("email"),), ())


def test_a_row_needs_a_score_for_each_column():
    with pytest.raises(ValueError, match="ada"):
        GradeTable((Column("ps1"),), (GradeRow("ada", ()),))


@pytest.mark.parametrize("data", [b"{}", b"not json", b'{"columns": [1], "students": []}'])
def test_json_of_another_kind_is_refused(data):
    with pytest.raises(LmsFileError):
        read_grades_json(data)


def test_csv_of_another_kind_is_refused():
    with pytest.raises(LmsFileError, match="begin with student"):
        read_grades_csv(b"Student,ID\r\n")


def test_parquet_keeps_missing_scores_apart_from_zeros():
    parquet = pytest.importorskip("pyarrow.parquet", reason="Parquet needs pyarrow")
    import io

    read = parquet.read_table(io.BytesIO(grades_parquet(CLASS)))
    assert read["ps1"].to_pylist() == [9.5, None, 0.0]
    assert read["student"].to_pylist() == ["ada", "bob", "zoë"]


def test_parquet_without_pyarrow_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(EnvironmentProblem, match="pip install pyarrow"):
        grades_parquet(CLASS)
