"""A practice session in the terminal."""

import re
import unicodedata
from datetime import UTC, datetime
from io import StringIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from millivolt.bank import load_bank
from millivolt.checks import Kind, specimens
from millivolt.practice.progress import ProgressFile
from millivolt.practice.screen import Screen
from millivolt.practice.terminal import Practice, Quit

BANK = load_bank()


@pytest.fixture
def practise(tmp_path):
    def session(item, *lines, edit=None, items=(), kept=True, echo=True):
        waiting = iter(lines)
        out = StringIO()

        def ask(prompt):
            out.write(prompt)
            line = next(waiting, None)
            if line is None:
                raise Quit
            out.write((line if echo else "") + "\n")
            return line

        file = ProgressFile(tmp_path / "progress.jsonl")
        seeds = iter(f"s{number}" for number in range(99))
        Practice(
            bank=BANK,
            items=[BANK[name].item for name in items or [item]],
            progress=file,
            screen=Screen(Console(file=out, width=200)),
            ask=ask,
            edit=edit if callable(edit) else lambda text: edit,
            clock=lambda: datetime(2026, 11, 22, tzinfo=UTC),
            seeds=lambda: next(seeds),
        ).run()
        return out.getvalue(), file.read() if kept else ()

    return session


def key(item, part, seed="s0"):
    return BANK[item].variant(seed).part(part)


def test_a_right_answer_is_told_and_kept(practise):
    screen, kept = practise("N01", f"{key('N01', 'E').answer:.3f} mV")
    assert "✓ Right." in screen
    assert [(one.state, one.share) for one in kept] == [("correct", 1.0)]


def test_a_misconception_is_explained_and_another_try_follows(practise):
    part = key("N01", "E")
    wrong = next(m for m in part.misconceptions if m.id == "in_out_swapped")
    screen, kept = practise("N01", f"{wrong.value:.3f} mV", f"{part.answer:.3f} mV")
    assert wrong.tell.split()[0] in screen
    assert [one.state for one in kept] == ["incorrect", "correct"]
    assert kept[0].misconceptions == ("in_out_swapped",)


def test_what_cannot_be_read_is_no_answer(practise):
    screen, kept = practise("N01", "about ten furlong")
    assert "could not be read" in screen
    assert kept == ()


def test_hints_come_one_at_a_time_and_end_kindly(practise):
    hints = BANK["N01"].variant("s0").prose.hints
    screen, _ = practise("N01", "5 mV", *[":hint"] * (len(hints) + 1), "5 mV")
    places = [screen.index(f"Hint {n} of {len(hints)}") for n in range(1, len(hints) + 1)]
    assert places == sorted(places)
    assert screen.count("no more hints") == 1
    assert re.findall(r":hint may help|:solution shows the way\.$", screen, re.MULTILINE) == [
        ":hint may help", ":solution shows the way.", ":solution shows the way."
    ]  # fmt: skip


def test_abbreviations_work_and_unknown_words_are_explained(practise):
    screen, _ = practise("N01", ":nonsense", ":q")
    assert "Known words" in screen
    assert "0 answers" in screen


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("h", ":hint, :harder or :help"),
        (":h", ":hint, :harder or :help"),
        ("q", ":quit"),
        ("exit()", ":quit"),
        ("?", ":help"),
    ],
)
@pytest.mark.parametrize("item", ["N01", "E04", "N15"], ids=["number", "lines", "code"])
def test_a_word_without_its_colon_is_recognised_and_costs_nothing(practise, item, typed, meant):
    screen, kept = practise(item, typed, "")
    assert f"Did you mean {meant}?" in screen
    assert kept == ()


def test_a_letter_that_is_an_answer_is_no_word(practise):
    screen, kept = practise("net-drive", "A")
    assert "Did you mean" not in screen
    assert kept


def test_a_derivation_is_typed_line_by_line(practise):
    steps = key("E04", "derivation").steps
    screen, kept = practise("E04", *steps, "")
    assert "✓ Right." in screen
    assert kept[0].share == 1


def test_an_earlier_slip_does_not_cost_the_later_parts(practise):
    variant = BANK["H01"].variant("s0")
    E_K = variant.part("E_K").answer
    others = {p.id: p.answer for p in variant.parts if p.kind == "numeric"}
    g_K, V = variant.given["g_K"], others["V"]
    lines = [f"{-E_K} mV", f"{E_K} mV", f"{others['E_Na']} mV", f"{others['E_Cl']} mV", f"{V} mV"]
    _, kept = practise("H01", *lines, f"{g_K * (V - E_K)} pA")
    assert [one.state for one in kept][:2] == ["incorrect", "correct"]
    assert kept[-1].state == "correct"


def test_code_is_graded_in_the_box(practise):
    part = key("N15", "code")
    screen, kept = practise("N15", "", edit=part.solution)
    assert "✓ Right." in screen, screen
    screen, kept = practise("N15", "", edit="def nernst(c_out, c_in, z, T):\n    return 0.0")
    assert kept[-1].state in ("incorrect", "partial")


def test_markup_in_an_answer_is_shown_as_typed(practise):
    screen, _ = practise("N01", "[bold red]x[/bold red]")
    assert "could not be read" in screen


def test_code_goes_on_from_what_was_written_before(practise):
    seen = []

    def edit(text):
        seen.append(text)
        return "def nernst(c_out, c_in, z, T):\n    return 0.0" if len(seen) == 1 else None

    screen, _ = practise("N15", "", "", edit=edit)
    assert seen[1].endswith("return 0.0")
    assert "Nothing was saved" in screen


def test_the_solution_is_shown_before_anything_else_comes(practise):
    screen, _ = practise("N01", ":solution", f"{key('N01', 'E').answer:.3f} mV")
    assert screen.index("Does it make sense?") < screen.index("✓ Right.")


def test_what_is_skipped_does_not_come_back_at_once(practise):
    screen, _ = practise("N01", ":skip", ":skip", items=["N01", "N02", "N03"])
    titles = [BANK[name].item.title for name in ("N01", "N02", "N03")]
    assert all(title in screen for title in titles)


def test_the_student_overrules_the_advice_by_topic_code_or_id(practise):
    screen, _ = practise("N01", ":choose N02", ":choose driving force", ":choose calcium")
    assert screen.count(BANK["N02"].item.title) == 2
    screen, _ = practise("N01", ":choose nonsense", ":choose")
    assert "no item is called 'nonsense'" in screen
    assert "Say which" in screen


def test_the_student_sees_how_they_stand_and_why_an_item_is_next(practise):
    part = key("N01", "E")
    wrong = next(m for m in part.misconceptions if m.id == "in_out_swapped")
    screen, _ = practise("N01", f"{wrong.value:.3f} mV", ":standing")
    assert re.search(r"equilibrium +1 of ", screen)
    assert "inside and outside swapped" in screen
    assert ":choose and :skip overrule it" in " ".join(screen.split())


def test_a_progress_file_that_cannot_be_written_ends_no_session(practise, tmp_path):
    (tmp_path / "progress.jsonl").symlink_to("/nowhere/progress.jsonl")
    screen, _ = practise("N01", "-5 mV", "-6 mV", f"{key('N01', 'E').answer:.3f} mV", kept=False)
    assert screen.count("Your progress is not kept") == 1
    assert "✓ Right." in screen


def test_damaged_lines_of_the_progress_file_are_told_and_left_alone(practise, tmp_path):
    (tmp_path / "progress.jsonl").write_text("nonsense\n")
    screen, kept = practise("N01", f"{key('N01', 'E').answer:.3f} mV")
    assert "line 1 cannot be read" in screen
    assert len(kept) == 1


@given(st.lists(st.text(max_size=30), max_size=6))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_the_session_ends_in_words_and_moves_no_cursor(practise, typed):
    screen, _ = practise("N01", *typed, echo=False)
    assert "Your progress is in" in screen
    assert not {c for c in screen if unicodedata.category(c) == "Cc"} - {"\n", "\t"}


def test_what_is_answered_after_the_solution_does_not_count(practise):
    screen, kept = practise("N01", ":solution", f"{key('N01', 'E').answer:.3f} mV")
    assert "✓ Right." in screen
    assert kept == ()


def in_words(said):
    """What somebody types who answers the others right, and ``said`` in words; that part, too."""
    parts = BANK["explain-pump-block"].variant("s0").parts
    typed = []
    for part in parts:
        right = next((s for s in specimens(part) if s.kind is Kind.RIGHT), None)
        typed += said if part.kind == "free_text" else [str(right.value)]
    return typed, next(part for part in parts if part.kind == "free_text")


def test_words_are_compared_with_what_a_good_answer_says(practise):
    typed, words = in_words(["Ions.", "", "1 3 99"])
    screen, kept = practise("explain-pump-block", *typed)
    assert words.rubric[0].text[:30] in screen
    own = next(one for one in kept if one.part == words.id)
    weights = [line.points for line in words.rubric]
    assert own.share == pytest.approx((weights[0] + weights[2]) / sum(weights))


@pytest.mark.parametrize("first", [":hint", ":quit", "all of it", ""])
def test_what_names_no_place_says_nothing_about_own_words(practise, first):
    typed, words = in_words(["Ions.", "", first, "1"])
    _, kept = practise("explain-pump-block", *typed)
    shares = [one.share for one in kept if one.part == words.id]
    assert len(shares) == (first != ":quit")
    assert all(share > 0 for share in shares)


def test_none_of_it_is_an_answer(practise):
    typed, words = in_words(["Ions.", "", "None"])
    _, kept = practise("explain-pump-block", *typed)
    assert [one.share for one in kept if one.part == words.id] == [0]
