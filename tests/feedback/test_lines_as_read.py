"""The lines of a derivation are shown as they are read, constants of integration among them."""

from millivolt.feedback.typeset import lines_as_read
from millivolt.items import SymbolSpec


def test_a_constant_that_nobody_declared_is_typeset_where_something_is_differentiated():
    symbols = [SymbolSpec(name, "real") for name in ("c", "x", "k")]
    line = "c = C*exp(k*x)"
    assert "<code>" in lines_as_read(f"c = k\n{line}", symbols)
    shown = lines_as_read(line, [*symbols, SymbolSpec("dc/dx", "real")])
    assert "<code>" not in shown
    assert "<mi>C</mi>" in shown


def test_an_integral_is_typeset_with_its_sign():
    symbols = [SymbolSpec(name, "real") for name in ("c", "x", "k")]
    shown = lines_as_read("c = ∫_0^k x dx", symbols)
    assert "<msubsup><mo>∫</mo>" in shown
