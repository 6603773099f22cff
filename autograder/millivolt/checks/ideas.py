"""Naming misconceptions: always the whole set of those that explain a response."""

from collections.abc import Sequence

from millivolt.checks.catalogue import Code, finding
from millivolt.items import Finding, Misconception


def named(misconceptions: Sequence[Misconception]) -> tuple[Finding, ...]:
    """One finding that names every misconception of the set; none when the set is empty."""
    ideas = {m.id: m for m in misconceptions}
    if not ideas:
        return ()
    evidence = {"misconceptions": tuple(ideas)}
    if len(ideas) == 1:
        (idea,) = ideas.values()
        return (finding(Code.MISCONCEPTION, evidence=evidence, tell=told(idea)),)
    return (finding(Code.MISCONCEPTIONS, evidence=evidence, tells=_listed(tuple(ideas.values()))),)


def together(first: Misconception, second: Misconception) -> Finding:
    """The finding that two misconceptions were at work at once."""
    return finding(
        Code.TWO_MISCONCEPTIONS,
        evidence={"misconceptions": (first.id, second.id)},
        tells=_listed((first, second)),
    )


def told(idea: Misconception) -> str:
    """What to tell the student, and the question that leads on."""
    return f"{idea.tell} {idea.ask}".rstrip()


def _listed(ideas: Sequence[Misconception]) -> str:
    return " ".join(f"({number}) {told(idea)}" for number, idea in enumerate(ideas, start=1))
