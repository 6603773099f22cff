"""Markdown with formulas becomes HTML with MathML, and nothing in it can act."""

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.feedback.formula import mathml
from millivolt.feedback.prose import phrase, prose, unreadable_formulas

MATHML = "{http://www.w3.org/1998/Math/MathML}"


def parsed(html):
    return html5lib.HTMLParser(strict=True).parseFragment(str(html))


@pytest.mark.parametrize("tex", [r"310\,\mathrm{K}", r"E_\mathrm{K}", r"\mathrm{d}E"])
def test_a_single_upright_letter_stays_upright(tex):
    assert '<mi mathvariant="normal">' in mathml(tex)


def test_a_formula_becomes_mathml_with_its_source_beside_it():
    html = prose(r"The potential is $E = \frac{RT}{zF}\ln\frac{c_\mathrm{out}}{c_\mathrm{in}}$.")
    math = parsed(html).find(f".//{MATHML}math")
    assert math.get("display") == "inline"
    assert math.get("alttext").startswith(r"E = \frac{RT}")
    assert len(list(math.iter(f"{MATHML}mfrac"))) == 2


@pytest.mark.parametrize(
    ("tex", "forms"),
    [
        ("z = +1", ["prefix"]),
        (r"25 \times (-3.4)", ["prefix"]),
        ("a - b", [None]),
        ("(a) - b", [None]),
        (r"\left|V\right| - b", [None]),
        ("a = -b + c", ["prefix", None]),
    ],
)
def test_a_sign_stands_close_to_its_number_and_apart_in_a_sum(tex, forms):
    signs = [e for e in parsed(prose(f"${tex}$")).iter(f"{MATHML}mo") if e.text in "+−"]
    assert [sign.get("form") for sign in signs] == forms


def test_an_upright_word_is_one_identifier():
    words = [e.text for e in parsed(prose(r"$c_\mathrm{out}$")).iter(f"{MATHML}mi")]
    assert words == ["c", "out"]


def test_a_letter_and_its_upright_subscript_stay_two():
    math = parsed(prose(r"$\mathrm{E_K}$")).find(f".//{MATHML}msub")
    assert [e.text for e in math.iter(f"{MATHML}mi")] == ["E", "K"]


def test_a_function_is_set_apart_from_what_it_is_applied_to():
    math = parsed(prose(r"$\ln x$")).find(f".//{MATHML}math")
    assert [e.tag.removeprefix(MATHML) for e in math.iter()][2:] == ["mi", "mspace", "mi"]


def test_the_minus_of_a_formula_is_a_true_minus():
    assert "−" in prose("$-89.1$")


def test_a_displayed_formula_inside_a_paragraph_leaves_the_html_valid():
    parsed(prose("So\n$$E = 0$$\nholds, and $$V = 1$$ too.\n\n$$I = 2$$"))


def test_lines_of_a_formula_are_aligned_in_a_table():
    math = parsed(prose(r"$$\begin{aligned} a &= b\\ c &= d \end{aligned}$$"))
    assert len(list(math.iter(f"{MATHML}mtr"))) == 2


@pytest.mark.parametrize("tex", [r"\bad{x}", r"\frac{", "a & b", r"\begin{matrix} 1"])
def test_a_formula_that_cannot_be_read_is_shown_as_its_source_and_reported(tex):
    with pytest.raises(ValueError, match="formula"):
        mathml(tex)
    assert "<math" not in prose(f"${tex}$")
    assert len(unreadable_formulas(f"Good: $x$. Bad: ${tex}$")) == 1


def test_readable_formulas_are_not_reported():
    assert unreadable_formulas(r"$x$ and $$\frac{1}{2}$$") == ()


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "![x](http://evil.example/x.png)",
    r"$\text{<script>alert(1)</script>}$",
    r"$\href{javascript:alert(1)}{x}$",
    r"$</math><script>alert(1)</script>$",
    "<!-- x --><style>*{}</style>",
    "`<b>`",
]


@pytest.mark.parametrize("markdown", HOSTILE)
def test_markup_in_prose_stays_text(markdown):
    tree = parsed(prose(markdown))
    tags = {str(e.tag).rpartition("}")[2] for e in tree.iter() if isinstance(e.tag, str)}
    assert not tags & {"script", "img", "style", "b"}
    links = [e.get("href", "") for e in tree.iter() if isinstance(e.tag, str)]
    assert not any(link.startswith("javascript") for link in links)


@given(st.text(st.sampled_from("$\\{}_^&<>ab1 \n*`|")))
def test_any_text_gives_valid_html(markdown):
    parsed(prose(markdown))
    parsed(phrase(markdown))


def test_headings_of_prose_do_not_break_the_outline_of_the_page():
    html = prose("# Big\n\ntext")
    assert "<h1" not in html
    assert '<p class="heading">Big</p>' in html
