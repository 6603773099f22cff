"""Is the student's formula the reference? Proved, refuted by a certified point, or honestly open.

``compare`` is the door. It reads both formulas, looks for a point where they certainly differ,
otherwise tries an exact proof, and never turns "could not prove" into "wrong".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice

from .balls import Unsupported, midpoint
from .calculus import unfold
from .conversion import proved_equal
from .domain import Symbols
from .expression import Call, Node, Relation, Var, is_statement, symbols_of, walk
from .lowering import lower
from .parser import Vocabulary, vocabulary
from .problem import Setting, Sight, look, names_of
from .rounding import rounded_constants
from .wording import counterexample_message, no_value_message

FIRST_POINTS = 3
ALL_POINTS = 24
ENOUGH_POINTS = 8


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to tell about the formula beside the verdict: a stable code and a sentence."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome of a comparison.

    ``verdict`` is ``equal`` (proved), ``different`` (with a certified ``counterexample``: symbol ->
    value in its declared unit), ``probable`` (agrees at many points, no proof), ``undecided`` or
    ``invalid`` (not readable). ``how`` names the argument: ``structure``, ``proof``, ``points``,
    ``rounding``, ``solutions``. ``position`` locates what could not be read.
    """

    verdict: str
    message: str
    counterexample: dict[str, float | int | complex] | None = None
    how: str = ""
    student_value: float | complex | None = None
    reference_value: float | complex | None = None
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    position: int | None = None

    @property
    def accepted(self) -> bool:
        """Whether the formula counts as right: equal or probable."""
        return self.verdict in ("equal", "probable")


def compare(student: str, reference: str, symbols: Symbols) -> Comparison:
    """Compare what a student typed with the author's formula.

    ``student`` and ``reference`` are formulas, equations or inequalities as text; ``symbols`` maps
    every name that may occur to its domain (``"positive"``, ``(0, 1)``, a ``Symbol`` with unit and
    typical range, ...). Raises ``ValueError`` when the reference or a declaration cannot be read;
    whatever the student typed becomes a verdict.
    """
    words = vocabulary(symbols)
    wanted = words.parse(reference)
    if wanted.tree is None:
        raise ValueError(f"reference {reference!r}: {wanted.error} (position {wanted.position})")
    given = words.parse(student)
    if given.tree is None:
        return Comparison("invalid", given.error or "", notes=given.notes, position=given.position)
    result = compare_trees(given.tree, wanted.tree, words)
    return replace(result, notes=given.notes)


def compare_trees(student: Node, reference: Node, words: Vocabulary) -> Comparison:
    """Compare two trees over one vocabulary (see ``compare``)."""
    setting = Setting.of(words.symbols)
    findings: tuple[Finding, ...] = ()
    if is_statement(student) != is_statement(reference):
        student, reference, findings = _same_kind(student, reference)
    if is_statement(student) and is_statement(reference):
        from .relations import compare_statements

        result = compare_statements(student, reference, setting)
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
        note = f"Your answer gives only the right-hand side; I read it as {reference.left.name} = …"
        if reference.left.name not in symbols_of(student):
            return student, reference.right, (Finding("only_right_side", note),)
    return student, reference, ()


def compare_expressions(student: Node, reference: Node, setting: Setting) -> Comparison:
    """Compare two expressions; see the module's first lines for the order of the arguments."""
    if lower(student) == lower(reference):
        return Comparison("equal", "The formulas are the same.", how="structure")
    try:
        left = unfold(student, setting.domains)
        right = unfold(reference, setting.domains)
    except Unsupported as trouble:
        return Comparison("undecided", f"I cannot work out this formula: {trouble}.")
    primitive_trusted = _integrals_hold(student, left, setting) and _integrals_hold(
        reference, right, setting
    )
    if not primitive_trusted:
        left, right = lower(student), lower(reference)
    result = _decide(left, right, setting)
    if result.verdict == "different":
        rounded = rounded_constants(student, reference, setting)
        if rounded is not None:
            return Comparison(
                "equal",
                "Equal up to the rounding of a constant.",
                how="rounding",
                findings=(Finding("rounded_constant", rounded),),
            )
    return result


def _decide(left: Node, right: Node, setting: Setting) -> Comparison:
    names = names_of(left, right)
    seen = _Tally()
    stream = setting.points(names)
    for point in islice(stream, FIRST_POINTS if names else 1):
        sight = look(left, right, point)
        seen.add(sight)
        if sight.relation == "apart":
            return _different(sight, point, setting)
    if proved_equal(left, right, setting.domains):
        if seen.close or not seen.one_sided:
            return _equal(seen)
    for point in islice(stream, ALL_POINTS if names else 0):
        sight = look(left, right, point)
        seen.add(sight)
        if sight.relation == "apart":
            return _different(sight, point, setting)
        if sight.relation.endswith("_undefined"):
            seen.witness = seen.witness or (sight, point)
    if seen.close >= ENOUGH_POINTS or (not names and seen.close):
        return Comparison(
            "probable",
            f"The formulas agree at {seen.close} points to many digits; there is no proof.",
            how="points",
        )
    if not seen.close and seen.one_sided >= 6 and seen.witness:
        sight, point = seen.witness
        return Comparison(
            "different",
            no_value_message(setting, point, yours=sight.relation == "left_undefined"),
            setting.shown(point),
            how="points",
        )
    return Comparison("undecided", "I cannot decide whether this formula is the same.")


class _Tally:
    """How often the formulas were seen close, undefined on one side, or unclear."""

    def __init__(self) -> None:
        self.close = 0
        self.one_sided = 0
        self.witness: tuple[Sight, Mapping[str, object]] | None = None

    def add(self, sight: Sight) -> None:
        self.close += sight.relation == "close"
        self.one_sided += sight.relation.endswith("_undefined")


def _equal(seen: _Tally) -> Comparison:
    findings = ()
    if seen.one_sided:
        note = "The formulas agree wherever both have a value, but one has holes the other has not."
        findings = (Finding("holes", note),)
    return Comparison("equal", "The formulas are equal.", how="proof", findings=findings)


def _different(sight: Sight, point: Mapping[str, object], setting: Setting) -> Comparison:
    yours, wanted = midpoint(sight.left), midpoint(sight.right)
    return Comparison(
        "different",
        counterexample_message(setting, point, yours, wanted),
        setting.shown(point),
        how="points",
        student_value=yours,
        reference_value=wanted,
    )


def _integrals_hold(original: Node, unfolded: Node, setting: Setting) -> bool:
    """Whether replacing integrals by antiderivatives agrees with integrating numerically."""
    if not any(isinstance(node, Call) and node.name == "integrate" for node in walk(original)):
        return True
    plain = lower(original)
    names = names_of(plain, unfolded)
    sights = [look(plain, unfolded, point) for point in islice(setting.points(names), 4)]
    return sum(sight.relation == "close" for sight in sights) >= (2 if names else 1)
