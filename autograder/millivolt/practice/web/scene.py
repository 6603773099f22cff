"""The numbers of the interactive membrane: from a question, from a form, and back to a form."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Any
from urllib.parse import urlencode

from millivolt.feedback import plain
from millivolt.items import Membrane, Variant
from millivolt.practice.web.electrodiffusion import ZERO_CELSIUS, Species

__all__ = ["BOUNDS", "MOST_IONS", "Scene", "as_query", "from_form", "of_variant"]

MOST_IONS = 4
BOUNDS: Mapping[str, tuple[float, float]] = {
    "in": (1e-5, 1000.0),
    "out": (1e-5, 1000.0),
    "P": (0.0, 1000.0),
    "z": (-2, 2),
    "T": (0.0, 50.0),
    "V": (-200.0, 200.0),
}
"""The least and the greatest value of each field: mM, nm/s, a charge, °C, mV."""

VALENCES = {
    "K": 1, "Na": 1, "H": 1, "Li": 1, "Cl": -1, "HCO3": -1, "Ca": 2, "Mg": 2,
}  # fmt: skip
PRINTED = {
    "K": "K⁺", "Na": "Na⁺", "H": "H⁺", "Li": "Li⁺", "Cl": "Cl⁻", "HCO3": "HCO₃⁻",
    "Ca": "Ca²⁺", "Mg": "Mg²⁺",
}  # fmt: skip
CHARGE = re.compile(r"([²³]?)([⁺⁻])\Z")
PERMEABILITY = 10.0
"""nm/s that stand for a relative permeability of 1: about that of a resting cell for K⁺."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Ions on both sides, the temperature in °C and the membrane potential in mV.

    ``refused`` names fields of a form that held no number.
    """

    ions: tuple[Species, ...]
    temperature: float
    potential: float
    refused: tuple[str, ...] = ()


USUAL = Scene(
    (
        Species("K⁺", 1, 140.0, 4.0, 10.0),
        Species("Na⁺", 1, 12.0, 145.0, 0.5),
        Species("Cl⁻", -1, 6.0, 120.0, 4.0),
    ),
    37.0,
    -70.0,
)
"""A mammalian neuron at rest, near enough."""


def of_variant(variant: Variant) -> Scene | None:
    """The membrane that a question speaks of; ``None`` when it speaks of none.

    Read from its picture, else from its given values by their usual names: ``ion`` with ``c_in``
    and ``c_out`` (or ``rows`` of them, with ``P``), ``K_in`` and ``K_out``; ``t`` in °C or ``T``
    in kelvin, ``V``, and ``p_Na`` relative to potassium.
    """
    given = variant.given
    if isinstance(variant.picture, Membrane):
        found = [
            Species(i.name, i.valence, i.inside, i.outside, _permeability(given, i.name))
            for i in variant.picture.ions
        ]
    else:
        found = list(_given(given))
    ions = tuple(islice((ion for ion in found if _is_shown(ion)), MOST_IONS))
    if not ions:
        return None
    return Scene(ions, _temperature(given), _within("V", _number(given.get("V"), 0.0)))


def from_form(form: Mapping[str, Sequence[str]]) -> Scene:
    """The membrane of a form; what is no number stays as it usually is, and is named."""
    if not form.get("ion"):
        return USUAL
    refused: list[str] = []

    def number(field: str, text: str, usual: float, name: str) -> float:
        try:
            value = float(text.strip().replace("−", "-").replace(",", "."))
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            refused.append(name)
            return usual
        return _within(field, value)

    columns = [form.get(field, ()) for field in ("ion", "z", "in", "out", "P")]
    ions = []
    for name, z, inside, outside, permeability in islice(
        zip_longest(*columns, fillvalue=""), MOST_IONS
    ):
        shown = plain(name, 8).strip() or "X"
        ions.append(
            Species(
                shown,
                round(number("z", z, 1, f"valence of {shown}")),
                number("in", inside, 10.0, f"{shown} inside"),
                number("out", outside, 10.0, f"{shown} outside"),
                number("P", permeability, 1.0, f"permeability of {shown}"),
            )
        )
    temperature = number("T", _first(form, "T"), USUAL.temperature, "temperature")
    potential = number("V", _first(form, "V"), USUAL.potential, "membrane potential")
    return Scene(tuple(ions), temperature, potential, tuple(refused))


def as_query(scene: Scene) -> str:
    """The address of ``scene`` behind the question mark."""
    fields: list[tuple[str, str]] = []
    for ion in scene.ions:
        fields += [
            ("ion", ion.name),
            ("z", str(ion.valence)),
            ("in", f"{ion.inside:g}"),
            ("out", f"{ion.outside:g}"),
            ("P", f"{ion.permeability:g}"),
        ]
    fields += [("T", f"{scene.temperature:g}"), ("V", f"{scene.potential:g}")]
    return urlencode(fields)


def _given(given: Mapping[str, Any]) -> Iterator[Species]:
    rows = given.get("rows")
    listed = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    most = max((_number(row.get("P"), 0.0) for row in listed), default=0.0)
    for row in (given, *listed):
        yield from _single(row, given, most)
    for symbol, valence in VALENCES.items():
        inside, outside = given.get(f"{symbol}_in"), given.get(f"{symbol}_out")
        if inside is not None and outside is not None:
            yield Species(
                PRINTED[symbol],
                valence,
                _number(inside),
                _number(outside),
                _permeability(given, PRINTED[symbol]),
            )


def _single(row: Mapping[str, Any], given: Mapping[str, Any], most: float) -> Iterator[Species]:
    """The ion of one row; ``most`` is the greatest permeability of all rows, in their own unit."""
    name, inside, outside = row.get("ion"), row.get("c_in"), row.get("c_out")
    valence = _valence(name) if isinstance(name, str) else None
    if isinstance(name, str) and valence is not None and inside is not None is not outside:
        permeability = _permeability(given, name)
        if most > 0 and row is not given:
            permeability = _within("P", PERMEABILITY * _number(row.get("P"), 0.0) / most)
        yield Species(name, valence, _number(inside), _number(outside), permeability)


def _valence(name: str) -> int | None:
    """The charge that stands behind a formula: Ca²⁺ is 2."""
    found = CHARGE.search(name)
    if found is None:
        return None
    size = {"": 1, "²": 2, "³": 3}[found[1]]
    return size if found[2] == "⁺" else -size


def _permeability(given: Mapping[str, Any], name: str) -> float:
    symbol = next((short for short, printed in PRINTED.items() if printed == name), "")
    relative = _number(given.get(f"p_{symbol}"), 1.0)
    return _within("P", PERMEABILITY * relative)


def _temperature(given: Mapping[str, Any]) -> float:
    if "t" in given:
        return _within("T", _number(given["t"], USUAL.temperature))
    return _within("T", _number(given.get("T"), USUAL.temperature + ZERO_CELSIUS) - ZERO_CELSIUS)


def _is_shown(ion: Species) -> bool:
    low, high = BOUNDS["in"]
    return abs(ion.valence) <= 2 and all(low <= c <= high for c in (ion.inside, ion.outside))


def _number(value: Any, usual: float = math.nan) -> float:
    return float(value) if isinstance(value, int | float) else usual


def _within(field: str, value: float) -> float:
    low, high = BOUNDS[field]
    return min(max(value, low), high)


def _first(form: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(form.get(name, ())), "")
