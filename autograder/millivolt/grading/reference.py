"""The right function that a part names."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from millivolt.errors import AuthorError

__all__ = ["resolve"]


def resolve(reference: str) -> Callable[..., Any]:
    """The function that ``package:name`` names.

    Raises:
        AuthorError: when there is no such package or function.
    """
    module, _, name = reference.partition(":")
    try:
        found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as problem:
        raise AuthorError(f"the reference {reference!r} cannot be found: {problem}") from problem
    return found
