"""What the author of a derivation gave to start from: equations, inequalities, boundary values."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from millivolt.symbolic.comparison.elimination import conditions_in, equations_in
from millivolt.symbolic.derivation.lines import LineReader
from millivolt.symbolic.derivation.world import Boundary, derivatives
from millivolt.symbolic.formula.expression import (
    Logic,
    Node,
    Relation,
    Var,
    is_statement,
    rate_name,
    symbols_of,
)

_VALUE = re.compile(r"\s*([^\s()=]+)\s*\(([^()=]*)\)\s*=\s*(.+)")  # c(0) = c_i

WorkOut = Callable[[Node, str], Node]  # (tree, text) -> the tree with its calculus carried out


@dataclass(slots=True)
class Given:
    """The premises of a derivation."""

    equations: list[Relation] = field(default_factory=list)
    boundaries: list[Boundary] = field(default_factory=list)
    conditions: list[Node] = field(default_factory=list)

    def read(self, premises: Sequence[str], reader: LineReader, worked_out: WorkOut) -> None:
        """Read premises, one text each; ``ValueError`` for what is none.

        The reader is told the values of functions: from then on it reads c(0) as c_i.
        """
        trees = [reader.words.parse(text).tree for text in premises]
        symbols = {name for tree in trees if tree is not None for name in symbols_of(tree)}
        pairs = derivatives(symbols)
        functions = {name for f, x in pairs for name in (f, rate_name(f, x))}
        for text in premises:
            if self._value(text, functions, reader, worked_out):
                continue
            parsed = reader.words.parse(text)
            if parsed.tree is None or not is_statement(parsed.tree):
                raise ValueError(f"premise {text!r}: {parsed.error or 'not an equation'}")
            if isinstance(parsed.tree, Logic) and parsed.tree.op != "and":
                raise ValueError(f"premise {text!r}: alternatives are no premise; give one of them")
            given = worked_out(parsed.tree, text)
            self.equations += equations_in(given)
            self.conditions += conditions_in(given)

    def _value(
        self, text: str, functions: set[str], reader: LineReader, worked_out: WorkOut
    ) -> bool:
        """Whether a premise gives the value of a function at a place."""
        found = _VALUE.fullmatch(text)
        if found is None or (name := symbol_of(found.group(1), reader)) not in functions:
            return False
        at, value = (reader.words.parse(part).tree for part in found.groups()[1:])
        if at is None or value is None:
            raise ValueError(f"premise {text!r} cannot be read")
        self.boundaries.append(Boundary(name, worked_out(at, text), worked_out(value, text)))
        typed, place = re.escape(found.group(1)), re.escape(found.group(2).strip())
        call = rf"(?<![A-Za-z0-9_]){typed}\s*\(\s*{place}\s*\)"
        reader.values[call] = f" ({found.group(3)}) ".replace("\\", r"\\")
        return True


def symbol_of(typed: str, reader: LineReader) -> str:
    """The symbol that a typed name stands for."""
    tree = reader.words.parse(typed).tree
    return tree.name if isinstance(tree, Var) else typed.replace(" ", "")
