"""Who gets in: the student with the key, from our own pages, with forms of sensible size."""

import asyncio
from pathlib import Path

import pytest

from millivolt.practice.web.door import LARGEST_BODY, Door, Keys

ANSWER = "/item/monovalent-cation/1/answer/E"


def test_without_the_key_there_is_no_page(site, visitor):
    visitor.cookie = ""
    for path in ("/", "/history", "/item/monovalent-cation/1", "/?token=guess", "/?token="):
        refused = visitor.get(path)
        assert refused.status == 403
        assert "address that the terminal printed" in refused.text
    assert visitor.post(ANSWER, {"answer": "1"}).status == 403


@pytest.mark.parametrize("cookie", ["x", "millivolt-{port}=guess", 'millivolt-{port}="', "é=1"])
def test_a_cookie_that_was_made_up_opens_nothing(site, visitor, cookie):
    visitor.cookie = cookie.format(port=site.port).encode().decode("latin-1")
    assert visitor.get("/").status == 403


def test_the_token_becomes_a_cookie_that_pages_of_others_never_send(site, visitor):
    let_in = visitor.get(site.entrance)
    assert let_in.status == 303
    assert let_in.headers["location"] == "/"
    cookie = let_in.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert site.address.partition("token=")[2] not in let_in.headers["set-cookie"]


def test_a_name_that_was_pointed_here_is_refused(site, visitor):
    for host in ("evil.example", f"evil.example:{site.port}", "127.0.0.1", "127.0.0.1:1"):
        assert visitor.get("/", Host=host).status == 421
    assert visitor.get("/", Host=f"localhost:{site.port}").status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:9"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_a_form_on_a_page_of_others_does_nothing(visitor, headers):
    assert visitor.post(ANSWER, {"answer": "1 mV"}, **headers).status == 403


def test_only_forms_are_taken_and_only_small_ones(visitor):
    assert visitor.post(ANSWER, Content_Type="application/json").status == 415
    assert visitor.post(ANSWER, Content_Type="multipart/form-data; boundary=x").status == 415
    assert visitor.post(ANSWER, {"answer": "1" * LARGEST_BODY}).status == 413
    assert visitor.post(ANSWER, {str(n): "" for n in range(1000)}).status == 400
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        assert visitor.ask(method, ANSWER).status == 405


def test_pages_load_nothing_and_run_nothing_of_others(visitor):
    page = visitor.get("/item/monovalent-cation/1")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert page.headers["cache-control"] == "no-store"
    assert "<script>" not in page.text
    assert "http" not in page.text.replace("http-equiv", "").replace("http://www.w3.org/", ""), (
        "an address outside"
    )


def test_it_listens_to_this_machine_only(site):
    table = Path("/proc/net/tcp").read_text("ascii").splitlines()
    listening = [line.split()[1] for line in table if line.split()[3] == "0A"]
    assert [one for one in listening if one.endswith(f":{site.port:04X}")] == [
        f"0100007F:{site.port:04X}"
    ]


def test_the_address_that_starts_the_browser_works_once():
    keys = Keys()

    async def inner(scope, receive, send):
        raise AssertionError("nobody is let in without a cookie")

    async def status(token):
        sent = []

        async def send(message):
            sent.append(message)

        scope = {
            "type": "http",
            "method": "GET",
            "path": "/",
            "query_string": f"token={token}".encode(),
            "headers": [(b"host", b"127.0.0.1:80")],
        }
        await door(scope, None, send)
        return sent[0]["status"]

    def refuse(code, message):
        from starlette.responses import PlainTextResponse

        return PlainTextResponse(message, code)

    door = Door(inner, keys, 80, refuse)
    assert [asyncio.run(status(t)) for t in (keys.ticket, keys.ticket)] == [303, 403]
    assert [asyncio.run(status(t)) for t in (keys.token, keys.token)] == [303, 303]
