"""Frames on the byte stream: a JSON head of bounded size and the raw buffers it refers to."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import Any, Final

HEADER: Final = struct.Struct("<II")
"""Length of the head and of the buffers, in bytes, little-endian."""

MAX_HEAD: Final = 256 << 10
MAX_BUFFERS: Final = 16 << 20


class WireError(Exception):
    """Bytes that are not a frame of this format, or a frame that breaks its rules."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a frame the reader accepts, in bytes."""

    head: int = MAX_HEAD
    buffers: int = MAX_BUFFERS


VALUES_ONLY: Final = Bounds()


def pack(head: object, buffers: bytes = b"") -> bytes:
    """One frame as bytes. Floats must be finite: the encoder tags the others."""
    return pack_text(json.dumps(head, allow_nan=False, separators=(",", ":")), buffers)


def pack_text(head: str, buffers: bytes = b"") -> bytes:
    """One frame whose head is JSON text already."""
    text = head.encode()
    return HEADER.pack(len(text), len(buffers)) + text + buffers


def cell_mark(nonce: str, index: int) -> bytes:
    """What is written between the outputs of two cells, to tell them apart."""
    return f"\0{nonce}:{index}\0".encode()


def sizes(header: bytes, bounds: Bounds = VALUES_ONLY) -> tuple[int, int]:
    """The two lengths a header announces.

    Raises:
        WireError: more was announced than the bounds allow; nothing was allocated for it.
    """
    head, buffers = HEADER.unpack(header)
    if head > bounds.head:
        raise WireError(f"a head of {head} bytes, at most {bounds.head} are allowed")
    if buffers > bounds.buffers:
        raise WireError(f"buffers of {buffers} bytes, at most {bounds.buffers} are allowed")
    return head, buffers


def parse_head(raw: bytes) -> Any:
    """The JSON of a frame's head, without the constants that are not JSON.

    Raises:
        WireError: the bytes are not such JSON.
    """
    try:
        return _DECODER.decode(raw.decode())
    except RecursionError:
        raise WireError("the head is nested too deeply") from None
    except ValueError as error:
        raise WireError(f"the head is not valid JSON ({type(error).__name__})") from None


def _no_constant(name: str) -> Any:
    raise WireError(f"{name} is not JSON")


# Integers are left to Python, which refuses to read more than 4,300 digits.
_DECODER: Final = json.JSONDecoder(parse_constant=_no_constant)
