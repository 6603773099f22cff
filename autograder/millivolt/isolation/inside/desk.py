"""The names of a notebook whose answers live in another process.

Instructor's tests run here, and no student code does. A name that only the student has is asked
for; a function of the student's is called where it lives; nothing but values comes back.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable
from typing import Any, Final, NoReturn, Protocol

from ..wire.values import Opaque
from .thaw import thaw

_OWN: Final = frozenset(vars(builtins))


class Ask(Protocol):
    """Sends one question and gives the answer: its head, and its value if it has one."""

    def __call__(
        self, verb: str, name: str, detail: str = "", args: tuple[Any, ...] = (),
        keywords: dict[str, Any] | None = None,
    ) -> dict[str, Any] | None: ...  # fmt: skip


class CannotCross(BaseException):
    """A test needs an object itself, and only its values can leave the student's process."""


class TimeIsUp(BaseException):
    """The student's code reached a limit while a test waited for it."""


class Desk(dict[str, Any]):
    """The global names of the tests. `theirs` are names that the student's answers define."""

    def __init__(self, ask: Ask) -> None:
        super().__init__()
        self._ask = ask
        self.theirs: frozenset[str] = frozenset()

    def renew(self, theirs: Iterable[str]) -> None:
        """Forgets what was known under the student's names: they may have changed."""
        self.theirs = frozenset(theirs)
        for name in self.theirs:
            self.pop(name, None)

    def __missing__(self, name: str) -> Any:
        # An answer may define a name of Python's own; no other code of the student's may.
        if name not in self.theirs and (name in _OWN or name.startswith("__")):
            raise KeyError(name)
        try:
            value = self.answered(self._ask("get", name))
        except NameError:
            raise KeyError(name) from None
        super().__setitem__(name, value)
        return value

    def __setitem__(self, name: str, value: Any) -> None:
        # What a test puts under a student's name has to be seen by the student's functions.
        if name in self.theirs:
            if isinstance(value, Theirs):
                self.answered(self._ask("alias", name, value._path))
            else:
                self.asked("set", name, args=(value,))
        super().__setitem__(name, value)

    def __delitem__(self, name: str) -> None:
        if name in self.theirs:
            self.answered(self._ask("delete", name))
        super().__delitem__(name)

    def asked(self, verb: str, name: str, detail: str = "", **given: Any) -> Any:
        """The answer to a question; arguments that are not plain values cannot be sent."""
        head = self._ask(verb, name, detail, **given)
        if head is None:
            self.stuck(f"an argument of {name} that is no plain value")
        return self.answered(head)

    def answered(self, head: dict[str, Any] | None) -> Any:
        """The value of an answer; raises what the student's code raised."""
        if head is None:
            self.stuck("something that is no plain value")
        if "reference" in head:
            path, kind = head["reference"]
            return TheirFunction(self, path) if kind == "function" else Theirs(self, path, kind)
        if "raised" in head:
            raise self._error(*head["raised"])
        if "stopped" in head:
            raise TimeIsUp(head["stopped"])
        return _marked(self, thaw(head["value"], self))

    def stuck(self, why: str) -> NoReturn:
        """Says that values are not enough for this test, and ends it."""
        self._ask("stuck", "", why[:150])
        raise CannotCross(why)

    def _error(self, kind: str, message: str, ancestry: list[str]) -> BaseException:
        """The student's exception as one of the nearest class that is known here."""
        for name in ancestry:
            base: Any = dict.get(self, name, getattr(builtins, name, None))
            if isinstance(base, type) and issubclass(base, BaseException):
                own: Any = base if name == kind else type(kind, (base,), {})
                error: BaseException = own.__new__(own, message)
                error.args = (message,)
                return error
        return RuntimeError(f"{kind}: {message}")


def _marked(desk: Desk, value: Any) -> Any:
    """`value` with a stand-in for each object in it that did not come along."""
    if type(value) is Opaque:
        return Theirs(desk, "", value.type_name)
    if type(value) in (list, tuple):
        return type(value)(_marked(desk, item) for item in value)
    if type(value) is dict:
        return {key: _marked(desk, item) for key, item in value.items()}
    return value


class Theirs:
    """Stands for an object that stays in the student's process: its attributes can be asked."""

    def __init__(self, desk: Desk, path: str, kind: str) -> None:
        object.__setattr__(self, "_desk", desk)
        object.__setattr__(self, "_path", path)
        object.__setattr__(self, "_kind", kind)

    _desk: Desk
    _path: str
    _kind: str

    def __getattr__(self, name: str) -> Any:
        if not self._path:
            self._desk.stuck(f"the attribute {name} of a {self._kind}")
        return self._desk.asked("attribute", self._path, name)


class TheirFunction(Theirs):
    """A function, method or class of the student's; called where it lives."""

    def __init__(self, desk: Desk, path: str) -> None:
        super().__init__(desk, path, "function")

    def __call__(self, *args: Any, **keywords: Any) -> Any:
        return self._desk.asked("call", self._path, args=args, keywords=keywords)


def _refusing(method: str) -> Callable[..., Any]:
    def refuse(self: Theirs, *args: Any, **keywords: Any) -> NoReturn:
        self._desk.stuck(f"{method} of a {self._kind}")

    return refuse


_REFUSED: Final = (
    "eq ne lt le gt ge bool len iter next contains getitem setitem delitem hash index int float "
    "complex abs neg pos round add radd sub rsub mul rmul truediv rtruediv floordiv rfloordiv mod "
    "rmod pow rpow matmul rmatmul and rand or ror xor rxor setattr delattr repr str format enter "
    "exit array instancecheck"
)
"""What an object of the student's would answer itself: its word, and no value."""

for _method in _REFUSED.split():
    setattr(Theirs, f"__{_method}__", _refusing(f"__{_method}__"))
