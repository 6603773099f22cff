"""Made-up responses for parts that pick, order or pair options."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

from millivolt.checks.manufacture.specimen import (
    BLANKS,
    Kind,
    Specimen,
    disguised,
    malformed,
    plain,
    right,
)
from millivolt.items import Choice, Matching, MultipleChoice, Option, Ordering, State, TwoTier

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def choice_specimens(part: Choice) -> tuple[Specimen, ...]:
    """Every option in its letter, and the right one in several guises."""
    letter = _letters(part.options)
    answer = letter[part.answer]
    found = [
        right(answer),
        disguised(answer.lower(), "a small letter"),
        disguised(f"({answer}) ", "a letter in brackets"),
        disguised([answer], "a list of one letter"),
        disguised(_text(part.options, part.answer), "the option's own words"),
    ]
    for option in part.options:
        if option.id != part.answer:
            found.append(_picked(letter[option.id], option, State.INCORRECT))
    found += [
        malformed("?!", "no letter at all"),
        malformed(letter[part.options[0].id] + ", " + letter[part.options[1].id], "two letters"),
        malformed(3.7, "a number"),
    ]
    return (*found, *BLANKS)


def multiple_choice_specimens(part: MultipleChoice) -> tuple[Specimen, ...]:
    """The right set in several guises, all options, and each wrong option alone."""
    letter = _letters(part.options)
    answer = [letter[o.id] for o in part.options if o.id in part.answer]
    found = [
        right(", ".join(answer)),
        disguised(list(reversed(answer)), "a list the other way round"),
        disguised("".join(answer).lower(), "small letters without commas"),
        disguised(" and ".join(answer), "letters joined by and"),
    ]
    ideas = {o.misconception.id for o in part.options if o.misconception} - {
        o.misconception.id for o in part.options if o.misconception and o.id in part.answer
    }
    every = ", ".join(letter.values())
    found.append(plain(Kind.WRONG, "every option", every, State.INCORRECT, ideas=ideas))
    for option in part.options:
        if option.id not in part.answer:
            found.append(_picked(letter[option.id], option, State.INCORRECT))
    found += [malformed("A, ?!", "an unknown letter"), malformed(3.7, "a number")]
    return (*found, *BLANKS)


def ordering_specimens(part: Ordering) -> tuple[Specimen, ...]:
    """The right order in several guises, its reverse, and each misconception's order."""
    letter = _letters(part.options)
    answer = [letter[option] for option in part.answer]
    found = [
        right(", ".join(answer)),
        disguised(answer, "a list"),
        disguised(" > ".join(answer), "with signs between"),
        disguised("".join(answer).lower(), "small letters without commas"),
    ]
    for idea in part.misconceptions:
        order = tuple(idea.value)
        ideas = {m.id for m in part.misconceptions if tuple(m.value) == order}
        value = ", ".join(letter[option] for option in order)
        states = (State.INCORRECT, State.PARTIAL)
        found.append(plain(Kind.MISCONCEPTION, idea.id, value, *states, ideas=ideas))
    claimed = {tuple(m.value) for m in part.misconceptions}
    backwards = tuple(reversed(part.answer))
    if backwards not in claimed and len(part.answer) > 2:
        value = ", ".join(letter[option] for option in backwards)
        found.append(plain(Kind.WRONG, "the reverse", value, State.INCORRECT))
    found += [
        malformed(", ".join(answer[:-1]), "an option left out"),
        malformed(", ".join([*answer[:-1], answer[0]]), "an option twice"),
        malformed(3.7, "a number"),
    ]
    return (*found, *BLANKS)


def matching_specimens(part: Matching) -> tuple[Specimen, ...]:
    """The right pairs in several guises, and pairs that are all wrong."""
    letter = _letters(part.options)
    answer = [letter[option] for option in part.answer]
    numbers = range(1, len(answer) + 1)
    pairs = list(zip(numbers, answer, strict=True))
    found = [
        right(dict(pairs)),
        disguised({str(number): option.lower() for number, option in pairs}, "numbers as text"),
        disguised(", ".join(f"{number}-{option}" for number, option in pairs), "a text of pairs"),
        disguised(answer, "a list of letters"),
        disguised(pairs, "a list of pairs"),
    ]
    wrong = _all_wrong(part)
    if wrong is not None:
        chosen = {o.id: o for o in part.options}
        ideas = {m.id for o in wrong if (m := chosen[o].misconception)}
        value = dict(zip(numbers, (letter[o] for o in wrong), strict=True))
        found.append(plain(Kind.WRONG, "every pair wrong", value, State.INCORRECT, ideas=ideas))
    found += [
        malformed(dict(pairs[:-1]), "a pair left out"),
        malformed("see the lecture", "words"),
        malformed(3.7, "a number"),
    ]
    return (*found, *BLANKS)


def two_tier_specimens(part: TwoTier) -> tuple[Specimen, ...]:
    """Answer and reason right, and one of them wrong."""
    letter = _letters(part.options)
    number = {reason.id: str(n) for n, reason in enumerate(part.reasons, start=1)}
    answer, reason = letter[part.answer], number[part.reason]
    found = [
        right(f"{answer}{reason}"),
        disguised(f"{answer}, {reason}", "with a comma"),
        disguised(f"{answer.lower()} because {reason}", "in words"),
        disguised((answer, int(reason)), "a pair"),
        disguised({"answer": answer, "reason": reason}, "a dict"),
    ]
    half = State.PARTIAL if part.answer_share else State.INCORRECT
    for option in part.reasons:
        if option.id != part.reason:
            found.append(_picked(f"{answer}{number[option.id]}", option, half))
    for option in part.options:
        if option.id != part.answer:
            found.append(_picked(f"{letter[option.id]}{reason}", option, State.INCORRECT))
    found += [malformed(answer, "no reason"), malformed(3.7, "a number")]
    return (*found, *BLANKS)


def _letters(options: Sequence[Option]) -> dict[str, str]:
    return {option.id: letter for option, letter in zip(options, LETTERS, strict=False)}


def _text(options: Sequence[Option], option_id: str) -> str:
    return next(option.text for option in options if option.id == option_id)


def _picked(value: str, option: Option, state: State) -> Specimen:
    idea = option.misconception
    if idea is None:
        return plain(Kind.WRONG, option.id, value, state)
    return plain(Kind.MISCONCEPTION, idea.id, value, state, ideas={idea.id})


def _all_wrong(part: Matching) -> tuple[str, ...] | None:
    """An option for each stem, never the right one; options are used up one after another."""
    ids = [option.id for option in part.options]
    for shifted in permutations(ids, min(len(ids), 3)):
        chosen = tuple(shifted[n % len(shifted)] for n in range(len(part.answer)))
        if all(c != a for c, a in zip(chosen, part.answer, strict=True)):
            return chosen
    return None
