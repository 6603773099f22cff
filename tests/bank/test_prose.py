"""How a prose file is read, what it refuses, and what comes out with a draft's numbers."""

from pathlib import Path

import pytest

from millivolt.bank.prose import read_prose
from millivolt.bank.typography import NARROW_SPACE
from millivolt.errors import AuthorError
from millivolt.items import SINGLE_LOG, Draft, Numeric

WHOLE = """# Question
At {{ t }} °C the outside holds {{ c }} mM.

## E
What is $E$ for {{ c }} mM?

# Hints
- Think of {{ c }} mM.
- It is $E = {{ E | fixed(1) }} mV$.

# Worked solution
$$E = {{ E | fixed(1) }} mV$$
"""


def draft(**given):
    part = Numeric("E", answer=-89.13, unit="mV", tolerance=SINGLE_LOG)
    return Draft(given={"t": 37.0, "c": 4.2} | given, values={"E": -89.13}, parts=[part])


@pytest.fixture
def rendered(tmp_path: Path):
    def render(text: str, **given):
        path = tmp_path / "family.md"
        path.write_text(text, encoding="utf-8")
        return read_prose(path).render(draft(**given))

    return render


@pytest.fixture
def complaint(rendered):
    def of(text: str, **given) -> str:
        with pytest.raises(AuthorError) as caught:
            rendered(text, **given)
        return str(caught.value).split("family.md", 1)[1]

    return of


def test_the_sections_become_the_prose_of_the_variant(rendered):
    prose = rendered(WHOLE)
    assert prose.question == f"At 37{NARROW_SPACE}°C the outside holds 4.2{NARROW_SPACE}mM."
    assert prose.prompts == {"E": f"What is $E$ for 4.2{NARROW_SPACE}mM?"}
    assert len(prose.hints) == 2
    assert prose.solution == r"$$E = -89.1\,\mathrm{mV}$$"


def test_a_hint_may_run_over_several_lines(rendered):
    text = WHOLE.replace("- Think of", "- Think\n  long of")
    assert "Think\n  long of" in rendered(text).hints[0]


def test_a_tag_at_the_end_of_a_line_keeps_the_line_break_and_a_lone_tag_leaves_none(rendered):
    block = "{% if t > 0 %}warm{% endif %}\n\n{% for n in (1, 2) %}\n| {{ n }} |\n{% endfor %}\nend"
    text = WHOLE.replace("$$E = {{ E | fixed(1) }} mV$$", block)
    assert rendered(text).solution == "warm\n\n| 1 |\n| 2 |\nend"


def test_numbers_are_literals_inside_code(rendered):
    text = WHOLE.replace("$$E = {{ E | fixed(1) }} mV$$", "`{{ small }} + {{ E | fixed(1) }}`")
    assert rendered(text, small=1e-4).solution == "`0.0001 + -89.1`"


def test_an_object_is_written_by_its_name_in_text_and_by_its_tex_in_formulas(rendered):
    class Potassium:
        tex = r"\mathrm{K^+}"

        def __str__(self):
            return "K⁺"

    text = WHOLE.replace("What is $E$", "What is $E_{ {{ ion }} }$ of {{ ion }}")
    prompt = rendered(text, ion=Potassium()).prompts["E"]
    assert prompt.startswith(r"What is $E_{ \mathrm{K^+} }$ of K⁺ for")


@pytest.mark.parametrize("section", ["# Question", "# Hints", "# Worked solution"])
def test_a_missing_section_is_refused(complaint, section):
    text = WHOLE.replace(section, "## E2" if section != "# Question" else "# Hints")
    assert "missing" in complaint(text) or "occurs twice" in complaint(text)


def test_a_part_without_its_prompt_is_refused(complaint):
    assert complaint(WHOLE.replace("## E\n", "")) == (
        ":1: section '## E' is missing: it asks for that part"
    )


def test_a_prompt_for_no_part_is_refused_where_it_stands(complaint):
    assert complaint(WHOLE.replace("# Hints", "## F\nWhy?\n\n# Hints")) == (
        ":7: '## F' is not a part of the item"
    )


def test_an_unknown_section_is_refused_where_it_stands(complaint):
    assert complaint(WHOLE.replace("# Hints", "# Hint")).startswith(":7: unknown section 'Hint'")


def test_an_undefined_name_is_refused_with_its_line(complaint):
    assert complaint(WHOLE.replace("Think of {{ c }}", "Think of {{ concentration }}")) == (
        ":8: 'concentration' is undefined"
    )


def test_a_computed_number_must_be_rounded(complaint):
    assert complaint(WHOLE.replace("$$E = {{ E | fixed(1) }} mV$$", "{{ E }}")).startswith(
        ":12: -89.13 is computed: round it"
    )


def test_a_drawn_number_may_not_lose_digits(complaint):
    assert ":2: 4.2 was drawn with more digits than 4" in complaint(
        WHOLE.replace("holds {{ c }}", "holds {{ c | fixed(0) }}")
    )


def test_a_syntax_error_of_a_template_is_refused_with_its_line(complaint):
    assert complaint(WHOLE.replace("{{ t }}", "{{ t | }}")).startswith(":2: ")


def test_leftover_braces_are_refused(complaint):
    assert "'{{' is left over in Hints" in complaint(
        WHOLE.replace("- Think of", "- {{ '{{' }} Think of")
    )


def test_a_formula_that_does_not_end_is_refused_with_its_line(complaint):
    assert complaint(WHOLE.replace("What is $E$", "What is $E")) == (
        ":5: a formula's closing $ is missing"
    )


def test_a_name_that_is_both_given_and_computed_is_refused(complaint):
    assert "the item has E both in given and in values" in complaint(WHOLE, E=1.0)


def test_a_missing_file_says_what_belongs_there(tmp_path):
    with pytest.raises(AuthorError, match="the prose file is missing"):
        read_prose(tmp_path / "none.md")
