"""The shell of every page: templates, the style sheet, and the policy that nothing is loaded."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

from millivolt.pictures import variables

__all__ = ["environment", "render", "style"]


def render(template: str, **context: Any) -> str:
    """The page that ``template`` makes of ``context``: one self-contained HTML document."""
    return environment().get_template(template).render(style=style(), **context)


@cache
def environment(*packages: str) -> jinja2.Environment:
    """The templates of this room, and those that ``packages`` have of their own."""
    loaders = [jinja2.PackageLoader(package) for package in (*packages, "millivolt.feedback")]
    return jinja2.Environment(
        loader=jinja2.ChoiceLoader(loaders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def style() -> Markup:
    """The style sheet that all pages share."""
    sheet = files("millivolt.feedback").joinpath("templates", "style.css")
    return Markup(variables() + sheet.read_text(encoding="utf-8"))
