"""The algebra behind the numbers: every derivation as premises, justified steps and a goal.

`DERIVATIONS` holds them by name. Each gives its lines as plain text and as sympy equations, with
the domain of every letter. Checking a student's derivation is the engine's business.
"""

from .catalogue import DERIVATIONS
from .notation import LETTERS, Letter
from .record import Derivation, Step

__all__ = ["DERIVATIONS", "LETTERS", "Derivation", "Letter", "Step"]
