"""A cursor over the tokens of a formula."""

from __future__ import annotations

from collections.abc import Callable

from millivolt.symbolic.formula.expression import Node
from millivolt.symbolic.reading.scanner import FormulaError, Token

MAX_DEPTH = 60


class TokenStream:
    """Tokens with a cursor, the notes made on the way, and the errors at the cursor."""

    def __init__(self, tokens: list[Token], notes: list[str]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0
        self.notes = notes

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def peek(self, ahead: int = 1) -> Token:
        return self.tokens[min(self.at + ahead, len(self.tokens) - 1)]

    def operator(self, *texts: str) -> bool:
        token = self.tokens[self.at]
        return token.kind == "operator" and token.text in texts

    def take(self) -> Token:
        token = self.token
        self.at = min(self.at + 1, len(self.tokens) - 1)
        return token

    def close(self, opened: Token, mark: str = ")") -> None:
        if not self.operator(mark):
            if self.token.kind == "end":
                raise FormulaError(
                    f"“{opened.text}” is opened here but not closed.", opened.position
                )
            raise FormulaError(f"I expected “{mark}” here.", self.token.position)
        self.take()

    def nested(self, level: Callable[[], Node]) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormulaError("This formula is nested too deeply.", self.token.position)
        node = level()
        self.depth -= 1
        return node

    def fail(self) -> FormulaError:
        token = self.token
        if token.kind == "end":
            return FormulaError(
                "The formula stops too early: something is missing here.", token.position
            )
        return FormulaError(f"I did not expect “{token.text}” here.", token.position)
