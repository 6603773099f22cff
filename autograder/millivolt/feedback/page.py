"""The shell of every page: templates, the style sheet, and the policy that nothing is loaded."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

from millivolt.pictures import variables

__all__ = ["render"]


def render(template: str, **context: Any) -> str:
    """The page that ``template`` makes of ``context``: one self-contained HTML document."""
    return _environment().get_template(template).render(style=_style(), **context)


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("millivolt.feedback"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style() -> Markup:
    sheet = files("millivolt.feedback").joinpath("templates", "style.css")
    return Markup(variables() + sheet.read_text(encoding="utf-8"))
