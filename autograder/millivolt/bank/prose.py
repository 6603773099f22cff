"""A family's prose file: its sections, checked when it is read, rendered with a variant's numbers.

The file is Markdown with formulas between dollar signs and Jinja expressions. It has the
sections ``# Question`` (with one ``## <part id>`` for each part's prompt), ``# Hints`` (a list,
from the first nudge to the last) and ``# Worked solution``.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2

from millivolt.bank.typography import (
    Printed,
    bracketed,
    fixed,
    literal,
    shown,
    sig,
    signed,
    spaced,
    tex,
)
from millivolt.errors import AuthorError
from millivolt.items import Draft, Part, Prose

__all__ = ["ProseFile", "read_prose"]

_QUESTION, _HINTS, _SOLUTION = "Question", "Hints", "Worked solution"
_ORDER = (_QUESTION, _HINTS, _SOLUTION)
_BREAK = "\x1e"
_EXPRESSION = re.compile(r"\{\{(-?)(.*?)(-?)\}\}", re.DOTALL)
# A displayed formula may run over lines, one in the text may not.
_FORMULA = re.compile(r"(\$\$)((?:[^$])+?)\$\$|(\$)([^$\n]+?)\$")
_CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)
_LEFTOVER = re.compile(r"\{\{|\{%|%\}|\{#")
_TAG_ALONE = re.compile(r"\s*\{%[^%]*%\}\s*\Z")
_HINT = re.compile(r"^[-*] ", re.MULTILINE)

_ENVIRONMENT = jinja2.Environment(
    undefined=jinja2.StrictUndefined,
    finalize=shown,
    autoescape=False,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_ENVIRONMENT.filters.update(
    bracketed=bracketed, fixed=fixed, literal=literal, sig=sig, signed=signed, tex=tex
)


@dataclass(frozen=True, slots=True)
class _Section:
    name: str
    line: int
    prompt: bool


@dataclass(frozen=True, slots=True)
class ProseFile:
    """A prose file that was read and found well formed."""

    path: Path
    sections: tuple[_Section, ...]
    template: jinja2.Template

    def render(self, draft: Draft) -> Prose:
        """The words for ``draft``.

        Raises:
            AuthorError: with the file's line, when a name is undefined, a computed number is
                printed unrounded, or the prompts do not match the draft's parts.
        """
        self._match(draft.parts)
        if shared := draft.given.keys() & draft.values.keys():
            names = ", ".join(sorted(shared))
            raise self._error(f"the item has {names} both in given and in values", None)
        text = self._text(_names(draft))
        pieces = [piece.strip() for piece in text.split(_BREAK)[1:]]
        if len(pieces) != len(self.sections):
            raise self._error("a block must not reach over a heading", self.sections[0].line)
        for section, piece in zip(self.sections, pieces, strict=True):
            if found := _LEFTOVER.search(piece):
                raise self._error(f"{found[0]!r} is left over in {section.name}", section.line)
        by_name = {(s.prompt, s.name): p for s, p in zip(self.sections, pieces, strict=True)}
        return Prose(
            question=by_name[False, _QUESTION],
            prompts={part.id: by_name[True, part.id] for part in draft.parts},
            hints=tuple(h.strip() for h in _HINT.split(by_name[False, _HINTS]) if h.strip()),
            solution=by_name[False, _SOLUTION],
        )

    def _match(self, parts: Sequence[Part]) -> None:
        asked = {section.name: section.line for section in self.sections if section.prompt}
        for part in parts:
            if part.id not in asked:
                raise self._error(f"section '## {part.id}' is missing: it asks for that part", 1)
        for name in asked.keys() - {part.id for part in parts}:
            raise self._error(f"'## {name}' is not a part of the item", asked[name])

    def _text(self, names: Mapping[str, Any]) -> str:
        try:
            return self.template.render(names)
        except AuthorError:
            raise
        except Exception as problem:
            raise self._error(str(problem), _line_of(problem, self.template)) from problem

    def _error(self, message: str, line: int | None) -> AuthorError:
        return AuthorError(message, file=str(self.path), line=line)


def read_prose(path: Path) -> ProseFile:
    """The prose file at ``path``; raises ``AuthorError`` for what no variant could mend."""
    try:
        source = path.read_text("utf-8")
    except OSError as problem:
        raise AuthorError(
            "the prose file is missing; it has the sections # Question, # Hints, # Worked solution",
            file=str(path),
        ) from problem
    sections, body = _divided(source, path)
    for name in _ORDER:
        if not any(section.name == name and not section.prompt for section in sections):
            raise AuthorError(f"section '# {name}' is missing", file=str(path), line=1)
    try:
        template = _ENVIRONMENT.from_string(_prepared(body, path))
    except jinja2.TemplateSyntaxError as problem:
        raise AuthorError(
            problem.message or "template syntax", file=str(path), line=problem.lineno
        ) from problem
    return ProseFile(path, sections, template)


def _divided(source: str, path: Path) -> tuple[tuple[_Section, ...], str]:
    """The sections, and the source with each heading replaced by a break.

    The lines keep their numbers, so that Jinja's complaints point at the author's own file.
    """
    sections: list[_Section] = []
    lines = []
    chapter, fenced = "", False
    for number, line in enumerate(source.split("\n"), start=1):
        if line.startswith("```"):
            fenced = not fenced
        heading = None if fenced else _heading(line, chapter, number, path)
        if heading is None:
            if line.strip() and not sections:
                raise AuthorError("text before '# Question'", file=str(path), line=number)
            lines.append(_ended(line))
            continue
        if any((s.name, s.prompt) == (heading.name, heading.prompt) for s in sections):
            raise AuthorError(f"section {heading.name!r} occurs twice", file=str(path), line=number)
        chapter = chapter if heading.prompt else heading.name
        sections.append(heading)
        lines.append(_BREAK)
    return tuple(sections), "\n".join(lines) + "\n"


def _ended(line: str) -> str:
    """``line`` with its line break kept after a closing tag; a tag on its own line leaves none."""
    if line.endswith("%}") and not line.endswith("+%}") and not _TAG_ALONE.match(line):
        return f"{line[:-2]}+%}}"
    return line


def _heading(line: str, chapter: str, number: int, path: Path) -> _Section | None:
    if line.startswith("# "):
        name = line[2:].strip()
        if name not in _ORDER:
            known = ", ".join(f"'# {known}'" for known in _ORDER)
            raise AuthorError(
                f"unknown section {name!r}; there are {known}", file=str(path), line=number
            )
        return _Section(name, number, prompt=False)
    if line.startswith("## ") and chapter == _QUESTION:
        return _Section(line[3:].strip(), number, prompt=True)
    return None


def _prepared(body: str, path: Path) -> str:
    """The source with units tied to numbers; numbers in formulas become TeX, in code literals."""
    pieces = []
    for index, piece in enumerate(_CODE.split(body)):
        if index % 2:
            pieces.append(_EXPRESSION.sub(r"{{\1 (\2) | literal \3}}", piece))
        else:
            pieces.append(_FORMULA.sub(_formula, _outside(piece)))
    text = "".join(pieces)
    if _FORMULA.sub("", _CODE.sub("", text)).count("$"):
        at = _lonely_dollar(body)
        raise AuthorError("a formula's closing $ is missing", file=str(path), line=at)
    return text


def _outside(text: str) -> str:
    """``text`` with units tied to numbers in what stands outside formulas."""
    end, pieces = 0, []
    for formula in _FORMULA.finditer(text):
        pieces += [spaced(text[end : formula.start()]), formula[0]]
        end = formula.end()
    return "".join([*pieces, spaced(text[end:])])


def _formula(found: re.Match[str]) -> str:
    dollars, inner = (found[1], found[2]) if found[1] else (found[3], found[4])
    return dollars + _EXPRESSION.sub(r"{{\1 (\2) | tex \3}}", spaced(inner, formula=True)) + dollars


def _lonely_dollar(body: str) -> int | None:
    for number, line in enumerate(body.split("\n"), start=1):
        if line.replace("$$", "").count("$") % 2:
            return number
    return None


def _names(draft: Draft) -> dict[str, Any]:
    """What a template may name: drawn numbers marked as printed, computed ones, the key."""
    given = {name: _printed(value) for name, value in draft.given.items()}
    return {**draft.values, **given, "key": _keys(draft.parts)}


def _printed(value: Any) -> Any:
    if isinstance(value, float):
        return Printed(value)
    if isinstance(value, Mapping):
        return {name: _printed(entry) for name, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_printed(entry) for entry in value]
    return value


def _keys(parts: Iterable[Part]) -> dict[str, Any]:
    return {part.id: part.answer for part in parts if hasattr(part, "answer")}


def _line_of(problem: Exception, template: jinja2.Template) -> int | None:
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(problem.__traceback__)
        if frame.filename in (template.filename, "<template>")
    ]
    return lines[-1] if lines else None
