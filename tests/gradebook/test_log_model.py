"""Whatever is done in whatever order, the log says what a plain list of events would say."""

import tempfile
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from millivolt.gradebook import Comment, GradeEntry, Override
from millivolt.gradebook.log import GradeLog, NoSuchPart

students = st.sampled_from(["ada", "bob"])
slots = st.sampled_from(["q1_E", "q2_E", "q3_E"])
quarters = st.integers(0, 4).map(lambda n: Fraction(n, 4))
people = st.sampled_from(["Kim", "Lee"])


@pytest.fixture
def machine(entry_of, now):
    """A machine that does everything that can be done to a log, beside a list that does too."""

    class Log(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.folder = tempfile.TemporaryDirectory()
            self.url = f"sqlite:///{Path(self.folder.name, 'grades.db')}"
            self.log = GradeLog.open(self.url)
            self.events = {"ada": [], "bob": []}

        def teardown(self):
            self.log.close()
            self.folder.cleanup()

        def entries(self, student):
            return [e for e in self.events[student] if isinstance(e, GradeEntry)]

        def graded(self, student, slot):
            last = self.entries(student)[-1:]
            return bool(last) and slot in [part.slot for part in last[0].parts]

        @rule(student=students, fractions=st.lists(quarters, min_size=1, max_size=3))
        def grade(self, student, fractions):
            entry = entry_of(student, fractions=fractions)
            news = self.entries(student)[-1:] != [entry]
            assert self.log.append([entry]) == news
            if news:
                self.events[student].append(entry)

        @rule(
            student=students, slot=slots, fraction=st.none() | quarters, extra=quarters, who=people
        )
        def override(self, student, slot, fraction, extra, who):
            given = {"who": who, "why": "w", "when": now, "fraction": fraction, "extra": extra}
            if not self.graded(student, slot):
                with pytest.raises(NoSuchPart):
                    self.log.override(student, "ps1", slot, **given)
                return
            override = self.log.override(student, "ps1", slot, **given)
            of_slot = [
                e for e in self.events[student] if isinstance(e, Override) and e.slot == slot
            ]
            if of_slot[-1:] != [override]:
                self.events[student].append(override)

        @rule(student=students, text=st.sampled_from(["", "Good.", "See page 3."]), who=people)
        def comment(self, student, text, who):
            if not self.entries(student):
                with pytest.raises(NoSuchPart):
                    self.log.comment(student, "ps1", text, who=who, when=now)
                return
            comment = self.log.comment(student, "ps1", text, who=who, when=now)
            if [e for e in self.events[student] if isinstance(e, Comment)][-1:] != [comment]:
                self.events[student].append(comment)

        @rule()
        def open_again(self):
            self.log.close()
            self.log = GradeLog.open(self.url)

        @invariant()
        def everything_is_kept_in_order(self):
            for student, events in self.events.items():
                assert list(self.log.history(student)) == events

        @invariant()
        def the_newest_entry_and_the_last_word_of_people_count(self):
            standings = self.log.standings("ps1")
            assert set(standings) == {s for s in self.events if self.entries(s)}
            for student, standing in standings.items():
                last = {e.slot: e for e in self.events[student] if isinstance(e, Override)}
                points = Fraction(0)
                for part in self.entries(student)[-1].parts:
                    decided = last.get(part.slot)
                    machine_counts = decided is None or decided.fraction is None
                    points += part.score if machine_counts else part.points * decided.fraction
                    points += decided.extra if decided else 0
                assert standing.score == points

    return Log


def test_the_log_is_a_list_of_events(machine):
    run_state_machine_as_test(
        machine, settings=settings(max_examples=15, stateful_step_count=20, deadline=None)
    )
