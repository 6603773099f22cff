"""Scores reach the right student in the files of Canvas and Moodle, and nothing else changes."""

from fractions import Fraction

import pytest

from millivolt.lms import (
    Column,
    GradeRow,
    GradeTable,
    LmsFileError,
    MapBy,
    fill_canvas,
    fill_moodle_worksheet,
    moodle_csv,
)
from millivolt.lms.sheet import Sheet

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,ps1 (901),ps2 (902),Current Score,Final Score\r\n"
    ",,,,,Manual Posting,,,\r\n"
    "    Points Possible,,,,,10.00,20.00,(read only),(read only)\r\n"
    '"Lovelace, Ada",11,S-1,ada,BIO 101,,17.5,88.00,44.00\r\n'
    '"Babbage, Charles",12,S-2,charles,BIO 101,3,,30.00,15.00\r\n'
    '"=""cmd""",13,S-3,11,BIO 101,EX,,,\r\n'
    '"Student, Test",99,,e3b0c44298fc,BIO 101,,,,\r\n'
)
WORKSHEET = (
    '\ufeffIdentifier,"Full name","Email address",Status,Grade,"Maximum Grade",'
    '"Grade can be changed","Last modified (grade)","Feedback comments"\n'
    '"Participant 71","Ada Lovelace",ada@x.org,"Submitted for grading",,10.00,Yes,-,\n'
    '"Participant 72","Charles Babbage",charles@x.org,"No submission",,10.00,Yes,-,"See me"\n'
)


def changed_cells(before, after):
    a, b = Sheet.decode(before.encode()), Sheet.decode(after)
    assert [len(row) for row in a.rows] == [len(row) for row in b.rows]
    return {
        (i, a.header[j]): new
        for i, (old_row, new_row) in enumerate(zip(a.rows, b.rows, strict=True))
        for j, (old, new) in enumerate(zip(old_row, new_row, strict=True))
        if old != new
    }


def test_canvas_gets_the_scores_by_login_and_keeps_every_other_cell():
    result = fill_canvas(CANVAS.encode(), "ps1", {"ada": Fraction(28, 3)})
    assert changed_cells(CANVAS, result.data) == {(3, "ps1 (901)"): "9.33"}
    assert result.filled == ("ada",)
    assert result.blank == ("Babbage, Charles", '="cmd"')


def test_without_scores_the_file_goes_back_as_it_came():
    assert fill_canvas(CANVAS.encode(), "ps1", {}).data == CANVAS.encode()


def test_one_numbering_is_used_for_all_students():
    """A login 11 and Canvas' own number 11 are two people."""
    scores = {"ada": Fraction(1), "charles": Fraction(2), "11": Fraction(4)}
    result = fill_canvas(CANVAS.encode(), "ps2", scores)
    assert changed_cells(CANVAS, result.data) == {
        (3, "ps2 (902)"): "1",
        (4, "ps2 (902)"): "2",
        (5, "ps2 (902)"): "4",
    }


def test_where_an_id_may_mean_two_people_no_grade_goes_to_either():
    with pytest.raises(LmsFileError, match="by ID and by SIS Login ID"):
        fill_canvas(CANVAS.encode(), "ps2", {"11": Fraction(4)})


@pytest.mark.parametrize("ids", [("S-1", "S-2"), ("11", "12"), ("ada", "charles")])
def test_students_may_be_known_by_any_of_canvas_ids(ids):
    result = fill_canvas(CANVAS.encode(), "ps1", dict.fromkeys(ids, Fraction(5)))
    assert result.filled == ids
    assert result.absent == ()


def test_an_excused_student_stays_excused_and_is_pointed_out():
    result = fill_canvas(CANVAS.encode(), "ps1", {"S-3": Fraction(5), "S-1": Fraction(1)})
    assert changed_cells(CANVAS, result.data) == {(3, "ps1 (901)"): "1"}
    assert any("marked EX" in notice for notice in result.notices)


def test_a_student_who_is_not_in_canvas_is_named():
    assert fill_canvas(CANVAS.encode(), "ps1", {"ada": Fraction(1), "eve": Fraction(2)}).absent == (
        "eve",
    )


def test_other_points_in_canvas_are_pointed_out():
    told = fill_canvas(CANVAS.encode(), "ps2", {}, max_score=Fraction(10)).notices
    assert told == ("Canvas counts this assignment out of 20 points, these scores are out of 10.",)
    assert fill_canvas(CANVAS.encode(), "ps1", {}, max_score=Fraction(10)).notices == ()


def test_the_whole_header_tells_two_assignments_of_one_title_apart():
    twins = CANVAS.replace("ps2 (902)", "ps1 (902)")
    with pytest.raises(LmsFileError, match="2 columns"):
        fill_canvas(twins.encode(), "ps1", {"ada": Fraction(1)})
    result = fill_canvas(twins.encode(), "ps1 (902)", {"ada": Fraction(1)})
    assert changed_cells(twins, result.data) == {(3, "ps1 (902)"): "1"}


def test_an_unknown_assignment_is_refused_with_the_nearest_titles():
    with pytest.raises(LmsFileError, match=r"Did you mean 'ps\d"):
        fill_canvas(CANVAS.encode(), "ps3 (901)", {})


@pytest.mark.parametrize("total", ["Current Score", "Student", "ID"])
def test_only_assignments_can_be_filled(total):
    with pytest.raises(LmsFileError, match="no column"):
        fill_canvas(CANVAS.encode(), total, {"ada": Fraction(1)})


def test_a_european_export_gets_decimal_commas_and_keeps_its_form():
    form = "\ufeffStudent;ID;SIS Login ID;Section;ps1 (901)\n    Points Possible;;;;10,00\n"
    before = form + "Lovelace, Ada;11;ada;BIO;\n"
    result = fill_canvas(before.encode(), "ps1", {"ada": Fraction(19, 2)})
    assert result.data.decode() == form + "Lovelace, Ada;11;ada;BIO;9,5\n"


def test_rows_that_end_early_are_filled_up_to_the_column():
    short = "Student,ID,SIS Login ID,Section,a (1),b (2)\nPoints Possible,,,,5\nAda,11,ada\n"
    short += "Bob\nEve,13\n"
    result = fill_canvas(short.encode(), "b", {"ada": Fraction(1)}, max_score=Fraction(5))
    assert result.data.decode().splitlines()[1:] == [
        "Points Possible,,,,5,",
        "Ada,11,ada,,,1",
        "Bob,,,,,",
        "Eve,13,,,,",
    ]
    assert result.notices == ()
    result = fill_canvas(short.encode(), "a", {}, max_score=Fraction(6))
    assert "out of 5 points" in result.notices[0]


def test_a_student_who_stands_twice_is_refused_not_graded_twice():
    twice = CANVAS + '"Lovelace, Ada",14,S-4,ada,BIO 102,,,,\r\n'
    with pytest.raises(LmsFileError, match="twice"):
        fill_canvas(twice.encode(), "ps1", {"ada": Fraction(1), "charles": Fraction(2)})


@pytest.mark.parametrize("data", [WORKSHEET, "a,b\n1,2\n", "Student,Name\nAda,1\n"])
def test_a_file_that_is_not_canvas_is_refused(data):
    with pytest.raises(LmsFileError, match="Canvas"):
        fill_canvas(data.encode(), "ps1", {})


def test_the_worksheet_of_moodle_gets_grades_by_e_mail():
    result = fill_moodle_worksheet(WORKSHEET.encode(), {"ada@x.org": Fraction(19, 2)})
    assert changed_cells(WORKSHEET, result.data) == {(1, "Grade"): "9.5"}
    assert result.blank == ("Charles Babbage",)
    assert result.data.startswith("\ufeffIdentifier".encode())


def test_students_may_be_reached_by_another_numbering():
    """The course knows them by number, the worksheet by e-mail address."""
    scores = {"s1": Fraction(7), "s2": Fraction(8)}
    by_mail = {"ada@x.org": "s1", "charles@x.org": "s2", "eve@x.org": "s3"}
    result = fill_moodle_worksheet(WORKSHEET.encode(), scores, others=[{}, by_mail])
    assert changed_cells(WORKSHEET, result.data) == {(1, "Grade"): "7", (2, "Grade"): "8"}
    assert (result.filled, result.absent) == (("s1", "s2"), ())
    sis_ids = {"S-1": "s1", "S-2": "s3"}
    result = fill_canvas(CANVAS.encode(), "ps2", scores, others=[sis_ids])
    assert changed_cells(CANVAS, result.data) == {(3, "ps2 (902)"): "7"}
    assert result.absent == ("s2",)


def test_a_worksheet_without_any_identity_says_what_to_turn_on():
    hidden = "Identifier,Status,Grade\nParticipant 71,Submitted,\n"
    with pytest.raises(LmsFileError, match="Show user identity"):
        fill_moodle_worksheet(hidden.encode(), {})
    with pytest.raises(LmsFileError, match="not a grading worksheet"):
        fill_moodle_worksheet(CANVAS.encode(), {})


CLASS = GradeTable(
    (Column("ps1"), Column("=ps2")),
    (
        GradeRow("s1", (Fraction(1), None), "Ada", "Ada@x.org"),
        GradeRow("s2", (None, None), "Bob", ""),
        GradeRow("-s3", (Fraction(1, 2), Fraction(0)), "Eve", "+eve@x.org"),
    ),
)


def test_the_import_file_of_moodle_leaves_out_who_has_no_score():
    assert moodle_csv(CLASS).decode() == "ID number,ps1,'=ps2\ns1,1,\n-s3,0.5,0\n"


def test_e_mail_addresses_keep_their_case_for_moodle():
    by_mail = moodle_csv(CLASS, MapBy.EMAIL).decode()
    assert by_mail == "Email address,ps1,'=ps2\nAda@x.org,1,\n+eve@x.org,0.5,0\n"


def test_a_graded_student_without_e_mail_is_named():
    table = GradeTable((Column("ps1"),), (GradeRow("s2", (Fraction(1),)),))
    with pytest.raises(LmsFileError, match="s2 has no e-mail"):
        moodle_csv(table, MapBy.EMAIL)


def test_a_key_that_could_act_as_a_formula_is_defused():
    table = GradeTable((Column("ps1"),), (GradeRow("=cmd|'/c calc'!A1", (Fraction(1),)),))
    assert moodle_csv(table).decode().splitlines()[1] == "'=cmd|'/c calc'!A1,1"
