"""A derivation checked line by line: the first line that does not follow, and why.

Every line must follow from the premises and what was written before.
"""

from __future__ import annotations

from collections.abc import Sequence

from millivolt.symbolic.derivation.checker import Checker
from millivolt.symbolic.derivation.constants import undeclared_constants
from millivolt.symbolic.derivation.report import DerivationReport
from millivolt.symbolic.formula.domain import Symbols


def check_derivation(
    lines: Sequence[str],
    premises: Sequence[str],
    goal: str | None,
    symbols: Symbols,
    solved_for: str | None = None,
    forbidden: Sequence[str] = (),
) -> DerivationReport:
    """Check a derivation written line by line.

    ``premises`` are the equations to start from, definitions among them; a value of a function is
    written ``c(0) = c_i``. ``goal`` is the equation to reach (or None); the goal counts as reached
    when a line says the same and is solved for ``solved_for`` without ``forbidden`` symbols on its
    right side. A line may just assume something ("let I = 0"); what follows is judged with it and
    without it. Constants of integration need not be declared. Raises ``ValueError`` when the
    premises, goal or declarations cannot be read.
    """
    constants = undeclared_constants(lines, premises, symbols)
    known = {**symbols, **dict.fromkeys(constants, "real")}
    return Checker(known, premises, goal, solved_for, forbidden).run(lines)
