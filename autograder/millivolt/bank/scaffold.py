"""The first draft of a family: files that pass verification as they are, to be changed."""

from __future__ import annotations

import keyword
from pathlib import Path

from millivolt.errors import AuthorError

__all__ = ["scaffold"]

_SETTINGS = """\
name = "{name}"
title = "Exercises of our own"
version = "1"
"""
_MODULE = '''\
"""What this exercise asks, in one line."""

from math import log

from millivolt.items import Draft, Draw, Misconception, Numeric, Tolerance, item

TOLERANCE = Tolerance(0.01)


@item(
    codes=[],
    title="{title}",
    objective="Say in one sentence what a student can do afterwards.",
    topic="{topic}",
    level="apply",
    minutes=5,
)
def {name}(draw: Draw) -> Draft:
    tau = draw.number(5, 30, 0.5)
    start, end = draw.number(20, 60, 1), draw.number(2, 8, 0.5)
    draw.require(start / end >= 3, "the potential hardly changes")
    t = tau * log(start / end)
    return Draft(
        given={{"tau": tau, "start": start, "end": end}},
        values={{"t": t}},
        parts=[
            Numeric(
                "t",
                answer=t,
                unit="ms",
                tolerance=TOLERANCE,
                misconceptions=(
                    Misconception(
                        "log10_for_ln",
                        t / log(10),
                        "The decadic logarithm was taken where the natural one is needed.",
                        "Which logarithm undoes the exponential function?",
                    ),
                ),
            )
        ],
    )
'''
_PROSE = """\
# Question
A membrane with a time constant of {{ tau }} ms has been displaced from rest by {{ start }} mV.

## t
After how many milliseconds is it only {{ end }} mV away from rest?

# Hints
- The displacement decays exponentially, $v(t) = v_0\\,e^{-t/\\tau}$.
- Solve for $t$ with the natural logarithm.

# Worked solution
**Given:** $\\tau = {{ tau }} ms$, $v_0 = {{ start }} mV$ and $v = {{ end }} mV$.
**Wanted:** $t$ in ms.

$$t = \\tau\\,\\ln\\frac{v_0}{v}
= {{ tau }} ms \\times \\ln\\frac{ {{ start }} }{ {{ end }} } = {{ t | fixed(2) }} ms$$

**Does it make sense?** In one time constant the displacement falls to 37 %;
here it falls to {{ (100 * end / start) | fixed(0) }} %.
"""


def scaffold(folder: Path, item_id: str, topic: str = "membrane") -> tuple[Path, ...]:
    """Write the first draft of the family ``item_id`` in the bank at ``folder``.

    The bank is made when there is none. Returns the files that were written.

    Raises:
        AuthorError: when ``item_id`` cannot name an item, or its files exist.
    """
    name = item_id.strip().lower().replace("-", "_")
    if not name.isidentifier() or not name.isascii() or keyword.iskeyword(name):
        raise AuthorError(f"{item_id!r} cannot name an item: use letters, digits and hyphens")
    if name.startswith(("test_", "_")) or name == "conftest":
        raise AuthorError(f"{item_id!r} cannot name an item: pytest's names and _ are kept free")
    title = name.replace("_", " ").capitalize()
    texts = {
        folder / f"{name}.py": _MODULE.format(name=name, title=title, topic=topic),
        folder / f"{name}.md": _PROSE,
    }
    for path in texts:
        if path.exists():
            raise AuthorError("exists already; choose another id", file=str(path))
    folder.mkdir(parents=True, exist_ok=True)
    settings = folder / "bank.toml"
    if not settings.exists():
        texts[settings] = _SETTINGS.format(name=_bank_name(folder))
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    return tuple(texts)


def _bank_name(folder: Path) -> str:
    letters = (c if c.isascii() and c.isalnum() else "-" for c in folder.resolve().name.lower())
    return "".join(letters).strip("-") or "bank"
