"""Formulas for a terminal: TeX as readable text with Unicode, one line each."""

from __future__ import annotations

import re

__all__ = ["readable"]

NAMES = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "Delta": "Δ", "epsilon": "ε",
    "varepsilon": "ε", "eta": "η", "theta": "θ", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "pi": "π", "rho": "ρ", "sigma": "σ", "Sigma": "Σ", "tau": "τ", "phi": "φ", "varphi": "φ",
    "Phi": "Φ", "psi": "ψ", "omega": "ω", "Omega": "Ω", "infty": "∞", "times": "×", "cdot": "·",
    "approx": "≈", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "pm": "±",
    "to": "→", "rightarrow": "→", "longrightarrow": "⟶", "Rightarrow": "⇒", "sum": "Σ",
    "int": "∫", "partial": "∂", "propto": "∝", "ll": "≪", "gg": "≫", "circ": "°", "ldots": "…",
    "dots": "…", "quad": "  ", "qquad": "    ", "degree": "°", "in": "∈", "mp": "∓",
}  # fmt: skip
UPRIGHT = (
    "ln",
    "log",
    "exp",
    "sin",
    "cos",
    "tan",
    "sinh",
    "cosh",
    "tanh",
    "coth",
    "lim",
    "max",
    "min",
)
RAISED = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")
INDENT = "\N{NO-BREAK SPACE}" * 4
"""Four plain spaces would make a formula a block of code in Markdown, which is not wrapped."""
SIMPLE = re.compile(r"[\w.∞°Ωα-ω⁺⁻₀-₉⁰¹²³⁴-⁹]+\Z")
PRODUCT = re.compile(r"(?:\d+[A-Za-z]|[A-Za-z]{2})[A-Za-z]*\Z")

BASE = re.compile(r"\s*_(\{\d+\}|\d)")
SPACES = re.compile(r"\s+(?=[A-Za-z])")

_MATH = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)


def readable(markdown: str) -> str:
    """``markdown`` with every formula between dollar signs as plain text."""

    def replaced(match: re.Match[str]) -> str:
        shown, inline = match.groups()
        if shown is not None:
            return f"\n{INDENT}{formula(shown)}\n"
        return formula(inline)

    return _MATH.sub(replaced, markdown)


def formula(tex: str) -> str:
    """One formula as text: ``\\frac{RT}{zF}\\ln x`` becomes ``RT/(zF) ln x``."""
    text = _Reader(tex).all()
    text = re.sub(r"[ \t\n]+", " ", text.replace("×", " × ")).strip()
    return re.sub(r" (?=[,.;)])|(?<=\() |(?<=Δ) (?=\w)", "", text)


class _Reader:
    """Reads TeX token by token; what it does not know it leaves as it is."""

    def __init__(self, tex: str) -> None:
        self._tex = tex
        self._at = 0

    def all(self) -> str:
        parts = []
        while self._at < len(self._tex):
            parts.append(self._next())
        return "".join(parts)

    def _next(self) -> str:
        char = self._tex[self._at]
        if char == "\\":
            return self._command()
        if char == "{":
            return _Reader(self._group()).all()
        self._at += 1
        if char in "^_":
            return self._script(char, _Reader(self._argument()).all())
        return {"~": " ", "&": " ", "-": "−"}.get(char, char)

    def _command(self) -> str:
        match = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL).match(self._tex, self._at)
        if match is None:
            self._at += 1
            return "\\"
        self._at = match.end()
        name = match.group(1)
        if name in ("frac", "dfrac", "tfrac"):
            top, bottom = _Reader(self._argument()).all(), _Reader(self._argument()).all()
            return f"{_wrapped(top)}/{_wrapped(bottom, below=True)} "
        if name == "sqrt":
            return f"√({_Reader(self._argument()).all()})"
        if name in ("mathrm", "text", "mathit", "mathbf", "operatorname", "textrm", "tilde", "bar"):
            inner = _Reader(self._argument()).all()
            return inner + {"tilde": "\u0303", "bar": "\u0304"}.get(name, "")
        if name in UPRIGHT:
            if base := BASE.match(self._tex, self._at):
                self._at = base.end()
                name += base[1].strip("{}").translate(LOWERED)
            # What a function is taken of must be seen to be the whole fraction.
            ahead = re.compile(r"\s*\\[dt]?frac\b").match(self._tex, self._at)
            return f" {name}({self._next().strip()}) " if ahead else f" {name} "
        if name in ("left", "right", "bigl", "bigr", "Bigl", "Bigr", "displaystyle", "!"):
            return ""
        if name in (",", ";", ":", " "):
            return " "
        if name == "\\":
            return "\n"
        sign = NAMES.get(name, name)
        if sign.isalpha() and (space := SPACES.match(self._tex, self._at)):
            self._at = space.end()  # it only ended the command's name
        return sign

    def _script(self, kind: str, text: str) -> str:
        table = RAISED if kind == "^" else LOWERED
        moved = text.translate(table)
        if all(a != b for a, b in zip(moved, text, strict=True)) and text:
            return moved
        return f"{kind}{text}" if SIMPLE.match(text) else f"{kind}({text})"

    def _argument(self) -> str:
        while self._at < len(self._tex) and self._tex[self._at].isspace():
            self._at += 1
        if self._at >= len(self._tex):
            return ""
        if self._tex[self._at] == "{":
            return self._group()
        if self._tex[self._at] == "\\":
            start = self._at
            self._command()
            return self._tex[start : self._at]
        self._at += 1
        return self._tex[self._at - 1]

    def _group(self) -> str:
        depth, start = 0, self._at + 1
        for position in range(self._at, len(self._tex)):
            depth += {"{": 1, "}": -1}.get(self._tex[position], 0)
            if depth == 0:
                self._at = position + 1
                return self._tex[start:position]
        self._at = len(self._tex)
        return self._tex[start:]


def _wrapped(text: str, *, below: bool = False) -> str:
    """``text`` in parentheses unless it is clear without; ``below`` a bar, zF is a product."""
    text = text.strip()
    product = below and PRODUCT.match(text)
    return text if SIMPLE.match(text) and not product else f"({text})"
