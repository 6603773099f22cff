"""Whether bytes are a PNG picture of ordinary size."""

from __future__ import annotations

import struct
from typing import Final

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_HEADER: Final = struct.Struct(">8s4x4sII")
MAX_SIDE: Final = 4_000


def is_png(data: bytes) -> bool:
    """True for a PNG whose sides are at most `MAX_SIDE` pixels.

    A small file may announce a picture of gigabytes, which would burden whoever opens the page.
    """
    if len(data) < _HEADER.size:
        return False
    signature: bytes
    chunk: bytes
    width: int
    height: int
    signature, chunk, width, height = _HEADER.unpack_from(data)
    if signature != _SIGNATURE or chunk != b"IHDR":
        return False
    return 0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE
