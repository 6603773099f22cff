"""N07: order ions by their equilibrium potentials."""

from itertools import combinations, pairwise, product
from math import log

from millivolt.items import Draft, Draw, Misconception, Option, Ordering, item
from millivolt_exercises.ions import CALCIUM, CHLORIDE, POTASSIUM, SODIUM, Ion
from millivolt_solutions import celsius, nernst, thermal_voltage

IONS = (POTASSIUM, SODIUM, CHLORIDE, CALCIUM)
NAMES = ("A", "B", "C", "D")
TEMPERATURE = 20.0
GAP = 6.0
FEWEST_INVERSIONS = 2
BOTH_SIGNS = tuple(signs for signs in product((1, -1), repeat=len(IONS)) if len({*signs}) == 2)
"""Signs of the potentials: they are never all alike."""


@item(
    codes=["N07"],
    title="Order by equilibrium potential",
    objective="Rank gradients of different ions by their equilibrium potentials.",
    topic="equilibrium",
    level="analyze",
    passages=["S3", "S4"],
    prerequisites=["monovalent-cation", "calcium", "anion"],
    minutes=8,
    version=2,
)
def order_by_equilibrium(draw: Draw) -> Draft:
    T = celsius(TEMPERATURE)
    k = thermal_voltage(T)
    rows = []
    signs = draw.choice(BOTH_SIGNS)
    for name, ion, sign in zip(NAMES, draw.shuffled(IONS), signs, strict=True):
        small, large = draw.magnitude(1, 40, 2), draw.magnitude(50, 400, 2)
        inside, outside = (small, large) if sign * ion.z > 0 else (large, small)
        rows.append((name, ion, inside, outside, nernst(outside, inside, ion.z, T)))
    right = _ranked(rows, [E for *_, E in rows])
    ordered = sorted(E for *_, E in rows)
    draw.require(
        all(b - a >= GAP for a, b in pairwise(ordered)),
        "two equilibrium potentials are too close",
    )
    return Draft(
        given={
            "rows": [
                {"name": name, "ion": ion, "inside": inside, "outside": outside}
                for name, ion, inside, outside, _ in rows
            ]
        },
        values={
            "T": T,
            "k": k,
            "results": [{"name": name, "ion": ion, "E": E} for name, ion, _, _, E in rows],
            "order": " < ".join(right),
        },
        parts=[
            Ordering(
                "order",
                points=2,
                options=tuple(Option(name, f"vesicle {name}: {ion}") for name, ion, *_ in rows),
                answer=right,
                misconceptions=_wrong_orders(rows, right, k),
            )
        ],
    )


Row = tuple[str, Ion, float, float, float]


def _ranked(rows: list[Row], by: list[float]) -> tuple[str, ...]:
    return tuple(rows[i][0] for i in sorted(range(len(rows)), key=lambda i: by[i]))


def _wrong_orders(rows: list[Row], right: tuple[str, ...], k: float) -> tuple[Misconception, ...]:
    """The orders that known mistakes lead to, as far as they differ clearly from the right one."""
    candidates = [
        Misconception(
            "difference_for_ratio",
            _ranked(rows, [outside - inside for _, _, inside, outside, _ in rows]),
            "This is the order of the concentration differences. The equilibrium potential goes "
            "with the logarithm of the ratio, divided by the valence.",
            "Which has the steeper ratio: 1 to 40 mM, or 100 to 400 mM?",
        ),
        Misconception(
            "valence_ignored",
            _ranked(rows, [k * log(outside / inside) for _, _, inside, outside, _ in rows]),
            "The valence was left out: it halves the potential of a divalent ion and reverses the "
            "sign for an anion.",
            "What does z = −1 do to the sign?",
        ),
        Misconception(
            "sign_lost",
            _ranked(rows, [abs(E) for *_, E in rows]),
            "This is the order of the sizes. The most negative potential comes first, however "
            "large it is.",
            "Which of these potentials are negative?",
        ),
    ]
    return tuple(c for c in candidates if _inversions(right, c.value) >= FEWEST_INVERSIONS)


def _inversions(right: tuple[str, ...], other: tuple[str, ...]) -> int:
    """How many pairs stand the other way round (Kendall's distance)."""
    place = {name: index for index, name in enumerate(other)}
    return sum(place[a] > place[b] for a, b in combinations(right, 2))
