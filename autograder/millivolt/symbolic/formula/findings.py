"""A thing to tell about a formula beside its verdict."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """A stable code for programs and one sentence for the student."""

    code: str
    message: str
