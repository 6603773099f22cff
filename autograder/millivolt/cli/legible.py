"""Terminals whose encoding lacks a character get the nearest one that they have.

A question mark in place of a minus sign would turn a number into another.
"""

from __future__ import annotations

import codecs
import unicodedata
from typing import TextIO

__all__ = ["show_what_can_be_shown"]

_NAME = "millivolt.legible"
_NEAREST = {
    "−": "-", "–": "-", "—": "-", "×": "x", "·": ".", "✓": "+", "✗": "x", "◐": "~", "…": "...",
    "“": '"', "”": '"', "‘": "'", "’": "'", "≈": "~", "≤": "<=", "≥": ">=", "≠": "!=", "±": "+-",
    "→": "->", "⟶": "->", "⇒": "=>", "√": "sqrt", "∞": "infinity", "∫": "integral ", "∂": "d",
    "Σ": "sum", "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "Δ": "Delta ",
    "ε": "epsilon", "η": "eta", "θ": "theta", "κ": "kappa", "λ": "lambda", "μ": "u", "ν": "nu",
    "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi", "ψ": "psi", "ω": "omega",
    "Ω": "Ohm", "°": "deg ", "─": "-", "━": "-", "│": "|", "┃": "|", "•": "*", "▌": "|",
}  # fmt: skip
_RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ")


def show_what_can_be_shown(stream: TextIO) -> None:
    """Let ``stream`` replace what its encoding lacks, rather than fail."""
    codecs.register_error(_NAME, _replaced)
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors=_NAME)


def _replaced(problem: UnicodeError) -> tuple[str, int]:
    if not isinstance(problem, UnicodeEncodeError):
        raise problem
    lacking = problem.object[problem.start : problem.end]
    nearest = "".join(map(_nearest, lacking))
    # An exponent must not run into its base.
    if lacking[0] in _RAISED and problem.object[: problem.start][-1:].isalnum():
        nearest = "^" + nearest
    # What is still lacking becomes a question mark.
    return nearest.encode(problem.encoding, "replace").decode(problem.encoding), problem.end


def _nearest(character: str) -> str:
    """The character in the table, or its plain form ("₂" is "2"), accents left out."""
    plain = unicodedata.normalize("NFKD", character)
    letters = (c for c in plain if not unicodedata.combining(c))
    return _NEAREST.get(character) or "".join(_NEAREST.get(c, c) for c in letters)
