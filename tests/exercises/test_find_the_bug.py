"""The faulty programs that students are shown return what the question says they return."""

import pytest

from millivolt.bank import load_bank

FAMILY = load_bank()["find-the-bug"]


@pytest.mark.parametrize("seed", range(30))
def test_the_shown_program_returns_the_printed_value_and_mended_the_key(seed):
    variant = FAMILY.variant(seed)
    given = variant.given
    call = (given["c_out"], given["c_in"], 2, given["t"])
    shown, mended = {}, {}
    exec(given["code"], shown)
    assert shown["nernst"](*call) == pytest.approx(given["printed"], rel=1e-3)
    says, should_say = variant.prose.solution.split("`")[1:4:2]
    exec(given["code"].replace(says, should_say), mended)
    assert mended["nernst"](*call) == pytest.approx(variant.part("E").answer, rel=1e-3)
