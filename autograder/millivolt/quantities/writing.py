"""Writing quantities as a physicist does: −89.1 mV, 1.50 × 10⁻⁴ mM, 37 °C."""

from decimal import ROUND_HALF_EVEN, Decimal

from millivolt.quantities.characters import SUPERSCRIPTS
from millivolt.quantities.unit import unit

TRUE_MINUS = "\u2212"
NARROW_SPACE = "\u202f"
_RAISED = str.maketrans("0123456789-", SUPERSCRIPTS)


def format(
    value: float, symbol: str = "", *, sig: int | None = None, decimals: int | None = None
) -> str:
    """`value` with its unit in print: a true minus, and a narrow space that does not break.

    `sig` gives the number of significant figures and writes powers of ten where the plain
    number would need filling zeros; `decimals` gives the number of decimals. With neither,
    the shortest number that is the same float is written. Give at most one of the two. Raises
    `ValueError` for a value that is not finite, and `QuantityError` for an unknown unit.
    """
    if sig is not None and decimals is not None:
        raise ValueError("give the significant figures or the decimals, not both")
    exact = Decimal(repr(float(value)))
    if not exact.is_finite():
        raise ValueError(f"{value} is not finite, so it cannot be written as a quantity")
    if decimals is not None:
        number = _plain(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN))
    else:
        number = _figures(exact, sig)
    printed = unit(symbol).symbol
    return f"{number}{NARROW_SPACE}{printed}" if printed else number


def _figures(exact: Decimal, sig: int | None) -> str:
    if sig is None:
        sig = len(exact.normalize().as_tuple().digits)
    if sig < 1:
        raise ValueError(f"a number has at least 1 significant figure, not {sig}")
    if not exact:
        return _plain(Decimal(0).scaleb(1 - sig))
    rounded = exact.quantize(Decimal(1).scaleb(exact.adjusted() - sig + 1), ROUND_HALF_EVEN)
    # Rounding 99.96 to 3 figures gives 100.0, one figure too many.
    power = rounded.adjusted()
    rounded = rounded.quantize(Decimal(1).scaleb(power - sig + 1), ROUND_HALF_EVEN)
    if -4 <= power < max(sig, 4):
        return _plain(rounded)
    return f"{_plain(rounded.scaleb(-power))} × 10{str(power).translate(_RAISED)}"


def _plain(number: Decimal) -> str:
    if not number:
        number = abs(number)  # no "−0.0"
    return f"{number:f}".replace("-", TRUE_MINUS)
