"""The few Linux calls that Python has no function for."""

from __future__ import annotations

import ctypes
import os
import platform
import signal
from collections.abc import Iterable
from typing import Final

CLONE_NEWNS: Final = 0x0002_0000
CLONE_NEWUTS: Final = 0x0400_0000
CLONE_NEWIPC: Final = 0x0800_0000
CLONE_NEWUSER: Final = 0x1000_0000
CLONE_NEWPID: Final = 0x2000_0000

MS_RDONLY: Final = 1
MS_NOSUID: Final = 2
MS_NODEV: Final = 4
MS_NOEXEC: Final = 8
MS_BIND: Final = 4096
MS_REC: Final = 16384
MS_PRIVATE: Final = 1 << 18

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_DUMPABLE: Final = 4
_PR_SET_SECCOMP: Final = 22
_PR_CAPBSET_DROP: Final = 24
_PR_SET_CHILD_SUBREAPER: Final = 36
_PR_SET_NO_NEW_PRIVS: Final = 38
_SECCOMP_MODE_FILTER: Final = 2
_CAPABILITY_VERSION_3: Final = 0x2008_0522

# Landlock has no libc wrapper; its numbers are the same on every architecture.
_SYS_LANDLOCK_CREATE_RULESET: Final = 444
_SYS_LANDLOCK_ADD_RULE: Final = 445
_SYS_LANDLOCK_RESTRICT_SELF: Final = 446
_RULE_PATH_BENEATH: Final = 1
_CREATE_RULESET_VERSION: Final = 1

_SYS_CLONE: Final = {"x86_64": 56, "aarch64": 220}

_libc = ctypes.CDLL(None, use_errno=True)
_libc_with_gil = ctypes.PyDLL(None, use_errno=True)
_libc.mount.argtypes = [ctypes.c_char_p] * 3 + [ctypes.c_ulong, ctypes.c_char_p]
_libc.prctl.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4


_CLONE: Final = ctypes.c_long(_SYS_CLONE.get(platform.machine(), -1))


def _check(result: int, what: str) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")
    return result


def unshare(flags: int) -> None:
    """Moves this process into new namespaces. Raises OSError when they are refused."""
    _check(_libc.unshare(flags), "unshare")


def fork_into(namespaces: int) -> int:
    """fork(2) whose child is in new namespaces: 0 in the child, and the child's id in the parent.

    One fork instead of two: unshare(2) moves only the children of its caller into a new pid
    namespace. Only for a process with a single thread. Raises OSError when they are refused.
    """
    flags = ctypes.c_ulong(namespaces | signal.SIGCHLD)
    nothing = ctypes.c_void_p(None)
    ctypes.pythonapi.PyOS_BeforeFork()
    # The C library's fork cannot ask for namespaces; the rest is what os.fork does.
    pid = _libc_with_gil.syscall(_CLONE, flags, nothing, nothing, nothing, nothing)
    if pid == 0:
        ctypes.pythonapi.PyOS_AfterFork_Child()
        return 0
    refused = ctypes.get_errno()
    ctypes.pythonapi.PyOS_AfterFork_Parent()
    ctypes.set_errno(refused)
    return _check(pid, "clone")


def mount(source: str, target: str, kind: str | None, flags: int, options: str = "") -> None:
    """mount(2). Raises OSError with the target in its text."""
    result = _libc.mount(
        source.encode(), target.encode(), kind and kind.encode(), flags, options.encode()
    )
    _check(result, f"mount {target}")


def die_with_parent() -> None:
    """SIGKILL for this process when the thread that forked it ends."""
    _check(_libc.prctl(_PR_SET_PDEATHSIG, 9, 0, 0, 0), "prctl(PDEATHSIG)")


def adopt_orphans() -> None:
    """Descendants whose parent died become children of this process."""
    _check(_libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), "prctl(CHILD_SUBREAPER)")


def forbid_new_privileges() -> None:
    """No later exec or filter can give this process a privilege it does not have."""
    _check(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl(NO_NEW_PRIVS)")


def forbid_core_dumps() -> None:
    """Other processes of the same user may not read this one's memory."""
    _check(_libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0), "prctl(DUMPABLE)")


class _CapabilityHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _CapabilitySet(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


def drop_bounding_set() -> None:
    """Takes every capability out of the bounding set, as far as this process may."""
    for capability in range(64):
        if _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0) < 0:
            return


def drop_capabilities() -> None:
    """Gives up every capability this process holds, for good."""
    drop_bounding_set()
    header = _CapabilityHeader(_CAPABILITY_VERSION_3, 0)
    empty = (_CapabilitySet * 2)()
    _check(_libc.capset(ctypes.byref(header), ctypes.byref(empty)), "capset")


class _FilterProgram(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def install_filter(program: bytes) -> None:
    """Installs a seccomp filter given as raw BPF instructions of eight bytes each."""
    memory = ctypes.create_string_buffer(program, len(program))
    descriptor = _FilterProgram(len(program) // 8, ctypes.cast(memory, ctypes.c_void_p))
    address = ctypes.addressof(descriptor)
    _check(_libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, address, 0, 0), "prctl(SECCOMP)")


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("handled_fs", ctypes.c_uint64),
        ("handled_net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


WRITE_FILE: Final = 1 << 1
READ_FILE: Final = 1 << 2
READ_DIR: Final = 1 << 3
READ: Final = READ_FILE | READ_DIR
SCRATCH: Final = sum(1 << bit for bit in (1, 2, 3, 4, 5, 7, 8, 9, 13, 14))
"""Write and read files, list, remove and make folders, files, symlinks; rename; truncate."""

_FS_RIGHTS: Final = {1: 13, 2: 14, 3: 15, 4: 15}
_RULESET_SIZE: Final = {1: 8, 2: 8, 3: 8, 4: 16, 5: 16}


def landlock_version() -> int:
    """The Landlock ABI of this kernel; 0 when it has none or it is switched off."""
    version = _libc.syscall(_SYS_LANDLOCK_CREATE_RULESET, None, 0, _CREATE_RULESET_VERSION)
    return max(0, int(version))


def landlock(rules: Iterable[tuple[int, int]], version: int) -> None:
    """Allows this process nothing on the file system and the network but what `rules` say.

    Args:
        rules: pairs of an O_PATH descriptor and the rights at or beneath it.
        version: the Landlock ABI; later ones also close TCP, signals and abstract sockets.
    """
    handled = (1 << _FS_RIGHTS.get(version, 16)) - 1
    ruleset = _Ruleset(handled, 3 if version >= 4 else 0, 3 if version >= 6 else 0)
    size = _RULESET_SIZE.get(version, 24)
    descriptor = _check(
        _libc.syscall(_SYS_LANDLOCK_CREATE_RULESET, ctypes.byref(ruleset), size, 0), "landlock"
    )
    try:
        for parent, rights in rules:
            rule = _PathBeneath(rights & handled, parent)
            added = _libc.syscall(
                _SYS_LANDLOCK_ADD_RULE, descriptor, _RULE_PATH_BENEATH, ctypes.byref(rule), 0
            )
            _check(added, "landlock rule")
        _check(_libc.syscall(_SYS_LANDLOCK_RESTRICT_SELF, descriptor, 0), "landlock")
    finally:
        os.close(descriptor)
