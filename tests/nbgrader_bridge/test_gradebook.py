"""Our grades are nbgrader's grades, and what people gave in formgrader is never touched."""

import json
import os
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import pytest

pytest.importorskip("nbgrader", reason="nbgrader's gradebook needs millivolt[nbgrader]")

import nbformat
import sqlalchemy as sa
from nbgrader.api import Gradebook, get_alembic_version
from nbgrader.preprocessors import SaveCells

from millivolt.bank import load_bank
from millivolt.course.issue import Issue, IssuedQuestion
from millivolt.errors import AuthorError, EnvironmentProblem
from millivolt.gradebook import PartGrade, Standing
from millivolt.gradebook.log import GradeLog
from millivolt.items import Finding, State, Verdict
from millivolt.nbgrader_bridge.gradebook import NbgraderGradebook
from millivolt.nbgrader_bridge.hand_grades import FORMGRADER, HandGrade, conflicts, news
from millivolt.notebooks import compose

DUE = datetime(2026, 10, 25, 23, 59, tzinfo=UTC)


def cell(kind, grade_id, source="", *, grade=False, solution=False, locked=False, points=None):
    about = {
        "schema_version": 3, "grade": grade, "solution": solution, "locked": locked,
        "task": False, "grade_id": grade_id, "cell_type": kind, "checksum": "0" * 32,
    }  # fmt: skip
    if points is not None:
        about["points"] = points
    return {"cell_type": kind, "metadata": {"nbgrader": about}, "source": [source]}


def notebook(*slots, essay=True):
    """A notebook with one answer and its check for each of ``slots``, and an essay."""
    task = cell("markdown", "essay", "Write.", locked=True, points=3.0)
    task["metadata"]["nbgrader"]["task"] = True
    cells = [{"cell_type": "markdown", "metadata": {}, "source": ["free"]}]
    cells.append(cell("markdown", "about", "Welcome", locked=True))
    for slot in slots:
        cells.append(cell("code", slot, f"{slot} = None\n", solution=True))
        cells.append(cell("code", f"{slot}_check", "check()", grade=True, locked=True, points=2.0))
    if essay:
        cells.append(task)
        cells.append(cell("markdown", "q9_why", "…", grade=True, solution=True, points=2.0))
    return {"cells": cells, "metadata": {"kernelspec": {"name": "python3"}}}


SHEET = notebook("q1_E", "q2_E", essay=False)


@pytest.fixture
def url(sqlite_url):
    return sqlite_url


@pytest.fixture
def book(url):
    with NbgraderGradebook.open(url) as opened:
        yield opened


@pytest.fixture
def theirs(book, url):
    """nbgrader's own view of the same gradebook."""
    with Gradebook(url.replace("postgresql:", "postgresql+psycopg:")) as gradebook:
        yield gradebook


@pytest.fixture
def by_hand(theirs):
    """What formgrader's server does when a person types a score, extra credit or a comment."""

    def grade(student, slot, *, score=None, extra=None, comment=None):
        found = theirs.find_grade(f"{slot}_check", "ps1", "ps1", student)
        found.manual_score, found.extra_credit = score, extra
        found.needs_manual_grade = score is None and found.auto_score is None
        theirs.find_comment(slot, "ps1", "ps1", student).manual_comment = comment
        theirs.db.commit()

    return grade


@pytest.fixture
def log(tmp_path):
    with GradeLog.open(f"sqlite:///{tmp_path / 'log.db'}") as opened:
        yield opened


def standings(*entries):
    return {entry.student: Standing(entry) for entry in entries}


def test_registering_saves_what_nbgraders_own_command_saves(book, theirs, tmp_path):
    document = notebook("q1_E", "q2_E")
    book.register("ours", {"nb": document})
    theirs.add_assignment("theirs")
    other = nbformat.from_dict({**document, "nbformat": 4, "nbformat_minor": 4, "cells": [
        {**c, "source": "".join(c["source"]),
         **({"outputs": [], "execution_count": None} if c["cell_type"] == "code" else {})}
        for c in document["cells"]]})  # fmt: skip
    address = str(theirs.engine.url.render_as_string(hide_password=False))
    resources = {"nbgrader": {"notebook": "nb", "assignment": "theirs", "db_url": address}}
    SaveCells().preprocess(other, resources)

    def saved(assignment):
        found = theirs.find_notebook("nb", assignment)
        rows = [*found.grade_cells, *found.solution_cells, *found.task_cells, *found.source_cells]
        told = [
            {k: v for k, v in r.to_dict().items() if k not in ("id", "assignment")} for r in rows
        ]
        return found.kernelspec, sorted((type(r).__name__, sorted(t.items(), key=str), r.name)
                                        for r, t in zip(rows, told, strict=True))  # fmt: skip

    assert saved("ours") == saved("theirs")


def test_the_due_time_is_kept_in_utc_and_stays_when_none_is_given(book, theirs):
    book.register("ps1", {"ps1": SHEET}, due=DUE.astimezone())
    book.register("ps1", {"ps1": SHEET})
    assert theirs.find_assignment("ps1").duedate == DUE.replace(tzinfo=None)


def test_grades_reach_nbgrader_as_scores_of_the_submission(book, theirs, entry_of, now):
    book.register("ps1", {"ps1": SHEET})
    ada = entry_of("ada", fractions=[1, Fraction(1, 4)], received=now)
    assert book.write("ps1", standings(ada, entry_of("bob", fractions=[0, 0]))) == 2
    found = theirs.find_submission("ps1", "ada")
    assert (found.score, found.max_score) == (2.5, 4.0)
    assert found.timestamp == now.replace(tzinfo=None)
    assert not found.needs_manual_grade
    assert theirs.find_submission("ps1", "bob").score == 0
    assert theirs.find_submission("ps1", "bob").timestamp is None


def test_a_submission_we_wrote_is_shaped_like_one_of_nbgraders(book, theirs, entry_of):
    book.register("ps1", {"ps1": notebook("q1_E", "q2_E")})
    book.write("ps1", standings(entry_of("ada")))
    theirs.add_student("bob")
    theirs.add_submission("ps1", "bob")

    def shape(student):
        [found] = theirs.find_submission("ps1", student).notebooks
        return sorted(g.name for g in found.grades), sorted(c.name for c in found.comments)

    assert shape("ada") == shape("bob")


def test_writing_again_changes_nothing(book, entry_of):
    book.register("ps1", {"ps1": SHEET})
    grades = standings(*(entry_of(f"s{n}", fractions=[1, 0]) for n in range(3)))
    assert book.write("ps1", grades) == 3
    assert book.write("ps1", grades) == 0


def test_a_submission_that_nbgrader_made_is_filled_not_doubled(book, theirs, entry_of):
    book.register("ps1", {"ps1": SHEET})
    theirs.add_student("ada", last_name="Lovelace")
    theirs.add_submission("ps1", "ada")
    book.write("ps1", standings(entry_of("ada", fractions=[1, 1])))
    assert theirs.find_submission("ps1", "ada").score == 4
    assert theirs.find_student("ada").last_name == "Lovelace"
    assert len(theirs.assignment_submissions("ps1")) == 1


def test_a_part_that_waits_for_a_person_is_flagged(book, theirs, entry_of, by_hand):
    book.register("ps1", {"ps1": SHEET})
    waiting = standings(entry_of("ada", fractions=[None, 1]))
    book.write("ps1", waiting)
    grade = theirs.find_grade("q1_E_check", "ps1", "ps1", "ada")
    assert (grade.auto_score, grade.needs_manual_grade) == (None, True)
    by_hand("ada", "q1_E", score=1.5)
    book.write("ps1", waiting)
    theirs.db.expire_all()
    assert not theirs.find_submission("ps1", "ada").needs_manual_grade
    assert theirs.find_submission("ps1", "ada").score == 3.5


def test_an_essay_carries_its_points_itself(book, theirs, entry_of):
    book.register("ps1", {"ps1": notebook("q1_E", "q2_E")})
    entry = entry_of("ada", fractions=[1, 1])
    essay = PartGrade("q9_why", "i", "why", "v", Fraction(2),
                      Verdict.without_credit(State.NEEDS_REVIEW))  # fmt: skip
    book.write("ps1", standings(replace(entry, parts=(*entry.parts, essay))))
    assert theirs.find_grade("q9_why", "ps1", "ps1", "ada").needs_manual_grade


def test_a_graders_words_are_the_comment_findings_only_where_there_is_no_check(
    book, theirs, entry_of, now, log
):
    book.register("ps1", {"ps1": notebook("q1_E", "q2_E")})
    entry = entry_of("ada", fractions=[0, 1])
    found = Verdict.of(0, Finding("c", "The sign is flipped.", private="key"))
    waiting = Verdict.without_credit(State.NEEDS_REVIEW, Finding("d", "Look."))
    essay = PartGrade("q9_why", "i", "why", "v", Fraction(2), waiting)
    entry = replace(entry, parts=(replace(entry.parts[0], verdict=found), entry.parts[1], essay))
    log.append([entry])
    log.comment("ada", "ps1", "Nearly!", who="Kim", when=now, slot="q1_E")
    log.comment("ada", "ps1", "Go on.", who="Kim", when=now, slot="q9_why")
    book.write("ps1", log.standings("ps1"))
    assert theirs.find_comment("q1_E", "ps1", "ps1", "ada").auto_comment == "Nearly!"
    assert theirs.find_comment("q9_why", "ps1", "ps1", "ada").auto_comment == "Go on.\n\nLook."
    assert theirs.find_comment("q2_E", "ps1", "ps1", "ada").auto_comment is None


def test_an_untouched_answer_says_so_in_nbgraders_words(book, theirs, entry_of):
    book.register("ps1", {"ps1": SHEET})
    entry = entry_of("ada")
    untouched = replace(entry.parts[0], verdict=Verdict.without_credit(State.NOT_ATTEMPTED))
    book.write("ps1", standings(replace(entry, parts=(untouched, entry.parts[1]))))
    assert theirs.find_comment("q1_E", "ps1", "ps1", "ada").comment == "No response."


def test_nothing_that_a_person_gave_is_ever_overwritten(book, theirs, entry_of, by_hand):
    book.register("ps1", {"ps1": SHEET})
    book.write("ps1", standings(entry_of("ada", fractions=[0, 0])))
    by_hand("ada", "q1_E", score=1.25, extra=0.5, comment="Good idea.")
    book.write("ps1", standings(entry_of("ada", fractions=[1, 1], key="k1")))
    theirs.db.expire_all()
    grade = theirs.find_grade("q1_E_check", "ps1", "ps1", "ada")
    assert (grade.manual_score, grade.extra_credit, grade.score) == (1.25, 0.5, 1.75)
    assert theirs.find_comment("q1_E", "ps1", "ps1", "ada").comment == "Good idea."
    assert grade.needs_manual_grade, "the automatic score changed under it: a person looks again"


def test_what_people_gave_is_read_into_the_log_once(book, log, entry_of, by_hand, now):
    book.register("ps1", {"ps1": SHEET})
    log.append([entry_of("ada", fractions=[0, 1]), entry_of("bob", fractions=[0, 0])])
    book.write("ps1", log.standings("ps1"))
    assert book.pull(log, "ps1", now) == ()
    by_hand("ada", "q1_E", score=1.1, extra=0.1, comment="Good idea.")
    assert len(book.pull(log, "ps1", now)) == 2
    assert book.pull(log, "ps1", now + timedelta(days=1)) == ()
    standing = log.standings("ps1")["ada"]
    assert standing.score == Fraction("3.2")
    assert standing.remarks == {"q1_E": "Good idea."}
    assert standing.overrides[0].who == FORMGRADER
    assert log.standings("ps1")["bob"].score == 0


def test_both_books_agree_after_any_order_of_grading_and_reading(
    book, log, theirs, entry_of, by_hand, now
):
    book.register("ps1", {"ps1": SHEET})
    for key, fractions, hand in [
        ("k0", [0, 1], None),
        ("k1", [1, 0], 1.5),
        ("k2", [0, 0], 0.25),
        ("k3", [1, 1], None),
    ]:
        log.append([entry_of("ada", fractions=fractions, key=key)])
        book.write("ps1", log.standings("ps1"))
        by_hand("ada", "q2_E", score=hand)
        book.pull(log, "ps1", now)
        theirs.db.expire_all()
        assert theirs.find_submission("ps1", "ada").score == float(
            log.standings("ps1")["ada"].score
        )


def test_a_score_taken_back_in_formgrader_lets_the_machine_count_again(
    book, log, entry_of, by_hand, now
):
    book.register("ps1", {"ps1": SHEET})
    log.append([entry_of("ada", fractions=[1, 1])])
    book.write("ps1", log.standings("ps1"))
    by_hand("ada", "q1_E", score=0.0)
    book.pull(log, "ps1", now)
    assert log.standings("ps1")["ada"].score == 2
    by_hand("ada", "q1_E")
    book.pull(log, "ps1", now)
    assert log.standings("ps1")["ada"].score == 4


def test_an_override_given_here_stands_and_shows_in_nbgrader(book, log, theirs, entry_of, now):
    book.register("ps1", {"ps1": SHEET})
    log.append([entry_of("ada", fractions=[0, 1])])
    log.override("ada", "ps1", "q1_E", fraction=Fraction(3, 4), extra=Fraction(1, 2), who="Kim",
                 why="clear from the text", when=now)  # fmt: skip
    book.write("ps1", log.standings("ps1"))
    assert theirs.find_submission("ps1", "ada").score == 4.0
    assert book.pull(log, "ps1", now) == ()


def test_where_two_people_disagree_it_is_said(book, log, entry_of, by_hand, now):
    book.register("ps1", {"ps1": SHEET})
    log.append([entry_of("ada", fractions=[0, 1])])
    book.write("ps1", log.standings("ps1"))
    by_hand("ada", "q1_E", score=0.5)
    book.pull(log, "ps1", now)
    assert conflicts(log.standings("ps1"), book.given("ps1", log.standings("ps1"))) == ()
    log.override("ada", "ps1", "q1_E", fraction=Fraction(1), who="Kim", why="appeal", when=now)
    [found] = conflicts(log.standings("ps1"), book.given("ps1", log.standings("ps1")))
    assert (found.slot, found.theirs, found.ours) == ("q1_E", Fraction(1, 2), 2)
    assert book.pull(log, "ps1", now) == (), "the appeal stands"


@pytest.mark.parametrize(
    ("score", "extra", "points"),
    [
        (5.0, None, "5"),
        (-1.0, None, "0"),
        (2 / 3, None, "2/3"),
        (0.1, 0.2, "0.3"),
        (None, 1.0, "4/3"),
        (1.0, -3.0, "1"),
    ],
)
def test_any_number_that_formgrader_takes_becomes_exact_points(entry_of, now, score, extra, points):
    """The part is worth 2/3; the machine gives 1/3 of a point."""
    entry = entry_of("ada", fractions=[Fraction(1, 2)])
    entry = replace(entry, parts=(replace(entry.parts[0], points=Fraction(2, 3)),))
    [event] = news({"ada": Standing(entry)}, [HandGrade("ada", "q1_E", score, extra)], now)
    assert Standing(entry, (event,)).score == Fraction(points)


def test_what_we_never_graded_belongs_to_nbgrader_alone(entry_of, now):
    given = [HandGrade("eve", "q1_E", 1.0), HandGrade("ada", "old_cell", 1.0, None, "text")]
    assert news(standings(entry_of("ada")), given, now) == ()
    assert conflicts(standings(entry_of("ada")), given) == ()


def test_a_score_by_hand_that_was_not_read_yet_is_a_difference_extra_points_included(entry_of, now):
    standing = standings(entry_of("ada", fractions=[1, 0]))
    same = [HandGrade("ada", "q1_E", 2.0), HandGrade("ada", "q2_E", None, 1.0)]
    assert conflicts(standing, same) == ()
    [found] = conflicts(standing, [HandGrade("ada", "q1_E", 2.0, 0.5)])
    assert (found.theirs, found.ours) == (Fraction(5, 2), 2)
    read = Standing(
        standing["ada"].entry, news(standing, [HandGrade("ada", "q1_E", 2.0, 0.5)], now)
    )
    assert conflicts({"ada": read}, [HandGrade("ada", "q1_E", 2.0, 0.5)]) == ()


def test_penalties_of_ours_are_written_and_nbgraders_stay_without_them(book, theirs, entry_of):
    book.register("ps1", {"ps1": SHEET})
    grades = standings(entry_of("ada"), entry_of("bob"))
    book.write("ps1", grades, penalties={"ada": Fraction(1, 2)})
    book.write("ps1", grades)
    penalty = {s.student_id: s.notebooks[0].late_submission_penalty
               for s in theirs.assignment_submissions("ps1")}  # fmt: skip
    assert penalty == {"ada": 0.5, "bob": None}


def test_students_get_names_but_keep_those_they_have(book, theirs):
    theirs.add_student("ada", first_name="A. A.")
    people = [
        SimpleNamespace(id="ada", name="Lovelace, Ada", email="ada@x.org", lms_id="11"),
        SimpleNamespace(id="zoe", name="Zoë de la Cruz", email="", lms_id=""),
    ]
    book.enrol(people)
    book.enrol(people)
    theirs.db.expire_all()
    ada, zoe = theirs.find_student("ada"), theirs.find_student("zoe")
    assert (ada.first_name, ada.last_name, ada.email) == ("A. A.", "Lovelace", "ada@x.org")
    assert (ada.lms_user_id, zoe.lms_user_id) == ("11", None)
    assert (zoe.first_name, zoe.last_name) == ("Zoë de la", "Cruz")


def test_cells_may_go_until_somebody_handed_in_and_come_at_any_time(book, theirs, entry_of):
    book.register("ps1", {"ps1": notebook("q1_E", essay=False), "extra": SHEET})
    book.register("ps1", {"ps1": SHEET})
    assert [n.name for n in theirs.find_assignment("ps1").notebooks] == ["ps1"]
    assert theirs.find_assignment("ps1").max_score == 4
    book.write("ps1", standings(entry_of("ada", fractions=[1, 1])))
    book.register("ps1", {"ps1": SHEET})
    with pytest.raises(AuthorError, match="q2_E"):
        book.register("ps1", {"ps1": notebook("q1_E", "q3_E", essay=False)})
    theirs.db.expire_all()
    assert theirs.find_submission("ps1", "ada").score == 4
    book.register("ps1", {"ps1": notebook("q1_E", "q2_E", "q3_E", essay=False)})
    theirs.db.expire_all()
    assert theirs.find_submission("ps1", "ada").score == 4
    assert theirs.find_assignment("ps1").max_score == 6


def test_of_two_cells_of_one_name_ours_is_the_one_in_the_assignments_notebook(
    book, theirs, entry_of
):
    book.register("ps1", {"ps1": SHEET, "b": SHEET})
    book.write("ps1", standings(entry_of("ada", fractions=[1, 1])))
    found = theirs.find_submission("ps1", "ada")
    assert {n.name: n.score for n in found.notebooks} == {"ps1": 4, "b": 0}
    book.register("ps2", {"a": SHEET, "b": SHEET})
    with pytest.raises(AuthorError, match="two notebooks"):
        book.write("ps2", standings(entry_of("ada", assignment="ps2")))


def test_several_notebooks_make_one_submission(book, theirs, entry_of):
    book.register("ps1", {"a": notebook("q1_E", essay=False), "b": notebook("q2_E", essay=False)})
    book.write("ps1", standings(entry_of("ada", fractions=[1, Fraction(1, 2)])))
    found = theirs.find_submission("ps1", "ada")
    assert {n.name: n.score for n in found.notebooks} == {"a": 2, "b": 1}


def test_a_part_of_a_pool_that_a_student_did_not_get_waits_for_nobody(book, theirs, entry_of):
    book.register("ps1", {"ps1": notebook("q1_E", "q2_E", "q3_E", essay=False)})
    book.write("ps1", standings(entry_of("ada", fractions=[1, 1])))
    found = theirs.find_grade("q3_E_check", "ps1", "ps1", "ada")
    assert (found.auto_score, found.needs_manual_grade) == (0, False)


def test_what_nbgrader_does_not_know_is_said(book, entry_of):
    with pytest.raises(AuthorError, match="no assignment 'ps1'"):
        book.write("ps1", standings(entry_of("ada")))
    book.register("ps1", {"ps1": notebook("q1_E", essay=False)})
    with pytest.raises(AuthorError, match="no cell for the part 'q2_E'"):
        book.write("ps1", standings(entry_of("ada")))


def test_our_log_and_nbgraders_gradebook_can_share_a_database(url, entry_of, monkeypatch):
    """nbgrader by itself notes its schema version only in an empty database."""
    with GradeLog.open(url) as log, NbgraderGradebook.open(url) as book:
        log.append([entry_of("ada", fractions=[1, 1])])
        book.register("ps1", {"ps1": SHEET})
        assert book.write("ps1", log.standings("ps1")) == 2
    assert noted_version(url) == [nbgraders_version(monkeypatch)]


def noted_version(url):
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = list(connection.scalars(sa.text("SELECT version_num FROM alembic_version")))
    engine.dispose()
    return found


def nbgraders_version(monkeypatch):
    """What nbgrader would note; it runs the program alembic beside the interpreter."""
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    return get_alembic_version()


def test_a_gradebook_of_another_version_is_left_to_nbgrader(url):
    NbgraderGradebook.open(url).close()
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = 'older'"))
    engine.dispose()
    with pytest.raises(EnvironmentProblem, match="nbgrader db upgrade"):
        NbgraderGradebook.open(url)


def test_the_same_exchange_works_on_postgresql(postgres_url, entry_of, log, now):
    with NbgraderGradebook.open(postgres_url) as book:
        book.register("ps1", {"ps1": SHEET}, due=DUE)
        log.append([entry_of("ada", fractions=[0, 1]), entry_of("bob", fractions=[1, None])])
        assert book.write("ps1", log.standings("ps1")) == 3
        with Gradebook(postgres_url.replace("postgresql:", "postgresql+psycopg:")) as theirs:
            assert theirs.find_submission("ps1", "ada").score == 2
            theirs.find_grade("q1_E_check", "ps1", "ps1", "ada").manual_score = 1.5
            theirs.db.commit()
        assert len(book.pull(log, "ps1", now)) == 1
        assert book.write("ps1", log.standings("ps1")) == 0
    assert log.standings("ps1")["ada"].score == Fraction("3.5")


def test_a_gradebook_that_cannot_be_opened_says_what_to_do(tmp_path):
    with pytest.raises(EnvironmentProblem, match="check that its folder exists"):
        NbgraderGradebook.open(f"sqlite:///{tmp_path / 'nowhere' / 'gradebook.db'}")


def test_a_notebook_of_ours_has_a_cell_for_every_part(book, theirs, entry_of):
    bank = load_bank()
    questions = tuple(
        IssuedQuestion(number, Fraction(3), bank[code].variant(number))
        for number, code in enumerate(["N01", "E04", "N15", "H01"], start=1)
    )
    issue = Issue("ada", "ps1", "ps1", "token", questions)
    book.register("ps1", {"ps1": json.loads(compose(issue))})
    parts = tuple(
        PartGrade(p.slot, "item", p.part.id, "variant", p.points, Verdict.of(1))
        for p in issue.parts()
    )
    book.write("ps1", standings(replace(entry_of("ada"), parts=parts)))
    found = theirs.find_submission("ps1", "ada")
    assert found.score == pytest.approx(12)
    assert found.max_score == pytest.approx(12)
    assert not found.needs_manual_grade
