"""Concentrations in pictures of a membrane."""

import re

from hypothesis import given
from hypothesis import strategies as st

from millivolt.items import Ion, Membrane
from millivolt.pictures import draw, table

AMOUNT = re.compile(r"([0-9]+(?:\.[0-9]+)?)(?:\s×\s10[⁻⁰¹²³⁴-⁹]+)?\smM")


@given(st.integers(1, 9_999), st.sampled_from([1e-9, 1e-6, 1e-3, 1e-2, 1.0]))
def test_a_change_of_unit_leaves_no_hidden_digits(digits, scale):
    picture = Membrane("m", (Ion("Ca²⁺", 2, digits * scale, 2.0),))
    for text in (draw(picture, name="m"), table(picture)):
        amounts = AMOUNT.findall(text)
        assert amounts
        for amount in amounts:
            assert len(amount.replace(".", "").strip("0")) <= 4, amount
