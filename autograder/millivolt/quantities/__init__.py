"""Units, dimensions and the numbers that students type, read exactly and never evaluated.

Here live the closed table of units, the reader of typed quantities, conversion, and the
writing of numbers in print. Whether a quantity is the right answer is decided in `checks`.
"""

from millivolt.quantities.conversion import convert
from millivolt.quantities.dimension import Dimension
from millivolt.quantities.errors import MESSAGES, Problem, QuantityError
from millivolt.quantities.quantity import Quantity
from millivolt.quantities.reading import MAX_LENGTH, parse
from millivolt.quantities.suggestion import in_other_case
from millivolt.quantities.unit import Unit, unit
from millivolt.quantities.writing import format

__all__ = [
    "MAX_LENGTH",
    "MESSAGES",
    "Dimension",
    "Problem",
    "Quantity",
    "QuantityError",
    "Unit",
    "convert",
    "format",
    "in_other_case",
    "parse",
    "unit",
]
