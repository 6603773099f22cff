"""CSV goes back as it came, and no cell of ours is a formula."""

import codecs
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.lms import LmsFileError
from millivolt.lms.mark import decimal, exact
from millivolt.lms.sheet import Sheet, defused, fused

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
risky = st.one_of(texts, st.tuples(st.sampled_from("=+-@\t\r\n' ＝"), texts).map("".join))


@given(risky)
def test_a_defused_cell_is_no_formula_and_loses_nothing(text):
    cell = defused(text)
    assert fused(cell) == text
    assert cell[:1] not in tuple("=+-@\t\r\n＝＋－＠")
    assert cell.strip()[:1] not in tuple("=+-@＝＋－＠")


@pytest.mark.parametrize("text", ["Ada Lovelace", "O'Brien", "'Abd al-Karim", "3 mV", "", "a=b"])
def test_an_innocent_cell_is_left_as_it_is(text):
    assert defused(text) == text == fused(text)


@given(
    st.lists(st.lists(texts, min_size=2, max_size=4), min_size=1, max_size=5),
    st.sampled_from(["\r\n", "\n"]),
    st.booleans(),
)
def test_what_is_written_reads_back_in_content_and_form(rows, newline, bom):
    sheet = Sheet((), newline=newline, bom=bom).with_rows([["a", "b"], *rows])
    assert Sheet.decode(sheet.encode()) == sheet


@given(st.lists(st.lists(texts, min_size=1, max_size=4), min_size=1, max_size=5))
def test_any_reader_of_csv_gets_the_same_cells(rows):
    data = Sheet((), newline="\r\n").with_rows(rows).encode().decode()
    assert list(csv.reader(io.StringIO(data, newline=""))) == rows


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_out(delimiter):
    data = f"Student{delimiter}ID{delimiter}ps1\r\nAda{delimiter}7{delimiter}\r\n".encode()
    sheet = Sheet.decode(data)
    assert sheet.header == ("Student", "ID", "ps1")
    assert sheet.encode() == data


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"Student,ID\nJos\xe9,7\n", "UTF-8"),
        (b'Student,ID\n"Ada,7\n', "not a CSV"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_a_sentence(data, words):
    with pytest.raises(LmsFileError, match=words):
        Sheet.decode(data)


def test_the_line_of_a_bad_byte_is_said():
    with pytest.raises(LmsFileError) as problem:
        Sheet.decode(b"Student,ID\nAda,6\nJos\xe9,7\n")
    assert problem.value.line == 3


@given(st.fractions(0, 1000), st.integers(0, 4))
def test_rounding_is_never_off_by_more_than_half_a_unit(points, places):
    assert abs(exact(decimal(points, places)) - points) * 2 <= exact("1") / 10**places


@pytest.mark.parametrize(
    ("points", "text"), [("1/2", "0.5"), ("7", "7"), ("1/8", "0.13"), ("2/3", "0.67"), ("10", "10"),
                         ("199/200", "1"), ("0", "0"), ("-1/4", "-0.25"), ("-1/1000", "0")]
)  # fmt: skip
def test_halves_go_up_and_zeros_go_away(points, text):
    from fractions import Fraction

    assert decimal(Fraction(points)) == text


@pytest.mark.parametrize(
    ("text", "value"), [("10,5", "21/2"), (" 3. ", "3"), ("", None), ("EX", None), ("1e3", None)]
)
def test_cells_with_numbers_are_read_and_others_are_none(text, value):
    from fractions import Fraction

    assert exact(text) == (None if value is None else Fraction(value))
