"""The two kinds of trouble that are not a student's: an author's, and the machine's.

What a student does wrong is a ``Finding``, a value; it is never raised.
"""

from __future__ import annotations

__all__ = ["AuthorError", "EnvironmentProblem", "MillivoltError"]


class MillivoltError(Exception):
    """Base of the errors whose text is meant to be read: one sentence that says what to do."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of a traceback."""
        return [str(self)]


class AuthorError(MillivoltError):
    """A bank, a course or an assignment file is wrong.

    ``file`` and ``line`` are shown in front of the message when they are known.
    """

    def __init__(self, message: str, *, file: str | None = None, line: int | None = None) -> None:
        self.message = message
        self.file = file
        self.line = line
        super().__init__(message)

    def __str__(self) -> str:
        where = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        return f"{where}: {self.message}" if where else self.message

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.message, self.file, self.line)


class EnvironmentProblem(MillivoltError):
    """Something that this machine lacks; the message says what to install or to start."""


def _rebuild(
    kind: type[AuthorError], message: str, file: str | None, line: int | None
) -> AuthorError:
    return kind(message, file=file, line=line)
