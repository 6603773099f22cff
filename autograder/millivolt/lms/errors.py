"""The error of this room: a file from a learning-management system that cannot be used."""

from __future__ import annotations

from millivolt.errors import AuthorError

__all__ = ["LmsFileError"]


class LmsFileError(AuthorError):
    """A file from a learning-management system is damaged, hostile, or of another kind."""
