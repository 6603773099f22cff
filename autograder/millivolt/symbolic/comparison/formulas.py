"""Is the student's formula the reference? Proved, refuted by a certified point, or honestly open.

``compare`` is the door. It reads both formulas, looks for a point where they certainly differ,
otherwise tries an exact proof, and never turns "could not prove" into "wrong".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from itertools import islice
from typing import cast

from millivolt.symbolic.arithmetic.balls import Unsupported, midpoint
from millivolt.symbolic.arithmetic.conversion import nowhere_defined
from millivolt.symbolic.arithmetic.fuel import FUEL, shared_fuel
from millivolt.symbolic.arithmetic.points import Value
from millivolt.symbolic.arithmetic.problem import Setting, Sight, look, names_of
from millivolt.symbolic.calculus.operations import unfold_lowered
from millivolt.symbolic.comparison.outcome import Comparison
from millivolt.symbolic.comparison.readings import both_read, other_readings
from millivolt.symbolic.comparison.wording import counterexample_message, no_value_message
from millivolt.symbolic.formula.dimensions import dimension_findings, dimension_of, misfit_with
from millivolt.symbolic.formula.domain import Symbol, Symbols
from millivolt.symbolic.formula.expression import (
    INFINITY,
    Call,
    Node,
    Num,
    Relation,
    Var,
    add,
    functions_in,
    is_statement,
    multiply,
    negate,
    number,
    relations_in,
    subtract,
    symbols_of,
    transform,
)
from millivolt.symbolic.formula.findings import Finding
from millivolt.symbolic.formula.lowering import lower
from millivolt.symbolic.reading.parser import Vocabulary, vocabulary

FIRST_POINTS = 3
ALL_POINTS = 24
SLOW_POINTS = 7
ENOUGH_POINTS = 8
MARGIN = Num(Fraction(1, 64))  # share of an integral left out at an end that is tried apart
WORK = 2 * FUEL  # bound of the exact work for one comparison


def compare(student: str | Sequence[object], reference: str, symbols: Symbols) -> Comparison:
    """Compare what a student typed with the author's formula.

    ``student`` and ``reference`` are formulas, equations or inequalities as text (the student's may
    be a nested list of operator names, see ``from_tree``); ``symbols`` maps every name that may
    occur to its domain: ``"positive"``, ``(0, 1)``, a ``Symbol`` with unit and typical range, ...
    Raises ``ValueError`` when the reference or a declaration cannot be read; whatever the student
    typed becomes a verdict.
    """
    return compare_and_read(student, reference, symbols)[0]


def compare_and_read(
    student: str | Sequence[object], reference: str, symbols: Symbols
) -> tuple[Comparison, Node | None]:
    """The comparison (see ``compare``), and the reading of the student's formula that it is about.

    The form of an answer is that of this reading; None for what cannot be read.
    """
    words = vocabulary(symbols)
    given, wanted = both_read(student, reference, words)
    if wanted.tree is None:
        raise ValueError(f"reference {reference!r}: {wanted.error} (position {wanted.position})")
    if given.tree is None:
        unread = Comparison(
            "invalid", given.error or "", notes=given.notes, position=given.position
        )
        return unread, None
    result = compare_trees(given.tree, wanted.tree, words)
    if result.verdict == "different":
        for other, said in other_readings(given, words):
            again = compare_trees(other, wanted.tree, words)
            if again.accepted:
                found = Finding("other_reading", said)
                return replace(again, findings=(*again.findings, found)), other
    misfits = _misfits(given.tree, wanted.tree, words.symbols)
    if misfits and result.verdict == "different":
        result = replace(result, message=misfits[0].message)
    return replace(result, notes=given.notes, findings=result.findings + misfits), given.tree


@lru_cache(maxsize=256)
def _setting(words: Vocabulary) -> Setting:
    return Setting.of(words.symbols)


def _misfits(student: Node, reference: Node, symbols: Mapping[str, Symbol]) -> tuple[Finding, ...]:
    """Dimension trouble in the student's formula, if units are declared and the reference fits."""
    if not any(symbol.unit for symbol in symbols.values()):
        return ()
    if dimension_findings(reference, symbols):
        return ()
    found = dimension_findings(student, symbols)
    if found or is_statement(student) or is_statement(reference):
        return found
    misfit = misfit_with(dimension_of(student, symbols), dimension_of(reference, symbols))
    return () if misfit is None else (misfit,)


def compare_trees(student: Node, reference: Node, words: Vocabulary) -> Comparison:
    """Compare two trees over one vocabulary (see ``compare``)."""
    with shared_fuel(WORK):
        return compare_nodes(student, reference, _setting(words))


def compare_nodes(student: Node, reference: Node, setting: Setting) -> Comparison:
    """Compare two trees as parsed, with the fuel that there is."""
    findings: tuple[Finding, ...] = ()
    if is_statement(student) != is_statement(reference):
        student, reference, findings = _same_kind(student, reference)
    if is_statement(student) and is_statement(reference):
        from millivolt.symbolic.comparison.relations import compare_statements

        result = compare_statements(student, reference, setting)
        sides = as_expressions(student, reference)
        if result.verdict == "different":
            result = _rounded(*(sides or (student, reference)), setting) or result
        if sides and result.verdict == "undecided":
            by_sides = compare_expressions(*sides, setting)
            result = by_sides if by_sides.accepted else result
    elif is_statement(student) or is_statement(reference):
        wanted = "an equation or inequality" if is_statement(reference) else "an expression"
        return Comparison("invalid", f"The answer should be {wanted}.")
    else:
        result = compare_expressions(student, reference, setting)
    return replace(result, findings=findings + result.findings)


def _same_kind(student: Node, reference: Node) -> tuple[Node, Node, tuple[Finding, ...]]:
    """Take ``E = formula`` for ``formula`` and the other way round."""
    if isinstance(student, Relation) and student.op == "=":
        if isinstance(student.left, Var) and student.left.name not in symbols_of(reference):
            return student.right, reference, ()
        if isinstance(student.right, Var) and student.right.name not in symbols_of(reference):
            return student.left, reference, ()
    if isinstance(reference, Relation) and reference.op == "=" and isinstance(reference.left, Var):
        name = reference.left.name
        note = f"Your answer gives only the right-hand side; I read it as {name} = …"
        if reference.left.name not in symbols_of(student):
            return student, reference.right, (Finding("only_right_side", note),)
    return student, reference, ()


def compare_expressions(student: Node, reference: Node, setting: Setting) -> Comparison:
    """Compare two expressions; see the module's first lines for the order of the arguments."""
    lowered = lower(student), lower(reference)
    if lowered[0] == lowered[1]:
        return Comparison("equal", "The formulas are the same.", how="structure")
    try:
        left, right = (unfold_lowered(side, setting.domains) for side in lowered)
    except Unsupported as trouble:
        return Comparison("undecided", f"I cannot work out this formula: {trouble}.")
    if not all(map(_integrals_hold, lowered, (left, right), (setting, setting))):
        left, right = lowered
    result = _decide(left, right, setting, lowered)
    if result.verdict == "different":
        return _rounded(student, reference, setting) or result
    return result


def _rounded(student: Node, reference: Node, setting: Setting) -> Comparison | None:
    """The verdict on formulas that differ in the rounding of a constant only, else None."""
    from millivolt.symbolic.comparison.rounding import rounded_constants, rounded_equations

    told = None
    if not is_statement(student):
        told = rounded_constants(student, reference, setting)
    elif _equation(student) and _equation(reference):
        told = rounded_equations(cast(Relation, student), cast(Relation, reference), setting)
    else:
        from millivolt.symbolic.comparison.relations import compare_statements
        from millivolt.symbolic.comparison.rounded_inequalities import exactly

        found = exactly(student, list(relations_in(reference)), setting)
        if found is not None and compare_statements(found[0], reference, setting).accepted:
            told = " ".join(found[1])
    if told is None:
        return None
    return Comparison(
        "equal",
        "Equal up to the rounding of a constant.",
        how="rounding",
        findings=(Finding("rounded_constant", told),),
    )


def _equation(statement: Node) -> bool:
    return isinstance(statement, Relation) and statement.op == "="


def as_expressions(student: Node, reference: Node) -> tuple[Node, Node] | None:
    """The two expressions whose equality makes the answers the same.

    Equations must say what one and the same symbol is; None for other statements.
    """
    if is_statement(student) != is_statement(reference):
        student, reference, _ = _same_kind(student, reference)
    if not is_statement(student) and not is_statement(reference):
        return student, reference
    one, other = _solved(student), _solved(reference)
    return (one[1], other[1]) if one and other and one[0] == other[0] else None


def _solved(statement: Node) -> tuple[str, Node] | None:
    """The symbol that an equation is solved for, and what it equals."""
    if isinstance(statement, Relation) and _equation(statement):
        for side, other in (
            (statement.left, statement.right),
            (statement.right, statement.left),
        ):
            if isinstance(side, Var) and side.name not in symbols_of(other):
                return side.name, other
    return None


def _decide(left: Node, right: Node, setting: Setting, typed: tuple[Node, ...]) -> Comparison:
    """The verdict on two formulas; ``typed`` are the two with their calculus not carried out."""
    names = names_of(left, right)
    integrals = tuple("integrate" in functions_in(side) for side in typed)
    seen = _Tally()
    stream = setting.points(names)
    for point in islice(stream, FIRST_POINTS if names else 1):
        sight = _look(left, right, point, typed)
        seen.add(sight)
        if sight.relation == "apart":
            return _different(*_in_the_lab(left, right, (sight, point), setting, typed), setting)
        if not names and sight.relation.endswith("_undefined"):
            seen.witness = sight, point
    if (seen.close or not seen.one_sided) and setting.known.proved_equal(left, right):
        return _equal(seen)
    # Integrating numerically takes long, above all where it comes to nothing.
    slow = "integrate" in functions_in(left) | functions_in(right)
    more = ALL_POINTS if names else 0
    if slow and names:
        more = SLOW_POINTS if seen.close or seen.one_sided else 0
    for point in islice(stream, more):
        sight = _look(left, right, point, typed)
        seen.add(sight)
        if sight.relation == "apart":
            return _different(*_in_the_lab(left, right, (sight, point), setting, typed), setting)
        if sight.relation.endswith("_undefined"):
            seen.witness = seen.witness or (sight, point)
    if seen.close and _proved_otherwise(left, right, setting):
        return _equal(seen)
    if seen.close >= ENOUGH_POINTS or (not names and seen.close):
        return Comparison(
            "probable",
            f"The formulas agree at {seen.close} points to many digits; there is no proof.",
            how="points",
        )
    if not seen.close and seen.witness and (seen.one_sided >= 6 or not names):
        sight, place = seen.witness
        yours = sight.relation == "left_undefined"
        message = no_value_message(setting, place, yours, integrals[0 if yours else 1])
        return Comparison("different", message, setting.shown(place), how="points")
    for empty, other in ((left, right), (right, left)):
        if not nowhere_defined(empty, setting.domains):
            continue
        for point in islice(setting.points(names), ALL_POINTS):
            if look(other, other, point).relation == "close":
                yours = empty is left
                message = no_value_message(setting, point, yours, integrals[0 if yours else 1])
                return Comparison("different", message, setting.shown(point), how="proof")
    return Comparison("undecided", "I cannot decide whether this formula is the same.")


def _proved_otherwise(left: Node, right: Node, setting: Setting) -> bool:
    """Proofs for what the field of rational functions does not reach; few formulas need them."""
    from millivolt.symbolic.arithmetic.algebraic import proved_zero_constant
    from millivolt.symbolic.calculus.constancy import proved_by_slope

    if not names_of(left, right):
        return proved_zero_constant(subtract(left, right))
    return proved_by_slope(left, right, setting.domains)


def _look(left: Node, right: Node, point: Mapping[str, Value], typed: tuple[Node, ...]) -> Sight:
    """What is seen at a point; an antiderivative tells nothing where its integral has no value."""
    sight = look(left, right, point)
    for side, plain in zip((left, right), typed, strict=True):
        if sight.relation == "apart" and side is not plain and "integrate" in functions_in(plain):
            sight = (
                Sight("undefined") if look(plain, plain, point).relation == "undefined" else sight
            )
    return sight


class _Tally:
    """How often the formulas were seen close, undefined on one side, or unclear."""

    def __init__(self) -> None:
        self.close = 0
        self.one_sided = 0
        self.witness: tuple[Sight, Mapping[str, Value]] | None = None

    def add(self, sight: Sight) -> None:
        self.close += sight.relation == "close"
        self.one_sided += sight.relation.endswith("_undefined")


def _equal(seen: _Tally) -> Comparison:
    findings: tuple[Finding, ...] = ()
    if seen.one_sided:
        note = "The formulas agree wherever both have a value, but one has holes the other has not."
        findings = (Finding("holes", note),)
    return Comparison("equal", "The formulas are equal.", how="proof", findings=findings)


def _in_the_lab(
    left: Node,
    right: Node,
    found: tuple[Sight, Mapping[str, Value]],
    setting: Setting,
    typed: tuple[Node, ...],
) -> tuple[Sight, Mapping[str, Value], Node]:
    """A point of the lab at which the formulas differ, if there is one, and the reference."""
    for point in setting.physical(names_of(left, right)):
        sight = _look(left, right, point, typed)
        if sight.relation == "apart":
            return sight, point, right
    return *found, right


def _different(
    sight: Sight, point: Mapping[str, Value], reference: Node, setting: Setting
) -> Comparison:
    yours, wanted = midpoint(sight.left), midpoint(sight.right)
    dimension = dimension_of(reference, setting.symbols) if setting.measured else None
    return Comparison(
        "different",
        counterexample_message(setting, point, yours, wanted, dimension),
        setting.shown(point),
        how="points",
        student_value=yours,
        reference_value=wanted,
    )


def _integrals_hold(plain: Node, unfolded: Node, setting: Setting) -> bool:
    """Whether replacing integrals by antiderivatives agrees with integrating numerically.

    Where the integrand grows beyond bounds at an end, or the end is infinite, the antiderivative
    is tried on a part of the range.
    """
    if unfolded is plain or "integrate" not in functions_in(plain):
        return True
    found = _agreement(plain, unfolded, setting)
    if found is None:
        inner = transform(plain, _inner_part)
        found = _agreement(inner, unfold_lowered(inner, setting.domains), setting)
    return found is True


def _agreement(left: Node, right: Node, setting: Setting) -> bool | None:
    """Whether two formulas are seen to agree at some points; None when they cannot be seen."""
    names = names_of(left, right)
    sights = [look(left, right, point) for point in islice(setting.points(names), 4)]
    if any(sight.relation == "apart" for sight in sights):
        return False
    return sum(sight.relation == "close" for sight in sights) >= (2 if names else 1) or None


def _inner_part(node: Node) -> Node:
    """A definite integral over a part of its range that keeps off both ends."""
    match node:
        case Call("integrate", (body, Var() as x, low, high)):
            minus_infinity = negate(INFINITY)
            if high == INFINITY:
                start = number(-3) if low == minus_infinity else add(low, MARGIN)
                return Call("integrate", (body, x, start, add(start, number(5))))
            if low == minus_infinity:
                end = subtract(high, MARGIN)
                return Call("integrate", (body, x, subtract(end, number(5)), end))
            margin = multiply(MARGIN, subtract(high, low))
            return Call("integrate", (body, x, add(low, margin), subtract(high, margin)))
        case _:
            return node
