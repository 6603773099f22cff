"""Differentials and derivatives as typed: a bare ``dc`` or ``dE`` completed by what it means."""

from __future__ import annotations

from collections.abc import Container, Iterable

from millivolt.symbolic.formula.expression import (
    Call,
    Node,
    Var,
    children,
    multiply,
    rebuild,
    substitute,
    walk,
)


def join_differentials(tree: Node, derivatives: Iterable[str]) -> Node:
    """Write a bare ``dc`` as (dc/dx)·dx, for equations with separated variables."""
    names = {node.name for node in walk(tree) if isinstance(node, Var)}
    values: dict[str, Node] = {}
    for derivative in derivatives:
        top, _, bottom = derivative.partition("/")
        if top in names and bottom:
            values[top] = multiply(Var(derivative), Var(bottom))
    return substitute(tree, values)


def name_derivatives(tree: Node, variable: str, declared: Container[str]) -> Node:
    """After "d/dT:" a typed ``dE`` means dE/dT."""
    if isinstance(tree, Var) and tree.name[:1] == "d" and tree.name[1:] in declared:
        return Var(f"{tree.name}/d{variable}")
    parts = children(tree)
    if not parts or (isinstance(tree, Call) and tree.name == "diff"):
        return tree
    return rebuild(tree, tuple(name_derivatives(part, variable, declared) for part in parts))
