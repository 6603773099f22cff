"""The pages in a real browser: readable at any width, in light, in dark and in large text.

Screenshots are kept in the folder named by MILLIVOLT_SCREENSHOTS, to be looked at;
then every page is tried in all four looks.
"""

import os
import random
from pathlib import Path

import pytest

from millivolt.bank import load_bank
from millivolt.bank.coverage import by_kind
from millivolt.feedback import Shown, class_report, student_page
from millivolt.feedback.gallery import gallery
from millivolt.items import Finding, Verdict

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs the extra [test]")

pytestmark = pytest.mark.browser

LOOKS = [(390, "dark"), (1280, "light")]
if "MILLIVOLT_SCREENSHOTS" in os.environ:
    LOOKS += [(390, "light"), (1280, "dark")]
EVERY_LOOK = pytest.mark.parametrize(("width", "scheme"), LOOKS)
EVERY_PAGE = pytest.mark.parametrize("name", ["everything", "receipt", "class", "kinds"])

COVERED = """
() => {
  const found = [];
  for (const svg of document.querySelectorAll('figure > svg')) {
    const boxes = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
    const whole = svg.getBoundingClientRect();
    boxes.forEach(([words, a], i) => {
      if (a.left < whole.left - 1 || a.right > whole.right + 1) found.push(words + ' leaves the image');
      for (const [other, b] of boxes.slice(i + 1)) {
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        // Boxes of text include the room above capitals, which may touch.
        if (across > 1 && down > 4) found.push(words + ' covers ' + other);
      }
    });
  }
  return found;
}
"""  # noqa: E501


def one_of_each_kind():
    """Families that ask for every kind of response."""
    bank = load_bank()
    return [bank[name] for name in {families[0]: None for families in by_kind(bank).values()}]


@pytest.fixture(scope="module")
def pages(make_issue, make_entry, entry, issue, tmp_path_factory):
    """The addresses of the pages by name."""
    folder = tmp_path_factory.mktemp("pages")
    dice = random.Random(3)
    issues = [make_issue(f"student{n:02d}") for n in range(12)]
    wrong = Verdict.of(0, Finding("misconception", "Told.", {"misconceptions": ("swapped",)}))
    grades = [
        make_entry(one, {p.slot: ("x", "", wrong) for p in one.parts() if dice.random() < 0.4})
        for one in issues[:10]
    ]
    written = {
        "everything": student_page(entry, issue, Shown.everything(), title="Problem set 1"),
        "receipt": student_page(entry, issue, Shown.receipt(), title="Problem set 1"),
        "kinds": gallery("One of each kind", one_of_each_kind()),
        "gallery": gallery("Exercises", load_bank()),
        "class": class_report("Problem set 1", [entry, *grades], [issue, *issues]),
    }
    for name, html in written.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    return {name: (folder / f"{name}.html").as_uri() for name in written}


@pytest.fixture(scope="module")
def look(browser, pages):
    """Opens a page, with everything that the browser complains of in ``complaints``.

    A page stays open for the tests after it: nothing on it can be changed but its folds.
    """
    opened = {}

    def at(name, width, scheme):
        if (name, width, scheme) in opened:
            return opened[name, width, scheme]
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        opened[name, width, scheme] = page
        page.complaints, page.requests = [], []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("requestfailed", lambda request: page.complaints.append(request.url))
        page.on("request", lambda request: page.requests.append(request.url))
        page.goto(pages[name])
        return page

    yield at
    for page in opened.values():
        page.close()


@EVERY_PAGE
@EVERY_LOOK
def test_a_page_fits_its_window_and_gives_no_cause_for_complaint(look, name, width, scheme):
    page = look(name, width, scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.complaints == []
    assert len(page.requests) == 1
    if folder := os.environ.get("MILLIVOLT_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png", full_page=True)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_gallery_fits_its_window_with_every_fold_open(look, width):
    page = look("gallery", width, "light")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.complaints == []


@EVERY_PAGE
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_with_every_fold_open(look, name, scheme):
    page = look(name, 390, scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@EVERY_PAGE
@pytest.mark.parametrize("width", [390, 1280])
def test_no_label_of_a_picture_covers_another(look, name, width):
    page = look(name, width, "light")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate(COVERED) == []


@EVERY_PAGE
def test_a_page_fits_with_text_twice_as_large(look, name):
    page = look(name, 780, "light")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 780


def test_formulas_are_drawn_as_formulas(look):
    page = look("everything", 390, "light")
    fraction = page.evaluate(
        "() => { document.querySelectorAll('details').forEach(d => d.open = true);"
        " const f = document.querySelector('mfrac').children;"
        " return [f[0].getBoundingClientRect().bottom, f[1].getBoundingClientRect().top]; }"
    )
    assert fraction[0] <= fraction[1]


def test_every_fold_opens_by_keyboard(look):
    page = look("everything", 390, "light")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = false)")
    page.locator("details summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details").first.get_attribute("open") is not None
