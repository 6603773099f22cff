"""The run through the lines of a derivation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from millivolt.symbolic.arithmetic.balls import Unsupported
from millivolt.symbolic.arithmetic.conversion import proved_zero
from millivolt.symbolic.arithmetic.fuel import FUEL, shared_fuel
from millivolt.symbolic.arithmetic.problem import Setting
from millivolt.symbolic.calculus.operations import unfold
from millivolt.symbolic.comparison.elimination import Outcome, conditions_in, equations_in
from millivolt.symbolic.comparison.wording import refusal
from millivolt.symbolic.derivation.constants import introduced
from millivolt.symbolic.derivation.dependence import Functions, unknown_integrals
from millivolt.symbolic.derivation.differentials import join_differentials
from millivolt.symbolic.derivation.exclusion import excluded
from millivolt.symbolic.derivation.following import (
    after_move,
    follows,
    follows_unsaid,
    up_to_rounding,
)
from millivolt.symbolic.derivation.given import Given, symbol_of
from millivolt.symbolic.derivation.goal import Goal
from millivolt.symbolic.derivation.limit_moves import at_the_end
from millivolt.symbolic.derivation.lines import Line, LineReader, Move
from millivolt.symbolic.derivation.moves import after, between_boundaries
from millivolt.symbolic.derivation.prose import COMPARED
from millivolt.symbolic.derivation.report import DerivationReport, Step, summary
from millivolt.symbolic.derivation.second_order import at_boundaries, solved
from millivolt.symbolic.derivation.slips import MOST_CANDIDATES, SLIPS, diagnose
from millivolt.symbolic.derivation.world import World, derivatives, functions_known, independent
from millivolt.symbolic.formula.dimensions import dimension_of
from millivolt.symbolic.formula.domain import Symbols
from millivolt.symbolic.formula.expression import (
    ZERO,
    Logic,
    Node,
    Relation,
    Var,
    is_statement,
    relations_in,
    subtract,
    symbols_of,
)
from millivolt.symbolic.formula.notation import to_text
from millivolt.symbolic.reading.parser import vocabulary

NOTHING = Relation("=", ZERO, ZERO)
WORK = 2 * FUEL  # bound of the exact work for one line


class Checker:
    """Reads premises, goal and lines, and keeps what is known after every line."""

    def __init__(
        self,
        symbols: Symbols,
        premises: Sequence[str],
        goal: str | None,
        solved_for: str | None,
        forbidden: Sequence[str],
    ) -> None:
        self.words = vocabulary(symbols, derivatives=True)
        self.setting = Setting.of(symbols)
        self.reader = LineReader(self.words)
        self.premises: tuple[Relation, ...] = ()
        self.worlds: list[World] = []
        given = Given()
        given.read(premises, self.reader, self._given)
        self.conditions = tuple(given.conditions)
        wanted = None if solved_for is None else symbol_of(solved_for, self.reader)
        self.goal = self._goal(goal, wanted, forbidden)
        known = tuple(given.equations), tuple(given.boundaries), self.goal.first, self.conditions
        self.worlds = [World(self.setting, *known)]
        for variable in sorted(independent(self.worlds[0])):
            self.worlds = [self.worlds[0].written_out(variable)]
        if (whole := solved(self.worlds[0])) is not None:
            self.worlds.append(whole)
        self.premises = tuple(given.equations)
        self.reader.call_functions(derivatives(self._derivatives_known()))
        self.written: list[Relation] = []
        self.constants: frozenset[str] = frozenset()  # of integration, and not fixed yet
        self.rounded: list[World] = []  # the lines that hold up to rounding, each on its own
        self.unsure = False  # whether a line that was not checked may have told something new
        self.broken = False
        self.wordless = False  # whether no line says anything, so that words are no remarks

    # -- reading what the author gave -----------------------------------------------------------

    def _given(self, node: Node, text: str) -> Node:
        """What the author gave, with its calculus carried out."""
        try:
            return self._unfolded(node)
        except Unsupported as trouble:
            raise ValueError(f"{text!r} cannot be worked out: {trouble}") from None

    def _unfolded(self, node: Node) -> Node:
        names = {*symbols_of(node), *self._derivatives_known()}
        world = self.worlds[-1] if self.worlds else World(self.setting, ())
        return unfold(node, self.setting.domains, Functions(names, world))

    def _derivatives_known(self) -> list[str]:
        known = {name for world in self.worlds for name in world.symbols}
        return sorted(n for n in known.union(*map(symbols_of, self.premises)) if derivatives([n]))

    def _goal(self, goal: str | None, solved_for: str | None, forbidden: Sequence[str]) -> Goal:
        names = frozenset(symbol_of(name, self.reader) for name in forbidden)
        if goal is None or not goal.strip():
            return Goal(None, solved_for, names, self.setting)
        line = self.reader.read(goal)
        tree = line.statement
        if tree is None and solved_for:
            tree = self.words.parse(goal).tree
        if tree is None:
            raise ValueError(f"goal {goal!r}: {line.error}")
        tree = self._given(tree, goal)
        if not is_statement(tree):
            if not solved_for:
                raise ValueError(f"goal {goal!r} is not an equation")
            tree = Relation("=", Var(solved_for), tree)
        if not isinstance(tree, Relation):
            raise ValueError(f"goal {goal!r} must be a single equation")
        return Goal(tree, solved_for, names, self.setting)

    # -- the lines --------------------------------------------------------------------------------

    def run(self, lines: Sequence[str]) -> DerivationReport:
        steps = []
        reached = False
        self.wordless = not any(COMPARED.search(text) for text in lines if isinstance(text, str))
        previous: Node | None = self.premises[-1] if self.premises else None
        for index, text in enumerate(lines):
            if isinstance(text, str) and not text.strip():
                steps.append(Step(index, text, "valid", "An empty line.", superfluous=True))
                continue
            line = self.reader.read(text, previous)
            with shared_fuel(WORK):
                step, statement = self.step(index, line)
            if step.ok and statement is not None:
                if reached and not step.superfluous:
                    step = replace(step, superfluous=True)
                if not self.broken and not reached:
                    with shared_fuel(WORK):
                        reached = self.goal.reached(statement, line.statement or statement)
            if statement is not None:
                previous = line.statement
            steps.append(step)
        return summary(steps, reached, bool(self.goal), self.goal.solved_for)

    def step(self, index: int, line: Line) -> tuple[Step, Node | None]:
        """Judge one line and remember what it adds."""
        draft = Step(
            index,
            line.text,
            "undecided",
            "I could not check whether this line follows.",
            move=line.move.kind if line.move else None,
            follows_error=self.broken,
            notes=line.notes,
        )
        if line.statement is None and (assumed := self._assuming(draft, line)):
            return assumed
        if line.statement is None and not self.wordless and self.reader.is_remark(line.text):
            return replace(draft, verdict="valid", message="A remark.", superfluous=True), None
        if line.statement is None:
            self.broken = True
            message = line.error or "This line cannot be read."
            step = replace(draft, verdict="unreadable", message=message, position=line.position)
            return step, None
        try:
            tree = join_differentials(line.statement, self._derivatives_known())
            statement = self._unfolded(tree)
        except Unsupported as trouble:
            return replace(draft, message=f"I cannot follow this line: {trouble}."), None
        if line.move is None and self.defines(statement):
            for world in self.worlds:
                world.learn(equations_in(statement))
            return replace(draft, verdict="valid", message="A definition."), statement
        if line.move is None and isinstance(statement, Logic) and statement.op == "and":
            statement = self._without_definitions(statement)
        outcome, world = follows(line.move, statement, self.worlds)
        if not outcome.holds and (line.move is None or line.move.kind == "integrate"):
            fresh = self._fresh(statement)
            again = self.constants & symbols_of(statement)
            if general := introduced(statement, fresh, self.worlds):
                outcome, world = general
                self.constants |= fresh
                if world not in self.worlds and isinstance(statement, Relation):
                    world = at_boundaries(world, statement)
            elif general := introduced(statement, again, self.worlds[:1]):
                assert isinstance(statement, Relation)
                self.worlds = [self.worlds[0], at_boundaries(general[1], statement)]
                self.remember(statement, general[1])
                told = f"{', '.join(sorted(again))} stood for another constant before: rename it."
                return replace(draft, message=told), statement
        if not outcome.holds:
            known = self._derivatives_known()
            unsaid = follows_unsaid(line.move, statement, self.worlds, known)
            outcome, world = unsaid or (outcome, world)
        if outcome.holds:
            return self.accept(draft, outcome, statement, world), statement
        special = self.reader.assumed(line)
        if special and special[0].kind == "assume" and (assumed := self._assuming(draft, line)):
            return assumed
        if outcome.verdict == "undecided":
            self.unsure |= line.move is not None or bool(self._fresh(statement))
            self.remember(statement, world)
            return draft, statement
        worlds = self.worlds
        if condition := excluded(outcome, world, self.written):
            worlds = [one.under([condition]) for one in worlds]
            beside, there = follows(line.move, statement, worlds)
            if beside.holds:
                step = self.accept(draft, beside, statement, there)
                told = f"{step.message} It needs {to_text(condition)}, as a line before did."
                return replace(step, message=told), statement
            if beside.verdict == "invalid":
                outcome, world = beside, there
        rounded = up_to_rounding(line.move, tree, statement, worlds, self.rounded, self._unfolded)
        if rounded is not None:
            # Not among the lines of the world: it contradicts the exact ones but in a few points.
            self.rounded.append(world.with_equations(equations_in(statement)))
            self.written += equations_in(statement)
            told = f"This follows up to the rounding of a constant. {rounded}".strip()
            return replace(draft, verdict="valid", message=told), statement
        if assumed := self._assuming(draft, line):
            return assumed
        if self.unsure:
            told = "I cannot check this line, because I could not check one before it."
            return replace(draft, message=told), statement
        return self.refuse(draft, outcome, line, statement, world), statement

    def _assuming(self, draft: Step, line: Line) -> tuple[Step, Node | None] | None:
        """A line that only assumes something (but not what is to be shown), or first does so."""
        found = self.reader.assumed(line)
        if found is None or found[0].symbol in self.goal.first:
            return None
        worlds = after_move(found[0], line.statement or NOTHING, self.worlds)
        if not worlds and line.statement is None:  # read, but what it changes is not known
            self.unsure = True
            return draft, None
        if not worlds:
            return None
        if found[1] is None:
            self.worlds += reversed(worlds)  # the likeliest is looked at first
            told = "An assumption: what follows is judged with it and without it."
            return replace(draft, verdict="valid", message=told, superfluous=True), line.statement
        said = self._unfolded(found[1])
        outcome, world = follows(None, said, worlds)
        if outcome.holds:
            return self.accept(draft, outcome, said, world), said
        if outcome.verdict == "invalid" and found[0].kind == "assume":
            return self.refuse(draft, outcome, line, said, world), said
        return None

    def defines(self, statement: Node) -> bool:
        """A new symbol alone on one side is a definition."""
        if not (isinstance(statement, Relation) and statement.op == "="):
            return False
        sides = (statement.left, statement.right), (statement.right, statement.left)
        return any(self.is_name_for(*pair, statement) for pair in sides)

    def is_name_for(self, left: Node, right: Node, statement: Node) -> bool:
        """Whether one side of an equation is a new symbol that stands for the other."""
        if not isinstance(left, Var) or left.name in symbols_of(right):
            return False
        if left.name == self.goal.solved_for or "/" in left.name:
            return False
        if left.name[0] == "d" and left.name[1:] in self.words.symbols:  # dt = 0 defines nothing
            return False
        return left.name in self._fresh(statement)

    def _without_definitions(self, statement: Logic) -> Node:
        """A line "y = f(a) where a = ...", once what it defines is known."""
        new = [part for part in statement.parts if self.defines(part)]
        rest = tuple(part for part in statement.parts if part not in new)
        if not new or not rest:
            return statement
        for world in self.worlds:
            world.learn([equation for part in new for equation in equations_in(part)])
        return rest[0] if len(rest) == 1 else Logic("and", rest)

    def _fresh(self, statement: Node) -> frozenset[str]:
        """The symbols of a line that nothing is known about."""
        given: list[Relation] = []
        for world in self.worlds:
            given += [*world.equations, *world.lines]
            given += [one for node in world.conditions for one in relations_in(node)]
            given += [Relation("=", b.at, b.value) for b in world.boundaries]
        known = self.goal.symbols.union(*(symbols_of(equation) for equation in given))
        running = {name for world in self.worlds for name in independent(world)}
        symbols = symbols_of(statement)
        symbols = symbols.difference(unknown_integrals(symbols))
        return symbols - known - running - functions_known(self.worlds)

    def accept(self, draft: Step, outcome: Outcome, statement: Node, world: World) -> Step:
        """A line that follows."""
        superfluous = draft.move is None and self.is_superfluous(statement)
        self.remember(statement, world)
        if not symbols_of(statement) & functions_known(self.worlds):
            self.constants -= symbols_of(statement)
        message = "This follows."
        if outcome.verdict == "probable":
            message = "This holds at every point I looked at."
        if superfluous:
            message = "This is true, but nothing new."
        return replace(draft, verdict=outcome.verdict, message=message, superfluous=superfluous)

    def remember(self, statement: Node, world: World) -> None:
        if world not in self.worlds:
            self.worlds.append(world)
        world.lines += equations_in(statement)
        self.written += equations_in(statement)
        if inequalities := conditions_in(statement):
            world.observe(inequalities)

    def is_superfluous(self, statement: Node) -> bool:
        """An identity, or a line that was there before."""
        if not isinstance(statement, Relation) or statement.op != "=":
            return False
        if proved_zero(subtract(statement.left, statement.right), self.setting.domains):
            return True
        return statement in self.written or statement in self.premises

    def refuse(
        self, draft: Step, outcome: Outcome, line: Line, statement: Node, world: World
    ) -> Step:
        """A line that does not follow; what comes after is judged on its strength."""
        slip = None
        if isinstance(line.statement, Relation) and not self.broken:
            slip = diagnose(
                line.statement,
                world.knowledge,
                self.words.symbols,
                outcome,
                world.recent()[:1],
                self._unfolded,
                *self._follower(line.move, world, statement),
            )
        if slip is None and unknown_integrals(symbols_of(statement)):
            return draft  # nobody knows their values, so a point refutes nothing by itself
        self.broken = True
        measured = statement.left if isinstance(statement, Relation) else statement
        dimension = dimension_of(measured, self.setting.symbols)
        equations = equations_in(statement)
        definitions = [e for e in self.premises if isinstance(e.left, Var)]
        conditions = (*self.conditions, *conditions_in(statement))
        worlds = [World(self.setting, tuple(equations), (), world.first, conditions)]
        if definitions:
            worlds.append(worlds[0].with_equations([*equations, *definitions]))
        self.worlds, self.rounded = worlds, []
        for one in worlds:
            one.lines += equations
        self.written += equations
        return replace(
            draft,
            verdict="invalid",
            message=refusal(self.setting, outcome, SLIPS[slip] if slip else "", dimension),
            counterexample=outcome.point,
            slip=slip,
        )

    def _follower(
        self, move: Move | None, world: World, statement: Node
    ) -> tuple[Callable[[Node], bool], int]:
        """How a corrected line is judged (with its constants or its move), and how many may be."""
        fresh, worlds = self._fresh(statement), self.worlds
        fresh -= {name for name in fresh if derivatives([name])}

        def in_general(candidate: Node) -> bool:
            return bool(introduced(candidate, fresh, worlds))

        def moved(candidate: Node) -> bool:
            assert move is not None
            after_move = after(move, world, candidate) or []
            return any(one.knowledge.implies(candidate, quick=True).holds for one in after_move)

        def in_the_limit(candidate: Node) -> bool:
            assert move is not None
            ends = [end for one in worlds for end in at_the_end(move, candidate, one)]
            return any(one.knowledge.implies(end, quick=True).holds for end, one in ends)

        if move is not None and move.kind == "limit" and move.symbol in symbols_of(statement):
            return in_the_limit, MOST_CANDIDATES // 16
        if fresh and (move is None or move.kind == "integrate"):
            return in_general, MOST_CANDIDATES // 4
        if move is not None and move.kind == "integrate" and not move.values:
            return moved, MOST_CANDIDATES // 4
        known = [world]
        if move is None and "/d" not in "".join(symbols_of(statement)):
            for step in between_boundaries(world):
                known += after(step, world, statement) or []
        most = MOST_CANDIDATES // min(len(known), 4)
        return lambda line: any(w.knowledge.implies(line, quick=True).holds for w in known), most
