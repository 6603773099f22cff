"""Which names may become folders: those of students and of assignments."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["assignment_name_problem", "student_id_problem"]

MAX_BYTES = 120
_ASSIGNMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\Z")
_FORBIDDEN = frozenset('/\\:*?"<>|')
_FORBIDDEN_KINDS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def student_id_problem(name: str) -> str | None:
    """Why ``name`` cannot name a student's folder, as the rest of a sentence; else ``None``."""
    if not name:
        return "is empty"
    if name != name.strip() or name.startswith(".") or name.endswith("."):
        return "must not begin or end with a dot or a space"
    bad = next((c for c in name if c in _FORBIDDEN), None)
    if bad is not None:
        return f"must not contain {bad}"
    if any(unicodedata.category(c) in _FORBIDDEN_KINDS for c in name):
        return "contains an invisible character"
    if len(name.encode()) > MAX_BYTES:
        return f"is longer than {MAX_BYTES} bytes"
    return None


def assignment_name_problem(name: str) -> str | None:
    """Why ``name`` cannot name an assignment, as the rest of a sentence; else ``None``."""
    if not _ASSIGNMENT.match(name) or name.endswith("."):
        return "may hold only letters, digits, dots, hyphens and underscores, a letter first"
    if len(name) > MAX_BYTES:
        return f"is longer than {MAX_BYTES} letters"
    return None
