"""The wire format: honest values arrive unchanged, hostile bytes are refused."""

import json
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from millivolt.isolation import Opaque, SymbolicTree
from millivolt.isolation.wire.decode import Decoder
from millivolt.isolation.wire.encode import Encoder
from millivolt.isolation.wire.frames import (
    HEADER,
    MAX_BUFFERS,
    MAX_HEAD,
    WireError,
    pack,
    parse_head,
    sizes,
)

numbers = st.integers() | st.floats() | st.complex_numbers()
scalars = st.none() | st.booleans() | numbers | st.text()
keys = st.recursive(scalars, lambda inner: st.tuples(inner, inner), max_leaves=4)
arrays = hnp.arrays(
    st.sampled_from(
        [np.bool_, np.int8, np.uint16, np.int64, np.float32, np.float64, np.complex128]
    ),
    hnp.array_shapes(min_dims=1, max_dims=4, min_side=0, max_side=4),
)
values = st.recursive(
    scalars | arrays,
    lambda inner: (
        st.lists(inner, max_size=20)
        | st.tuples(inner, inner)
        | st.dictionaries(keys, inner, max_size=4)
        | st.frozensets(keys, max_size=4)
    ),
    max_leaves=12,
)


def transmit(value):
    """The value after a whole trip as bytes."""
    encoder = Encoder()
    frame = pack(encoder.encode(value), encoder.buffers)
    head, buffers = sizes(frame[: HEADER.size])
    decoder = Decoder(frame[HEADER.size + head :])
    assert len(frame) == HEADER.size + head + buffers
    received = decoder.decode(parse_head(frame[HEADER.size : HEADER.size + head]))
    decoder.finish()
    return received


def same(left, right):
    """Equality of value and type that takes NaN for equal to itself."""
    if type(left) is not type(right):
        return False
    if isinstance(left, np.ndarray):
        return left.dtype == right.dtype and left.tobytes() == right.tobytes()
    if isinstance(left, (list, tuple)):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict):
        return all(map(same, left, right)) and all(map(same, left.values(), right.values()))
    if isinstance(left, frozenset):
        return len(left) == len(right) and sorted(map(repr, left)) == sorted(map(repr, right))
    if isinstance(left, complex):
        return same(left.real, right.real) and same(left.imag, right.imag)
    return left == right or (isinstance(left, float) and math.isnan(left) and math.isnan(right))


@given(values)
def test_a_value_arrives_as_it_was(value):
    assert same(transmit(value), value)


@given(st.lists(st.floats(), min_size=16) | st.lists(st.integers(-5, 5), min_size=16))
def test_long_lists_of_numbers_travel_as_one_buffer(numbers):
    encoder = Encoder()
    assert encoder.encode(numbers)[0] == "n"
    assert same(transmit(numbers), numbers)


@given(st.text(st.characters(codec=None, categories=["Cs", "L"]), min_size=1))
def test_text_that_no_encoding_can_hold_arrives_with_marks_in_its_place(text):
    assert transmit(text) == text.encode("utf-8", "replace").decode()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.float64(1.5), 1.5),
        (np.float32(0.5), 0.5),
        (np.int16(3), 3),
        (np.bool_(True), True),
        (np.str_("K"), "K"),
        (np.where(True, 1.5, 0.0), 1.5),
        (np.array(True), True),
        (range(3), [0, 1, 2]),
        (np.array(["K", "Na"]), ["K", "Na"]),
        (np.array([1, None], dtype=object), [1, None]),
        (np.arange(3, dtype=">i4"), np.arange(3, dtype="<i4")),
    ],
)
def test_numpy_scalars_and_odd_arrays_arrive_as_plain_ones(value, expected):
    assert same(transmit(value), expected)


class FloatLike(float):
    """A float that could lie in every comparison."""


@pytest.mark.parametrize(
    ("value", "name"),
    [
        pytest.param(1 << 12_000, "an integer of thousands of digits", id="huge integer"),
        (object(), "object"),
        (set(range(5000)), "a set of 5000 entries"),
        (Fraction(10**400, 3), "Fraction"),
        (Fraction(10**5000, 3), "Fraction"),
        (Decimal("1." + "3" * 400), "Decimal"),
        (Decimal("1e400"), "Decimal"),
        (FloatLike(1.0), "FloatLike"),
        (np.ma.masked_all(3), "MaskedArray"),
        (np.zeros(1, dtype="datetime64[s]"), "ndarray"),
        (np.zeros((1 << 13, 0, 1 << 13)), "ndarray"),
        (dict.fromkeys(range(5000)), "a mapping of 5000 entries"),
        (range(1 << 40), "range"),
    ],
)
def test_what_has_no_place_on_the_wire_arrives_as_the_name_of_its_type(value, name):
    assert transmit(value) == Opaque(name)


def test_nesting_without_end_arrives_cut_off():
    value = []
    value.append(value)
    received = transmit(value)
    while isinstance(received, list):
        (received,) = received
    assert received == Opaque("nested too deeply")


def test_a_value_whose_code_fails_takes_its_buffers_back():
    class Bad(dict):
        def __len__(self):
            raise RuntimeError

    encoder = Encoder()
    assert encoder.encode_or_name([np.zeros(3), Bad()]) == ["?", "list"]
    assert encoder.buffers == b""


def test_arrays_arrive_read_only_unless_copies_are_asked_for():
    encoder = Encoder()
    form = encoder.encode(np.zeros(3))
    assert not Decoder(encoder.buffers).decode(form).flags.writeable
    assert Decoder(encoder.buffers, writable=True).decode(form).flags.writeable


def test_sets_arrive_as_frozen_ones_and_equal_sets_travel_alike():
    assert same(transmit({"C", "A"}), frozenset({"A", "C"}))
    assert same(transmit({frozenset({1}): {(1, 2)}}), {frozenset({1}): frozenset({(1, 2)})})
    forward, backward = set(range(0, 4000, 100)), set(range(3900, -100, -100))
    assert Encoder().encode(forward) == Encoder().encode(backward)


@pytest.mark.parametrize(
    ("value", "tree"),
    [
        (Fraction(-891, 10), ("Rational", "-891", "10")),
        (Fraction(3), ("Rational", "3", "1")),
        (Decimal("-89.1"), ("Float", "-8.91e+1")),
        (Decimal("1E+3"), ("Float", "1e+3")),
    ],
)
def test_exact_numbers_arrive_as_exact_numbers(value, tree):
    assert transmit(value) == SymbolicTree(tree)


def test_a_decimal_that_is_not_finite_arrives_as_the_float():
    assert same(transmit(Decimal("nan")), math.nan)
    assert same(transmit(Decimal("-Infinity")), -math.inf)


x, y = sympy.symbols("x y")
V = sympy.Function("V")


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (x + sympy.Rational(1, 3), "((1/3) + x)"),
        (sympy.sqrt(x) * sympy.exp(-y), "((x**(1/2))*exp(((-1)*y)))"),
        (sympy.Eq(x, 2 * y), "x = (2*y)"),
        (x < sympy.pi, "(x < pi)"),
        (sympy.Float("1.25") * sympy.I, "(1.25000000000000*I)"),
        (V(x).diff(x), "Derivative(V(x), (x, 1))"),
        (sympy.oo, "oo"),
        (sympy.Matrix([[1, x]]), "Matrix((1, x))"),
    ],
)
def test_expressions_arrive_as_trees_that_can_be_written_as_text(expression, text):
    tree = transmit(expression)
    assert isinstance(tree, SymbolicTree)
    assert tree.as_text() == text


def test_the_symbols_of_a_tree_are_known_by_name():
    assert transmit(x * sympy.sin(y) / 2).symbols == {"x", "y"}


@pytest.mark.parametrize(
    "expression",
    [
        sympy.Symbol("x" * 65),
        sympy.Symbol("\x1b[31m"),
        sympy.Function("<script>")(x),
        sympy.besselj(1, x),
        sympy.Integer(10) ** 500,
    ],
)
def test_expressions_that_the_decoder_would_refuse_are_never_sent(expression):
    assert isinstance(transmit(expression), Opaque)


def test_solutions_of_sympy_arrive_with_trees_as_keys():
    (solution,) = transmit([{x: y + 1}])
    ((key, value),) = solution.items()
    assert (key.as_text(), value.as_text()) == ("x", "(1 + y)")


def test_an_array_without_dimensions_is_read_like_any_other():
    assert Decoder(b"\x07").decode(["a", "|b1", []]) == np.array(True)


HOSTILE_FORMS = [
    [],
    ["unknown"],
    [1, 2],
    {"t": "f"},
    ["f", "1.0"],
    ["f"],
    ["c", 1.0],
    ["c", "1", "2"],
    ["i", "12"],
    ["i", "0x"],
    ["i", "0xfg"],
    ["i", "-0x" + "f" * 40_000],
    ["{", 1],
    ["s", ["[", 1]],
    ["s", ["a", "|b1", [0]]],
    ["s", *range(5000)],
    ["{", ["[", 1], 2],
    ["{", ["a", "|b1", [0]], 2],
    ["n", "|O", 1],
    ["n", "<f8", -1],
    ["n", "<f8", True],
    ["n", "<f8", 2],
    ["a", "|O", [1]],
    ["a", "<f8", 3],
    ["a", "<f8", [-1]],
    ["a", "<f8", [1.0]],
    ["a", "<f8", [1] * 9],
    ["a", "<f8", [1 << 24, 1 << 24, 0]],
    ["a", "<U9999999", [1]],
    ["a", "<f8", [2]],
    ["?"],
    ["?", 1],
    ["?", "x" * 1000],
    ["x", ["os.system", ["Symbol", "x"]]],
    ["x", ["Symbol", ""]],
    ["x", ["Symbol", "x\n"]],
    ["x", ["Symbol", "x", "y"]],
    ["x", ["Integer", "1_0"]],
    ["x", ["Integer", "١"]],
    ["x", ["Float", "nan"]],
    ["x", ["Float", "1e999"]],
    ["x", ["Constant", "__import__"]],
    ["x", ["Function", "a b", ["Symbol", "x"]]],
    ["x", ["Function"]],
    ["x", "Symbol"],
    ["P", 1],
    ["P", ["(", "title", ["(", 1]]],
    ["F", ["(", "a"], ["["]],
    ["F", ["(", "a", 1], ["["]],
    ["F", ["(", "a", ["["]], 1],
]


@pytest.mark.parametrize("form", HOSTILE_FORMS, ids=lambda form: json.dumps(form)[:40])
def test_a_hostile_form_is_refused(form):
    with pytest.raises(WireError):
        Decoder(b"\0" * 8).decode(form)


@pytest.mark.parametrize(
    "head",
    [b"", b"{", b"NaN", b"[Infinity]", b"1" * 5000, b"\xff\xfe", b"[" * 100_000, b'"\xed\xa0\x80"'],
)
def test_a_head_that_is_not_plain_json_is_refused(head):
    with pytest.raises(WireError):
        parse_head(head)


@pytest.mark.parametrize("announced", [(MAX_HEAD + 1, 0), (0, MAX_BUFFERS + 1), (2**32 - 1,) * 2])
def test_a_frame_that_announces_too_much_is_refused_before_it_is_read(announced):
    with pytest.raises(WireError, match="at most"):
        sizes(HEADER.pack(*announced))


def test_deep_forms_are_refused():
    form = 0
    for _ in range(60):
        form = ["[", form]
    with pytest.raises(WireError):
        Decoder().decode(form)


def test_buffers_that_no_value_claims_are_refused():
    decoder = Decoder(b"\0" * 8)
    decoder.decode(1)
    with pytest.raises(WireError):
        decoder.finish()


def test_no_byte_of_the_buffers_is_read_twice():
    with pytest.raises(WireError):
        Decoder(b"\0" * 8).decode(["[", ["a", "<f8", [1]], ["a", "<f8", [1]]])


def test_booleans_from_other_bytes_than_0_and_1_are_plain_booleans():
    array = Decoder(b"\x00\x01\x02\xff").decode(["a", "|b1", [4]])
    assert array.view(np.uint8).tolist() == [0, 1, 1, 1]


def test_keys_whose_hashes_collide_cost_little():
    form = ["{"]
    for i in range(1, 5000):
        form += [i * (2**61 - 1), 0]
    with pytest.raises(WireError):
        Decoder().decode(form)


@settings(max_examples=300)
@given(st.binary(max_size=200), st.binary(max_size=64))
def test_any_bytes_are_either_a_value_or_refused(head, buffers):
    try:
        decoder = Decoder(buffers)
        decoder.decode(parse_head(head))
        decoder.finish()
    except WireError:
        pass


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
    | st.sampled_from([*"[({snafcixFP?", "<f8", "|b1"]),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=500)
@given(json_values, st.binary(max_size=64))
def test_any_json_is_either_a_value_or_refused(form, buffers):
    try:
        decoder = Decoder(buffers)
        decoder.decode(form)
        decoder.finish()
    except WireError:
        pass
