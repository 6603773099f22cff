"""What a set of equations implies: its solutions as substitutions, tested line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from millivolt.symbolic.arithmetic.balls import (
    Ball,
    Imprecise,
    Undefined,
    Unsupported,
    midpoint,
    precision,
)
from millivolt.symbolic.arithmetic.conversion import nowhere_defined, proved_equal, proved_zero
from millivolt.symbolic.arithmetic.evaluation import evaluate
from millivolt.symbolic.arithmetic.points import Value
from millivolt.symbolic.arithmetic.problem import Setting, balls_at, look, names_of
from millivolt.symbolic.arithmetic.solving import branches
from millivolt.symbolic.arithmetic.truth import BITS, in_domain, truth
from millivolt.symbolic.comparison.inequalities import Cells, certain
from millivolt.symbolic.formula.domain import REAL
from millivolt.symbolic.formula.expression import (
    HIDDEN,
    Logic,
    Node,
    Relation,
    Var,
    larger_than,
    substitute,
    subtract,
    symbols_of,
)

MAX_BRANCHES = 6
MAX_SIZE = 4000
TRIES = 16
NOWHERE = 8  # a line without a value at so many points has none

Substitution = Mapping[str, Node]
Place = tuple[dict[str, Value], dict[str, float | complex]]  # free symbols, solved symbols


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a statement follows: ``valid``, ``probable``, ``invalid`` or ``undecided``.

    For ``invalid``: the point (free symbols and solved ones) and what both sides are there.
    """

    verdict: str
    point: dict[str, float | int | complex] | None = None
    sides: tuple[float | complex, float | complex] | None = None
    branch: Substitution | None = None
    undefined: bool = False  # refuted because a side never has a value

    @property
    def holds(self) -> bool:
        return self.verdict in ("valid", "probable")


class Knowledge:
    """Equations that are taken as true, and what they imply where the conditions hold.

    The conditions are inequalities; they are looked at, never solved.
    """

    def __init__(
        self,
        equations: Sequence[Relation],
        setting: Setting,
        first: Sequence[str] = (),
        conditions: Sequence[Node] = (),
    ) -> None:
        self.equations = tuple(equations)
        self.conditions = tuple(conditions)
        self.setting = setting
        self.first = tuple(first)
        self._solved_once = False
        self._places: dict[tuple[object, ...], tuple[list[Place], Iterator[dict[str, Value]]]] = {}
        self._solutions: list[Substitution] | None = None

    def solutions(self) -> list[Substitution] | None:
        """Every branch of the solution set as symbol -> tree, or None if it cannot be found."""
        if not self._solved_once:
            self._solutions = self._solve()
            self._solved_once = True
        return self._solutions

    def _solve(self) -> list[Substitution] | None:
        found: list[dict[str, Node]] = [{}]
        for equation in self.equations:
            found = [new for old in found for new in self._add(old, equation) or [{"!": Var("!")}]]
            if any("!" in branch for branch in found) or len(found) > MAX_BRANCHES:
                return None
        return [branch for branch in found if self._inhabited(branch)]

    def _add(self, old: dict[str, Node], equation: Relation) -> list[dict[str, Node]] | None:
        """The branches after one more equation; None when it cannot be solved."""
        gap = substitute(subtract(equation.left, equation.right), old)
        if larger_than(gap, MAX_SIZE):
            return None
        if proved_zero(gap, self.setting.domains):
            return [old]
        found = branches(gap, self.setting.domains, self._preference(equation))
        if found is None and not nowhere_defined(gap, self.setting.domains):
            return None
        if not found:
            return [{**old, "!empty": gap}]
        return [
            {k: substitute(v, {b.symbol: b.value}) for k, v in old.items()} | {b.symbol: b.value}
            for b in found
        ]

    def _preference(self, equation: Relation) -> list[str]:
        names = sorted(symbols_of(equation))
        alone = [side.name for side in (equation.left, equation.right) if isinstance(side, Var)]
        kinds = self.setting.domains

        def rank(name: str) -> tuple[bool, bool, bool, str]:
            real = kinds.get(name, REAL).kind == "real"
            return (name not in alone, name not in self.first, not real, name)

        return sorted(names, key=rank)

    def _inhabited(self, branch: Substitution) -> bool:
        """Whether the branch has a point in the domain where the equations have a value."""
        if "!empty" in branch:
            return False
        return any(True for _ in self.places(branch, ()))

    def places(self, branch: Substitution, names: Sequence[str]) -> Iterator[Place]:
        """Points over the free symbols at which the solved ones lie in their domains."""
        known_of = (*branch.values(), *self.equations, *self.conditions)
        free = sorted({*names, *names_of(*known_of)} - branch.keys())
        key = (id(branch), *free)
        if key not in self._places:
            tries = TRIES * (4 if self.conditions else 1) if free else 1
            self._places[key] = ([], islice(self.setting.points(free), tries))
        known, stream = self._places[key]
        index = 0
        while True:
            while index < len(known):
                yield known[index]
                index += 1
            point = next(stream, None)
            if point is None:
                return
            solved = self._solved(branch, point)
            if solved is not None:
                known.append((point, solved))

    def _solved(
        self, branch: Substitution, point: Mapping[str, Value]
    ) -> dict[str, float | complex] | None:
        """The solved symbols at a point, if they lie in their domains and no equation is 0/0."""
        with precision(BITS):
            solved = self._solved_balls(branch, balls_at(point))
            return solved and {name: midpoint(value) for name, value in solved.items()}

    def _solved_balls(
        self, branch: Substitution, values: Mapping[str, Ball]
    ) -> dict[str, Ball] | None:
        solved: dict[str, Ball] = {}
        try:
            for name, tree in branch.items():
                value = evaluate(tree, values)
                if not in_domain(value, self.setting.domains.get(name, REAL)):
                    return None
                solved[name] = value
            values = {**values, **solved}
            for equation in self.equations:
                for side in (equation.left, equation.right):
                    evaluate(side, values)
        except (Undefined, Imprecise):
            return None
        except Unsupported:
            pass  # an integral without a value here: the equation is taken on trust
        return solved if all(truth(one, values) for one in self.conditions) else None

    # -- questions --------------------------------------------------------------------------

    def implies(self, statement: Node, *, quick: bool = False) -> Outcome:
        """Whether the statement holds wherever the equations do.

        ``quick`` looks at a few points only (for trying out many candidates).
        """
        solutions = self.solutions()
        if solutions is None or not solutions:
            return Outcome("undecided")
        if isinstance(statement, Logic):
            return self._compound(statement, solutions, quick)
        assert isinstance(statement, Relation)
        best = Outcome("valid")
        for branch in solutions:
            outcome = self._on(branch, statement, quick)
            if outcome.verdict == "invalid":
                return outcome
            if outcome.verdict != "valid":
                best = outcome if best.verdict != "undecided" else best
        return best

    def implies_on(self, branch: Substitution, statement: Node) -> Outcome:
        """Whether an equation holds on one branch of the solutions."""
        if not isinstance(statement, Relation):
            return Outcome("undecided")
        return self._on(branch, statement, quick=True)

    def _compound(self, statement: Logic, solutions: list[Substitution], quick: bool) -> Outcome:
        if statement.op == "and":
            outcomes = [self.implies(part, quick=quick) for part in statement.parts]
        else:
            outcomes = [self._either(branch, statement, quick) for branch in solutions]
        for verdict in ("invalid", "undecided", "probable"):
            for outcome in outcomes:
                if outcome.verdict == verdict:
                    return outcome
        return Outcome("valid")

    def _either(self, branch: Substitution, statement: Logic, quick: bool) -> Outcome:
        """One of the alternatives holds on the whole branch, or all fail at one point."""
        outcomes = [
            self._on(branch, part, quick) for part in statement.parts if isinstance(part, Relation)
        ]
        for verdict in ("valid", "probable"):
            for outcome in outcomes:
                if outcome.verdict == verdict:
                    return outcome
        return self._tried(branch, substitute(statement, branch))

    def _on(self, branch: Substitution, statement: Relation, quick: bool) -> Outcome:
        left, right = substitute(statement.left, branch), substitute(statement.right, branch)
        if larger_than(left, MAX_SIZE) or larger_than(right, MAX_SIZE):
            return Outcome("undecided")
        if statement.op != "=":
            return self._inequality(branch, Relation(statement.op, left, right), quick)
        names = [n for n in names_of(statement, left, right) if n not in branch]
        close = seen = empty = 0
        needed = 4 if quick else 8
        tried_proof = False
        for point, solved in self.places(branch, names):
            sight = look(left, right, point)
            seen += 1
            if sight.relation == "apart":
                return self._refuted(point, solved, statement, sight.left, sight.right, branch)
            close += sight.relation == "close"
            empty += sight.relation.endswith("undefined")
            if empty == seen >= NOWHERE:
                return Outcome("invalid", None, None, branch, undefined=True)
            if close >= 2 and not tried_proof and not quick:
                tried_proof = True
                if proved_equal(left, right, self.setting.domains):
                    return Outcome("valid")
            if close >= needed:
                return Outcome("probable")
        if not quick and not tried_proof and proved_equal(left, right, self.setting.domains):
            return Outcome("valid" if seen else "probable")
        if not close and seen and self._nowhere(left, right):
            return Outcome("invalid", None, None, branch, undefined=True)
        return Outcome("probable" if close and close == seen else "undecided")

    def _nowhere(self, left: Node, right: Node) -> bool:
        return any(nowhere_defined(side, self.setting.domains) for side in (left, right))

    def _refuted(
        self,
        point: Mapping[str, Value],
        solved: Mapping[str, float | complex],
        statement: Relation,
        left: object,
        right: object,
        branch: Substitution,
    ) -> Outcome:
        sides = (midpoint(left), midpoint(right))
        return Outcome("invalid", self._shown(point, solved, statement), sides, branch)

    def _shown(
        self,
        point: Mapping[str, Value],
        solved: Mapping[str, float | complex],
        statement: Relation,
    ) -> dict[str, float | int | complex]:
        """The point in declared units, with the symbols that the line and the premises mention."""
        shown = self.setting.shown(point) | self._in_units(solved)
        mentioned = symbols_of(statement).union(*(symbols_of(e) for e in self.equations))
        return {
            name: value
            for name, value in shown.items()
            if name in mentioned and not name.startswith(HIDDEN)
        }

    def _in_units(self, solved: Mapping[str, float | complex]) -> dict[str, float | int | complex]:
        shown: dict[str, float | int | complex] = {}
        for name, value in solved.items():
            factor = self.setting.unit_factor(name)
            shown[name] = value / factor
        return shown

    def _inequality(self, branch: Substitution, statement: Relation, quick: bool) -> Outcome:
        """Whether an inequality holds wherever the conditions do, looked at between boundaries."""
        if quick:
            return self._tried(branch, statement)
        if not any(True for _ in self.places(branch, names_of(statement))):
            return Outcome("undecided")
        if certain(statement, self.setting):
            return Outcome("valid")
        given = tuple(substitute(condition, branch) for condition in self.conditions)

        def admitted(point: Mapping[str, Ball]) -> bool:
            return self._solved_balls(branch, point) is not None

        cells = Cells(
            Logic("and", (*given, statement)), Logic("and", given), self.setting, admitted
        )
        found = cells.decide()
        if cells.witness is not None:
            solved = self._solved_balls(branch, cells.witness) or {}
            values = {n: midpoint(v) for n, v in (*cells.witness.items(), *solved.items())}
            return Outcome("invalid", self._in_units(values), None, branch)
        verdict = {"equal": "valid", "probable": "probable"}.get(found.verdict, "undecided")
        return Outcome(verdict)

    def _tried(self, branch: Substitution, statement: Node) -> Outcome:
        """Whether a statement is true at every point that is looked at."""
        names = [n for n in names_of(statement) if n not in branch]
        true = 0
        for point, solved in self.places(branch, names):
            with precision(BITS):
                holds = truth(statement, balls_at(point))
            if holds is False:
                shown = self.setting.shown(point) | self._in_units(solved)
                return Outcome("invalid", shown, None, branch)
            true += holds is True
        return Outcome("probable" if true >= 4 else "undecided")


def conditions_in(node: Node) -> list[Node]:
    """The inequalities of a statement (those joined by "and")."""
    match node:
        case Relation(op) if op != "=":
            return [node]
        case Logic("and", parts):
            return [condition for part in parts for condition in conditions_in(part)]
        case _:
            return []


def equations_in(node: Node) -> list[Relation]:
    """The equations of a statement (those joined by "and")."""
    match node:
        case Relation("="):
            return [node]
        case Logic("and", parts):
            return [equation for part in parts for equation in equations_in(part)]
        case _:
            return []
