"""Whole practice sessions in a real browser, with and without scripts, by keyboard alone.

Screenshots are kept in the folder named by MILLIVOLT_SCREENSHOTS, to be looked at;
then every page is tried in all four looks.
"""

import os
import re
from pathlib import Path

import pytest

from millivolt.bank import load_bank

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs the extra [test]")
playwright = pytest.importorskip("playwright.sync_api", reason="needs the extra [test]")
expect = playwright.expect

pytestmark = pytest.mark.browser

BANK = load_bank()
PATIENCE = 30_000
HEAVIEST = 200_000
SEED = "11"
PAGES = {
    "topics": "/",
    "topic": "/topic/equilibrium",
    "numeric": f"/item/monovalent-cation/{SEED}",
    "choice": f"/item/net-drive/{SEED}",
    "several": f"/item/currents-at-rest/{SEED}",
    "ordering": f"/item/order-by-equilibrium/{SEED}",
    "matching": f"/item/assumptions/{SEED}",
    "two-tier": f"/item/sign-of-equilibrium/{SEED}",
    "expression": f"/item/solve-for-concentration/{SEED}",
    "derivation": f"/item/nernst-derivation/{SEED}",
    "table": f"/item/work-of-crossing/{SEED}",
    "design": f"/item/design-rest/{SEED}",
    "code": f"/item/implement-nernst/{SEED}",
    "membrane": "/membrane",
    "history": "/history",
    "trouble": "/item/nowhere",
}
ASSESSED = {(390, "dark"), (1280, "light")}
"""Looks that axe assesses: each width and each set of colours once."""

LOOKS = [(390, "dark"), (1280, "light")]
if "MILLIVOLT_SCREENSHOTS" in os.environ:
    LOOKS += [(390, "light"), (1280, "dark")]


@pytest.fixture
def open_page(browser, site):
    """Opens a window that was let in, with what the browser complains of in ``complaints``."""
    contexts = []

    def at(path="/", *, width=390, scheme="light", **settings):
        context = browser.new_context(
            viewport={"width": width, "height": 844}, color_scheme=scheme, **settings
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.complaints, page.requests = [], []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda request: page.requests.append(request.url))
        page.goto(site.address)
        page.goto(site.base + path)
        return page

    yield at
    for context in contexts:
        context.close()


def keep(page, name):
    if folder := os.environ.get("MILLIVOLT_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"practice-{name}.png", full_page=True)


def submit(page, box, text):
    """Type ``text`` and press Enter, as a student does; waits for the verdict."""
    page.fill(box, text)
    with page.expect_response(re.compile("/answer/")):
        page.press(box, "Enter")
    # An answer sent while another is judged is dropped, and the old verdict may read the same.
    expect(page.locator(".htmx-request")).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_page_fits_and_axe_finds_nothing(open_page, site, width, scheme):
    page = open_page(width=width, scheme=scheme)
    for name, path in PAGES.items():
        page.goto(site.base + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        if (width, scheme) in ASSESSED:
            found = axe.Axe().run(page)
            assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        keep(page, f"{name}-{width}-{scheme}")
    told = [text for text in page.complaints if "404" not in text]
    assert told == []
    assert {url for url in page.requests if not url.startswith(site.base)} == set()


def accessible(page, width, state):
    """That axe has nothing to say of the page as it stands, and that it fits."""
    found = axe.Axe().run(page)
    assert found.violations_count == 0, f"{state}: {found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth") <= width, state


@pytest.mark.parametrize(("width", "scheme"), sorted(ASSESSED))
def test_a_whole_session(open_page, site, width, scheme):
    """Malformed, wrong, hostile, hinted, right, solved, and on; each state assessed by axe."""
    page = open_page(width=width, scheme=scheme)
    # A seed for each look: the pages remember what was answered.
    seed = f"21-{width}"
    variant = BANK["monovalent-cation"].variant(seed)
    page.goto(f"{site.base}/item/monovalent-cation/{seed}")
    box, verdict = "#answer-E", page.locator("#verdict-E")
    page.fill(box, "-8,9e-2 V")
    expect(page.locator("#read-E")).to_contain_text("Read as −89")
    page.fill(box, "-89 furlong")
    expect(page.locator("#read-E")).to_contain_text("furlong")
    submit(page, box, "-89 furlong")
    expect(verdict).to_contain_text("Could not be read")
    accessible(page, width, "malformed")
    submit(page, box, "<img src=x onerror=document.title='owned'>")
    expect(verdict).to_contain_text("Could not be read")
    submit(page, box, "\u202e\x00-89 mV" + "9" * 1500)
    expect(verdict).to_contain_text("Could not be read")
    accessible(page, width, "hostile")
    submit(page, box, f"{-variant.parts[0].answer:.2f} mV")
    expect(verdict).to_contain_text("Not right yet")
    expect(verdict).to_contain_text("sign")
    accessible(page, width, "wrong")
    for count in range(1, len(variant.prose.hints) + 1):
        page.click("#more-help")
        expect(page.locator("#hints > li")).to_have_count(count)
    expect(page.locator("#more-help")).to_have_count(0)
    accessible(page, width, "hints")
    keep(page, f"wrong-{width}-{scheme}")
    assert page.locator("#after").get_by_text("membrane").count() == 0
    submit(page, box, f"{variant.parts[0].answer:.2f} mV")
    expect(verdict).to_contain_text("Right")
    expect(page.locator("#after")).to_contain_text("All of it is right")
    expect(page.locator("#offers")).to_contain_text("Compare its way with yours")
    accessible(page, width, "right")
    keep(page, f"right-{width}-{scheme}")
    page.get_by_text("Play with these numbers").click()
    ion = variant.picture.ions[0]
    assert float(page.input_value("#in-1")) == pytest.approx(ion.inside, rel=1e-4)
    accessible(page, width, "membrane with the numbers of the question")
    page.go_back()
    page.get_by_role("button", name="Show the worked solution").click()
    expect(page.locator("#solution")).to_contain_text("Does it make sense?")
    accessible(page, width, "solution")
    page.get_by_role("link", name="Another like this").click()
    expect(page).to_have_url(re.compile("/item/monovalent-cation/[0-9a-f]{12}$"))
    assert page.input_value(box) == ""
    page.goto(f"{site.base}/history")
    expect(page.locator(".past")).to_contain_text(variant.title)
    accessible(page, width, "history")
    page.goto(site.base)
    expect(page.locator(".next")).to_be_visible()
    first = page.locator(".next h2").inner_text()
    page.get_by_role("link", name="Something else").click()
    expect(page.locator(".next h2")).not_to_have_text(first)
    accessible(page, width, "map of topics")
    assert "owned" not in page.title()
    assert page.complaints == []


def test_by_keyboard_alone(open_page, site):
    """Options by arrow keys, an order by its buttons; the focus is never lost."""
    page = open_page(f"/item/order-by-equilibrium/{SEED}")
    marks = page.locator(".order .letter")
    for name in ("down", "up"):
        page.locator(f"#{name}-order-A").focus()
        with page.expect_response(re.compile("/answer/")):
            page.keyboard.press("Enter")
        place = "BACD" if name == "down" else "ABCD"
        expect(marks).to_have_text(list(place))
        assert page.evaluate("document.activeElement.id") == f"{name}-order-A"
    page.goto(f"{site.base}/item/net-drive/{SEED}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("input[type=radio]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    with page.expect_response(re.compile("/answer/")):
        page.keyboard.press("Enter")
    expect(page.locator(".outcome")).to_be_visible()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_without_scripts_everything_works_by_forms(open_page, site):
    page = open_page("/item/solve-for-concentration/5", java_script_enabled=False)
    first, second = page.locator("#part-formula"), page.locator("#part-diluted")
    page.fill("#answer-formula", "R/(F")
    first.get_by_role("button", name="How is this read?").click()
    expect(page.locator("#read-formula")).to_contain_text("opened here")
    assert page.input_value("#answer-formula") == "R/(F"
    first.get_by_role("button", name="Check").click()
    expect(first.locator(".outcome")).to_contain_text("Could not be read")
    page.fill("#answer-formula", "R*T/F")
    first.get_by_role("button", name="Check").click()
    expect(first.locator(".outcome")).to_contain_text("Not right yet")
    page.get_by_role("button", name="A hint").click()
    expect(page.locator("#hints > li")).to_have_count(1)
    page.get_by_role("button", name="Show the worked solution").click()
    expect(page.locator("#solution")).to_be_visible()
    assert page.get_by_role("button", name="Check").count() == 0
    page.goto(f"{site.base}/item/solve-for-concentration/6")
    parts = BANK["solve-for-concentration"].variant("6").parts
    page.fill("#answer-formula", parts[0].answer)
    first.get_by_role("button", name="Check").click()
    expect(first.locator(".outcome")).to_contain_text("Right")
    page.fill("#answer-diluted", parts[1].answer)
    second.get_by_role("button", name="Check").click()
    expect(second.locator(".outcome")).to_contain_text("Right")
    expect(page.locator("#after")).to_contain_text("All of it is right")
    page.get_by_role("link", name="Another like this").click()
    expect(page).to_have_url(re.compile("/item/solve-for-concentration/[0-9a-f]{12}$"))
    page.goto(f"{site.base}/item/solve-for-concentration/6")
    page.get_by_role("link", name="A harder one").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "solve-for-concentration" not in page.url
    page.goto(f"{site.base}/item/order-by-equilibrium/5")
    page.locator("#down-order-A").click()
    expect(page.locator(".order .letter").first).to_have_text("B")
    page.goto(f"{site.base}/membrane")
    page.fill("#V", "-95")
    page.get_by_role("button", name="Update").click()
    expect(page.locator(".told-now")).to_contain_text("At −95")
    page.locator(".places a").first.click()
    expect(page.locator(".told-now")).to_contain_text("is at equilibrium")


def test_code_is_run_in_the_box(open_page, site):
    page = open_page("/item/implement-nernst/5")
    part = BANK["implement-nernst"].variant("5").parts[0]
    assert "NotImplementedError" in page.input_value("textarea")
    page.fill("textarea", part.solution)
    page.get_by_role("button", name="Run and check").click()
    expect(page.locator(".check")).to_contain_text("Running")
    expect(page.locator(".check .doing")).to_be_visible()
    expect(page.locator(".outcome")).to_contain_text("Right", timeout=PATIENCE)
    expect(page.locator(".check .doing")).to_be_hidden()


def test_code_is_written_and_run_by_keyboard(open_page, site):
    page = open_page("/item/implement-nernst/6")
    box = page.locator("textarea")
    box.fill("")
    box.press_sequentially("def nernst(c_out, c_in, z, T):")
    page.keyboard.press("Enter")
    page.keyboard.type("x = 1")
    page.keyboard.press("Enter")
    page.keyboard.type("return x")
    assert page.input_value("textarea") == (
        "def nernst(c_out, c_in, z, T):\n    x = 1\n    return x"
    )
    page.keyboard.press("Control+Enter")
    expect(page.locator(".outcome")).to_contain_text("Not right yet", timeout=PATIENCE)
    box.press("Tab")
    assert page.evaluate("document.activeElement.className") == "button check"


def test_the_membrane_follows_its_sliders(open_page, site):
    page = open_page("/membrane", width=1280)
    told = page.locator(".told-now")
    expect(told).to_contain_text("K⁺ flows out")
    slider = page.get_by_role("slider", name="Membrane potential")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("PageDown")
    expect(told).to_contain_text("K⁺ flows in")
    # A click on what is just being replaced would be lost, so the last change has to be shown.
    expect(told).to_contain_text(f"At {page.input_value('#V').replace('-', '−')} mV")
    page.locator(".places a").first.click()
    expect(told).to_contain_text("K⁺ is at equilibrium")
    value, place = (
        page.input_value(box) for box in ("#V", "#V ~ input, .dial:has(#V) [type=range]")
    )
    assert float(value) == pytest.approx(-200 + 400 * float(place) / 1000, abs=0.5)
    # A concentration spans decades, so its slider is logarithmic.
    page.fill("#out-1", "140")
    expect(page.locator(".numbers td").first).to_have_text("0")
    keep(page, "membrane-moved-1280-light")
    assert page.complaints == []


def test_the_last_of_many_quick_changes_is_what_the_membrane_shows(open_page):
    page = open_page("/membrane", width=1280)
    page.evaluate(
        "const V = document.getElementById('V');"
        "for (const value of [20, -20, -110]) {"
        "  V.value = value; V.dispatchEvent(new Event('input', {bubbles: true}));"
        "}"
    )
    expect(page.locator(".told-now")).to_contain_text("K⁺ flows in")


def test_on_a_phone_the_membrane_stays_in_sight_and_covers_no_field(open_page):
    page = open_page("/membrane")
    for box in ("#V", "#out-2", "#z-3"):
        page.locator(box).focus()
        edge, top = page.evaluate(
            "[document.querySelector('.show').getBoundingClientRect(),"
            " document.activeElement.getBoundingClientRect().top]"
            ".map(one => one.bottom ?? one)"
        )
        assert 200 < edge <= top, box


def test_a_server_that_is_gone_is_told_and_nothing_typed_is_lost(open_page, begin, end, tmp_path):
    page = open_page()
    own = begin(tmp_path)
    page.goto(own.address)
    page.goto(f"{own.base}/item/monovalent-cation/1")
    end(own)
    page.fill("#answer-E", "-89 mV")
    page.press("#answer-E", "Enter")
    expect(page.get_by_role("alert")).to_contain_text("Start it again in the terminal")
    assert page.input_value("#answer-E") == "-89 mV"


def test_a_page_weighs_little(open_page, site):
    for path in ("/", f"/item/cell-report/{SEED}", "/membrane"):
        # A window of its own has nothing kept from before.
        page = open_page(path)
        page.wait_for_load_state("networkidle")
        sizes = page.evaluate(
            "['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind))"
            ".map(entry => [entry.name, entry.decodedBodySize])"
        )
        assert len(sizes) >= 3
        assert sum(size for _, size in sizes) < HEAVIEST, sizes
