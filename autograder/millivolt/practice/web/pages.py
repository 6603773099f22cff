"""Templates and files of the pages: what is read from the package, once."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from millivolt.feedback.page import environment, style

__all__ = ["FILES", "File", "render", "static"]

ROOM = "millivolt.practice.web"
FILES = MappingProxyType(
    {
        "practice.css": "text/css; charset=utf-8",
        "membrane.js": "text/javascript; charset=utf-8",
        "trouble.js": "text/javascript; charset=utf-8",
        "write.js": "text/javascript; charset=utf-8",
        "htmx.min.js": "text/javascript; charset=utf-8",
        "icon.svg": "image/svg+xml",
    }
)
"""What the pages load, with its media type."""

File = tuple[bytes, str]


def render(template: str, **context: Any) -> str:
    """``template`` of this room, filled with ``context``."""
    return environment(ROOM).get_template(template).render(version=_version(), **context)


@cache
def static(name: str) -> File:
    """The content and the media type of a file that pages load; raises ``KeyError``."""
    kind = FILES[name]
    content = files(ROOM).joinpath("static", name).read_bytes()
    if name == "practice.css":
        content = style().encode() + content
    return content, kind


@cache
def _version() -> Markup:
    """A mark that changes with any file, so that browsers may keep what they have."""
    digest = hashlib.sha256(b"".join(static(name)[0] for name in FILES))
    return Markup(digest.hexdigest()[:10])
