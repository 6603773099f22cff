"""The suites of pairs and derivations as parameters, and the symbols most tests use."""

import random
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@dataclass(frozen=True, eq=False)
class Pair:
    """A formula, its reference, and whether they are the same."""

    student: str
    reference: str
    symbols: dict
    same: bool


@dataclass(frozen=True, eq=False)
class Chain:
    """A derivation, the first bad line (or None), its slip, and whether the goal is reached."""

    name: str
    lines: tuple
    premises: tuple
    goal: str
    solved_for: str | None
    forbidden: tuple
    symbols: dict
    bad: int | None
    slip: str | None
    reached: bool


def read_symbols(text):
    table = {}
    for part in text.split(";"):
        *names, domain = part.split()
        table |= dict.fromkeys(names, domain)
    return table


def read_pairs():
    symbols, reference = {}, ""
    for line in (HERE / "pairs.txt").read_text(encoding="utf-8").splitlines():
        mark, text = line[:1], line[2:]
        if mark == ":":
            symbols = read_symbols(text)
        elif mark == "=":
            reference = text
        elif mark in ("+", "-"):
            yield Pair(text, reference, symbols, mark == "+")


def read_chains():
    symbols, premises, goal, current = {}, [], [], None
    fresh = False
    for line in [*(HERE / "chains.txt").read_text(encoding="utf-8").splitlines(), "@ end: no"]:
        mark, text = line[:1], line[2:]
        if mark in (":", "?", "!", "@") and current:
            yield Chain(lines=tuple(current.pop("lines")), **current)
            current = None
        if mark == ":":
            symbols = read_symbols(text)
        elif mark == "?":
            premises = [text] if fresh else [*premises, text]
            fresh = False
        elif mark == "!":
            goal = [part.strip() for part in text.split("|")]
            fresh = True
        elif mark == "@":
            name, _, reached = text.rpartition(":")
            formula, solved, forbidden = (*goal, None, None)[:3]
            current = {
                "name": name,
                "lines": [],
                "premises": tuple(premises),
                "goal": formula,
                "solved_for": solved,
                "forbidden": tuple((forbidden or "").split()),
                "symbols": symbols,
                "bad": None,
                "slip": None,
                "reached": reached.strip() == "yes",
            }
            fresh = True
        elif mark == "-":
            found = re.fullmatch(r"(.*?)(?:\s+\[(\w+)\])?", text)
            current |= {"bad": len(current["lines"]), "slip": found.group(2)}
            current["lines"].append(found.group(1))
        elif mark in ("+", "."):
            current["lines"].append(text)


def pytest_generate_tests(metafunc):
    if "pair" in metafunc.fixturenames:
        pairs = list(read_pairs())
        names = [f"{p.student[:40]} vs {p.reference[:30]}" for p in pairs]
        metafunc.parametrize("pair", pairs, ids=names)
    if "chain" in metafunc.fixturenames:
        chains = list(read_chains())
        metafunc.parametrize("chain", chains, ids=[c.name for c in chains])


@pytest.fixture(scope="session")
def all_pairs():
    return list(read_pairs())


@pytest.fixture(scope="session")
def all_chains():
    return list(read_chains())


@pytest.fixture
def rng():
    return random.Random(11)


@pytest.fixture(scope="session")
def membrane():
    """Symbols of membrane biophysics as bare domains."""
    positive = [
        "R",
        "T",
        "F",
        "P",
        "c_o",
        "c_i",
        "K_o",
        "K_i",
        "Na_o",
        "Na_i",
        "P_K",
        "P_Na",
        "g_K",
        "g_Na",
        "tau",
        "t",
        "a",
        "D",
        "k",
        "p",
        "q",
    ]
    real = ["V", "E", "I", "J", "u", "w", "x", "y", "E_K", "E_Na", "phi_i", "phi_o"]
    return {
        **dict.fromkeys(positive, "positive"),
        **dict.fromkeys(real, "real"),
        "z": "nonzero_integer",
        "n": "positive_integer",
    }
