"""Speed and soundness of the comparison of formulas.

    python benchmarks/symbolic.py compare [--sympy N]      the project's pairs, beside other methods
    python benchmarks/symbolic.py chains                   the project's derivations
    python benchmarks/symbolic.py fuzz --pairs N --seed S  generated pairs, judged at 60 digits
    python benchmarks/symbolic.py start                    import time of the comparison path

``compare`` measures CPU time on the same pairs for this project, sympy's ``simplify`` and
``equals``, and sampling at five points with a relative tolerance (the usual method of numerical
formula graders). For this project it does so three times: in the order of the suite (a reference
has been met by all but the first of its 7 pairs on average, as in a small class), once more (every
reference has been met), and with everything that is kept between comparisons thrown away before
every pair. ``fuzz`` exits with 1 when a verdict is wrong and prints the pair with its seed.
"""

from __future__ import annotations

import argparse
import random
import re
import signal
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import mpmath
from measure import as_installed

from millivolt.symbolic import check_derivation, compare
from millivolt.symbolic.arithmetic.points import Value, points
from millivolt.symbolic.comparison import formulas, readings
from millivolt.symbolic.comparison.disguises import disguise, mutants
from millivolt.symbolic.comparison.formulas import compare_trees
from millivolt.symbolic.comparison.prover import symbols_for, to_sympy
from millivolt.symbolic.formula.domain import Domain, domains_of
from millivolt.symbolic.formula.expression import (
    Call,
    Const,
    Node,
    Num,
    Power,
    Product,
    Sum,
    Var,
    add,
    divide,
    exp,
    ln,
    multiply,
    negate,
    number,
    power,
    size,
    symbols_of,
    walk,
)
from millivolt.symbolic.formula.lowering import lower
from millivolt.symbolic.formula.notation import to_text
from millivolt.symbolic.reading import parser
from millivolt.symbolic.reading.parser import vocabulary

SUITE = Path(__file__).parent.parent / "tests" / "symbolic"
DIGITS = 60
LIMIT = 10.0  # seconds of real time for one pair and method


@dataclass(frozen=True)
class Pair:
    """Two formulas over declared symbols, and whether they are the same."""

    student: str
    reference: str
    symbols: dict[str, str]
    same: bool


def suite() -> Iterator[Pair]:
    """The pairs of the project's own suite."""
    symbols: dict[str, str] = {}
    reference = ""
    for line in (SUITE / "pairs.txt").read_text(encoding="utf-8").splitlines():
        mark, text = line[:1], line[2:]
        if mark == ":":
            symbols = {}
            for part in text.split(";"):
                *names, domain = part.split()
                symbols |= dict.fromkeys(names, domain)
        elif mark == "=":
            reference = text
        elif mark in ("+", "-"):
            yield Pair(text, reference, symbols, mark == "+")


# -- an independent evaluation at 60 digits --------------------------------------------------------


class NoValue(ArithmeticError):
    """The formula has no value at the point, or one too large to compute."""


_MPMATH = {
    name: getattr(mpmath, name)
    for name in [
        "exp",
        "sin",
        "cos",
        "sinh",
        "cosh",
        "tanh",
        "atan",
        "asin",
        "acos",
        "asinh",
        "acosh",
        "atanh",
        "erf",
        "gamma",
    ]
} | {"ln": mpmath.log, "abs": abs, "sign": mpmath.sign}


def high_precision(node: Node, point: dict[str, mpmath.mpc]) -> mpmath.mpc:
    """The value of a lowered tree by mpmath, which shares no code with the product."""
    match node:
        case Num(value):
            return mpmath.mpf(value.numerator) / value.denominator
        case Var(name):
            return point[name]
        case Const("pi"):
            return mpmath.pi
        case Const("i"):
            return mpmath.mpc(0, 1)
        case Sum(parts):
            return mpmath.fsum(high_precision(part, point) for part in parts)
        case Product(parts):
            return mpmath.fprod([high_precision(part, point) for part in parts])
        case Power(base, exponent):
            below = on_the_cut(high_precision(base, point))
            above = high_precision(exponent, point)
            if below == 0 and mpmath.re(above) <= 0:
                raise NoValue
            return below**above
        case Call(name, (argument,)) if name in _MPMATH:
            value = on_the_cut(high_precision(argument, point))
            if (name == "ln" and value == 0) or (name == "exp" and abs(value) > 10**14):
                raise NoValue
            return _MPMATH[name](value)
        case _:
            raise NoValue


def on_the_cut(value: mpmath.mpc) -> mpmath.mpc:
    """``value`` without an imaginary part that only rounding gave it.

    Its sign is noise, and would choose a side of a branch cut.
    """
    if abs(mpmath.im(value)) < abs(mpmath.re(value)) * mpmath.mpf(10) ** (8 - mpmath.mp.dps):
        return mpmath.mpc(mpmath.re(value))
    return value


def differs(left: Node, right: Node, domains: dict[str, Domain], count: int = 14) -> bool | None:
    """Whether the formulas differ at one of the points; None when no point has both values."""
    names = sorted(symbols_of(left) | symbols_of(right))
    seen = 0
    stream = points(names, domains, seed=7)
    for _ in range(count):
        drawn = next(stream)
        a, b = stable_value(left, drawn), stable_value(right, drawn)
        if a is None or b is None:
            continue
        seen += 1
        if abs(a - b) > (abs(a) + abs(b)) * mpmath.mpf(10) ** -35 + mpmath.mpf(10) ** -50:
            return True
    return False if seen else None


def stable_value(node: Node, drawn: Mapping[str, Value]) -> mpmath.mpc | None:
    """The value at a point when 60 and 100 digits agree on it; None where there is none."""
    found = []
    for digits in (DIGITS, DIGITS + 40):
        with mpmath.workdps(digits):
            point = {
                name: mpmath.mpf(value.numerator) / value.denominator
                for name, value in drawn.items()
                if isinstance(value, Fraction)
            }
            try:
                found.append(high_precision(node, point))
            except (NoValue, ZeroDivisionError, OverflowError, ValueError):
                return None
    gap = abs(found[0] - found[1])
    return (
        found[1] if gap <= abs(found[1]) * mpmath.mpf(10) ** -40 + mpmath.mpf(10) ** -52 else None
    )


# -- generated formulas ----------------------------------------------------------------------------


def random_formula(rng: random.Random, names: list[str], depth: int = 3) -> Node:
    """A formula of the kind that occurs in the field."""
    if depth == 0 or rng.random() < 0.15:
        return Var(rng.choice(names)) if rng.random() < 0.85 else number(rng.randint(1, 5))

    def part() -> Node:
        return random_formula(rng, names, depth - 1)

    kind = rng.randrange(9)
    if kind <= 1:
        return add(part(), part() if rng.random() < 0.6 else negate(part()))
    if kind <= 4:
        return multiply(part(), part()) if rng.random() < 0.5 else divide(part(), part())
    if kind == 5:
        return exp(divide(part(), part()))
    if kind == 6:
        return ln(divide(part(), part()))
    if kind == 7:
        return power(part(), number(rng.choice([2, 3, -1, Fraction(1, 2)])))
    return Call(rng.choice(["sinh", "cosh", "tanh"]), (part(),))


def fuzz_cases(rng: random.Random) -> Iterator[tuple[Node, Node, dict[str, str], bool | None]]:
    """Endless (left, right, symbols, same or not known), from the suite's and random formulas."""
    known: list[tuple[Node, dict[str, str]]] = []
    calculus = ("diff", "limit", "integrate")
    for reference, symbols in {pair.reference: pair.symbols for pair in suite()}.items():
        tree = vocabulary(symbols).parse(reference).tree
        if tree is None or re.search("[<=>]", reference):
            continue
        if not any(isinstance(n, Call) and n.name in calculus for n in walk(tree)):
            known.append((lower(tree), symbols))
    made_up = {**dict.fromkeys("pqc", "positive"), "V": "real", "z": "nonzero_integer"}
    while True:
        if rng.random() < 0.6:
            base, symbols = rng.choice(known)
        else:
            names = rng.sample(sorted(made_up), 3)
            base, symbols = random_formula(rng, names), made_up
        domains = domains_of(symbols)
        steps = rng.randint(1, 6)
        if rng.random() < 0.5:
            yield base, lower(disguise(base, rng, domains, steps)), symbols, True
            continue
        slips = list(mutants(base))
        if slips:
            _, changed = rng.choice(slips)
            yield base, lower(disguise(changed, rng, domains, steps - 1)), symbols, None


def fuzz(count: int, seed: int) -> int:
    """Judge generated pairs; prints a table and returns the number of wrong verdicts."""
    rng = random.Random(seed)
    tally: Counter[tuple[str, str]] = Counter()
    wrong = done = 0
    spent: list[float] = []
    for left, right, symbols, same in fuzz_cases(rng):
        if done >= count:
            break
        if size(left) + size(right) > 400:
            continue
        done += 1
        start = time.process_time()
        verdict = compare_trees(right, left, vocabulary(symbols)).verdict
        spent.append(time.process_time() - start)
        accepted = verdict in ("equal", "probable")
        if same is None or not accepted:
            apart = differs(left, right, domains_of(symbols))
            same = None if apart is None else not apart
        tally["same" if same else "unknown" if same is None else "different", verdict] += 1
        if (same is True and verdict == "different") or (same is False and accepted):
            wrong += 1
            print(f"WRONG {verdict} (same: {same}), seed {seed}, pair {done}, {symbols}")
            print(f"   {to_text(left)}\n   {to_text(right)}", flush=True)
    for (truth, verdict), number_of in sorted(tally.items()):
        print(f"{truth:10} {verdict:10} {number_of}")
    print(f"seed {seed}: {done} pairs, {wrong} wrong; {_times(spent)}")
    return wrong


# -- the comparison with other methods -------------------------------------------------------------


def _times(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    at = [statistics.median(ordered), ordered[int(len(ordered) * 0.95)], ordered[-1]]
    return "CPU ms: median {:.2f}, p95 {:.1f}, max {:.0f}".format(*(1000 * t for t in at))


def _ours(pair: Pair) -> bool | None:
    verdict = compare(pair.student, pair.reference, pair.symbols).verdict
    return {"equal": True, "probable": True, "different": False}.get(verdict)


def _from_nothing(pair: Pair) -> bool | None:
    return _ours(pair)


def _forget() -> None:
    """Empty what the comparison keeps: vocabularies, references, drawn points, conversions."""
    for kept in (parser._cached, readings._reference, formulas._setting):
        kept.cache_clear()


def _sympy_forms(pair: Pair) -> list[Any]:
    """Both formulas as sympy expressions with assumptions."""
    words = vocabulary(pair.symbols)
    trees = [words.parse(text).tree for text in (pair.student, pair.reference)]
    names = frozenset().union(*(symbols_of(tree) for tree in trees if tree is not None))
    table = symbols_for(names, domains_of(pair.symbols))
    return [to_sympy(tree, table) for tree in trees if tree is not None]


class TooSlow(Exception):
    """The time limit for one pair is over."""


def _simplify(pair: Pair) -> bool | None:
    import sympy

    left, right = _sympy_forms(pair)
    return bool(sympy.simplify(left - right) == 0)


def _equals(pair: Pair) -> bool | None:
    left, right = _sympy_forms(pair)
    verdict: bool | None = left.equals(right)
    return verdict


def _sampling(pair: Pair) -> bool | None:
    """Five points in [1, 5], relative tolerance 0.01 %."""
    import sympy

    left, right = _sympy_forms(pair)
    rng = random.Random(1)
    names = sorted((left.free_symbols | right.free_symbols), key=str)
    for _ in range(5):
        values = {name: sympy.Float(rng.uniform(1, 5)) for name in names}
        a, b = complex(left.subs(values)), complex(right.subs(values))
        if abs(a - b) > 1e-4 * abs(b):
            return False
    return True


def benchmark(most: int | None) -> None:
    """Print one line per method: wrong verdicts, unknown ones and times."""
    pairs = [
        pair for pair in suite() if not re.search(r"[<>]|(?<![<>!])=|\b(or|and)\b", pair.reference)
    ]
    rng = random.Random(3)
    some = pairs if most is None or most >= len(pairs) else rng.sample(pairs, most)
    methods: list[tuple[str, Callable[[Pair], bool | None], list[Pair]]] = [
        ("this project", _ours, list(suite())),
        ("this project, known references", _ours, list(suite())),
        ("this project, from nothing", _from_nothing, list(suite())),
        ("this project, same pairs", _ours, some),
        ("sympy simplify", _simplify, some),
        ("sympy equals", _equals, some),
        ("five points", _sampling, some),
    ]

    def stop(*_: object) -> None:
        raise TooSlow

    signal.signal(signal.SIGALRM, stop)
    for name, method, chosen in (entry for entry in methods if entry[2]):
        accepted = rejected = unknown = 0
        spent = []
        for pair in chosen:
            if method is _from_nothing:
                _forget()
            start = time.process_time()
            signal.setitimer(signal.ITIMER_REAL, LIMIT)
            try:
                verdict = method(pair)
            except Exception:  # whatever the other method raises is an unknown
                verdict = None
            signal.setitimer(signal.ITIMER_REAL, 0)
            spent.append(time.process_time() - start)
            unknown += verdict is None
            accepted += verdict is True and not pair.same
            rejected += verdict is False and pair.same
        print(
            f"{name:30} {len(chosen):4} pairs: {accepted} wrong accepted, "
            f"{rejected} right rejected, {unknown} unknown; {_times(spent)}",
            flush=True,
        )


def chains() -> Iterator[tuple[list[str], list[str], list[str], dict[str, str]]]:
    """(lines, premises, goal | solved for | forbidden, symbols) of the project's derivations."""
    symbols: dict[str, str] = {}
    premises: list[str] = []
    goal: list[str] = []
    lines: list[str] = []
    for line in [*(SUITE / "chains.txt").read_text(encoding="utf-8").splitlines(), "@"]:
        mark, text = line[:1], line[2:]
        if mark in ":?!@" and mark and lines:
            yield lines, premises, goal, symbols
            lines = []
            premises = [] if mark in "?:" else premises
        if mark == ":":
            symbols = {}
            for part in text.split(";"):
                *names, domain = part.split()
                symbols |= dict.fromkeys(names, domain)
        elif mark == "?":
            premises = [*premises, text]
        elif mark == "!":
            goal = [part.strip() for part in text.split("|")]
        elif mark in ("+", "-", "."):
            lines.append(re.sub(r"\s+\[\w+\]$", "", text) if mark == "-" else text)


def time_chains() -> None:
    """Print the times of whole derivations with diagnosis."""
    spent = []
    for lines, premises, goal, symbols in chains():
        target, solved, forbidden = (*goal, None, None)[:3]
        start = time.process_time()
        check_derivation(lines, premises, target, symbols, solved, (forbidden or "").split())
        spent.append(time.process_time() - start)
    print(f"{len(spent)} derivations; {_times(spent)}")


def time_start() -> None:
    """Print the time a fresh interpreter needs to import the comparison path."""
    as_installed()
    code = "import sys, time; t = time.process_time(); "
    code += "import millivolt.symbolic.comparison.formulas; "
    code += "print(time.process_time() - t, 'sympy' in sys.modules)"
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for _ in range(5)
    ]
    best = min(float(run.stdout.split()[0]) for run in runs)
    loaded = "yes" if "True" in runs[0].stdout else "no"
    print(f"import of the comparison path: {1000 * best:.0f} ms CPU; sympy loaded: {loaded}")


def main() -> int:
    """Run the chosen command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    comparing = commands.add_parser("compare", help="the suite's pairs, beside other methods")
    comparing.add_argument(
        "--sympy", type=int, help="at most this many pairs for the other methods; 0 leaves them out"
    )
    commands.add_parser("chains", help="the suite's derivations")
    commands.add_parser("start", help="import time")
    fuzzing = commands.add_parser("fuzz", help="generated pairs")
    fuzzing.add_argument("--pairs", type=int, default=2000)
    fuzzing.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.command == "fuzz":
        return 1 if fuzz(options.pairs, options.seed) else 0
    if options.command == "compare":
        benchmark(options.sympy)
    elif options.command == "chains":
        time_chains()
    else:
        time_start()
    return 0


if __name__ == "__main__":
    sys.exit(main())
