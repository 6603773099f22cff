"""The outcome of a comparison."""

from __future__ import annotations

from dataclasses import dataclass

from millivolt.symbolic.formula.findings import Finding


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome of a comparison.

    ``verdict`` is ``equal`` (proved), ``different`` (with a certified ``counterexample``: symbol ->
    value in its declared unit), ``probable`` (agrees at many points, no proof), ``undecided`` or
    ``invalid`` (not readable). ``how`` names the argument: ``structure``, ``proof``, ``points``,
    ``rounding``, ``solutions``, in a worker also ``sympy`` and ``timeout``. ``position`` locates
    what could not be read.
    """

    verdict: str
    message: str
    counterexample: dict[str, float | int | complex] | None = None
    how: str = ""
    student_value: float | complex | None = None
    reference_value: float | complex | None = None
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    position: int | None = None

    @property
    def accepted(self) -> bool:
        """Whether the formula counts as right: equal or probable."""
        return self.verdict in ("equal", "probable")
