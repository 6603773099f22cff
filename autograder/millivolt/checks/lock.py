"""Locks: a few bytes that open to whoever knows a word, at a price for every word that is tried.

The price is scrypt's (Percival 2009, RFC 7914), which needs memory as well as time. Each lock
has its own salt, so nothing can be worked out beforehand or for two locks at once.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import count

__all__ = ["IN_A_NOTEBOOK", "IN_A_PAGE", "Lock", "Price"]

_SEAL = bytes(8)
"""Stands in front of what is locked: a wrong word gives other bytes, but for one in 2**64."""


@dataclass(frozen=True, slots=True)
class Price:
    """What one try costs: scrypt's memory is ``128 * blocks * 2**log_rounds`` bytes."""

    log_rounds: int
    blocks: int
    lanes: int

    def key(self, word: str, salt: bytes) -> bytes:
        """The key that belongs to ``word``; this takes its time."""
        return hashlib.scrypt(
            word.encode(),
            salt=salt,
            n=2**self.log_rounds,
            r=self.blocks,
            p=self.lanes,
            maxmem=2**20 + 256 * self.blocks * (2**self.log_rounds + self.lanes),
            dklen=32,
        )


IN_A_NOTEBOOK = Price(17, 8, 6)
"""128 MB, and two to three seconds on a laptop of 2020."""

IN_A_PAGE = Price(13, 8, 1)
"""8 MB; about a tenth of a second in a browser without a compiled scrypt."""


@dataclass(frozen=True, slots=True)
class Lock:
    """Locked bytes with their salt."""

    price: Price
    salt: bytes
    locked: bytes

    @classmethod
    def on(cls, plain: bytes, word: str, salt: bytes, price: Price) -> Lock:
        """``plain`` under ``word``. A salt must never be used twice."""
        return cls(price, salt, _mixed(_SEAL + plain, price.key(word, salt)))

    def open(self, word: str) -> bytes | None:
        """What is locked; ``None`` when ``word`` is not the one."""
        plain = _mixed(self.locked, self.price.key(word, self.salt))
        return plain[len(_SEAL) :] if plain.startswith(_SEAL) else None


def _mixed(text: bytes, key: bytes) -> bytes:
    """``text`` with a stream of bytes that follows from ``key``; twice gives ``text`` again."""
    stream = bytearray()
    for block in count():
        if len(stream) >= len(text):
            break
        stream += hashlib.sha256(key + block.to_bytes(4, "big")).digest()
    return bytes(a ^ b for a, b in zip(text, stream, strict=False))
