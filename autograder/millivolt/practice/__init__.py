"""Self-check and practice on a student's own machine: form checks, and new variants without end.

``check`` is what an assignment's check cells call. It looks at the form of an answer only:
nothing in a notebook knows what is right, unless its instructor put commitments there.
``practise`` gives an exercise with full feedback, which counts for nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from millivolt.practice.task import Task

__all__ = ["check", "practise"]


def check(slot: str, namespace: dict[str, Any], *, kind: str, **facts: Any) -> Any:
    """Whether the answer ``slot`` in ``namespace`` can be read, as the grader would read it.

    Returns a record that Jupyter shows; it says what was looked at and what was not. While
    nbgrader validates, it is printed instead: nbgrader takes a result for a number of points, and
    what is on stderr for a failed test.
    """
    # Imported here, so that a notebook's first cell costs nothing.
    import os
    import sys

    from millivolt.items import MISSING
    from millivolt.practice.form import Look, look, on_wire, takes_arguments

    name = facts["name"] if kind == "function" else slot
    value = namespace.get(name, MISSING)
    found = look(slot, value if value is MISSING else on_wire(value), kind, facts)
    if kind == "function" and found.readable and not takes_arguments(value, facts["signature"]):
        found = Look(slot, False, (f"{name} should take the arguments {facts['signature']}.",))
    if "NBGRADER_VALIDATING" not in os.environ:
        return found
    print(found, file=sys.stdout if found.readable and found.right is not False else sys.stderr)
    return None


def practise(name: str, seed: str | None = None) -> Task:
    """An exercise of the item ``name`` (id or catalogue code) to practise with in a notebook.

    It shows itself; ``answer``, ``hint``, ``solution``, ``again`` and ``harder`` are its methods.
    ``seed`` gives the same numbers again.

    Raises:
        AuthorError: when no item has that name; it suggests the nearest.
    """
    import os
    import secrets

    from millivolt.bank import load_bank
    from millivolt.practice.progress import ProgressFile, default_path
    from millivolt.practice.task import Task

    progress = ProgressFile(default_path(os.environ))
    return Task(load_bank(), name, secrets.token_hex(6) if seed is None else seed, progress)
