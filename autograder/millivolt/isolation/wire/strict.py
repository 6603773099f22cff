"""The two checks that every strict reader is made of."""

from __future__ import annotations

from typing import Any

from .frames import WireError


def need(condition: bool, rule: str) -> None:
    """Raises WireError with the rule that was broken, unless the condition holds."""
    if not condition:
        raise WireError(rule)


def read_text(form: Any, longest: int | None = None) -> str:
    """A text of at most so many characters, without what cannot be encoded.

    Raises:
        WireError: it is not that.
    """
    if type(form) is not str:
        raise WireError("text expected")
    need(longest is None or len(form) <= longest, "a text that is too long")
    return form.encode("utf-8", "replace").decode()
