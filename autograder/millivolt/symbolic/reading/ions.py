"""Concentrations and charges of ions as they are typed: ``[K+]_o``, ``[Ca^{2+}]_{in}``, ``K⁺o``."""

from __future__ import annotations

import re

SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥ", "0123456789aeoxhklmnpstijruv", strict=True))
_CHARGE = re.compile(r"\^?\{?[0-9]?[+-]{1,2}\}?|\^\{?[0-9]?[+-]\}?|[⁰¹²³⁴-⁹]*[⁺⁻](?![⁰¹²³⁴-⁹])")
_ION = re.compile(
    r"(\{\s*(?:\\(?:left|[bB]igg?l?)\s*)?)?\[\s*"
    r"(?:\\(?:mathrm|text|ce)\s*\{)?\s*([A-Za-z][A-Za-z0-9]*)\s*\}?\s*"
    r"(\^?\{?\s*\d?\s*[+-]{1,2}\s*\}?|[²³⁴]?[⁺⁻])?\s*\}?\s*"
    r"(?:\\(?:right|[bB]igg?r?)\s*)?\](?(1)\s*\})\s*"
)
_SIDE = re.compile(
    r"_?\s*(?:\{\s*\\(?:mathrm|text)\s*\{\s*([A-Za-z]+)\s*\}\s*\}|\{\s*([A-Za-z]+)\s*\}"
    r"|\\(?:mathrm|text)\s*\{\s*([A-Za-z]+)\s*\}|([a-z]+)|([ₐ-ₜₒᵢₑ]+))"
)
_BEHIND = re.compile(  # but x_o^- a is a power
    r"\^(?:\{\s*\d?[+-]\s*\}|\d?\+(?![\w({\\.])|\d?-(?!\s*[\w({\\.]))|[²³⁴]?[⁺⁻](?![⁰¹²³⁴-⁹])"
)
_GLUED_SIDE = re.compile(r"(?:out|in|ext|int|[oie])(?![A-Za-z0-9])")
_SUBSCRIBING = frozenset(("_", *SUBSCRIPTS))


def ion(text: str, at: int) -> tuple[str, int] | None:
    """``species side`` of a concentration in brackets at a place, and where it ends."""
    found = _ION.match(text, at)
    if not found:
        return None
    side = _SIDE.match(text, found.end())
    _, species, charge = found.groups()
    if not side and not charge:
        return None
    if species[0].islower() and text[found.end() : found.end() + 1] not in _SUBSCRIBING:
        return None  # [a]b is a product
    sub = next((part for part in side.groups() if part), "") if side else ""
    end = side.end() if side else found.end()
    return f"{species} {''.join(SUBSCRIPTS.get(c, c) for c in sub)}", end


def charge_behind(text: str, at: int) -> int:
    """The end of a charge that is typed behind a subscript, as in ``K_o^+``."""
    charge = _BEHIND.match(text, at)
    return charge.end() if charge else at


def charged_side(text: str, at: int) -> tuple[str, int]:
    """The side typed behind a charge without a mark (``_o`` in K⁺o), and the end of both.

    A charge that may be a sign of arithmetic, as in ``K+ o``, is left alone.
    """
    charge = _CHARGE.match(text, at)
    if not charge:
        return "", at
    typed_as_charge = charge.group()[-1] in "⁺⁻"
    if not typed_as_charge and text[charge.end() : charge.end() + 1] != "_":
        return "", at
    side = _GLUED_SIDE.match(text, charge.end())
    return (f"_{side.group()}", side.end()) if side else ("", charge.end())
