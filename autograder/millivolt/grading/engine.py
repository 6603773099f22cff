"""What grades, as grade entries record it: equal engines come to equal verdicts."""

from importlib.metadata import version

from millivolt import __version__

__all__ = ["ENGINE"]

# Each version of Hypothesis draws other inputs for the tests of functions.
ENGINE = f"{__version__}, Hypothesis {version('hypothesis')}"
