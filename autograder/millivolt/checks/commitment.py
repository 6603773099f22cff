"""Commitments: whether a number is right can be told from them, the number cannot be read.

A commitment locks the exact ends of what counts as right under the name of the bin in which the
key lies. An answer in that bin opens the lock and is then judged exactly; every other answer
finds it closed. Trying all bins costs the lock's price for each: ``guesses`` says how many there
are, and a part with too few of them gets no commitment, because it would hide nothing.
"""

from __future__ import annotations

import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from millivolt.checks.bins import Bins, accepted
from millivolt.checks.lock import IN_A_NOTEBOOK, Lock, Price
from millivolt.items import Numeric, Part
from millivolt.quantities import unit

__all__ = ["LEAST_GUESSES", "Commitment", "commit", "guesses"]

LEAST_GUESSES = 100
"""With fewer bins to try, a commitment would be opened in no time."""

POTENTIALS = 200.0
"""Answers in units of voltage lie within this many mV of zero, as anyone would guess."""

DECADES = 3
"""How far apart other plausible answers lie, as a power of ten."""

_FORMAT = "1"
_ENDS = struct.Struct(">dd")


@dataclass(frozen=True, slots=True)
class Commitment:
    """A public promise about one number: where the bins lie, and the locked ends of the right one.

    Nothing in it follows from the key but the lock and the offset of the bins.
    """

    bins: Bins
    lock: Lock

    def holds(self, value: float) -> bool:
        """Whether ``value``, in the part's unit, counts as right."""
        for label in self.bins.labels(value):
            ends = self.lock.open(label)
            if ends is not None and len(ends) == _ENDS.size:
                low, high = _ENDS.unpack(ends)
                return bool(low <= value <= high)
        return False

    def __str__(self) -> str:
        price = self.lock.price
        return ":".join(
            (
                _FORMAT,
                f"{self.bins.relative!r}/{self.bins.resolution!r}/{self.bins.offset}",
                f"{price.log_rounds}/{price.blocks}/{price.lanes}",
                urlsafe_b64encode(self.lock.salt).decode(),
                urlsafe_b64encode(self.lock.locked).decode(),
            )
        )

    @classmethod
    def read(cls, text: str) -> Commitment:
        """The commitment that ``str`` wrote; raises ``ValueError`` for any other text."""
        version, bins, price, salt, locked = text.split(":")
        relative, resolution, offset = bins.split("/")
        log_rounds, blocks, lanes = map(int, price.split("/"))
        if version != _FORMAT or not (log_rounds <= 20 and blocks <= 32 and lanes <= 64):
            raise ValueError("this commitment is of an unknown kind")
        return cls(
            Bins(float(relative), float(resolution), int(offset)),
            Lock(
                Price(log_rounds, blocks, lanes),
                urlsafe_b64decode(salt),
                urlsafe_b64decode(locked),
            ),
        )


def commit(part: Part, salt: bytes, price: Price = IN_A_NOTEBOOK) -> Commitment | None:
    """A commitment to the key of ``part``; ``None`` where it would hide nothing.

    ``salt`` must differ for every student and every part.
    """
    if not isinstance(part, Numeric) or guesses(part) < LEAST_GUESSES:
        return None
    bins = Bins.around(part.answer, part.tolerance)
    ends = accepted(part.answer, part.tolerance)
    # All that is accepted lies above the bin's lower cut, if only by a hair.
    *_, label = bins.labels((ends[0] + ends[1]) / 2)
    return Commitment(bins, Lock.on(_ENDS.pack(*ends), label, salt, price))


def guesses(part: Part) -> int:
    """How many answers somebody must try who knows nothing but the unit and the tolerance.

    It depends on the kind of part only, never on its key: else a missing commitment would tell.
    Options have few, whatever their kind, and pure numbers are often counts: 0.
    """
    if not isinstance(part, Numeric):
        return 0
    wanted = unit(part.unit)
    if wanted.dimension == unit("").dimension:
        return 0
    bins = Bins.around(part.tolerance.resolution, part.tolerance)
    if wanted.dimension == unit("V").dimension:
        reach = POTENTIALS / float(wanted.scale / unit("mV").scale)
        return bins.count(-reach, reach) if bins.resolution else 2 * bins.count(reach / 1e3, reach)
    if bins.resolution:
        return bins.count(-(10**DECADES) * bins.resolution, 10**DECADES * bins.resolution)
    return bins.count(1.0, 10.0**DECADES)
