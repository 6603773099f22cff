"""The door of the local server: who may come in, what is too large, what browsers may do.

Any page that is open in the student's browser, and anybody else who is logged in on the machine,
can send requests to a local port. So a visitor shows a key; a name other than our own is refused
(a foreign name may be made to point here); and forms come from our own pages only.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["LARGEST_BODY", "Door", "Keys"]

LARGEST_BODY = 256 * 1024
"""Bytes of the largest form; the longest answer that makes sense is far shorter."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""Nothing from elsewhere, no inline scripts. Style attributes align columns and colour pictures."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Without any referrer, browsers would also hide the origin of our own forms.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
FREE = "/static/"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens the door.

    ``token`` is in the address that is printed in the terminal. ``ticket`` is in the one that
    the browser is started with, which other users can see in the list of processes: it is good
    once. ``cookie`` is what either is exchanged for.
    """

    token: str = field(default_factory=secrets.token_urlsafe)
    ticket: str = field(default_factory=secrets.token_urlsafe)
    cookie: str = field(default_factory=secrets.token_urlsafe)


Refuse = Callable[[int, str], Response]


class Door:
    """Wraps an application; ``refuse`` makes the page that says why somebody stays outside."""

    def __init__(self, app: ASGIApp, keys: Keys, port: int, refuse: Refuse) -> None:
        self._app = app
        self._keys = keys
        self._tickets = {keys.ticket}
        # Cookies do not know ports: two servers on one machine need two names.
        self._cookie = f"millivolt-{port}"
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        refused = self._refused(scope) or self._entrance(scope)
        if refused is None and scope["method"] == "POST":
            body = await _whole(receive)
            if body is None:
                refused = self._refuse(413, "That is too long for an answer. Nothing was changed.")
            else:
                receive = _again(body)
        await (refused or self._app)(scope, receive, with_headers)

    def _entrance(self, scope: Scope) -> Response | None:
        """The way in for a visitor with a token; ``None`` for one who is in already."""
        query = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=None)
        shown = query.get("token", [""])[0]
        if shown and scope["method"] == "GET":
            if not self._opens(shown):
                return self._stranger()
            answer = RedirectResponse(quote(scope["path"]), status_code=303)
            answer.set_cookie(
                self._cookie, self._keys.cookie, path="/", httponly=True, samesite="strict"
            )
            return answer
        if scope["path"].startswith(FREE) or self._is_known(Headers(scope=scope)):
            return None
        return self._stranger()

    def _opens(self, shown: str) -> bool:
        if shown in self._tickets:
            self._tickets.discard(shown)
            return True
        return secrets.compare_digest(shown.encode(), self._keys.token.encode())

    def _is_known(self, headers: Headers) -> bool:
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(self._cookie)
        except CookieError:
            return False
        given = cookie.value if cookie is not None else ""
        return secrets.compare_digest(given.encode(), self._keys.cookie.encode())

    def _stranger(self) -> Response:
        return self._refuse(
            403, "Open the whole address that the terminal printed, with the token in it."
        )

    def _refused(self, scope: Scope) -> Response | None:
        """The refusal of a request that cannot come from one of our pages."""
        headers = Headers(scope=scope)
        if headers.get("host", "") not in self._hosts:
            return self._refuse(421, "This server answers under its own address only.")
        if scope["method"] in ("GET", "HEAD"):
            return None
        if scope["method"] != "POST":
            return self._refuse(405, "There is nothing here to do that with.")
        origin = headers.get("origin")
        site = headers.get("sec-fetch-site", "same-origin")
        if site != "same-origin" or origin not in (None, f"http://{headers['host']}"):
            return self._refuse(403, "This form did not come from a page of this server.")
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != FORM:
            return self._refuse(415, "Only forms are taken here.")
        return None


async def _whole(receive: Receive) -> bytes | None:
    """The body of a request; ``None`` when it is too large or its sender went away."""
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += bytes(message.get("body", b""))
        if len(body) > LARGEST_BODY:
            return None
        if not message.get("more_body", False):
            return body


def _again(body: bytes) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    return receive
