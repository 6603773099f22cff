"""D07: the ion with the largest driving force need not carry the largest current."""

from itertools import pairwise

from millivolt.items import Draft, Draw, Misconception, Option, Ordering, item

IONS = {"K⁺": (-100, -78), "Na⁺": (45, 66), "Cl⁻": (-88, -42), "Ca²⁺": (115, 138)}
CONDUCTANCES = {"K⁺": (15, 90), "Na⁺": (3, 50), "Cl⁻": (5, 90), "Ca²⁺": (2, 15)}
LEAST_RATIO = 1.05


@item(
    codes=["D07"],
    title="Large force, small current",
    objective="Tell driving force and current apart by ranking ions by both.",
    topic="driving-force",
    level="analyze",
    passages=["S6"],
    prerequisites=["ohmic-current"],
    minutes=6,
    version=2,
)
def force_or_current(draw: Draw) -> Draft:
    names = draw.shuffled(tuple(IONS))
    E = {name: draw.integer(*IONS[name]) for name in names}
    possible = [V for V in range(-65, 31, 5) if V and _apart(_forces(V, E))]
    draw.require(bool(possible), "two of the driving forces are close at every potential")
    V = float(draw.choice(possible))
    g = {name: draw.number(*CONDUCTANCES[name], 1) for name in names}
    force = _forces(V, E)
    current = {name: g[name] * force[name] for name in names}
    by_force, by_current, by_g = (_ranked(names, by) for by in (force, current, g))
    draw.require(_apart(current), "two of the currents are close")
    draw.require(by_force != by_current, "both orders are the same")
    options = tuple(Option(_id(name), name) for name in names)
    return Draft(
        given={
            "V": V,
            "rows": [{"ion": name, "E": E[name], "g": g[name]} for name in names],
        },
        values={
            "results": [
                {"ion": name, "force": V - E[name], "current": g[name] * (V - E[name])}
                for name in names
            ],
            "by_force": " > ".join(by_force),
            "by_current": " > ".join(by_current),
        },
        parts=[
            Ordering(
                "by_force",
                options=options,
                answer=tuple(_id(name) for name in by_force),
                misconceptions=_wrong_orders(by_force, _by_potential(names, E)),
            ),
            Ordering(
                "by_current",
                options=options,
                answer=tuple(_id(name) for name in by_current),
                misconceptions=_taken_for_current(by_force, by_g, by_current),
            ),
        ],
    )


def _forces(V: float, E: dict[str, int]) -> dict[str, float]:
    return {name: abs(V - own) for name, own in E.items()}


def _id(name: str) -> str:
    return "".join(letter for letter in name if letter.isascii() and letter.isalpha())


def _ranked(names: list[str], by: dict[str, float]) -> tuple[str, ...]:
    """The names from the largest to the smallest."""
    return tuple(sorted(names, key=lambda name: -by[name]))


def _by_potential(names: list[str], E: dict[str, int]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: -abs(E[name])))


def _wrong_orders(right: tuple[str, ...], wrong: tuple[str, ...]) -> tuple[Misconception, ...]:
    if wrong == right:
        return ()
    return (
        Misconception(
            "potential_for_force",
            tuple(_id(name) for name in wrong),
            "This is the order of the equilibrium potentials by size. The driving force is the "
            "distance from the membrane potential.",
            "How large is V − E for each ion?",
        ),
    )


def _taken_for_current(
    by_force: tuple[str, ...], by_g: tuple[str, ...], right: tuple[str, ...]
) -> tuple[Misconception, ...]:
    candidates = {
        by_force: Misconception(
            "force_for_current",
            tuple(_id(name) for name in by_force),
            "This is the order of the driving forces. A large force drives little current where "
            "few channels are open.",
            "What else does the current depend on?",
        ),
        by_g: Misconception(
            "conductance_for_current",
            tuple(_id(name) for name in by_g),
            "This is the order of the conductances. An open channel carries no current where "
            "there is no driving force.",
            "What else does the current depend on?",
        ),
    }
    return tuple(claim for order, claim in candidates.items() if order != right)


def _apart(values: dict[str, float]) -> bool:
    ordered = sorted(values.values())
    return all(small > 0 and large / small >= LEAST_RATIO for small, large in pairwise(ordered))
