"""Commitments: every right answer passes, no other does, and the key cannot be read."""

import math
import struct

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from millivolt.bank import load_bank
from millivolt.checks.bins import OFFSETS, Bins, accepted
from millivolt.checks.commitment import LEAST_GUESSES, Commitment, commit, guesses
from millivolt.checks.judgement import within
from millivolt.checks.lock import IN_A_NOTEBOOK, IN_A_PAGE, Lock, Price
from millivolt.items import SINGLE_LOG, Choice, Numeric, Option, Tolerance

CHEAP = Price(1, 1, 1)
SALT = b"a salt of its own"

tolerances = st.builds(
    Tolerance,
    st.sampled_from([0.002, 0.005, 0.01, 0.03]),
    st.sampled_from([0.0, 0.05, 0.1, 0.3, 0.736, 6.0]),
)
keys = st.floats(-5000, 5000).filter(lambda x: x == 0 or abs(x) > 1e-9)


def committed(key, tolerance, unit="pA"):
    part = Numeric("E", answer=key, unit=unit, tolerance=tolerance)
    made = commit(part, SALT, CHEAP)
    return None if made is None else Commitment.read(str(made))


def steps(value, count):
    """``value`` moved by ``count`` floats."""
    towards = math.copysign(math.inf, count)
    for _ in range(abs(count)):
        value = math.nextafter(value, towards)
    return value


@given(keys, tolerances, st.floats(0, 1))
@example(0.0, SINGLE_LOG, 0.5)
@example(1e-6, SINGLE_LOG, 0.0)
@example(-60.0, SINGLE_LOG, 1.0)
def test_every_right_answer_passes(key, tolerance, share):
    promise = committed(key, tolerance)
    low, high = accepted(key, tolerance)
    for value in (low, high, key, low + share * (high - low)):
        if within(value, key, tolerance):
            assert promise.holds(value)


@given(keys, tolerances, st.integers(1, 5), st.floats(1e-12, 10))
@example(0.0, SINGLE_LOG, 1, 1e-9)
def test_no_answer_outside_the_tolerance_passes(key, tolerance, ulps, further):
    promise = committed(key, tolerance)
    low, high = accepted(key, tolerance)
    width = high - low or 1.0
    for value in (
        steps(low, -ulps), steps(high, ulps), low - further * width, high + further * width, -key,
    ):  # fmt: skip
        if not within(value, key, tolerance):
            assert not promise.holds(value)


@given(keys, tolerances, st.floats(-6000, 6000))
def test_a_commitment_says_what_the_check_says(key, tolerance, value):
    assert committed(key, tolerance).holds(value) == within(value, key, tolerance)


@pytest.mark.parametrize("value", [math.inf, -math.inf, 1e308, -1e308, 5e-324, -0.0])
def test_extreme_answers_are_wrong_rather_than_an_error(value):
    assert not committed(-89.1, SINGLE_LOG).holds(value)
    assert not committed(-89.1, Tolerance(0.01)).holds(value)


# As notebooks that are in students' hands hold them: answer, relative, resolution, text.
HANDED_OUT = [
    (-89.0589, 0.005, 0.3, "0.005/0.318/13", "7VnoZwMOAHm4Hod2zHrjKECE-H_gMEWf"),
    (89.0589, 0.005, 0.3, "0.005/0.318/3", "VuYpOTjF-CCCXY0EyN2QFlrYxaIvHWU5"),
    (20.0, 0.005, 0.3, "0.005/0.318/14", "xzJ3Jej5hohN3zQRSlf7T8oJHKgDHWkd"),
    (0.0, 0.005, 0.3, "0.005/0.318/8", "91jdjeRrDYX1X3HVI9v3CiGT2t7K3eUZ"),
    (-310.0, 0.01, 0.0, "0.01/0.0/11", "60cp1PMLOH6ex9OUsM2v-NVK6kveMW3p"),
    (310.0, 0.01, 0.0, "0.01/0.0/11", "5X5RJyT20H-e-n97yNukFxUjs6W_dcQx"),
    (0.0, 0.01, 0.0, "0.01/0.0/15", "THWb2vAiz1iz7g0QyXw0sngiwwj4ZoK1"),
    (1.25e-4, 0.03, 0.0, "0.03/0.0/5", "FyvpdtOuKGe09X0JbgqZc095zNbnaZgH"),
    (-4.0, 0.0, 0.736, "0.0/0.798/3", "qaJqzLa4nKoeNBanX-3nptS1kodcRnls"),
    (-1e5, 0.03, 6.0, "0.03/6.34/0", "FJGRqTnDhMXMWv56B5eaI0uJDDllq2Gx"),
    (7.0, 0.01, 0.1, "0.01/0.1/0", "ER6dNqdpKV8dt3hTTdjq3MXEkxuGFQx0"),
    (-30.0, 0.002, 1.0, "0.002/1.0/7", "bqqUyOWYB7OQwC4i3zUxISc7aPNNuLa7"),
]


@pytest.mark.parametrize(("key", "relative", "resolution", "bins", "locked"), HANDED_OUT)
def test_a_commitment_that_was_handed_out_keeps_its_meaning(
    key, relative, resolution, bins, locked
):
    text = f"1:{bins}:1/1/1:YSBzYWx0IG9mIGl0cyBvd24=:{locked}"
    tolerance = Tolerance(relative, resolution)
    assert str(committed(key, tolerance)) == text
    low, high = accepted(key, tolerance)
    assert all(Commitment.read(text).holds(value) for value in (low, key, high))
    assert not any(Commitment.read(text).holds(value) for value in (steps(low, -1), steps(high, 1)))


@given(keys, keys, tolerances)
def test_nothing_but_the_lock_and_the_offset_follows_from_the_key(key, other, tolerance):
    one, two = committed(key, tolerance), committed(other, tolerance)
    assert one.bins.relative == two.bins.relative
    assert one.bins.resolution == two.bins.resolution
    assert 0 <= one.bins.offset < OFFSETS
    assert len(one.lock.locked) == len(two.lock.locked)
    assert str(one).count(":") == str(two).count(":")


@given(keys, tolerances)
def test_the_text_holds_the_key_in_no_form(key, tolerance):
    made = commit(Numeric("E", answer=key, unit="pA", tolerance=tolerance), SALT, CHEAP)
    raw = made.lock.locked
    for end in (key, *accepted(key, tolerance)):
        assert struct.pack(">d", end) not in raw
        assert struct.pack("<d", end) not in raw
        assert f"{end:.3f}" not in str(made).split(":", 3)[3] or abs(end) < 1


@given(st.floats(1e-3, 900), tolerances)
def test_as_many_bins_must_be_tried_as_the_count_says(high, tolerance):
    bins = Bins.around(high / 3, tolerance)
    count = bins.count(high / 100, high)
    fine = [high / 100 * 100 ** (n / 4000) for n in range(4001)]
    tried = {label for value in fine for label in bins.labels(value)}
    assert len(tried) <= count + 3
    if count < 800:
        assert len(tried) >= count - 3


@given(tolerances, keys, keys)
def test_whether_there_is_a_commitment_never_depends_on_the_key(tolerance, key, other):
    parts = [Numeric("E", answer=k, unit="pA", tolerance=tolerance) for k in (key, other)]
    assert guesses(parts[0]) == guesses(parts[1])


@pytest.mark.parametrize(
    ("unit", "relative", "resolution", "count"),
    [
        # 400 mV in bins of 2 * 16/15 mV.
        ("mV", 0.0, 1.0, 188),
        # Two times three decades, in bins of 2 % and a little more.
        ("mV", 0.01, 0.0, 642),
        # A thousand resolutions to either side; three decades.
        ("pA", 0.0, 1.0, 938),
        ("pA", 0.01, 0.0, 321),
        ("", 0.01, 0.0, 0),
        ("%", 0.01, 0.0, 0),
    ],
)
def test_the_guesses_are_the_bins_of_all_plausible_answers(unit, relative, resolution, count):
    assert guesses(Numeric("E", 1.0, unit, Tolerance(relative, resolution))) == count


@pytest.mark.parametrize("tolerance", [(0.005, 0.3), (0.0, 1.0), (0.01, 0.0)])
def test_a_potential_hides_as_well_in_any_prefix(tolerance):
    relative, resolution = tolerance
    per_unit = {"mV": 1.0, "V": 1e-3, "µV": 1e3}
    found = {
        guesses(Numeric("E", 1.0, unit, Tolerance(relative, resolution * scale)))
        for unit, scale in per_unit.items()
    }
    assert len(found) == 1


def test_what_is_no_number_has_no_guesses():
    options = tuple(Option(letter, letter) for letter in "abcd")
    assert guesses(Choice("sign", options=options, answer="a")) == 0


def test_just_enough_guesses_are_enough():
    for relative, enough in ((0.03137, True), (0.0318, False)):
        part = Numeric("E", 1.0, "pA", Tolerance(relative))
        assert (guesses(part) >= LEAST_GUESSES) is enough
        assert (commit(part, SALT, CHEAP) is not None) is enough
    assert guesses(Numeric("E", 1.0, "pA", Tolerance(0.03137))) == LEAST_GUESSES


@given(st.integers(-50, 50), tolerances.filter(lambda t: t.resolution))
def test_a_value_at_a_cut_is_looked_for_on_both_sides_of_it(number, tolerance):
    bins = Bins.around(7.0, tolerance)
    straight = Bins(0.0, bins.resolution, bins.offset)
    cut = (number + bins.offset / OFFSETS) * straight.width * 2 * bins.resolution
    assert list(straight.labels(cut)) == [str(number - 1), str(number)]
    aside = 1e-6 * bins.resolution
    assert list(straight.labels(cut - aside)) == [str(number - 1)]
    assert list(straight.labels(cut + aside)) == [str(number)]


@given(st.sampled_from([0.3, 1 / 3, 0.4, 0.5, 1.0]), st.sampled_from([0.0, 0.3]), keys)
def test_a_wide_tolerance_fits_into_a_bin_too(relative, resolution, key):
    tolerance = Tolerance(relative, resolution)
    bins = Bins.around(key, tolerance)
    low, high = (set(bins.labels(end)) for end in accepted(key, tolerance))
    assert low & high & set(bins.labels(key))


def test_what_has_few_answers_gets_no_commitment():
    options = tuple(Option(letter, letter) for letter in "abcd")
    assert commit(Choice("sign", options=options, answer="a"), SALT, CHEAP) is None
    assert committed(3.0, Tolerance(0.01), unit="") is None
    assert committed(3.0, Tolerance(0.2), unit="mM") is None
    assert committed(-89.1, SINGLE_LOG) is not None


def test_most_numbers_of_the_built_in_bank_can_be_committed_to():
    parts = [
        part
        for family in load_bank()
        for part in family.variant(1).parts
        if isinstance(part, Numeric) and part.unit
    ]
    enough = [part for part in parts if guesses(part) >= LEAST_GUESSES]
    assert len(enough) >= 0.9 * len(parts)


@pytest.mark.parametrize(
    ("word", "salt", "price", "key"),
    [
        ("", b"", Price(4, 1, 1),
         "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"),
        ("password", b"NaCl", Price(10, 8, 16),
         "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"),
        ("pleaseletmein", b"SodiumChloride", Price(14, 8, 1),
         "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"),
    ],
)  # fmt: skip
def test_a_word_is_stretched_as_rfc_7914_says(word, salt, price, key):
    assert price.key(word, salt).hex() == key


def test_every_try_needs_the_memory_that_is_promised():
    for price, megabytes in ((IN_A_NOTEBOOK, 128), (IN_A_PAGE, 8)):
        assert 128 * price.blocks * 2**price.log_rounds == megabytes * 2**20
    assert IN_A_PAGE.key("word", SALT) != IN_A_PAGE.key("other", SALT)


@given(st.binary(max_size=200), st.text(max_size=20), st.text(max_size=20))
def test_a_lock_opens_to_its_word_only(plain, word, other):
    lock = Lock.on(plain, word, SALT, CHEAP)
    assert lock.open(word) == plain
    if other.encode() != word.encode():
        assert lock.open(other) is None


@given(st.text(max_size=80))
def test_a_text_that_is_no_commitment_is_refused(text):
    with pytest.raises(ValueError):
        Commitment.read(text)


def test_a_price_that_would_fill_the_memory_is_refused():
    text = str(commit(Numeric("E", answer=1.0, unit="mV", tolerance=SINGLE_LOG), SALT, CHEAP))
    for price in ("21/8/1", "17/33/1", "17/8/65", "30/8/1"):
        with pytest.raises(ValueError, match=r"^this commitment is of an unknown kind"):
            Commitment.read(text.replace(":1/1/1:", f":{price}:"))
    with pytest.raises(ValueError, match=r"^this commitment is of an unknown kind"):
        Commitment.read(text.replace("1:", "2:", 1))
    assert Commitment.read(text.replace(":1/1/1:", ":20/32/64:")).lock.price == Price(20, 32, 64)
