"""Exit codes, and how each kind of trouble is told on the terminal."""

from __future__ import annotations

import sys
from enum import IntEnum

import click

from millivolt.errors import AuthorError, EnvironmentProblem, MillivoltError

__all__ = ["ExitCode", "guarded"]


class ExitCode(IntEnum):
    """What a script outside may rely on."""

    DONE = 0
    FOUND_PROBLEMS = 1
    USAGE = 2
    AUTHOR_ERROR = 3
    NEEDS_REVIEW = 4
    ENVIRONMENT = 5
    INTERRUPTED = 130


def guarded(command: click.Command) -> int:
    """Run ``command`` and return its exit code; expected trouble is one line on stderr."""
    try:
        code = command.main(standalone_mode=False)
        return int(code) if isinstance(code, int) else ExitCode.DONE
    except click.exceptions.Abort:
        click.echo("interrupted", err=True)
        return ExitCode.INTERRUPTED
    except click.ClickException as problem:
        problem.show()
        return ExitCode.USAGE
    except AuthorError as problem:
        return _told(problem, ExitCode.AUTHOR_ERROR)
    except EnvironmentProblem as problem:
        return _told(problem, ExitCode.ENVIRONMENT)
    except MillivoltError as problem:
        return _told(problem, ExitCode.FOUND_PROBLEMS)
    except BrokenPipeError:
        # The reader of our output went away (`millivolt bank list | head`); nothing is lost.
        sys.stderr.close()
        return ExitCode.DONE
    except OSError as problem:
        click.echo(f"error: {problem}", err=True)
        return ExitCode.ENVIRONMENT


def _told(problem: Exception, code: ExitCode) -> ExitCode:
    click.echo(f"error: {problem}", err=True)
    return code
