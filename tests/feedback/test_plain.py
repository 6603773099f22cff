"""What a student typed is shown, and does nothing else."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from millivolt.feedback.plain import MOST_CHARACTERS, plain


@given(st.text())
def test_no_control_direction_or_other_unseen_character_remains(text):
    unseen = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert all(c in "\n\t" or unicodedata.category(c) not in unseen for c in plain(text))


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=200))
def test_ordinary_text_is_shown_exactly_as_typed(text):
    assert plain(text) == text


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    assert plain(plain(text)) == plain(text)


def test_units_signs_and_line_breaks_are_ordinary_text():
    typed = "E = −89.1 mV\n\tµA·cm⁻², 37 °C, Ω"
    assert plain(typed) == typed


def test_escape_sequences_of_terminals_are_taken_out():
    assert plain("\x1b[31mred\x1b[0m") == "red"
    assert plain("\x1b]8;;http://evil.example\x07click\x1b]8;;\x07") == "click"
    assert plain("\x1b]0;title\x1b\\shown") == "shown"
    assert plain("\x9b31mred") == "red"


def test_a_text_turned_around_by_direction_marks_shows_them():
    assert plain("\u202e1.98-\u202c mV") == "\ufffd1.98-\ufffd mV"
    assert plain("a\u2066b\u2069") == "a\ufffdb\ufffd"


def test_a_joiner_or_a_soft_hyphen_inside_a_number_is_made_visible():
    assert plain("8\u200b9\u00ad.1") == "8\ufffd9\ufffd.1"


def test_windows_and_old_mac_line_ends_become_line_ends():
    assert plain("a\r\nb\rc") == "a\nb\nc"


def test_piled_up_accents_are_cut():
    assert plain("e" + "\u0301" * 50) == "e" + "\u0301" * 3


def test_a_long_text_tells_how_much_is_left_out():
    shown = plain("x" * (MOST_CHARACTERS + 7))
    assert shown.startswith("x" * MOST_CHARACTERS)
    assert shown.endswith("… (7 more characters)")
