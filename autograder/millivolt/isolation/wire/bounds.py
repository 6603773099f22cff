"""How large and how deep values may be. The encoder keeps to it, the decoder insists on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

MAX_DEPTH: Final = 40
MAX_NODES: Final = 140_000
"""More than fit into a head, so that an honest value meets the limit of the head first."""

MAX_KEYS: Final = 4_096
"""Keys of one mapping: few enough that colliding hashes cost little."""

MAX_DIMENSIONS: Final = 8
MAX_ELEMENTS: Final = 1 << 24
MAX_INTEGER_BITS: Final = 12_000
"""Python refuses to print integers of more than 4,300 digits; these stay below."""

MAX_TYPE_NAME: Final = 80

MAX_TREE_DEPTH: Final = 64
MAX_TREE_NODES: Final = 5_000
MAX_SYMBOL: Final = 64
MAX_DIGITS: Final = 400


def shape_fits(shape: Sequence[int]) -> bool:
    """Whether an array of this shape may travel, even if one of its sides is zero."""
    return (
        len(shape) <= MAX_DIMENSIONS and math.prod(length or 1 for length in shape) <= MAX_ELEMENTS
    )
