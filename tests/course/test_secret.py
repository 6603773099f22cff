"""Seeds and tokens: the same for ever, and telling nothing."""

from __future__ import annotations

import base64
import hashlib
import hmac
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from millivolt.course import seed_for
from millivolt.course.secret import token_for

SECRET = bytes(range(32))
NAME = st.text("abcåé-_.0123", min_size=1, max_size=6)
FIELDS = st.tuples(NAME, NAME, NAME, st.integers(1, 9), st.integers(1, 9), st.integers(0, 99))


def test_a_seed_is_the_same_for_ever() -> None:
    assert (
        seed_for(SECRET, "ps1", "ada", "monovalent-cation", 1)
        == "442e453eb29cac6f7c2d7f67965a85d1dcac83bd324714863dde016c0e3cec68"
    )
    other = seed_for(SECRET, "ps1", "Åsa", "monovalent-cation", 2, attempt=3, draw=4)
    assert other == "a3dca1c4ccb9a973c028e3e2cfec3a1f2e8aa97cc6a3d206ca3c9da0ae3e69ff"


def test_a_seed_is_hmac_sha256_of_what_it_is_for() -> None:
    message = b"seed|ps1|ada|monovalent-cation|1|1|0"
    expected = hmac.new(SECRET, message, hashlib.sha256).hexdigest()
    assert seed_for(SECRET, "ps1", "ada", "monovalent-cation", 1) == expected


def test_a_token_is_the_same_for_ever() -> None:
    signed = hmac.new(SECRET, b"token|ps1|ada", hashlib.sha256).digest()[:10]
    assert token_for(SECRET, "ps1", "ada") == base64.b32encode(signed).decode().lower()
    assert token_for(SECRET, "ps1", "ada") == "qk6zt3gpfjgyawny"


@given(st.lists(FIELDS, min_size=2, max_size=6, unique=True))
def test_whatever_differs_gives_another_seed(
    places: list[tuple[str, str, str, int, int, int]],
) -> None:
    for one, other in combinations(places, 2):
        assert seed_for(SECRET, *one) != seed_for(SECRET, *other)


@given(FIELDS)
def test_another_secret_gives_another_seed_and_another_token(
    place: tuple[str, str, str, int, int, int],
) -> None:
    assert seed_for(SECRET, *place) != seed_for(bytes(32), *place)
    assert token_for(SECRET, *place[:2]) != token_for(bytes(32), *place[:2])
