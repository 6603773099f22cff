"""One line of a derivation: its move, and the statement in the free text around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from millivolt.symbolic.derivation import phrases
from millivolt.symbolic.derivation.differentials import name_derivatives
from millivolt.symbolic.derivation.prose import (
    ARROWS,
    BEHIND,
    COMPARED,
    CONSEQUENCE,
    LEAD,
    STOP,
    TAIL,
    without_margin,
)
from millivolt.symbolic.formula.expression import (
    Logic,
    Node,
    Num,
    Relation,
    Var,
    conjuncts,
)
from millivolt.symbolic.formula.functions import canonical
from millivolt.symbolic.reading.parser import Parsed, Vocabulary


@dataclass(frozen=True, slots=True)
class Move:
    """What the student says is done in a line.

    ``kind`` is ``let``, ``limit``, ``differentiate``, ``integrate``, ``series`` or ``assume``;
    ``symbol`` the symbol it concerns; ``values`` the point, the limits of integration, the order or
    the inequalities; ``assigned`` the pairs of a ``let``.
    """

    kind: str
    symbol: str
    values: tuple[Node, ...] = ()
    assigned: tuple[tuple[str, Node], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line as typed, its move, and its statement (None with an ``error`` when unreadable)."""

    text: str
    statement: Node | None
    move: Move | None = None
    notes: tuple[str, ...] = ()
    error: str | None = None
    position: int | None = None


@dataclass(slots=True)
class LineReader:
    """Reads lines over one vocabulary; ``values`` replace calls of functions such as c(0)."""

    words: Vocabulary
    values: dict[str, str] = field(default_factory=dict)
    primes: dict[str, str] = field(default_factory=dict)

    def read(self, text: str, previous: Node | None = None) -> Line:
        """Read one line; ``previous`` completes a line that starts with an equals sign."""
        if not isinstance(text, str) or len(text) > 2000:
            return Line(str(text)[:2000], None, error="This line is too long.", position=0)
        body, shift = self.without_lead(text)
        move, start = self.move(body)
        statement = body[start:]
        if move is None and (behind := self._condition_behind(body)) is not None:
            move, statement = behind
        statement = phrases.ALMOST.sub("=", statement)
        parsed = self.statement(self.without_tail(statement), previous)
        if parsed.tree is None:  # what looked like an equation number may belong to the formula
            parsed = self.statement(statement, previous)
        if parsed.tree is None and start == 0 and ":" in body:
            start = body.rindex(":") + 1
            parsed = self.statement(body[start:], previous)
        if parsed.tree is None:
            position = shift + start + (parsed.position or 0)
            return Line(text, None, move, parsed.notes, parsed.error, min(position, len(text)))
        tree = parsed.tree
        if move is not None and move.kind == "differentiate":
            tree = name_derivatives(tree, move.symbol, self.words.symbols)
        return Line(text, tree, move, parsed.notes)

    def call_functions(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Read V(t) as V, dV(t)/dt as dV/dt, V' as dV/dt for functions and what they depend on."""
        for function, variable in pairs:
            call = rf"(?<![A-Za-z0-9_])(d?){re.escape(function)}\s*\(\s*{re.escape(variable)}\s*\)"
            self.values[call] = rf"\1{function} "
            start = rf"(?<![A-Za-z0-9_])\\?{re.escape(function)}"
            self.primes[start + r"(?:''|′′|″)"] = f" (d^2{function}/d{variable}^2) "
            self.primes[start + r"(?:'|′)(?!['′])"] = f" (d{function}/d{variable}) "

    def without_lead(self, text: str) -> tuple[str, int]:
        """The line without equation numbers and arrows before it; (rest, characters dropped)."""
        body = without_margin(text.replace("$", " ").replace("⟹", "⇒").rstrip())
        lead = LEAD.match(body)
        start = lead.end() if lead else 0
        return body[start:], start

    def without_tail(self, body: str) -> str:
        """The line without punctuation and a detached equation number at its end."""
        found = TAIL.search(body)
        return body[: found.start()] if found and not found.group().startswith("(") else body

    # -- moves ------------------------------------------------------------------------------

    def move(self, body: str) -> tuple[Move | None, int]:
        """The move before the first colon and where the statement begins."""
        at = body.find(":")
        if at < 0 or body[at : at + 2] == ":=":
            return None, 0
        head = body[:at].strip().rstrip(",")
        head = re.sub(r"^(?:(?:so|then|and|now|next|finally|we|hence),?\s+)+", "", head, flags=re.I)
        found = (
            self._derive(head)
            or self._integrate(head)
            or self._limit(head)
            or self._series(head)
            or self._let(head)
            or self._assume(head)
        )
        return found, at + 1

    def assumed(self, line: Line) -> tuple[Move, Node | None] | None:
        """What a line only assumes ("at equilibrium J = 0", "P_Na -> 0"), and what it says then."""
        body, _ = self.without_lead(line.text)
        if line.statement is None:
            move, _ = self.move(self.without_tail(body).rstrip(": ") + ":")
            return (move, None) if move is not None and move.kind == "limit" else None
        if line.move is not None:
            return None
        if (found := self._assumption(body)) is not None:
            return found
        first, *rest = conjuncts(line.statement)
        match first:
            case Relation("=", Var(name), Num() | Var() as value) if phrases.ASSUMING.match(body):
                return Move("let", name, (), ((name, value),)), _together(rest)
        return None

    def _assumption(self, body: str) -> tuple[Move, Node | None] | None:
        """Inequalities that are assumed, and what is said to follow from them."""
        opening = phrases.ASSUMING.match(body)
        if opening is None:
            return None
        rest = body[opening.end() :]
        ends = CONSEQUENCE.search(rest)
        if ends is None and phrases.CONDITIONAL.match(body):
            ends = re.search(r",\s", rest) or self._words_between(rest)
        before, after = (rest[: ends.start()], rest[ends.end() :]) if ends else (rest, "")
        said = self.statement(self.without_tail(after), None).tree
        move = self._assume(f"{opening.group()} {self.without_tail(before)}")
        if move is None or (said is None and COMPARED.search(after)):
            return None
        return move, said

    def _words_between(self, text: str) -> re.Match[str] | None:
        """The words between two formulas, unless they only join them."""
        pieces = self.pieces(text)
        if len(pieces) < 2 or pieces[0] not in text or pieces[1] not in text:
            return None
        start = text.index(pieces[0]) + len(pieces[0])
        end = text.find(pieces[1], start)
        if end < 0 or text[start:end].strip(" ,;").lower() in ("and", "&", "or", "with", ""):
            return None
        return re.compile(r".*", re.DOTALL).match(text, start, end)

    def is_remark(self, text: str) -> bool:
        """Whether a line is words only, as in "Now we solve for E"."""
        if COMPARED.search(text) or ARROWS.search(text) or "->" in text or "→" in text:
            return False
        words = [word for word in re.split(r"[\s,;:.!?()]+", text) if word]
        plain = [word for word in words if self.is_word(word) or word.lower() in STOP]
        rest = [word for word in words if word not in plain]
        return any(len(word) > 2 for word in plain) and all(map(self.is_symbol, rest))

    def symbol(self, typed: str | None) -> str | None:
        if not typed:
            return None
        tree = self.words.parse(typed).tree
        return tree.name if isinstance(tree, Var) else None

    def _condition_behind(self, body: str) -> tuple[Move, str] | None:
        """The condition of "I > 0 for V > E" as a move, and what is said under it."""
        found = BEHIND.match(body)
        if found is None:
            return None
        head = f"for {self.without_tail(found['condition'])}"
        move = self._limit(f"as {head[4:]}") or self._let(head) or self._assume(head)
        if move is None or self.statement(found["said"], None).tree is None:
            return None
        return move, found["said"]

    def _derive(self, head: str) -> Move | None:
        found = phrases.DERIVE.match(head)
        name = self.symbol(next((g for g in found.groups() if g), None)) if found else None
        return Move("differentiate", name) if name else None

    def _integrate(self, head: str) -> Move | None:
        for pattern in (phrases.INTEGRATE, phrases.INTEGRATE_ENDS, phrases.INTEGRAL_SIGN):
            found = pattern.match(head)
            if not found:
                continue
            parts = found.groupdict()
            name = self.symbol(parts["name"])
            ends = [self.words.parse(end).tree for end in (parts["low"], parts["high"]) if end]
            if name is not None and all(end is not None for end in ends):
                return Move("integrate", name, tuple(end for end in ends if end is not None))
        return None

    def _limit(self, head: str) -> Move | None:
        for pattern in (phrases.LIMIT, phrases.ARROW_ONLY):
            found = pattern.match(head)
            if not found:
                continue
            if (
                pattern is phrases.LIMIT
                and re.match(r"(?:when|for|as)\b", head, re.I)
                and "=" in head
            ):
                continue  # "for V = 0" is a substitution
            name, target = self.symbol(found.group(1)), found.group(2).strip()
            target = re.sub(r"^\+\s*|⁺$|\^?\+$", "", target)
            value = self.words.parse(target.replace("infinity", "inf").replace("∞", "inf")).tree
            if name and value is not None:
                return Move("limit", name, (value,))
        return None

    def _series(self, head: str) -> Move | None:
        for small in (phrases.SMALL, phrases.FAR_LESS):
            head = small.sub(r"series \1", head)
        head = phrases.ORDER_FIRST.sub(r"series \2 \1", head)
        found = phrases.SERIES.match(head)
        if not found or not found.group(1):
            return None
        name = self.symbol(found.group(1))
        centre = self.words.parse(found.group(2) or "0").tree
        order = int(found.group(3) or phrases.ORDERS.get((found.group(4) or "first").lower(), 1))
        degree = self.words.parse(str(order)).tree
        if name is None or centre is None or degree is None:
            return None
        return Move("series", name, (centre, degree))

    def _let(self, head: str) -> Move | None:
        found = phrases.LET.match(head)
        text = found.group(1) if found else head
        pairs = []
        for part in re.split(r",\s+|;|\band\b", text):
            part = re.sub(r"^\s*(\S+)\s+to\s+", r"\1 = ", part)
            tree = self.words.parse(part).tree
            if not (isinstance(tree, Relation) and tree.op == "=" and isinstance(tree.left, Var)):
                return None
            pairs.append((tree.left.name, tree.right))
        return Move("let", pairs[0][0], (), tuple(pairs)) if pairs else None

    def _assume(self, head: str) -> Move | None:
        """Relations that are assumed, inequalities among them."""
        found = phrases.LET.match(head) or phrases.ASSUMING.match(head)
        if found is None:
            return None
        typed = found.group(1) if found.groups() else head[found.end() :]
        tree = self.statement(typed, None).tree
        parts = () if tree is None else conjuncts(tree)
        relations = [part for part in parts if isinstance(part, Relation)]
        if len(relations) < len(parts) or all(part.op == "=" for part in relations):
            return None
        return Move("assume", "", parts)

    # -- statements -------------------------------------------------------------------------

    def statement(self, text: str, previous: Node | None) -> Parsed:
        """The statement in the text, looked for between the words of a sentence."""
        integral = "∫" in text or "\\int" in text  # where c' is the variable that runs
        for call, value in {**({} if integral else self.primes), **self.values}.items():
            text = re.sub(call, value, text)
        stripped = text.strip()
        previous = first_of_chain(previous)
        if stripped.startswith("=") and isinstance(previous, Relation):
            parsed = self.words.parse(stripped[1:])
            if parsed.tree is not None and not isinstance(parsed.tree, Relation | Logic):
                return Parsed(text, Relation("=", previous.left, parsed.tree), parsed.notes)
        whole = self.words.parse(text.rstrip(" .,;"))
        if isinstance(whole.tree, Relation | Logic):
            return whole
        pieces = [self.words.parse(piece) for piece in self.pieces(ARROWS.sub(" so ", text))]
        found = [piece for piece in pieces if isinstance(piece.tree, Relation | Logic)]
        if not found:
            if whole.tree is None:
                return whole
            missing = "This line is not an equation; write it as left = right."
            return Parsed(text, None, whole.notes, missing, 0)
        trees = [piece.tree for piece in found if piece.tree is not None]
        notes = tuple(note for piece in found for note in piece.notes)
        return Parsed(text, trees[0] if len(trees) == 1 else Logic("and", tuple(trees)), notes)

    def pieces(self, text: str) -> Sequence[str]:
        """The stretches of text between words of the language."""
        parts, current = [], ""
        for word in re.split(r"(\s+)", text):
            bare = word.strip(".,;:()[]!?").lower()
            if bare and (bare in STOP or self.is_word(word)):
                parts.append(current)
                current = ""
            else:
                current += word
        parts.append(current)
        split = [
            re.sub(r"^[\s,;.]+|[\s,;.]+$", "", piece)
            for part in parts
            for piece in part.split(", ")
        ]
        return [piece for piece in split if COMPARED.search(piece)]

    def is_word(self, typed: str) -> bool:
        parts = [part.replace("'", "") for part in typed.strip(".,;:!?()[]").split("-")]
        if not all(part.isalpha() for part in parts):  # -D is no word, and neither is V-E
            return False
        return any(len(part) > 1 and not self.is_symbol(part) for part in parts)

    def is_symbol(self, letters: str) -> bool:
        known = self.words.spelling.find(letters) or canonical(letters) or letters in ("pi", "inf")
        return bool(known) or self.words.spelling.cut(letters) is not None


def _together(parts: Sequence[Node]) -> Node | None:
    """Several statements as one; None without any."""
    return parts[0] if len(parts) == 1 else Logic("and", tuple(parts)) if parts else None


def first_of_chain(statement: Node | None) -> Node | None:
    """For ``a = b = c`` the relation ``a = b``; for other combinations their last relation."""
    if not isinstance(statement, Logic):
        return statement
    linked = all(
        isinstance(a, Relation) and isinstance(b, Relation) and a.right == b.left
        for a, b in pairwise(statement.parts)
    )
    return statement.parts[0 if linked else -1]
