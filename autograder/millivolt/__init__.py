"""millivolt: auto-graded exercises on the biophysics of the membrane potential.

The engine. It knows nothing about any particular exercise: banks of items arrive
through the entry-point group ``millivolt.banks`` or as a folder.
"""

__version__ = "0.1.0"
__all__ = ["__version__"]
