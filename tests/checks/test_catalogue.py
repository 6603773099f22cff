"""The list of findings is closed, and every sentence on it is read by a test."""

import string
from pathlib import Path

import pytest

from millivolt.checks import MESSAGES, Code, every_message
from millivolt.quantities import MESSAGES as QUANTITY_MESSAGES


def test_every_code_has_its_sentence() -> None:
    assert set(MESSAGES) == set(Code)
    assert len(every_message()) == len(Code) + len(QUANTITY_MESSAGES)


@pytest.mark.parametrize("code", list(Code))
def test_every_code_occurs_in_a_test(code: Code) -> None:
    sources = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    pieces = [text for text, *_ in string.Formatter().parse(MESSAGES[code]) if len(text) > 12]
    assert f'"{code.value}"' in sources or any(piece in sources for piece in pieces)


@pytest.mark.parametrize("text", every_message().values())
def test_a_sentence_is_one_for_a_student(text: str) -> None:
    assert text == text.strip()
    assert text[-1] in ".}?"
    assert text[0] in "“{" or text[0].isupper()
    for blaming in ("error", "invalid", "illegal", "fail", "stupid", "must not"):
        assert blaming not in string.Formatter().vformat(text, (), _Blank()).lower()


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""
