"""What follows from the course secret: seeds of variants, signed tokens, and pseudonyms."""

from __future__ import annotations

import base64
import hashlib
import hmac

__all__ = ["SECRET_BYTES", "pseudonym_for", "seed_for", "token_for"]

SECRET_BYTES = 32
_TOKEN_BYTES = 10
SHARED = ""
"""Stands for the student in the seeds of questions that are the same for everybody."""


def seed_for(
    secret: bytes,
    assignment: str,
    student: str,
    item: str,
    version: int,
    attempt: int = 1,
    draw: int = 0,
) -> str:
    """The seed of a student's variant: 64 hex digits of HMAC-SHA256 under the course secret.

    ``draw`` counts the redraws that keep variants different across a class.
    """
    return _sign(
        secret, "seed", assignment, student, item, str(version), str(attempt), str(draw)
    ).hex()


def token_for(secret: bytes, assignment: str, student: str) -> str:
    """The signed id of a student's notebook: 16 letters and digits without meaning."""
    signed = _sign(secret, "token", assignment, student)[:_TOKEN_BYTES]
    return base64.b32encode(signed).decode().lower()


def pseudonym_for(secret: bytes, student: str) -> str:
    """A student's pseudonym, such as ``k7f3q-2mzab``: the same in every assignment."""
    signed = base64.b32encode(_sign(secret, "pseudonym", student)).decode().lower()
    return f"{signed[:5]}-{signed[5:10]}"


def _sign(secret: bytes, *fields: str) -> bytes:
    # No field can hold the separator: names of students and assignments are checked for it.
    return hmac.digest(secret, "|".join(fields).encode(), hashlib.sha256)
