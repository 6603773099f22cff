"""What code in one box may ask about the objects of another, and how it is answered.

Instructor's tests run in a process without student code; whatever they need of the student's
notebook, they ask for. The grader stands between the two and passes on plain values only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from .records import Raised, Returned, Stopped
from .wire.decode import Decoder
from .wire.encode import Encoder
from .wire.frames import WireError, pack
from .wire.strict import read_text

VERBS: Final = frozenset({"get", "attribute", "call", "set", "alias", "delete", "stuck"})
_MAX_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is asked for.

    Attributes:
        verb: `get` a name, an `attribute`, a `call`; `set`, `alias` or `delete` a name; `stuck`
            says that a test needed more of an object than values can tell.
        name: the name or the path of the object.
        detail: the attribute, the path that becomes another name, or why a test is stuck.
        args: positional arguments of a call, or the one value to set.
        keywords: keyword arguments of a call.
    """

    verb: str
    name: str
    detail: str = ""
    args: tuple[Any, ...] = ()
    keywords: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reference:
    """An object that stays where it is: the path by which to ask about it, and its kind."""

    path: str
    kind: str


Answer: TypeAlias = Returned | Raised | Stopped | Reference
Answering: TypeAlias = Callable[[Question], Answer]


def is_question(head: Any) -> bool:
    """Whether a frame's head is a question rather than a reply."""
    return type(head) is dict and "ask" in head


def read_question(head: Any, values: Decoder, nonce: str) -> Question:
    """The question in a frame.

    Raises:
        WireError: it is not one.
    """
    if set(head) != {"n", "ask", "args", "keywords"} or head["n"] != nonce:
        raise WireError("a question with other fields")
    asked = head["ask"]
    if type(asked) is not list or len(asked) != 3:
        raise WireError("a question with other parts")
    verb, name, detail = (read_text(part, _MAX_NAME) for part in asked)
    args, keywords = values.decode(head["args"]), values.decode(head["keywords"])
    values.finish()
    if verb not in VERBS or type(args) is not tuple or type(keywords) is not dict:
        raise WireError("a question of an unknown kind")
    return Question(verb, name, detail, args, keywords)


def answer_frame(answer: Answer) -> bytes:
    """An answer as the bytes of a frame."""
    encoder = Encoder()
    form: dict[str, Any]
    if isinstance(answer, Returned):
        form = {"value": encoder.encode(answer.value)}
    elif isinstance(answer, Reference):
        form = {"reference": [answer.path, answer.kind]}
    elif isinstance(answer, Raised):
        form = {"raised": [answer.type, answer.message, list(answer.ancestry)]}
    else:
        form = {"stopped": answer.message}
    return pack(form, encoder.buffers)
