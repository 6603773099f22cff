"""The right answer to a part, for a policy that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from string import ascii_uppercase
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from millivolt.feedback.prose import phrase
from millivolt.feedback.typeset import scrolling, typeset
from millivolt.items import (
    Chart,
    Choice,
    Derivation,
    Design,
    Expression,
    Feature,
    Figure,
    FreeText,
    Function,
    Line,
    Matching,
    MultipleChoice,
    Numeric,
    Option,
    Ordering,
    Part,
    Series,
    SymbolSpec,
    Table,
    TwoTier,
)
from millivolt.pictures import draw
from millivolt.quantities import format as printed

__all__ = ["right_answer"]

_SIGNIFICANT = 4


def right_answer(part: Part) -> Markup:
    """The key of ``part`` as HTML."""
    return _ANSWERS[type(part)](part)


def _numeric(part: Numeric) -> Markup:
    return Markup("<p>{}</p>").format(_quantity(part.answer, part.unit, part.figures))


def _table(part: Table) -> Markup:
    rows = Markup("").join(
        Markup('<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>').format(
            cell.row, cell.column, _quantity(cell.answer, cell.unit)
        )
        for cell in part.cells
    )
    head = Markup(
        '<tr><th scope="col">{}</th><th scope="col">Entry</th><th scope="col">Value</th></tr>'
    ).format(part.row_label)
    return Markup("<table><thead>{}</thead><tbody>{}</tbody></table>").format(head, rows)


def _series(part: Series) -> Markup:
    time, value = part.names
    trace = Chart(
        "The right trace",
        f"{time} ({part.time_unit})",
        f"{value} ({part.value_unit})",
        (Line(value, part.times, part.values),),
    )
    features = _listed(
        [
            Markup("{}: {}").format(
                feature.name, _quantity(feature.answer, _unit_of(part, feature))
            )
            for feature in part.features
        ]
    )
    drawing = Markup("<figure>{}</figure>").format(Markup(draw(trace, name=part.id)))
    return drawing + features if part.features else drawing


def _unit_of(part: Series, feature: Feature) -> str:
    """The unit in which a feature of a trace is told."""
    if feature.measure in ("order_of_convergence", "rectification"):
        return ""
    of_time = "time" in feature.measure or feature.measure == "zero_crossing"
    return part.time_unit if of_time else part.value_unit


def _figure(part: Figure) -> Markup:
    curves = Chart(
        "The right figure",
        f"in {part.x_unit}",
        f"in {part.y_unit}",
        tuple(Line(curve.name, curve.x, curve.y) for curve in part.curves),
        part.x_scale,
    )
    return Markup("<figure>{}</figure>").format(Markup(draw(curves, name=part.id)))


def _design(part: Design) -> Markup:
    values = [
        f"{v.name} = {_quantity(value, v.unit)}"
        for v, value in zip(part.variables, part.example, strict=True)
    ]
    return Markup("<p>{}</p><p>One choice of many that meet every condition.</p>").format(
        ", ".join(values)
    )


def _choice(part: Choice) -> Markup:
    return Markup("<p>{}</p>").format(_lettered(part.options, (part.answer,)))


def _multiple_choice(part: MultipleChoice) -> Markup:
    chosen = [option.id for option in part.options if option.id in part.answer]
    return _listed([_lettered(part.options, (one,)) for one in chosen])


def _ordering(part: Ordering) -> Markup:
    return _listed([_lettered(part.options, (one,)) for one in part.answer], "ol")


def _matching(part: Matching) -> Markup:
    pairs = zip(part.stems, part.answer, strict=True)
    return _listed(
        [
            Markup("{} → {}").format(phrase(stem.text), _lettered(part.options, (one,)))
            for stem, one in pairs
        ]
    )


def _two_tier(part: TwoTier) -> Markup:
    return Markup("<p>{}</p><p>because {}</p>").format(
        _lettered(part.options, (part.answer,)), _lettered(part.reasons, (part.reason,))
    )


def _expression(part: Expression) -> Markup:
    return scrolling(_formula(part.answer, part.symbols))


def _derivation(part: Derivation) -> Markup:
    return scrolling(_listed([_formula(line, part.symbols) for line in part.steps], "ol"))


def _function(part: Function) -> Markup:
    return Markup('<pre class="code" tabindex="0"><code>{}</code></pre>').format(
        part.solution.strip()
    )


def _free_text(part: FreeText) -> Markup:
    return Markup("<p>{}</p>").format(part.example)


_ANSWERS: Mapping[type[Part], Callable[[Any], Markup]] = MappingProxyType(
    {
        Numeric: _numeric,
        Table: _table,
        Series: _series,
        Figure: _figure,
        Design: _design,
        Choice: _choice,
        MultipleChoice: _multiple_choice,
        Ordering: _ordering,
        Matching: _matching,
        TwoTier: _two_tier,
        Expression: _expression,
        Derivation: _derivation,
        Function: _function,
        FreeText: _free_text,
    }
)


def _formula(text: str, symbols: Sequence[SymbolSpec]) -> Markup:
    return typeset(text, symbols) or Markup("<code>{}</code>").format(text)


def _quantity(value: float, unit: str, figures: int | None = None) -> str:
    return printed(value, unit, sig=figures or _SIGNIFICANT)


def _lettered(options: Sequence[Option], ids: Iterable[str]) -> Markup:
    letters = {option.id: (ascii_uppercase[n], option) for n, option in enumerate(options)}
    return Markup("; ").join(
        Markup("{}: {}").format(letters[one][0], phrase(letters[one][1].text)) for one in ids
    )


def _listed(entries: Iterable[Markup], tag: str = "ul") -> Markup:
    items = Markup("").join(Markup("<li>{}</li>").format(entry) for entry in entries)
    return Markup(f"<{tag}>{{}}</{tag}>").format(items)
