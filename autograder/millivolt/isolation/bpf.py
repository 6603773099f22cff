"""A small assembler for seccomp filters: decisions about system calls to BPF instructions."""

from __future__ import annotations

import errno
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from .syscalls import HIGHEST, Machine

ALLOW: Final = 0x7FFF_0000
_ERRNO: Final = 0x0005_0000
_KILL: Final = 0x8000_0000

_LOAD: Final = 0x20
_JUMP_EQUAL: Final = 0x15
_JUMP_GREATER: Final = 0x25
_JUMP_ANY_BIT: Final = 0x45
_RETURN: Final = 0x06
_AND: Final = 0x54

_NUMBER: Final = 0
_ARCHITECTURE: Final = 4
_ARGUMENTS: Final = 16

_INSTRUCTION: Final = struct.Struct("<HBBI")


class OwnPid:
    """Stands for the number of the process the filter is installed in."""


OWN_PID: Final = OwnPid()


def fail(code: int) -> int:
    """The decision to fail the call with an errno; 0 makes it succeed without doing anything."""
    return _ERRNO | code


@dataclass(frozen=True, slots=True)
class Switch:
    """Decides by the low half of one argument."""

    argument: int
    cases: Mapping[int | OwnPid, int]
    otherwise: int = fail(errno.EPERM)


@dataclass(frozen=True, slots=True)
class Null:
    """Allows the call when an argument, usually a pointer, is zero."""

    argument: int


@dataclass(frozen=True, slots=True)
class Bits:
    """Allows the call when an argument has all of some bits and none of others."""

    argument: int
    all_of: int
    none_of: int


Decision: TypeAlias = int | Switch | Null | Bits


@dataclass(frozen=True, slots=True)
class Filter:
    """An assembled filter.

    Attributes:
        program: the instructions, eight bytes each.
        own_pid_offsets: where to write the process's number, as four bytes, little-endian.
    """

    program: bytes
    own_pid_offsets: tuple[int, ...]


@dataclass(slots=True)
class _Assembler:
    code: list[bytes] = field(default_factory=list)
    own_pid_offsets: list[int] = field(default_factory=list)

    def emit(self, operation: int, value: int, if_true: int = 0, if_false: int = 0) -> None:
        self.code.append(_INSTRUCTION.pack(operation, if_true, if_false, value & 0xFFFF_FFFF))

    def finish(self) -> None:
        self.emit(_RETURN, fail(errno.EPERM))


def assemble(machine: Machine, decisions: Mapping[str, Decision]) -> Filter:
    """A filter that follows `decisions`, and fails every other call.

    Known calls fail with EPERM. Calls newer than the table fail with ENOSYS, so that the C
    library falls back to what it used before them. A foreign architecture kills the process.
    """
    asm = _Assembler()
    asm.emit(_LOAD, _ARCHITECTURE)
    asm.emit(_JUMP_EQUAL, machine.audit, 1, 0)
    asm.emit(_RETURN, _KILL)
    asm.emit(_LOAD, _NUMBER)
    if machine.foreign_bit:
        asm.emit(_JUMP_ANY_BIT, machine.foreign_bit, 0, 1)
        asm.emit(_RETURN, _KILL)
    asm.emit(_JUMP_GREATER, HIGHEST, 0, 1)
    asm.emit(_RETURN, fail(errno.ENOSYS))
    for name, decision in decisions.items():
        number = machine.numbers.get(name)
        if number is None:
            continue
        body = _body(decision)
        asm.emit(_JUMP_EQUAL, number, 0, len(body.code))
        base = 8 * len(asm.code)
        asm.own_pid_offsets.extend(base + offset for offset in body.own_pid_offsets)
        asm.code.extend(body.code)
    asm.finish()
    return Filter(b"".join(asm.code), tuple(asm.own_pid_offsets))


def _body(decision: Decision) -> _Assembler:
    """Instructions that always end in a return, for one call."""
    asm = _Assembler()
    match decision:
        case int():
            asm.emit(_RETURN, decision)
        case Switch(argument, cases, otherwise):
            asm.emit(_LOAD, _ARGUMENTS + 8 * argument)
            for value, action in cases.items():
                if isinstance(value, OwnPid):
                    asm.own_pid_offsets.append(8 * len(asm.code) + 4)
                    asm.emit(_JUMP_EQUAL, 0, 0, 1)
                else:
                    asm.emit(_JUMP_EQUAL, value, 0, 1)
                asm.emit(_RETURN, action)
            asm.emit(_RETURN, otherwise)
        case Null(argument):
            asm.emit(_LOAD, _ARGUMENTS + 8 * argument)
            asm.emit(_JUMP_EQUAL, 0, 0, 3)
            asm.emit(_LOAD, _ARGUMENTS + 8 * argument + 4)
            asm.emit(_JUMP_EQUAL, 0, 0, 1)
            asm.emit(_RETURN, ALLOW)
            asm.finish()
        case Bits(argument, all_of, none_of):
            asm.emit(_LOAD, _ARGUMENTS + 8 * argument)
            asm.emit(_JUMP_ANY_BIT, none_of, 3, 0)
            asm.emit(_AND, all_of)
            asm.emit(_JUMP_EQUAL, all_of, 0, 1)
            asm.emit(_RETURN, ALLOW)
            asm.finish()
    return asm
