"""A student's Markdown, shown by nbgrader's own renderer, runs nothing."""

from pathlib import Path

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("nbgrader", reason="the bridge needs millivolt[nbgrader]")

from nbconvert.filters import markdown2html

from millivolt.nbgrader_bridge.harmless import harmless

CHROMIUM = Path("/usr/bin/chromium")

LIVE = """
[a](javascript:alert(1))
[a]( JaVaScRiPt:alert(1) "title")
[a](
javascript:alert(1))
[a](<javascript:alert(1)>)
[a](< javascript:alert(1)>)
[a](javascript&colon;alert(1))
[a](&#106;avascript:alert(1))
[a](java&Tab;script:alert(1))
[a](javascript\\:alert(1))
[a](\x01javascript:alert(1))
[a](\x0cjavascript:alert(1))
[a](vbscript:msgbox(1))
[a](data:text/html,<script>alert(1)</script>)
[a](data:text/html;base64,PHNjcmlwdD4=)
[![a](b.png)](javascript:alert(1))
<javascript:alert(1)>
<a href="javascript:alert(1)">a</a>
<img src=x onerror=alert(1)>
"""
DEFINED = """
[a][x]

[x]: javascript:alert(1)

[y]

[y]:
  data:text/html,x
"""
SAFE = (
    "[a](https://example.org/a_(b)?c=d&e=f#g)",
    "[a](figure.png)",
    "[a](#q1)",
    "[a](mailto:a@example.org)",
    "![a](attachment:a.png)",
    "[a]: https://example.org 'b'",
    "x[1]: 2 and f[x](y) with `d[k]: v`",
    "$a < b$ and $[K]_o$",
)


def links(markdown):
    """The addresses in what nbgrader's pages make of ``markdown``, as a browser reads them."""
    tree = html5lib.parse(markdown2html(markdown), namespaceHTMLElements=False)
    found = [e.get(name, "") for e in tree.iter() for name in ("href", "src") if e.get(name)]
    return ["".join(c for c in one if c > " ").casefold() for one in found]


def runs(address):
    return address.startswith(("javascript:", "vbscript:", "data:"))


def test_the_renderer_would_make_live_links_of_them():
    assert sum(map(runs, links(LIVE + DEFINED))) >= 10


@pytest.mark.parametrize("text", [*LIVE.strip().split("\n["), DEFINED])
def test_no_way_to_write_a_live_link_is_left(text):
    whole = text if text.startswith(("[", "\n", "<")) else f"[{text}"
    assert not any(map(runs, links(harmless(whole))))


pieces = st.lists(
    st.sampled_from(
        ["[a]", "(", ")", "]", "[", ":", "<", ">", "\n", " ", "\t", "\\", "&#58;", "&colon;",
         "javascript", "data:text/html", "java", "script", "alert(1)", "!",
         "[x]:", "[x]", "#", "//"]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@given(pieces)
def test_nothing_that_is_put_together_of_such_pieces_runs(text):
    assert not any(map(runs, links(harmless(text))))


@pytest.mark.parametrize("text", SAFE)
def test_links_that_run_nothing_stay(text):
    assert harmless(text) == text


def test_a_formula_makes_no_link():
    assert "\\href" not in harmless(r"$\href{javascript:alert(1)}{E}$")


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason="needs chromium")
def test_a_browser_finds_no_live_link():
    from playwright.sync_api import sync_playwright

    asked = "[...document.links].map(one => one.protocol)"
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_content(markdown2html(LIVE + DEFINED))
        assert "javascript:" in page.evaluate(asked)
        page.set_content(markdown2html(harmless(LIVE + DEFINED + SAFE[0])))
        assert set(page.evaluate(asked)) == {"https:"}
        browser.close()
