"""LaTeX commands by what they stand for in a formula: blanks, wrappers, operators and names."""

from __future__ import annotations

_SPACING = (
    "left right middle displaystyle textstyle quad qquad limits nolimits rm it bf boxed nonumber "
    "notag hfill displaylimits , ; ! : > < / [ ] ( ) \\"
)
_SIZES = {f"{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", *"lrm")}
SPACES = frozenset(_SPACING.split()) | {" "} | _SIZES
SKIPPED = frozenset(("begin", "end", "label", "tag"))  # together with their group
_WRAPPING = (
    "mathrm text mathit operatorname textrm mathsf mathbf ce rm textit mbox textbf boldsymbol bm "
    "mathnormal mathtt texttt"
)
WRAPPERS = frozenset(_WRAPPING.split())
OPERATORS = {
    "cdot": "*",
    "times": "*",
    "ast": "*",
    "div": "/",
    "over": "over",
    "pm": "±",
    "mp": "∓",
    "approx": "=",
    "le": "<=",
    "leq": "<=",
    "leqslant": "<=",
    "ge": ">=",
    "geq": ">=",
    "geqslant": ">=",
    "ne": "!=",
    "neq": "!=",
    "lt": "<",
    "gt": ">",
    "lvert": "|",
    "rvert": "|",
    "vert": "|",
    "mid": "|",
    "to": "->",
    "rightarrow": "->",
    "{": "(",
    "}": ")",
    "lbrace": "(",
    "lbrack": "(",
    "rbrack": ")",
    "rbrace": ")",
    "frac": "frac",
    "dfrac": "frac",
    "tfrac": "frac",
    "cfrac": "frac",
    "int": "int",
    "land": "and",
    "lor": "or",
}
NAMES = {
    "varphi": "phi",
    "varepsilon": "epsilon",
    "vartheta": "theta",
    "varrho": "rho",
    "infty": "inf",
    "partial": "d",
    "ell": "ell",
    "hbar": "hbar",
}
