"""Formulas as LaTeX, as MathML and as plain text, for previews and messages."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from html import escape

from millivolt.symbolic.formula.expression import (
    Call,
    Const,
    Logic,
    Node,
    Num,
    Power,
    Product,
    Relation,
    Sum,
    Var,
)
from millivolt.symbolic.formula.spelling import GREEK, GREEK_NAMES

_LETTERS = {name: letter for letter, name in GREEK.items() if letter not in "ϵϑµϕ"}
_ADD, _MULTIPLY, _SIGN, _RAISE, _ATOM = range(5)  # binding strength
_SIGNS = {"<=": "≤", ">=": "≥", "!=": "≠"}
_LATEX_SIGNS = {"<=": r"\le", ">=": r"\ge", "!=": r"\ne"}
_BACKSLASHED = "exp ln sin cos tan sec csc cot sinh cosh tanh coth min max"
_LATEX_FUNCTIONS = frozenset(_BACKSLASHED.split())


def _fraction_parts(node: Product) -> tuple[bool, list[Node], list[Node]]:
    """(negative?, numerators, denominators) of a product, for printing."""
    negative = False
    top: list[Node] = []
    bottom: list[Node] = []
    for factor in node.factors:
        if isinstance(factor, Power) and _negative_power(factor.exponent):
            assert isinstance(factor.exponent, Num)
            exponent = -factor.exponent.value
            bottom.append(factor.base if exponent == 1 else Power(factor.base, Num(exponent)))
        elif isinstance(factor, Num) and factor.value < 0:
            negative = not negative
            if factor.value != -1:
                top.append(Num(-factor.value, factor.half))
        else:
            top.append(factor)
    return negative, top, bottom


def _negative_power(node: Node) -> bool:
    return isinstance(node, Num) and node.value < 0


def _number(value: Fraction) -> str:
    """An exact number: decimal when that is exact and short, else a fraction."""
    if value.denominator == 1:
        return str(value)
    digits, rest = 0, value.denominator
    while rest % 2 == 0 or rest % 5 == 0:
        rest = rest // 10 if rest % 10 == 0 else rest // 2 if rest % 2 == 0 else rest // 5
        digits += 1
    if rest == 1 and digits <= 12:
        return f"{float(value):.{digits}f}".rstrip("0")
    return f"{value.numerator}/{value.denominator}"


def to_text(node: Node) -> str:
    """Plain text that can be typed in again."""
    return _text(node, _ADD)


def _text(node: Node, outer: int) -> str:
    def wrap(text: str, strength: int) -> str:
        return f"({text})" if strength < outer else text

    match node:
        case Num(typed=str() as unit):
            return unit
        case Num(value):
            text = _number(value)
            return wrap(text, _SIGN if value < 0 else _MULTIPLY if "/" in text else _ATOM)
        case Var(name):
            return name
        case Const(name):
            return name
        case Sum(terms):
            text = _text(terms[0], _ADD)
            for term in terms[1:]:
                shown = _text(term, _MULTIPLY)
                text += f" - {shown[1:]}" if shown.startswith("-") else f" + {shown}"
            return wrap(text, _ADD)
        case Product():
            negative, top, bottom = _fraction_parts(node)
            text = "*".join(_text(part, _SIGN) for part in top) or "1"
            if bottom:
                below = "*".join(_text(part, _SIGN) for part in bottom)
                text += f"/({below})" if len(bottom) > 1 else f"/{_text(bottom[0], _RAISE)}"
            return wrap(("-" if negative else "") + text, _SIGN - 1 if negative else _MULTIPLY)
        case Power(base, Num(value)) if value == Fraction(1, 2):
            return f"sqrt({_text(base, _ADD)})"
        case Power(base, exponent):
            if _negative_power(exponent):
                return _text(Product((node,)), outer)
            return wrap(f"{_text(base, _ATOM)}^{_text(exponent, _ATOM)}", _RAISE)
        case Call(name, args):
            return f"{name}({', '.join(_text(arg, _ADD) for arg in args)})"
        case Relation(op, left, right):
            return f"{_text(left, _ADD)} {op} {_text(right, _ADD)}"
        case Logic(op, parts):
            return f" {op} ".join(_text(part, _ADD) for part in parts)


def to_latex(node: Node) -> str:
    """LaTeX without delimiters."""
    return _latex(node, _ADD)


_SECOND = re.compile(r"d\(d(.+)/d(.+)\)/d\2")


def _latex_name(name: str) -> str:
    if second := _SECOND.fullmatch(name):
        top, bottom = map(_latex_name, second.groups())
        return rf"\frac{{d^2{top}}}{{d{bottom}^2}}"
    if slash := re.fullmatch(r"d(.+)/d(.+)", name):
        return rf"\frac{{d{_latex_name(slash[1])}}}{{d{_latex_name(slash[2])}}}"
    if name.endswith("′"):
        return _latex_name(name[:-1]) + "'"
    stem, _, rest = name.rstrip("_").partition("_")
    shown = (
        rf"\{stem}" if stem in GREEK_NAMES else stem if len(stem) == 1 else rf"\mathrm{{{stem}}}"
    )
    if not rest:
        return shown
    inner = rf"\{rest}" if rest in GREEK_NAMES else rest.replace("_", ",")
    if len(rest) > 1 and rest not in GREEK_NAMES:
        inner = rf"\mathrm{{{inner}}}"
    return f"{shown}_{{{inner}}}"


def _latex(node: Node, outer: int) -> str:
    def wrap(text: str, strength: int) -> str:
        return rf"\left({text}\right)" if strength < outer else text

    match node:
        case Num(typed=str() as unit):
            return rf"\mathrm{{{unit}}}"
        case Num(value):
            text = _number(abs(value))
            if "/" in text:
                text = rf"\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"
            return wrap("-" + text, _SIGN - 1) if value < 0 else text
        case Var(name):
            return _latex_name(name)
        case Const(name):
            return {"pi": r"\pi", "inf": r"\infty"}.get(name, name)
        case Sum(terms):
            text = _latex(terms[0], _ADD)
            for term in terms[1:]:
                shown = _latex(term, _MULTIPLY)
                text += f" - {shown[1:]}" if shown.startswith("-") else f" + {shown}"
            return wrap(text, _ADD)
        case Product():
            negative, top, bottom = _fraction_parts(node)
            if bottom:
                calls = (
                    [part for part in top if isinstance(part, Call | Sum)] if len(top) > 1 else []
                )
                plain = [part for part in top if part not in calls]
                above = (
                    _juxtaposed(plain, _latex)
                    if len(plain) > 1
                    else "".join(_latex(part, _ADD) for part in plain)
                )
                below = _juxtaposed(bottom, _latex) if len(bottom) > 1 else _latex(bottom[0], _ADD)
                text = rf"\frac{{{above or '1'}}}{{{below}}}"
                if calls:
                    text += " " + _juxtaposed(calls, _latex)
            else:
                text = _juxtaposed(top, _latex)
            return wrap(("-" if negative else "") + text, _SIGN - 1 if negative else _MULTIPLY)
        case Power(base, Num(value)) if value == Fraction(1, 2):
            return rf"\sqrt{{{_latex(base, _ADD)}}}"
        case Power(base, exponent):
            if _negative_power(exponent):
                return _latex(Product((node,)), outer)
            return wrap(f"{{{_latex(base, _ATOM)}}}^{{{_latex(exponent, _ADD)}}}", _RAISE)
        case Call("exp", (argument,)):
            return wrap(f"e^{{{_latex(argument, _ADD)}}}", _RAISE)
        case Call("abs", (argument,)):
            return rf"\left|{_latex(argument, _ADD)}\right|"
        case Call("log10", (argument,)):
            return rf"\log_{{10}}\left({_latex(argument, _ADD)}\right)"
        case Call("integrate" | "diff" | "limit", (body, Var(variable), *rest)):
            return wrap(_latex_calculus(node.name, body, _latex_name(variable), rest), _MULTIPLY)
        case Call(name, args):
            head = rf"\{name}" if name in _LATEX_FUNCTIONS else rf"\operatorname{{{name}}}"
            return rf"{head}\left({', '.join(_latex(arg, _ADD) for arg in args)}\right)"
        case Relation(op, left, right):
            return f"{_latex(left, _ADD)} {_LATEX_SIGNS.get(op, op)} {_latex(right, _ADD)}"
        case Logic(op, parts):
            joint = rf" \text{{ {op} }} "
            return joint.join(_latex(part, _ADD) for part in parts)


def _latex_calculus(name: str, body: Node, variable: str, rest: list[Node]) -> str:
    ends = [_latex(end, _ADD) for end in rest]
    if name == "integrate":
        limits = f"_{{{ends[0]}}}^{{{ends[1]}}}" if len(ends) == 2 else ""
        return rf"\int{limits} {_latex(body, _MULTIPLY)} \, d{variable}"
    if name == "limit":
        return rf"\lim_{{{variable} \to {ends[0]}}} {_latex(body, _RAISE)}"
    order = f"^{{{ends[0]}}}" if ends else ""
    return rf"\frac{{d{order}}}{{d{variable}{order}}} {_latex(body, _RAISE)}"


def _juxtaposed(parts: Sequence[Node], write: Callable[[Node, int], str]) -> str:
    """Factors side by side, with a dot where two numbers would meet."""
    text = ""
    for part in parts:
        shown = write(part, _SIGN)
        dot = text and (shown[:1].isdigit() or shown.startswith(r"\frac"))
        text += (r" \cdot " if dot else " " if text else "") + shown
    return text or "1"


def to_mathml(node: Node) -> str:
    """A ``<math>`` element in Presentation MathML."""
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML">{_mathml(node, _ADD)}</math>'


def _row(*parts: str) -> str:
    return f"<mrow>{''.join(parts)}</mrow>"


def _op(sign: str) -> str:
    return f"<mo>{escape(sign)}</mo>"


def _mathml_name(name: str) -> str:
    if second := _SECOND.fullmatch(name):
        twice = "<msup><mi>d</mi><mn>2</mn></msup>"
        top, bottom = map(_mathml_name, second.groups())
        below = f"<msup>{bottom}<mn>2</mn></msup>"
        return f"<mfrac>{_row(twice, top)}{_row('<mi>d</mi>', below)}</mfrac>"
    if slash := re.fullmatch(r"d(.+)/d(.+)", name):
        top, bottom = (_row("<mi>d</mi>", _mathml_name(part)) for part in slash.groups())
        return f"<mfrac>{top}{bottom}</mfrac>"
    stem, _, rest = name.rstrip("_").partition("_")
    shown = f"<mi>{escape(_LETTERS.get(stem, stem))}</mi>"
    if not rest:
        return shown
    return f"<msub>{shown}<mi>{escape(_LETTERS.get(rest, rest.replace('_', ',')))}</mi></msub>"


def _mathml(node: Node, outer: int) -> str:
    def wrap(text: str, strength: int) -> str:
        return _row(_op("("), text, _op(")")) if strength < outer else text

    match node:
        case Num(typed=str() as unit):
            return f'<mi mathvariant="normal">{escape(unit)}</mi>'
        case Num(value):
            text = _number(abs(value))
            shown = f"<mn>{text}</mn>"
            if "/" in text:
                shown = (
                    f"<mfrac><mn>{abs(value.numerator)}</mn><mn>{value.denominator}</mn></mfrac>"
                )
            return wrap(_row(_op("−"), shown), _SIGN - 1) if value < 0 else shown
        case Var(name):
            return _mathml_name(name)
        case Const(name):
            return f"<mi>{ {'pi': 'π', 'inf': '∞'}.get(name, name) }</mi>"
        case Sum(terms):
            parts = [_mathml(terms[0], _ADD)]
            for term in terms[1:]:
                negative, positive = _without_sign(term)
                parts += [_op("−" if negative else "+"), _mathml(positive, _MULTIPLY)]
            return wrap(_row(*parts), _ADD)
        case Product():
            negative, top, bottom = _fraction_parts(node)
            above = _row(
                *_spaced(
                    [_mathml(p, _SIGN if len(top) > 1 else _ADD) for p in top] or ["<mn>1</mn>"]
                )
            )
            if bottom:
                below = _row(
                    *_spaced([_mathml(p, _SIGN if len(bottom) > 1 else _ADD) for p in bottom])
                )
                above = f"<mfrac>{above}{below}</mfrac>"
            if negative:
                return wrap(_row(_op("−"), above), _SIGN - 1)
            return wrap(above, _ATOM if bottom else _MULTIPLY)
        case Power(base, Num(value)) if value == Fraction(1, 2):
            return f"<msqrt>{_mathml(base, _ADD)}</msqrt>"
        case Power(base, exponent):
            if _negative_power(exponent):
                return _mathml(Product((node,)), outer)
            return f"<msup>{_mathml(base, _ATOM)}{_mathml(exponent, _ADD)}</msup>"
        case Call("exp", (argument,)):
            return f"<msup><mi>e</mi>{_mathml(argument, _ADD)}</msup>"
        case Call("abs", (argument,)):
            return _row(_op("|"), _mathml(argument, _ADD), _op("|"))
        case Call("integrate" | "diff" | "limit", (body, Var(variable), *rest)):
            return wrap(_mathml_calculus(node.name, body, _mathml_name(variable), rest), _MULTIPLY)
        case Call(name, args):
            head = f"<mi>{escape(name)}</mi>"
            if name == "log10":
                head = "<msub><mi>log</mi><mn>10</mn></msub>"
            inside = _op(",").join(_mathml(arg, _ADD) for arg in args)
            return _row(head, _op("\u2061"), _op("("), inside, _op(")"))
        case Relation(op, left, right):
            return _row(_mathml(left, _ADD), _op(_SIGNS.get(op, op)), _mathml(right, _ADD))
        case Logic(op, parts):
            joint = f"<mtext> {op} </mtext>"
            return _row(joint.join(_mathml(part, _ADD) for part in parts))


def _mathml_calculus(name: str, body: Node, variable: str, rest: list[Node]) -> str:
    ends = [_mathml(end, _ADD) for end in rest]
    if name == "integrate":
        limits = f"<msubsup>{_op('∫')}{ends[0]}{ends[1]}</msubsup>" if len(ends) == 2 else _op("∫")
        return _row(limits, _mathml(body, _MULTIPLY), "<mi>d</mi>", variable)
    if name == "limit":
        under = f"<munder><mi>lim</mi>{_row(variable, _op('→'), ends[0])}</munder>"
        return _row(under, _mathml(body, _RAISE))
    top, below = "<mi>d</mi>", variable
    if ends:
        top, below = (f"<msup>{part}{ends[0]}</msup>" for part in (top, below))
    return _row(f"<mfrac>{top}{_row('<mi>d</mi>', below)}</mfrac>", _mathml(body, _RAISE))


def _spaced(parts: list[str]) -> list[str]:
    """Factors with an invisible times between them, a dot before a number."""
    shown = parts[:1]
    for part in parts[1:]:
        shown += [_op("·" if part.startswith("<mn>") else "\u2062"), part]
    return shown


def _without_sign(term: Node) -> tuple[bool, Node]:
    if isinstance(term, Num) and term.value < 0:
        return True, Num(-term.value, term.half)
    if isinstance(term, Product):
        negative, _, _ = _fraction_parts(term)
        if negative:
            kept = [
                Num(-f.value, f.half) if isinstance(f, Num) and f.value < 0 else f
                for f in term.factors
            ]
            kept = [f for f in kept if f != Num(Fraction(1))] or [Num(Fraction(1))]
            return True, kept[0] if len(kept) == 1 else Product(tuple(kept))
    return False, term
