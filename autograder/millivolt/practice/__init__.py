"""Self-check and practice on a student's own machine: form checks, and new variants without end.

``check`` is what an assignment's check cells call. It looks at the form of an answer only:
nothing in a notebook knows what is right.
"""

from __future__ import annotations

from typing import Any

__all__ = ["check"]


def check(slot: str, namespace: dict[str, Any], *, kind: str, **facts: Any) -> Any:
    """Whether the answer ``slot`` in ``namespace`` can be read, as the grader would read it.

    Returns a record that Jupyter shows; it says what was looked at and what was not.
    """
    # Imported here, so that a notebook's first cell costs nothing.
    from millivolt.items import MISSING
    from millivolt.practice.form import Look, look, on_wire, takes_arguments

    name = facts["name"] if kind == "function" else slot
    value = namespace.get(name, MISSING)
    found = look(slot, value if value is MISSING else on_wire(value), kind, facts)
    if kind == "function" and found.readable and not takes_arguments(value, facts["signature"]):
        return Look(slot, False, (f"{name} should take the arguments {facts['signature']}.",))
    return found
