"""Commitments of an issue: what lets a notebook tell right from wrong without holding the key."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256

from millivolt.checks.commitment import commit
from millivolt.checks.lock import IN_A_NOTEBOOK, Price
from millivolt.course.issue import Issue, IssuedPart

__all__ = ["committed"]

_SALT_BYTES = 12


def committed(issue: Issue, price: Price = IN_A_NOTEBOOK) -> Issue:
    """``issue`` with a commitment for every part whose key one can hide.

    Each takes the seconds that one try at opening it takes, on one core.
    """
    parts = list(issue.parts())

    def made(part: IssuedPart) -> str:
        # The token is signed with the course's secret and differs for every student.
        salt = sha256(f"{issue.token}|{part.slot}".encode()).digest()[:_SALT_BYTES]
        commitment = commit(part.part, salt, price)
        return "" if commitment is None else str(commitment)

    # scrypt lets go of the interpreter's lock while it works.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        texts = pool.map(made, parts)
        found = {part.slot: text for part, text in zip(parts, texts, strict=True) if text}
    return replace(issue, commitments=found)
