"""Cleaned text holds nothing that acts on a terminal or hides from the reader."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.isolation import clean
from millivolt.isolation.pictures import is_png

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


@given(st.text(st.characters()))
def test_no_control_or_formatting_character_is_left(text):
    left = {unicodedata.category(c) for c in clean(text) if c not in "\n\t\u200d\ufe0f"}
    assert not left & {"Cc", "Cf", "Cs", "Co"}


@given(st.text(st.characters()))
def test_cleaning_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_ordinary_text_stays_as_it_is(text):
    assert clean(text) == text


@pytest.mark.parametrize(
    ("hostile", "plain"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07x", "x"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b[2J\x1b[1;1Hx", "x"),
        ("a\x00b", "a\N{REPLACEMENT CHARACTER}b"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("µ ±−90 mV ✓", "µ ±−90 mV ✓"),
    ],
)
def test_hostile_text_becomes_plain(hostile, plain):
    assert clean(hostile) == plain


def test_long_text_is_cut_and_shows_it():
    assert clean("x" * 100, most=3) == "xxx…"
    assert clean("xxx", most=3) == "xxx"


@pytest.mark.parametrize(
    ("data", "genuine"),
    [
        (PNG + (10).to_bytes(4, "big") + (20).to_bytes(4, "big"), True),
        (PNG + (10).to_bytes(4, "big") + (20_000).to_bytes(4, "big"), False),
        (PNG + (0).to_bytes(4, "big") + (20).to_bytes(4, "big"), False),
        (PNG, False),
        (b"<svg/>" + b" " * 40, False),
        (b"", False),
    ],
)
def test_a_picture_is_one_that_says_so_and_has_an_ordinary_size(data, genuine):
    assert is_png(data) is genuine
