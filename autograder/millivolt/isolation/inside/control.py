"""Messages between trusted processes: one JSON document per packet, with descriptors."""

from __future__ import annotations

import array
import json
import socket
from collections.abc import Sequence
from typing import Any, Final

MAX_PACKET: Final = 192 << 10
MAX_DESCRIPTORS: Final = 4


def send(channel: socket.socket, message: Any, descriptors: Sequence[int] = ()) -> None:
    """Sends one packet, with descriptors attached if there are any."""
    ancillary = []
    if descriptors:
        ancillary.append((socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors)))
    channel.sendmsg([json.dumps(message).encode()], ancillary)


def receive(channel: socket.socket) -> tuple[Any, list[int]]:
    """The next packet and its descriptors; (None, []) at the end of the channel."""
    size = socket.CMSG_SPACE(MAX_DESCRIPTORS * array.array("i").itemsize)
    data, ancillary, _, _ = channel.recvmsg(MAX_PACKET, size)
    descriptors = array.array("i")
    for level, kind, content in ancillary:
        if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
            descriptors.frombytes(content[: len(content) - len(content) % descriptors.itemsize])
    if not data:
        return None, []
    return json.loads(data), list(descriptors)
