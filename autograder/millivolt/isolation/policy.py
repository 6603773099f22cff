"""Which system calls the student's process may make: an allow-list.

Taken from traces of numpy, scipy, sympy, matplotlib, pandas and ordinary course code. Nothing
here starts a process, reaches a network, opens another process or changes a mount.
"""

from __future__ import annotations

import errno
from functools import cache
from typing import Final

from .bpf import ALLOW, OWN_PID, Bits, Decision, Filter, Null, Switch, assemble, fail
from .syscalls import MACHINES

_PLAIN: Final = """
read write readv writev pread64 pwrite64 preadv pwritev lseek open openat creat close close_range
dup dup2 dup3 stat fstat lstat newfstatat statx access faccessat faccessat2 readlink readlinkat
getdents getdents64 getcwd chdir fchdir mkdir mkdirat rmdir unlink unlinkat rename renameat
renameat2 symlink symlinkat truncate ftruncate fallocate fsync fdatasync chmod fchmod fchmodat
utime utimes utimensat umask statfs fstatfs copy_file_range sendfile fadvise64
mmap munmap mremap mprotect madvise brk msync rseq futex set_robust_list
clock_gettime clock_getres clock_nanosleep nanosleep gettimeofday time times getrusage sysinfo
uname getitimer setitimer alarm
getpid gettid getppid getuid geteuid getgid getegid getgroups getresuid getresgid getpgrp getpgid
getsid set_tid_address getcpu getrandom
rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait rt_sigsuspend sigaltstack
restart_syscall pause
select pselect6 poll ppoll epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait eventfd
eventfd2 pipe pipe2 recvfrom shutdown getsockopt getsockname getpeername
sched_yield sched_getaffinity sched_getparam sched_getscheduler sched_get_priority_max
sched_get_priority_min getrlimit setrlimit exit exit_group wait4 waitid
"""

_AF_UNIX: Final = 1
_THREAD: Final = 0x0001_0000 | 0x0000_0800 | 0x0000_0100
"""CLONE_THREAD, CLONE_SIGHAND and CLONE_VM."""
_NEW_NAMESPACES: Final = 0x7E02_0000
_DUPLICATE, _GET_FLAGS, _SET_FLAGS, _GET_STATUS, _SET_STATUS, _DUPLICATE_CLOEXEC = (
    0, 1, 2, 3, 4, 1030,
)  # fmt: skip
_LOCKS: Final = (6, 7, 37, 38)
"""F_SETLK, F_SETLKW and their open-file-description forms."""
_GET_TERMINAL, _WINDOW_SIZE, _NONBLOCKING, _BYTES_WAITING, _NO_CLOEXEC, _CLOEXEC = (
    0x5401, 0x5413, 0x5421, 0x541B, 0x5450, 0x5451,
)  # fmt: skip
_SET_NAME, _GET_NAME, _GET_DUMPABLE = 15, 16, 3

# A lock on a library's file could be seen from the next box, so locks succeed without being taken:
# there is no second process here that they could protect anything from.
_NOTHING: Final = fail(0)

_CHECKED: Final[dict[str, Decision]] = {
    "kill": Switch(0, {OWN_PID: ALLOW}),
    "tgkill": Switch(0, {OWN_PID: ALLOW}),
    "prlimit64": Switch(0, {0: ALLOW, OWN_PID: ALLOW}),
    "socketpair": Switch(0, {_AF_UNIX: ALLOW}),
    # Only the ends of a socketpair can exist, so a send without an address stays inside.
    "sendto": Null(4),
    "clone": Bits(0, all_of=_THREAD, none_of=_NEW_NAMESPACES),
    # Its flags lie in memory, where a filter cannot look; the C library falls back to clone.
    "clone3": fail(errno.ENOSYS),
    "flock": _NOTHING,
    "fcntl": Switch(
        1,
        {
            **dict.fromkeys(
                (
                    _DUPLICATE,
                    _GET_FLAGS,
                    _SET_FLAGS,
                    _GET_STATUS,
                    _SET_STATUS,
                    _DUPLICATE_CLOEXEC,
                ),
                ALLOW,
            ),
            **dict.fromkeys(_LOCKS, _NOTHING),
        },
    ),
    "ioctl": Switch(
        1,
        dict.fromkeys(
            (
                _GET_TERMINAL,
                _WINDOW_SIZE,
                _NONBLOCKING,
                _BYTES_WAITING,
                _NO_CLOEXEC,
                _CLOEXEC,
            ),
            ALLOW,
        ),
        otherwise=fail(errno.ENOTTY),
    ),
    "prctl": Switch(
        0, {_SET_NAME: ALLOW, _GET_NAME: ALLOW, _GET_DUMPABLE: ALLOW}, fail(errno.EINVAL)
    ),
}


@cache
def student_filter(machine: str) -> Filter:
    """The filter for a student's process on a machine of this name, assembled once.

    Raises:
        KeyError: there is no table of system calls for that machine.
    """
    return assemble(MACHINES[machine], {**dict.fromkeys(_PLAIN.split(), ALLOW), **_CHECKED})
