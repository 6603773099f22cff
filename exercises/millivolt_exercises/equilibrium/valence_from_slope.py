"""N13: identify an ion by the slope of its equilibrium potential."""

from millivolt.items import (
    Chart,
    Choice,
    Draft,
    Draw,
    Line,
    Misconception,
    Numeric,
    Option,
    Tolerance,
    item,
)
from millivolt_exercises.claims import told_apart
from millivolt_solutions import celsius, nernst, slope

VALENCES = (1, -1, 2, -2)
OUTSIDE = (1.0, 3.0, 10.0, 30.0, 100.0)
SLOPE = Tolerance(0.02)
CONCENTRATION = Tolerance(0.05)
TEXTS = {1: "+1", -1: "−1", 2: "+2", -2: "−2"}


@item(
    codes=["N13"],
    title="An unknown ion and its slope",
    objective="Read slope and intercept off a plot, and infer valence and inside concentration.",
    topic="equilibrium",
    level="analyze",
    passages=["S3", "S4"],
    prerequisites=["concentration-step"],
    minutes=7,
    version=2,
)
def valence_from_slope(draw: Draw) -> Draft:
    z = draw.stratum("valence", VALENCES)
    t = draw.number(4, 38, 0.5)
    c_in = draw.magnitude(1.5, 80, 2)
    T = celsius(t)
    per_decade = slope(T, z)
    first, last = (nernst(c, c_in, z, T) for c in (OUTSIDE[0], OUTSIDE[-1]))
    points = tuple(round(float(nernst(c, c_in, z, T)), 1) for c in OUTSIDE)
    return Draft(
        given={"t": t, "outside": list(OUTSIDE), "points": list(points)},
        values={
            "T": T,
            "z": z,
            "z_text": TEXTS[z],
            "monovalent": slope(T),
            "per_decade": per_decade,
            "first": first,
            "last": last,
            "c_in": c_in,
        },
        parts=[
            Numeric(
                "slope",
                answer=per_decade,
                unit="mV",
                tolerance=SLOPE,
                misconceptions=told_apart(
                    per_decade,
                    SLOPE,
                    [
                        Misconception(
                            "slope_sign_lost",
                            -per_decade,
                            "The size is right, but the sign is not: does the line rise or fall?",
                            "Which way does E go when the concentration outside grows?",
                        ),
                        Misconception(
                            "slope_per_e_fold",
                            per_decade / 2.302585,
                            "This is the slope for a factor of e. One decade is a factor of ten.",
                            "By how many decades do 1 mM and 100 mM differ?",
                        ),
                        Misconception(
                            "slope_of_whole_axis",
                            2 * per_decade,
                            "This is the change over the whole axis, which spans two decades.",
                            "By how many decades do 1 mM and 100 mM differ?",
                        ),
                    ],
                ),
            ),
            Choice(
                "valence",
                options=tuple(Option(_name(v), TEXTS[v]) for v in TEXTS),
                answer=_name(z),
            ),
            Numeric("c_in", answer=c_in, unit="mM", tolerance=CONCENTRATION),
        ],
        picture=Chart(
            "Equilibrium potential of an unknown ion",
            "concentration outside (mM)",
            "E (mV)",
            (Line("measured", OUTSIDE, points, points=True), Line("line", OUTSIDE, points)),
            x_scale="log",
        ),
    )


def _name(z: int) -> str:
    return f"{'plus' if z > 0 else 'minus'}{abs(z)}"
