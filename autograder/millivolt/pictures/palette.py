"""The few colours of every page and picture, for light and dark, as CSS variables.

Each verdict colour is only ever used together with a word and a shape.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

__all__ = ["DARK", "LIGHT", "Palette", "colour", "variables"]


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as ``#rrggbb``. ``soft`` colours are backgrounds; all others are read on them."""

    paper: str
    soft: str
    ink: str
    muted: str
    line: str
    accent: str
    right: str
    partial: str
    wrong: str


LIGHT = Palette(
    paper="#fdfdfb",
    soft="#f3f4f0",
    ink="#1d2329",
    muted="#56606a",
    line="#d5d9d6",
    accent="#1c5d99",
    right="#1c6b41",
    partial="#855400",
    wrong="#a83a22",
)
DARK = Palette(
    paper="#15191d",
    soft="#1f252b",
    ink="#e7e9ea",
    muted="#a3adb6",
    line="#37414a",
    accent="#84bdf0",
    right="#77cb9b",
    partial="#e5b35a",
    wrong="#f29a83",
)


def colour(name: str) -> str:
    """The CSS value of a palette colour; the surrounding text's colour where no page sets it."""
    return f"var(--mv-{name}, currentColor)"


def variables() -> str:
    """A style sheet that sets the palette's variables for light, for dark and for paper."""
    light, dark = _declarations(LIGHT), _declarations(DARK)
    return (
        f":root {{ color-scheme: light dark; {light} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"
        f"@media print {{ :root {{ color-scheme: light; {light} }} }}\n"
    )


def _declarations(palette: Palette) -> str:
    return " ".join(f"--mv-{f.name}: {getattr(palette, f.name)};" for f in fields(palette))
