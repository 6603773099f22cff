"""A small bank of families made for these tests, and a course that uses it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from millivolt.course import Course, create
from millivolt.errors import AuthorError
from millivolt.items import (
    Choice,
    Draft,
    Draw,
    Item,
    Numeric,
    Option,
    Prose,
    Tolerance,
    Variant,
    item,
    variant_id,
)
from millivolt.items.item import Drawn


def described(**changes: int) -> Callable[[Callable[[Draw], Draft]], Item]:
    return item(title="Doubling", objective="double", topic="equilibrium", level="apply", **changes)


@described()
def doubling(draw: Draw) -> Draft:
    """Plenty of variants, no strata."""
    n = draw.integer(1, 1000)
    return Draft(
        {"n": n}, [Numeric("double", answer=2.0 * n, unit="mV", tolerance=Tolerance(0.01))]
    )


@described()
def layered(draw: Draw) -> Draft:
    """Three strata, one of them rare."""
    kind = draw.stratum("kind", ["easy", "easy", "easy", "middle", "hard"])
    n = draw.integer(1, 1000)
    return Draft(
        {"n": n, "kind": kind},
        [Numeric("double", answer=2.0 * n, unit="mV", tolerance=Tolerance(0.01))],
    )


@described()
def scarce(draw: Draw) -> Draft:
    """Three variants in all."""
    n = draw.integer(1, 3)
    return Draft(
        {"n": n}, [Numeric("double", answer=2.0 * n, unit="mV", tolerance=Tolerance(0.01))]
    )


@described()
def concept(draw: Draw) -> Draft:
    """No numbers at all."""
    options = (Option("in", "inward"), Option("out", "outward"))
    return Draft({}, [Choice("way", options=options, answer="in")])


@dataclass(frozen=True)
class TinyFamily:
    item: Item

    def variant(self, seed: int | str) -> Variant:
        return self.finished(self.item.draw(seed))

    def finished(self, drawn: Drawn) -> Variant:
        prompts = {part.id: "How much?" for part in drawn.draft.parts}
        return Variant(
            id=variant_id(self.item.id, self.item.version, drawn.seed),
            item_id=self.item.id,
            item_version=self.item.version,
            seed=drawn.seed,
            title=self.item.title,
            topic=self.item.topic,
            given=dict(drawn.draft.given),
            prose=Prose(f"Given {dict(drawn.draft.given)}.", prompts, (), ""),
            parts=tuple(drawn.draft.parts),
            strata=dict(drawn.strata),
        )


class TinyBank:
    def __init__(self, *items: Item) -> None:
        self._families: Mapping[str, TinyFamily] = {i.id: TinyFamily(i) for i in items}

    def __getitem__(self, name: str) -> TinyFamily:
        if name not in self._families:
            raise AuthorError(f"no item is called {name!r}")
        return self._families[name]


@pytest.fixture
def tiny_family() -> type[TinyFamily]:
    """``tiny_family(item)`` is a family with the least prose."""
    return TinyFamily


@pytest.fixture
def bank() -> TinyBank:
    """A bank of four families: doubling, layered, scarce, concept."""
    return TinyBank(doubling, layered, scarce, concept)


@pytest.fixture
def new_version() -> TinyBank:
    """The same bank after ``doubling`` got another version."""
    changed = described(version=2)(doubling.family)
    return TinyBank(changed, layered, scarce, concept)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course with an assignment ps1 of all four families, and a roster of six."""
    made = create(tmp_path / "course")
    (made.state / "secret").write_bytes(bytes(range(32)))  # the same draws in every run
    (made.folder / "assignments" / "ps1.toml").write_text(
        'title = "Problem set 1"\n'
        + "".join(
            f'[[question]]\nitem = "{name}"\npoints = {points}\n'
            for name, points in [("doubling", 3), ("layered", 2), ("scarce", 1), ("concept", 1)]
        )
    )
    names = ["ada", "bo", "chen", "dilan", "eva", "Åsa"]
    (made.folder / "roster.csv").write_text("id,name\n" + "".join(f"{n},{n}\n" for n in names))
    return made
