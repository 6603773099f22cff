"""Which declared symbol a typed name means: aliases, Greek letters, subscripts, glued names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from millivolt.symbolic.formula.domain import Symbol
from millivolt.symbolic.formula.functions import ARITY, SPELLINGS

GREEK = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "ϵ": "epsilon",
    "ζ": "zeta",
    "η": "eta",
    "θ": "theta",
    "ϑ": "theta",
    "ι": "iota",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "µ": "mu",
    "ν": "nu",
    "ξ": "xi",
    "π": "pi",
    "ρ": "rho",
    "σ": "sigma",
    "τ": "tau",
    "υ": "upsilon",
    "φ": "phi",
    "ϕ": "phi",
    "χ": "chi",
    "ψ": "psi",
    "ω": "omega",
    "Γ": "Gamma",
    "Δ": "Delta",
    "∆": "Delta",
    "Θ": "Theta",
    "Λ": "Lambda",
    "Ξ": "Xi",
    "Π": "Pi",
    "Σ": "Sigma",
    "Φ": "Phi",
    "Ψ": "Psi",
    "Ω": "Omega",
    "\u2126": "Omega",
}
GREEK_NAMES = frozenset(GREEK.values())
_GREEK_WORDS = frozenset(name for name in GREEK_NAMES if len(name) > 2)  # mu may be m times u

_INSIDE = ("in", "i", "inside", "int", "intra", "cyt")
_OUTSIDE = ("out", "o", "outside", "ext", "extra", "e", "ex")
_RESERVED = frozenset(("pi", "e", "i", "j", "inf", "oo", "d")) | ARITY.keys() | SPELLINGS.keys()
MAX_GLUED = 24


def plain(name: str) -> str:
    """The name with Greek letters spelled out."""
    return "".join(GREEK.get(letter, letter) for letter in name)


def _variants(name: str) -> Iterator[tuple[int, str]]:
    """(how far from the declared spelling, spelling) of every automatic variant of a name."""
    spelled = plain(name)
    yield 1, spelled
    if spelled.endswith("_"):
        yield 1, spelled.rstrip("_")
    yield 2, spelled.replace("_", "")
    stem, _, subscript = spelled.rpartition("_")
    for family in (_INSIDE, _OUTSIDE):
        if stem and subscript in family:
            for other in family:
                yield 3, f"{stem}_{other}"
                yield 4, f"{stem}{other}".replace("_", "")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a run of letters was read: its pieces, and whether another cut was possible."""

    pieces: tuple[str, ...]
    ambiguous: bool = False


class Spelling:
    """Looks names up in the declarations of one item."""

    def __init__(self, symbols: dict[str, Symbol]) -> None:
        self.names = tuple(symbols)
        found: dict[str, tuple[int, str | None]] = {name: (0, name) for name in symbols}
        for name, symbol in symbols.items():
            for alias in symbol.aliases:
                self._offer(found, 0, alias, name)
                self._offer(found, 0, plain(alias), name)
        for name, symbol in symbols.items():
            for spelled in (name, *symbol.aliases):
                for distance, variant in _variants(spelled):
                    if variant not in _RESERVED:
                        self._offer(found, distance, variant, name)
        self._found = {k: name for k, (_, name) in found.items() if name is not None}
        self._caseless: dict[str, set[str]] = {}
        for spelled, declared in self._found.items():
            if "_" in spelled:
                self._caseless.setdefault(spelled.lower(), set()).add(declared)

    @staticmethod
    def _offer(
        found: dict[str, tuple[int, str | None]], distance: int, spelling: str, name: str
    ) -> None:
        """Enter a spelling; two symbols equally near to it make it nobody's."""
        known = found.get(spelling)
        if known is None or distance < known[0]:
            found[spelling] = (distance, name)
        elif known[0] == distance and known[1] != name and distance > 0:
            found[spelling] = (distance, None)

    def find(self, typed: str) -> str | None:
        """The declared symbol for a typed name, or None."""
        found = self._found.get(typed) or self._found.get(plain(typed))
        if found is None and "_" in typed:  # C_out for c_out, but never t for T
            alike = self._caseless.get(plain(typed).lower(), ())
            found = next(iter(alike)) if len(alike) == 1 else None
        if found is None and "bar" in typed:  # a bar that the item does without
            found = self.find(typed.replace("bar", "", 1))
        return found

    def ion(self, species: str, side: str) -> str | None:
        """The symbol for a concentration typed in brackets: ``[K+]_o``."""
        tail = f"_{side}" if side else ""
        charged = species[:-1] if species[-1:].isdigit() else species
        for written in dict.fromkeys((species, charged)):  # the 2 of [Ca2+] is its charge
            for candidate in (f"{written}{tail}", f"c_{written}{tail}", f"C_{written}{tail}"):
                if name := self.find(candidate):
                    return name
        return None

    def cut(self, typed: str) -> Reading | None:
        """Read ``zFV`` as z, F, V: pieces that are declared, a function allowed as the last."""
        text = plain(typed)
        if len(text) > MAX_GLUED or text.partition("_")[0] in _GREEK_WORDS:
            return None
        found: list[tuple[str, ...]] = []
        dead: set[int] = set()

        def extend(start: int, pieces: tuple[str, ...]) -> bool:
            if start == len(text):
                found.append(pieces)
                return True
            if start in dead or len(found) > 1:
                return False
            hit = False
            for end in range(len(text), start, -1):
                part = text[start:end]
                name = self._found.get(part)
                if name is not None:
                    hit |= extend(end, (*pieces, name))
                elif end == len(text) and pieces and part in ("ln", "log", "exp", "log10", "sqrt"):
                    found.append((*pieces, part))
                    hit = True
            if not hit:
                dead.add(start)
            return hit

        extend(0, ())
        if not found:
            return None
        best = min(found, key=len)
        return Reading(best, len(found) > 1)

    def suggestion(self, typed: str) -> str | None:
        """The declared name that a mistyped one resembles most, or None."""
        near = get_close_matches(plain(typed), self.names, n=1, cutoff=0.6)
        return near[0] if near else None
