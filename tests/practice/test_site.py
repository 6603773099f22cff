"""The static practice site, as files and in a real browser that opens them without a network.

Screenshots are kept in the folder named by MILLIVOLT_SCREENSHOTS, to be looked at;
then every page is tried in all four looks.
"""

import os
import random
import re
import runpy
from importlib.resources import files
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.bank import load_bank
from millivolt.checks import Kind, check, specimens
from millivolt.items import Choice, Numeric, Observation, Response, State
from millivolt.practice.site import write_site
from millivolt.practice.site.spellings import normal, spellings
from millivolt.quantities import QuantityError, convert, parse, unit

BANK = load_bank()
ITEMS = ("monovalent-cation", "net-drive", "donnan-equilibrium", "nernst-derivation", "iv-plot")
LOOKS = [(390, "dark"), (1280, "light")]
if "MILLIVOLT_SCREENSHOTS" in os.environ:
    LOOKS += [(390, "light"), (1280, "dark")]


def variant(item, number=1):
    return BANK[item].variant(f"practice site {number}")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    numbers = count()
    write_site(folder, [BANK[item] for item in ITEMS], 2, lambda: f"secret{next(numbers)}")
    return folder


def test_there_is_a_page_for_each_item_and_one_that_lists_them(site):
    index = (site / "index.html").read_text()
    for item in ITEMS:
        assert f'href="{item}.html"' in index
        assert (site / f"{item}.html").is_file()


@pytest.mark.parametrize("item", ITEMS)
def test_no_solution_no_explanation_and_no_key_stands_in_a_page_in_clear(site, item):
    page = (site / f"{item}.html").read_text()
    for number in (1, 2):
        made = variant(item, number)
        assert made.prose.solution.split(".")[0] not in page
        assert "make sense?" not in page
        for part in made.parts:
            for idea in part.claims() if isinstance(part, Numeric | Choice) else ():
                assert idea.tell[:40] not in page
            if isinstance(part, Numeric):
                assert repr(part.answer) not in page
    assert not re.search(r"secret\d", page)


def test_pages_load_nothing(site):
    for file in site.iterdir():
        text = file.read_text()
        assert not re.search(r'(?:src|href)="(?!#|data:|[a-z-]+\.html")', text), file.name


@pytest.mark.parametrize(
    ("symbol", "typed", "scale"),
    [
        ("mV", "V", 1e3),
        ("mV", "µV", 1e-3),
        ("mV", "millivolts", 1.0),
        ("mM", "mmol/L", 1.0),
        ("mM", "µM", 1e-3),
        ("µA/cm^2", "A/m2", 100.0),
        ("kJ/mol", "J/mol", 1e-3),
    ],
)
def test_units_are_understood_in_the_usual_spellings(symbol, typed, scale):
    assert spellings(symbol)[normal(typed)][0] == pytest.approx(scale)


@given(st.sampled_from(["mV", "mM", "pA", "µA/cm^2", "kJ/mol", "ms", "µm^3", "K", "°C"]))
def test_every_spelling_means_what_the_checks_mean_by_it(symbol):
    for text, (scale, offset) in spellings(symbol).items():
        given_unit = unit(text)
        wanted = unit(symbol)
        exact = (3 * given_unit.scale + given_unit.offset - wanted.offset) / wanted.scale
        assert 3 * scale + offset == pytest.approx(float(exact), rel=1e-12)


def test_the_unit_of_every_number_in_the_bank_is_understood_as_it_is_printed():
    for family in BANK:
        for part in family.item.draw(1).draft.parts:
            if isinstance(part, Numeric):
                scale, offset = spellings(part.unit)[normal(part.unit)]
                assert (scale, offset) == (1.0, 0.0), (family.id, part.id)


browser_tests = pytest.mark.browser


@pytest.fixture
def open_page(browser, site):
    opened = []

    def at(name, width=390, scheme="light", **options):
        page = browser.new_page(
            viewport={"width": width, "height": 900}, color_scheme=scheme, **options
        )
        opened.append(page)
        page.complaints, page.requests = [], []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda request: page.requests.append(request.url))
        page.goto((site / f"{name}.html").as_uri())
        return page

    yield at
    for page in opened:
        assert page.complaints == []
        assert len(page.requests) == 1
        page.close()


def part_of(page, variant=0, part=0):
    return page.locator("[data-variant]").nth(variant).locator("[data-part]").nth(part)


def answered(place, typed):
    """What the page says to ``typed``."""
    place.locator("input").fill(typed)
    place.locator("button").click()
    place.locator(".reply > p:not(:text('Checking…'))").first.wait_for()
    return place.locator(".reply").inner_text()


@browser_tests
def test_a_session_with_wrong_malformed_hostile_and_right_answers(open_page):
    page = open_page("monovalent-cation")
    part = variant("monovalent-cation").part("E")
    swapped = next(m for m in part.misconceptions if m.id == "in_out_swapped")
    place = part_of(page)
    assert "trade places" in answered(place, f"{swapped.value:.2f} mV")
    assert "not a bound" in answered(place, "<img src=x onerror=alert(1)>")
    assert "does not know that unit" in answered(place, "5 furlong")
    assert "two things" in answered(place, "1,234 mV")
    assert "Type an answer" in answered(place, "   ")
    assert not page.locator(".solution").first.is_visible()
    assert "✓ Right." in answered(place, f"{part.answer / 1000:.6f} V".replace(".", ","))
    solution = page.locator("[data-variant]").first.locator(".solution")
    solution.wait_for()
    assert "Does it make sense?" in solution.inner_text()
    assert solution.locator("math mfrac").count() > 0


READER = files("millivolt.practice.site").joinpath("static", "number.js").read_text("utf-8")
NOTATIONS = runpy.run_path(str(Path(__file__).parents[1] / "quantities" / "test_reading.py"))
OTHER_SHAPES = re.compile(r"mJ/C|mA Ω|pA/nS|pA·GΩ|% mV")
"""Units of the same kind that are put together otherwise: the page says that it knows them not."""


@pytest.fixture(scope="module")
def page_reads(browser):
    """What the page's reader makes of texts, in mV; ``None`` for what it refuses."""
    page = browser.new_page()
    page.add_script_tag(content=READER)
    facts = {"units": spellings("mV"), "unit": "mV", "bare": True}
    look = """([texts, data]) => texts.map((text) => {
      try { return readNumber(text, data); } catch (problem) {
        if (problem instanceof readNumber.Unreadable) return null;
        throw problem;
      }
    })"""
    yield lambda texts: page.evaluate(look, [texts, facts])
    page.close()


def checks_read(text):
    """What the page should make of a text, in mV: what the checks do; ``None`` for a refusal."""
    if OTHER_SHAPES.search(text):
        return None
    try:
        quantity = parse(text)
        return convert(float(quantity.exact), quantity.unit or "mV", "mV")
    except QuantityError:
        return None


COMMON = {
    "frame": ["{}", "({})", " {} ", "E = {}", "about {}", "~{}", "{}."],
    "sign": ["", "-", "−"],
    "digits": ["89.1", "89,1", ".5", "5.", "1,234.5", "89100", "10^", "1'234", "089"],
    "power": ["", "", "e-3", "×10^-3", "*10**2"],
    "unit": ["", " mV", "mV", " V", " µV", " Millivolts", " [mV]"],
    "spread": ["", "", "", " ± 0.2", " ± 200 µV", " mV ± 2 %"],
}
RARE = {
    "frame": ["({}", "({}).", "[K]_o = {}", "{} to 5", "{}; 3", "x {}", "< {}", "{}\u200b",
              "ca. ({})"],
    "sign": ["–", "+", "minus ", "--", "±", "- "],
    "digits": ["1,234", "1.234", "12 345", "1\u202f234,5", "1.2.3", "1/2", "9e", "89.1(2)",
               "1_000_000", "(89.1)", "(8 ± 1)", "10"],
    "power": ["E2", " e1", "x10^(2)", "⁻³", "-2", "²", "e999", "^2"],
    "unit": [" μV", " (mV)", "*mV", " · mV", " m V", " mv", " MV", " furlong", " mM", " mV)",
             " mV/", " %", " per V"],
    "spread": ["+/- .1 V", "+-1", " ± -1", " ± mV", " ± 1 furlong", " ± 0.2 %", " ± 1 ± 1", "(2)"],
}  # fmt: skip


def notations(count):
    """Made-up answers, most of them of usual pieces with one or two rare ones."""
    dice = random.Random(7)
    for _ in range(count):
        frame, *rest = (dice.choice((RARE if dice.random() < 0.2 else COMMON)[p]) for p in COMMON)
        yield frame.format("".join(rest))


@browser_tests
def test_the_page_reads_every_notation_as_the_checks_do(page_reads):
    known = [*NOTATIONS["SAME_POTENTIAL"], *(text for text, *_ in NOTATIONS["REFUSED"])]
    texts = [text for text in known if not re.search("[\ud800-\udfff]", text)]
    texts += sorted(set(notations(20_000)))
    wanted = [checks_read(text) for text in texts]
    for text, page, checks in zip(texts, page_reads(texts), wanted, strict=True):
        if page is None or checks is None:
            assert page is checks, text
        else:
            assert page == pytest.approx(checks, rel=1e-12), text
    assert sum(one is not None for one in wanted) > 5000


@browser_tests
def test_the_page_judges_numbers_as_the_checks_do(open_page):
    """A way of writing that only the checks know is told as such, and never taken for wrong."""
    page, read = open_page("monovalent-cation"), []
    part = variant("monovalent-cation").part("E")
    for specimen in specimens(part):
        if specimen.kind in (Kind.MALFORMED, Kind.BLANK) or not isinstance(specimen.value, str):
            continue
        said = answered(part_of(page), specimen.value)
        verdict = check(part, Observation(Response(part.id, ""), specimen.value))
        if verdict.state is State.CORRECT:
            assert "Not right yet" not in said, (specimen, said)
            read.append("✓ Right." in said)
            assert read[-1] or specimen.kind is Kind.DISGUISED
        else:
            assert "✓" not in said, (specimen, said)
    assert sum(read) >= 0.8 * len(read)


@browser_tests
def test_a_choice_is_told_and_the_solution_opens_when_all_parts_are_right(open_page):
    page, made = open_page("net-drive"), variant("net-drive")
    solution = page.locator("[data-variant]").first.locator(".solution")
    for number, part in enumerate(made.parts):
        assert not solution.is_visible()
        place = part_of(page, part=number)
        if isinstance(part, Choice):
            place.locator("button").click()
            assert "Choose an answer" in place.locator(".reply").inner_text()
            options = [option.id for option in part.options]
            wrong = next(n for n, name in enumerate(options) if name != part.answer)
            for chosen, says in ((wrong, "Not right yet"), (options.index(part.answer), "Right.")):
                place.locator("input").nth(chosen).check()
                place.locator("button").click()
                place.locator(f".reply:has-text('{says}')").wait_for()
        else:
            assert "✓" in answered(place, f"{part.answer!r} {part.unit}")
    solution.wait_for()


@browser_tests
def test_after_three_tries_the_solution_can_be_revealed_and_another_variant_follows(open_page):
    page = open_page("monovalent-cation")
    reveal = page.get_by_role("button", name="Reveal").first
    for typed in ("1 mV", "2 mV", "3 mV"):
        assert not reveal.is_visible()
        assert "Not right yet" in answered(part_of(page), typed)
    reveal.click()
    assert "Does it make sense?" in page.locator(".solution").first.inner_text()
    page.get_by_role("button", name="Another").click()
    assert not part_of(page).is_visible()
    second = variant("monovalent-cation", 2).part("E")
    assert "✓ Right." in answered(part_of(page, variant=1), f"{second.answer:.3f} mV")


@browser_tests
def test_the_keyboard_is_enough(open_page):
    page = open_page("monovalent-cation")
    part_of(page).locator("input").focus()
    page.keyboard.type("1e-3 V")
    page.keyboard.press("Enter")
    part_of(page).locator(".reply:has-text('Not right yet')").wait_for()


@browser_tests
def test_without_scripts_the_questions_and_hints_can_be_read(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "monovalent-cation.html").as_uri())
    assert page.locator("noscript p").is_visible()
    assert page.get_by_text("Hint 1 of").first.is_visible()
    context.close()


@browser_tests
@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_pages_fit_and_axe_finds_no_violation(open_page, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    for name in ("index", "monovalent-cation", "net-drive", "nernst-derivation"):
        page = open_page(name, width, scheme)
        if name == "monovalent-cation":
            answered(part_of(page), "1 mV")
            part = variant(name).part("E")
            answered(part_of(page), f"{part.answer:.3f} mV")
            page.locator(".solution").first.wait_for()
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = axe.Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        if folder := os.environ.get("MILLIVOLT_SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"site-{name}-{width}-{scheme}.png", full_page=True)
