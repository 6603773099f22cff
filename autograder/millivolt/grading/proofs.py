"""Formulas that were accepted without a proof, asked again of a prover that may take its time.

A proof changes no score: it takes back the remark that there is none.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from millivolt import symbolic  # its names are loaded when they are used
from millivolt.checks import Code
from millivolt.checks.formula import declared, formula_of, read_formula
from millivolt.items import Expression, Observation, Part, SymbolSpec, Verdict

if TYPE_CHECKING:
    from millivolt.symbolic import Worker

__all__ = ["Proofs"]

PATIENCE = 5.0
"""Seconds for one proof; loading the prover counts with the first."""


class Proofs:
    """The prover's process, started for the first formula that needs it; ``close`` ends it."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._known: dict[tuple[str, str, tuple[SymbolSpec, ...]], bool] = {}

    def close(self) -> None:
        """End the process."""
        if "_worker" in vars(self):
            self._worker.close()

    @cached_property
    def _worker(self) -> Worker:
        return symbolic.Worker(timeout=self._patience)

    def confirmed(self, part: Part, observation: Observation, verdict: Verdict) -> Verdict:
        """``verdict`` without the remark that a formula was not proved right, if it is proved."""
        doubt = [f for f in verdict.findings if f.code == Code.PROBABLY_EQUAL]
        if not doubt or not isinstance(part, Expression):
            return verdict
        if not self._proved(part, formula_of(part, read_formula(observation.value))):
            return verdict
        rest = tuple(found for found in verdict.findings if found not in doubt)
        return Verdict(verdict.state, verdict.fraction, rest)

    def _proved(self, part: Expression, text: str) -> bool:
        question = text, part.answer, part.symbols
        if question not in self._known:
            symbols = declared(part.symbols)
            try:
                self._known[question] = self._worker.proves(text, part.answer, symbols)
            except (OSError, ValueError):
                # Whatever becomes of the proof, the grade stands.
                return False
        return self._known[question]
