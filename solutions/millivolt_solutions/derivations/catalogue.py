"""All derivations of the package, by name."""

from collections.abc import Mapping
from types import MappingProxyType

from . import cell, constant_field, equilibrium
from .record import Derivation

DERIVATIONS: Mapping[str, Derivation] = MappingProxyType(
    {
        value.name: value
        for module in (equilibrium, constant_field, cell)
        for value in vars(module).values()
        if isinstance(value, Derivation)
    }
)
