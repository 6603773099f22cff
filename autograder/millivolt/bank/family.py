"""A family: an item together with its prose file and, where it asks for code, its tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from millivolt.errors import AuthorError, MillivoltError
from millivolt.items.item import Collection, Drawn, Item
from millivolt.items.part import Part
from millivolt.items.variant import Variant, variant_id

if TYPE_CHECKING:
    from millivolt.bank.prose import ProseFile

__all__ = ["Family", "NothingFollows"]


class NothingFollows(MillivoltError):
    """A student's own values lead nowhere in the item's model: later parts are judged as set."""


@dataclass(frozen=True)
class Family:
    """An item as it lies in its bank.

    Beside the module stand files named after the item's function: ``NAME.md``, its prose, and
    ``test_NAME.py`` if it asks for code.
    """

    item: Item
    collection: Collection
    module: Path

    @property
    def id(self) -> str:
        """The item's id, for example ``monovalent-cation``."""
        return self.item.id

    @property
    def prose_file(self) -> Path:
        """Where the family's words are."""
        return self.module.with_name(f"{self.item.family.__name__}.md")

    @property
    def tests(self) -> Path | None:
        """The pytest file that grades the family's code, if it asks for any."""
        path = self.module.with_name(f"test_{self.item.family.__name__}.py")
        return path if path.is_file() else None

    @cached_property
    def prose(self) -> ProseFile:
        """The prose file, read once; raises ``AuthorError`` when it is not well formed."""
        # Jinja is imported only when words are needed: listing a bank needs none.
        from millivolt.bank.prose import read_prose

        return read_prose(self.prose_file)

    def variant(self, seed: int | str) -> Variant:
        """The variant of ``seed``, complete: the same on every machine and for ever.

        Raises:
            AuthorError: when no draw of this seed makes a fair exercise, or the prose cannot be
                rendered; it names the file, and the line where known.
        """
        return self.finished(self.item.draw(seed))

    def finished(self, drawn: Drawn) -> Variant:
        """The variant of what was drawn already, with its words (see ``variant``)."""
        return Variant(
            id=variant_id(self.id, self.item.version, drawn.seed),
            item_id=self.id,
            item_version=self.item.version,
            seed=drawn.seed,
            title=self.item.title,
            topic=self.item.topic,
            given={name: _plain(value) for name, value in drawn.draft.given.items()},
            prose=self.prose.render(drawn.draft),
            parts=tuple(drawn.draft.parts),
            strata=dict(drawn.strata),
            steps=dict(drawn.steps),
            picture=drawn.draft.picture,
        )

    def carry_forward(self, variant: Variant, earlier: Mapping[str, float]) -> tuple[Part, ...]:
        """The parts of ``variant`` with the keys that follow from a student's ``earlier`` values.

        ``earlier`` maps names of steps (``variant.steps``) to the student's own numbers, in the
        unit of the step.

        Raises:
            AuthorError: when the item has changed since the variant was made, or a step is
                unknown.
            NothingFollows: when the model cannot go on from these values (the logarithm of a
                negative number, a division by zero).
        """
        if (variant.item_id, variant.item_version) != (self.id, self.item.version):
            raise AuthorError(
                f"variant {variant.id} is of {variant.item_id} version {variant.item_version}, "
                f"the bank has {self.id} version {self.item.version}",
                file=str(self.module),
            )
        if unknown := sorted(earlier.keys() - variant.steps.keys()):
            raise AuthorError(f"no step is called {', '.join(unknown)}", file=str(self.module))
        try:
            return tuple(self.item.carry_forward(variant.seed, earlier).parts)
        except (ArithmeticError, ValueError, AuthorError) as impossible:
            raise NothingFollows(f"{self.id}: {impossible}") from impossible


def _plain(value: Any) -> Any:
    """``value`` as JSON knows it; an ion or a cell is written as its name."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return float(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(entry) for name, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    return str(value)
