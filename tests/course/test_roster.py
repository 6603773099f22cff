"""Rosters: our own CSV and the exports of others, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from millivolt.course import Roster, Student
from millivolt.course.names import student_id_problem
from millivolt.errors import AuthorError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "roster.csv"


def roster(path: Path, text: str | bytes) -> Roster:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Roster.read(path)


def test_our_own_columns_in_any_order_and_case(path: Path) -> None:
    read = roster(path, "Email,ID,Name,section\na@x.org,ada,Ada Åberg,B\n")
    assert read.students == (Student("ada", "Ada Åberg", "a@x.org", section="B"),)


def test_students_are_in_the_order_of_their_ids_whatever_the_file_says(path: Path) -> None:
    assert [s.id for s in roster(path, "id\nzoe\nada\nbo\n")] == ["ada", "bo", "zoe"]


def test_the_gradebook_of_canvas_is_recognised(path: Path) -> None:
    text = (
        "Student,ID,SIS User ID,SIS Login ID,Section,Problem set 1 (77)\n"
        "    Points Possible,,,,,10\n"
        '"Example, Ada",101,s1001,ada,Group A,7\n'
        '"van der Berg, Bo",102,,bo,Group A,\n'
        '"Student, Test",999,,abcdef,Group A,\n'
    )
    assert roster(path, text).students == (
        Student("bo", "Bo van der Berg", "bo", "102", "Group A"),
        Student("s1001", "Ada Example", "ada", "101", "Group A"),
    )


def test_the_participants_of_moodle_are_recognised(path: Path) -> None:
    text = (
        '"First name",Surname,"ID number",Institution,"Email address"\n'
        "Ada,Example,4711,,ada@x.org\nBo,Beispiel,,,bo@x.org\n"
    )
    assert roster(path, text).students == (
        Student("4711", "Ada Example", "ada@x.org"),
        Student("bo@x.org", "Bo Beispiel", "bo@x.org"),
    )


def test_the_students_of_nbgrader_are_recognised(path: Path) -> None:
    text = "id,first_name,last_name,email,lms_user_id\nada,Ada,Example,a@x.org,7\n"
    assert roster(path, text).students == (Student("ada", "Ada Example", "a@x.org", "7"),)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_spreadsheets_write_csv_in_many_ways(
    path: Path, mark: bytes, ends: str, delimiter: str
) -> None:
    rows = ["id,name", "ada,Ada", "", "# a remark", "bo,"]
    text = ends.join(rows).replace(",", delimiter)
    assert [(s.id, s.name) for s in roster(path, mark + text.encode())] == [
        ("ada", "Ada"),
        ("bo", ""),
    ]


def test_the_same_name_typed_in_two_unicode_forms_is_one_id(path: Path) -> None:
    with pytest.raises(AuthorError, match="in line 2 already"):
        roster(path, "id\n\u00c5sa\nA\u030asa\n")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", None, "empty"),
        ("name,email\nAda,a@x.org\n", 1, "found: name, email"),
        ("id\nada\nbo\nADA\n", 4, "in line 2 already"),
        ("id,name\nada,Ada\n,Bo\n", 3, "is empty"),
        ("id\n../../etc\n", 2, "dot"),
        ("id\na/b\n", 2, "must not contain /"),
        ("id\na|b\n", 2, "must not contain |"),
        ("id\n..\n", 2, "dot"),
        ("id\na\u202eb\n", 2, "invisible"),
        ("id\n" + "ä" * 100 + "\n", 2, "longer"),
        ('id,name\nada,"Ada\n', 2, "not CSV"),
        ('id,name\nada,"A\nda"\n.x,Bo\n', 4, "dot"),
        (b"id\n\xe4\n", None, "CSV UTF-8"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    path: Path, text: str | bytes, line: int | None, says: str
) -> None:
    with pytest.raises(AuthorError) as problem:
        roster(path, text)
    assert says in str(problem.value)
    assert problem.value.line == line


def test_a_missing_roster_is_told(path: Path) -> None:
    with pytest.raises(AuthorError, match="missing"):
        Roster.read(path)


def test_a_student_is_found_by_id(path: Path) -> None:
    read = roster(path, "id,name\nada,Ada\n")
    assert read["ada"].name == "Ada"
    assert "ada" in read
    assert "bo" not in read
    with pytest.raises(KeyError):
        read["bo"]


@given(name=st.text(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_accepted_id_is_one_folder_below_where_it_should_be(tmp_path: Path, name: str) -> None:
    if student_id_problem(name) is None:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        assert folder.resolve().parent == tmp_path.resolve()
        assert folder.name == name
