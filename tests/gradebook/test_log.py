"""The grade log keeps everything, doubles nothing, and never changes what it holds."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from fractions import Fraction

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from millivolt.gradebook import Comment, Override
from millivolt.gradebook.document import digest, dump, load
from millivolt.gradebook.log import GradeLog, NoSuchPart


@pytest.fixture
def log(url):
    with GradeLog.open(url) as opened:
        yield opened


def test_what_was_appended_is_read_back(log, entry_of):
    entry = entry_of("ada", "ps1", [Fraction(1, 3), None])
    assert log.append([entry]) == 1
    assert log.latest("ps1") == {"ada": entry}
    assert log.history("ada") == (entry,)


def test_any_text_of_a_student_survives(url, entries):
    with GradeLog.open(url) as log:

        @settings(max_examples=40)
        @given(entries)
        def survives(entry):
            log.append([entry])
            assert dump(log.latest(entry.assignment, entry.student)[entry.student]) == dump(entry)

        survives()


@given(st.data())
def test_an_event_becomes_the_same_text_again(entries, data):
    text = dump(data.draw(entries))
    assert text.isascii()
    assert dump(load("entry", text)) == text


def test_evidence_that_json_cannot_hold_is_kept_as_text(entry_of):
    import numpy as np

    from millivolt.items import Finding, Verdict

    found = Finding("c", "m", {"a": np.arange(3), "b": 1 + 2j})
    part = entry_of().parts[0]
    entry = entry_of()
    odd = type(entry)(
        entry.student,
        entry.assignment,
        (type(part)("q", "i", "p", "v", Fraction(1), Verdict.of(1, found)),),
        entry.provenance,
    )
    evidence = load("entry", dump(odd)).parts[0].verdict.findings[0].evidence
    assert evidence == {"a": [0, 1, 2], "b": "(1+2j)"}


def test_a_repeated_run_appends_nothing(log, entry_of):
    entries = [entry_of(student) for student in ("ada", "bob")]
    later = [entry_of(s, when=e.provenance.when + timedelta(days=1), why="regraded")
             for s, e in zip(("ada", "bob"), entries, strict=True)]  # fmt: skip
    assert log.append(entries) == 2
    assert log.append(later) == 0
    assert log.latest("ps1") == {"ada": entries[0], "bob": entries[1]}


def test_a_result_that_returns_after_another_is_news(log, entry_of):
    right, wrong = entry_of(fractions=[1]), entry_of(fractions=[0], key="k1")
    assert log.append([right, wrong, right]) == 3
    assert log.history("ada", "ps1") == (right, wrong, right)
    assert log.latest("ps1", "ada") == {"ada": right}


@pytest.mark.parametrize("changed", [{"key": "k1"}, {"notebook": "n1"}, {"fractions": (1, 1)}])
def test_a_result_differs_when_its_making_differs(entry_of, changed):
    assert digest(entry_of()) != digest(entry_of(**changed))


def test_students_and_assignments_are_kept_apart(log, entry_of):
    log.append(
        [entry_of(s, a, [f]) for s, a, f in [("b", "ps1", 1), ("a", "ps1", 0), ("a", "ps2", 1)]]
    )
    assert list(log.latest("ps1")) == ["a", "b"]
    assert log.latest("ps1", "a")["a"].score == 0
    assert log.latest("ps2", "b") == {}
    assert log.assignments() == ("ps1", "ps2")


def test_grades_made_before_a_crash_are_kept(log, entry_of):
    def crashing():
        yield entry_of("ada")
        yield entry_of("bob")
        yield entry_of("cleo")
        raise RuntimeError("the box fell over")

    with pytest.raises(RuntimeError):
        log.append(crashing(), batch=2)
    assert list(log.latest("ps1")) == ["ada", "bob", "cleo"]


def test_an_override_is_exact_and_stays_through_regrades(log, entry_of, now):
    log.append([entry_of(fractions=[0, 1])])
    log.override(
        "ada", "ps1", "q1_E", points=Fraction(2, 3), who="Dr Kim", why="rounding", when=now
    )
    log.append([entry_of(fractions=[0, 0], key="k1"), entry_of(fractions=[1, 0], key="k2")])
    standing = log.standings("ps1")["ada"]
    assert standing.score == Fraction(2, 3)
    assert standing.entry.score == 2


def test_the_last_of_two_people_decides(log, entry_of, now):
    log.append([entry_of()])
    for who, fraction in [("Kim", Fraction(1, 2)), ("Lee", Fraction(1, 4))]:
        log.override("ada", "ps1", "q1_E", fraction=fraction, who=who, why="w", when=now)
    assert log.standings("ps1")["ada"].score == Fraction(1, 2)


def test_an_override_taken_back_lets_the_machine_count_again(log, entry_of, now):
    log.append([entry_of(fractions=[1, 1])])
    log.override("ada", "ps1", "q1_E", fraction=Fraction(0), who="Kim", why="copied", when=now)
    assert log.standings("ps1")["ada"].score == 2
    log.override("ada", "ps1", "q1_E", who="Kim", why="not copied after all", when=now)
    assert log.standings("ps1")["ada"].score == 4


def test_the_history_tells_everything_in_order(log, entry_of, now):
    first, second = entry_of(fractions=[0]), entry_of(fractions=[1], key="k1")
    log.append([first])
    override = log.override("ada", "ps1", "q1_E", fraction=Fraction(1), who="K", why="w", when=now)
    comment = log.comment("ada", "ps1", "Well argued.", who="K", when=now, slot="q1_E")
    log.append([second])
    assert log.history("ada") == (first, override, comment, second)
    assert log.history("ada", "ps2") == ()


@pytest.mark.parametrize(("student", "slot"), [("bob", "q1_E"), ("ada", "q9_E")])
def test_a_part_that_was_never_graded_cannot_be_overridden(log, entry_of, now, student, slot):
    log.append([entry_of("ada")])
    with pytest.raises(NoSuchPart):
        log.override(student, "ps1", slot, fraction=Fraction(1), who="K", why="w", when=now)
    with pytest.raises(NoSuchPart):
        log.comment(student, "ps1", "text", who="K", when=now, slot=slot)


def test_more_points_than_the_part_has_are_refused(log, entry_of, now):
    log.append([entry_of()])
    with pytest.raises(ValueError, match="worth 2"):
        log.override("ada", "ps1", "q1_E", points=Fraction(3), who="K", why="w", when=now)


def test_points_or_a_fraction_but_not_both(log, entry_of, now):
    log.append([entry_of()])
    both = {"points": Fraction(1), "fraction": Fraction(1)}
    with pytest.raises(ValueError, match="not both"):
        log.override("ada", "ps1", "q1_E", **both, who="K", why="w", when=now)


def test_corrections_are_recorded_together_or_not_at_all(log, entry_of, now):
    log.append([entry_of()])
    good = Comment("ada", "ps1", "q1_E", "fine", "K", now)
    bad = Override("ada", "ps1", "q9_E", Fraction(1), "K", "w", now)
    with pytest.raises(NoSuchPart):
        log.record([good, bad])
    assert log.standings("ps1")["ada"].comments == ()


@pytest.mark.parametrize("name", ["", "a\nb", "a\x00", "a\ud800"])
def test_a_student_without_a_printable_name_is_refused(log, entry_of, name):
    with pytest.raises(ValueError):
        log.append([entry_of(name)])


def test_the_events_of_a_student_are_numbered_from_one_without_gaps(url, log, entry_of, now):
    log.append([entry_of(), entry_of("bob"), entry_of(key="k1")])
    log.comment("ada", "ps1", "Good.", who="K", when=now)
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    query = "SELECT number FROM millivolt_event WHERE student = 'ada' ORDER BY number"
    with engine.connect() as connection:
        assert connection.exec_driver_sql(query).scalars().all() == [1, 2, 3]
    engine.dispose()


ATTACKS = {
    "sqlite": "INSERT OR REPLACE INTO millivolt_event SELECT * FROM millivolt_event",
    "postgresql": "TRUNCATE millivolt_event",
}


def test_the_database_itself_refuses_to_change_an_entry(url, log, entry_of):
    log.append([entry_of()])
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    attacks = ["UPDATE millivolt_event SET score = '99'", "DELETE FROM millivolt_event"]
    for attack in [*attacks, ATTACKS[engine.dialect.name]]:
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), engine.begin() as connection:
            connection.exec_driver_sql(attack)
    engine.dispose()
    assert log.latest("ps1") == {"ada": entry_of()}


def test_threads_that_append_the_same_class_double_nothing(log, entry_of):
    students = [f"s{number:03}" for number in range(60)]

    def run(order):
        return log.append((entry_of(student) for student in students[::order]), batch=7)

    with ThreadPoolExecutor(4) as pool:
        written = list(pool.map(run, [1, -1, 1, -1]))
    assert sum(written) == len(students)
    lengths = Counter(len(log.history(student)) for student in students)
    assert lengths == {1: len(students)}
