"""From typed text, Unicode or LaTeX to tokens that remember where they stood.

The scanner knows characters and commands; which names are declared is the parser's affair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from millivolt.symbolic.formula.functions import ARITY, SEVERAL_ARGUMENTS, SPELLINGS
from millivolt.symbolic.formula.spelling import GREEK, GREEK_NAMES
from millivolt.symbolic.reading import latex
from millivolt.symbolic.reading.glyphs import fold
from millivolt.symbolic.reading.ions import SUBSCRIPTS, charge_behind, charged_side, ion

MAX_LENGTH, MAX_TOKENS, MAX_DIGITS, MAX_EXPONENT = 2000, 800, 60, 400


class FormulaError(ValueError):
    """The text is not a formula; ``position`` is the offset of the trouble in the text."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


class Token(NamedTuple):
    """``kind`` is number, name, ion, operator or end; ``glued``: no space before it."""

    kind: str
    text: str
    position: int
    glued: bool


_CHARACTERS = {"∧": "and", "∨": "or", "∫": "int", "±": "±", "∓": "∓", "_": "_"}
_SINGLE = frozenset("/^(),|")  # operators of one character that no longer one begins with
_ENDING = frozenset(("", *" ()*/,=|"))  # what a name has no subscript or charge before
_WITH_LIMITS = frozenset(("lim", "limit", "sum"))
_SIGNS = {"∑": "sum", "√": "sqrt", "∛": "cbrt", "∞": "inf"}
_DEGREE = re.compile(r"\[[^\[\]]*\]\s*\{")  # as in LaTeX; in √[x](y) the brackets are parentheses
_SPACES = frozenset(" \t\r\n\v\f$&")
_BELOW = {"½": 2, "⅓⅔": 3, "¼¾": 4, "⅕⅖⅗⅘": 5, "⅙⅚": 6, "⅛⅜⅝⅞": 8}
_ABOVE = dict(zip("½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞", "112131234151357", strict=True))
_FRACTIONS = {sign: f"{_ABOVE[sign]}{below}" for signs, below in _BELOW.items() for sign in signs}
_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", "0123456789+-n", strict=True))
_TIMES_TEN = r"(?:[eE](?:[+-]\d+|\d+(?![A-Za-z_\d])))?"  # 1e-3x is 0.001 x, but e3x a name
_NUMBER = re.compile(rf"(?:\d+(?:\.\d*)?|\.\d+){_TIMES_TEN}")
_COMMA_NUMBER = re.compile(rf"\d+(?:,|\{{,\}})\d+{_TIMES_TEN}(?![.,]\d)")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_COMMAND = re.compile(r"[A-Za-z]+|.")
_BRACED = re.compile(  # {K}_o, {\rm ln}(x), but not the limits of ∫^{a}_0
    r"(?<![\^_])\{\s*(?:([A-Za-z]+)\s*\}(?=_)"
    r"|\\(?:rm|mathrm|text)\s*\{?\s*([A-Za-z]+)\s*\}?\s*\}(?=[_(]))"
)
_MODULE = re.compile(r"(?:np|numpy|math|cmath|sympy|sp)\.([a-z][A-Za-z0-9]*)")  # np.log as in code
_OPERATOR = re.compile(r"->|=>|\*\*|<=|>=|=<|!=|<>|==|:=|\+/-|[-+*/^()=<>,|!]")
_PLAIN_OPERATORS = {"+/-": "±"}


def scan(text: str) -> list[Token]:
    """Cut the text into tokens; ``FormulaError`` with a position when that fails."""
    if len(text) > MAX_LENGTH:
        raise FormulaError(
            f"This formula is longer than {MAX_LENGTH} characters; please shorten it.", MAX_LENGTH
        )
    folded, places = fold(text)
    try:
        tokens = _cut(folded)
    except FormulaError as error:
        if places is None:
            raise
        raise FormulaError(error.message, places[error.position]) from None
    if places is not None:
        tokens = [token._replace(position=places[token.position]) for token in tokens]
    return tokens


def _cut(text: str) -> list[Token]:
    tokens: list[Token] = []
    end = 0
    for kind, typed, position, after in _Scanner(text).tokens():
        tokens.append(Token(kind, typed, position, bool(tokens) and position == end))
        end = after
        if len(tokens) > MAX_TOKENS:
            raise FormulaError("This formula has too many parts; please split it.", position)
    tokens.append(Token("end", "", len(text), False))
    return tokens


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.commas: list[bool] = []  # for each open parenthesis: is a comma a separator in it?

    def tokens(self) -> Iterator[tuple[str, str, int, int]]:
        """Kind, text, position and end of each token."""
        before = ""
        while (start := self._skip_space()) < len(self.text):
            for kind, text in self._next():
                yield kind, text, start, self.at
                if text == "(" and kind == "operator":
                    self.commas.append(before in SEVERAL_ARGUMENTS)
                elif text == ")" and self.commas:
                    self.commas.pop()
                before = text

    def _skip_space(self) -> int:
        text = self.text
        while self.at < len(text):
            if text[self.at] in _SPACES:
                self.at += 1
            elif text[self.at] == "\\" and (command := self._command())[0] in latex.SPACES:
                if command[0] in latex.WRAPPERS and text[command[1] : command[1] + 1] == "{":
                    break  # \rm{ln}
                self.at = command[1]
                if text[self.at : self.at + 1] == ".":  # "\right." closes nothing
                    self.at += 1
            elif text[self.at] == "\\" and command[0] in latex.SKIPPED:
                self.at = command[1]
                self._group()
            else:
                break
        return self.at

    def _command(self) -> tuple[str, int]:
        found = _COMMAND.match(self.text, self.at + 1)
        return (found.group(), found.end()) if found else ("", self.at + 1)

    def _next(self) -> list[tuple[str, str]]:
        text, start = self.text, self.at
        letter = text[start]
        if letter.isascii() and (
            letter.isdigit() or (letter == "." and text[start + 1 :][:1].isdigit())
        ):
            return [("number", self._number())]
        if letter in "[{" and (ion := self._ion()):
            return [("ion", ion)]
        if letter == "{" and (braced := _BRACED.match(text, start)):
            self.at = braced.end()
            return [("name", (braced[1] or braced[2]) + self._tail())]
        if letter == "\\":
            return self._latex()
        if letter in _SINGLE:
            self.at += 1
            return [("operator", letter)]
        if letter.isascii() and letter.isalpha():
            word = _WORD.match(text, start)
            assert word
            if text[word.end() : word.end() + 1] == ".":
                word = _MODULE.match(text, start) or word
            self.at = word.end()
            name = word.group(word.lastindex or 0)
            if name in _WITH_LIMITS and text[self.at : self.at + 1] == "_":
                return [("name", name)]
            if word.lastindex and name == "log":
                name = "math.log"  # of its base there is no doubt
            return [("name", name + self._tail())]
        if letter in GREEK:
            self.at += 1
            return [("name", GREEK[letter] + self._tail())]
        if letter in _SUPERSCRIPTS:
            return self._superscript()
        if letter in SUBSCRIPTS:
            return self._lower_limit()
        if letter in _FRACTIONS:
            return self._vulgar_fraction()
        if letter in "{[":
            self.at += 1
            return [("operator", "(")]
        if letter in "}]":
            self.at += 1
            return [("operator", ")")]
        if letter in _CHARACTERS:
            self.at += 1
            return [("operator", _CHARACTERS[letter])]
        if letter in _SIGNS:
            self.at += 1
            degree = letter == "√" and _DEGREE.match(text, self.at)
            return [("operator", "root") if degree else ("name", _SIGNS[letter])]
        if letter == "∂":
            self.at += 1
            word = _WORD.match(text, self.at)
            rest = ""
            if word:
                self.at = word.end()
                rest = word.group() + self._tail()
            elif text[self.at : self.at + 1] in GREEK:
                rest = GREEK[text[self.at]]
                self.at += 1
                rest += self._tail()
            return [("name", "d" + rest)]
        found = _OPERATOR.match(text, start)
        if found:
            self.at = found.end()
            sign = found.group()
            return [("operator", _PLAIN_OPERATORS.get(sign, sign))]
        if letter == ";":
            self.at += 1
            return [("operator", "," if self.commas and self.commas[-1] else ";")]
        if letter == ":" and text[start - 1 : start].isspace() == text[start + 1 :][:1].isspace():
            self.at += 1
            return [("operator", ":")]
        raise FormulaError(f"I cannot read the character “{letter}” in a formula.", start)

    def _number(self) -> str:
        separator = bool(self.commas) and self.commas[-1] and ";" not in self.text
        found = None if separator else _COMMA_NUMBER.match(self.text, self.at)
        found = found or _NUMBER.match(self.text, self.at)
        assert found
        typed = found.group().replace("{,}", ",")  # as LaTeX has a decimal comma
        digits, _, exponent = typed.lower().partition("e")
        if len(digits) > MAX_DIGITS or (exponent and abs(int(exponent[:8])) > MAX_EXPONENT):
            raise FormulaError("This number is too large or too long.", self.at)
        self.at = found.end()
        return typed

    def _ion(self) -> str | None:
        found = ion(self.text, self.at)
        if found is None:
            return None
        self.at = found[1]
        return found[0]

    def _latex(self) -> list[tuple[str, str]]:
        name, after = self._command()
        start, self.at = self.at, after
        if name in latex.OPERATORS:
            text = latex.OPERATORS[name]
            return [("operator", text)]
        if name in latex.WRAPPERS:
            self.at += self.text[self.at : self.at + 1] == "*"  # \operatorname*{ln}
            content = self._group()
            if content is None:
                raise FormulaError(f"“\\{name}” needs something in braces after it.", start)
            word = re.sub(r"[\\{}\s^+-]|mathrm|text", "", content)
            if word == "d":
                word += self._differentiated()
            if not _WORD.fullmatch(word.replace("_", "")):  # no name, but a part of the formula
                self.at = after
                self._skip_space()
                return self._next()
            return [("name", word + self._tail())]
        if name in ("bar", "overline"):
            content = self._group() or self.text[self._skip_space() : self.at + 1]
            if not _WORD.fullmatch(content):
                raise FormulaError(f"“\\{name}” needs a letter after it.", start)
            self.at += self.text[self.at : self.at + 1] == content
            return [("name", f"{content}bar{self._tail()}")]
        if name == "sqrt" and self.text[self._skip_space() :][:1] == "[":
            return [("operator", "root")]
        name = latex.NAMES.get(name, name)
        if name in GREEK_NAMES or name in ARITY or name in SPELLINGS or name in ("inf", "pi", "d"):
            if name == "d":
                name += self._differentiated()
            if name in _WITH_LIMITS and self.text[self.at : self.at + 1] == "_":
                return [("name", name)]
            return [("name", name + self._tail())]
        raise FormulaError(f"I do not know the command “\\{name}”.", start)

    def _differentiated(self) -> str:
        """The symbol behind the d of a differential, if one follows: ``\\mathrm{d} t``."""
        after = self._skip_space()
        if word := _WORD.match(self.text, after):
            self.at = word.end()
            return word.group()
        name, end = self._command()
        if self.text[after : after + 1] == "\\" and name in GREEK_NAMES:
            self.at = end
            return name
        return ""

    def _group(self) -> str | None:
        """The content of the braces at the cursor, which moves behind them."""
        at = self.at
        while at < len(self.text) and self.text[at] in _SPACES:
            at += 1
        if self.text[at : at + 1] != "{":
            return None
        depth = 0
        for end in range(at, len(self.text)):
            depth += {"{": 1, "}": -1}.get(self.text[end], 0)
            if depth == 0:
                self.at = end + 1
                return self.text[at + 1 : end]
        raise FormulaError("A brace “{” is not closed.", at)

    def _tail(self) -> str:
        """Subscripts behind a name: ``_out``, ``_{K,o}``, ``₀``; a charge is passed over."""
        parts = ""
        if self.text[self.at : self.at + 1] in _ENDING:
            return parts
        side, self.at = charged_side(self.text, self.at)
        if side:
            return side
        while self.at < len(self.text):
            letter = self.text[self.at]
            if letter == "_":
                self.at += 1
                parts += "_" + self._subscript()
            elif letter in SUBSCRIPTS:
                parts += "" if parts.endswith("_") or parts else "_"
                parts += SUBSCRIPTS[letter]
                self.at += 1
            elif letter in "'′":  # as in the variable of an integral up to V
                parts += "′"
                self.at += 1
            else:
                break
        self.at = charge_behind(self.text, self.at) if parts else self.at
        return parts

    def _subscript(self) -> str:
        content = self._group() if self.text[self.at : self.at + 1] == "{" else None
        if content is not None:
            content = re.sub(r"\\(?:mathrm|text|textrm|mathit|rm|infty)", "", content)
            spelled = "".join(GREEK.get(c, SUBSCRIPTS.get(c, c)) for c in content)
            return re.sub(r"[^A-Za-z0-9_]", "", spelled)
        word = re.compile(r"[A-Za-z0-9]+").match(self.text, self.at)
        if word:
            self.at = word.end()
            return word.group()
        if self.text[self.at : self.at + 1] in GREEK:
            self.at += 1
            return GREEK[self.text[self.at - 1]]
        if self.text[self.at : self.at + 1] == "\\":
            name, after = self._command()
            if name in GREEK_NAMES:
                self.at = after
                return name
            if name in latex.WRAPPERS:
                self.at = after
                return re.sub(r"[^A-Za-z0-9_]", "", self._group() or "")
        return ""

    def _vulgar_fraction(self) -> list[tuple[str, str]]:
        if self.text[self.at - 1 : self.at].isdigit():
            raise FormulaError("Write a mixed number as a decimal, such as 2.5.", self.at)
        above, below = list(_FRACTIONS[self.text[self.at]])
        self.at += 1
        divided = [("number", above), ("operator", "/"), ("number", below)]
        return [("operator", "("), *divided, ("operator", ")")]

    def _lower_limit(self) -> list[tuple[str, str]]:
        """Small digits or a small letter behind an integral sign."""
        typed, self.at = SUBSCRIPTS[self.text[self.at]], self.at + 1
        while typed.isdigit() and SUBSCRIPTS.get(self.text[self.at : self.at + 1], "").isdigit():
            typed += SUBSCRIPTS[self.text[self.at]]
            self.at += 1
        return [("operator", "_"), ("number" if typed.isdigit() else "name", typed)]

    def _superscript(self) -> list[tuple[str, str]]:
        start = self.at
        while self.at < len(self.text) and self.text[self.at] in _SUPERSCRIPTS:
            self.at += 1
        typed = "".join(_SUPERSCRIPTS[c] for c in self.text[start : self.at])
        if typed[-1] in "+-":
            raise FormulaError("A charge may stand only in the name of an ion.", start)
        sign, digits = ("-", typed[1:]) if typed[0] in "+-" else ("", typed)
        if len(digits) > 9 or not (digits.isdigit() or digits == "n"):
            raise FormulaError("I cannot read this exponent.", start)
        inner = [("name" if digits == "n" else "number", digits)]
        minus = [("operator", "-")] if sign and typed[0] == "-" else []
        return [("operator", "^"), ("operator", "("), *minus, *inner, ("operator", ")")]
