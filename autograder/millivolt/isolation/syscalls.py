"""Numbers of the system calls the filter names, and the architectures it knows.

Source: the kernel's `asm/unistd_64.h` (x86-64) and `asm-generic/unistd.h` (aarch64), Linux 6.1.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_TABLE: Final = """
read 0 63, write 1 64, readv 19 65, writev 20 66, pread64 17 67, pwrite64 18 68, preadv 295 69,
pwritev 296 70, lseek 8 62, open 2 -, openat 257 56, creat 85 -, close 3 57,
close_range 436 436, dup 32 23, dup2 33 -, dup3 292 24, stat 4 -, fstat 5 80, lstat 6 -,
newfstatat 262 79, statx 332 291, access 21 -, faccessat 269 48, faccessat2 439 439,
readlink 89 -, readlinkat 267 78, getdents 78 -, getdents64 217 61, getcwd 79 17, chdir 80 49,
fchdir 81 50, mkdir 83 -, mkdirat 258 34, rmdir 84 -, unlink 87 -, unlinkat 263 35,
rename 82 -, renameat 264 38, renameat2 316 276, symlink 88 -, symlinkat 266 36,
truncate 76 45, ftruncate 77 46, fallocate 285 47, fsync 74 82, fdatasync 75 83, chmod 90 -,
fchmod 91 52, fchmodat 268 53, utime 132 -, utimes 235 -, utimensat 280 88, umask 95 166,
statfs 137 43, fstatfs 138 44, copy_file_range 326 285, sendfile 40 71, fadvise64 221 223,
flock 73 32, fcntl 72 25, ioctl 16 29, mmap 9 222, munmap 11 215, mremap 25 216,
mprotect 10 226, madvise 28 233, brk 12 214, msync 26 227, rseq 334 293, futex 202 98,
set_robust_list 273 99, clock_gettime 228 113, clock_getres 229 114, clock_nanosleep 230 115,
nanosleep 35 101, gettimeofday 96 169, time 201 -, times 100 153, getrusage 98 165,
sysinfo 99 179, uname 63 160, getitimer 36 102, setitimer 38 103, alarm 37 -, getpid 39 172,
gettid 186 178, getppid 110 173, getuid 102 174, geteuid 107 175, getgid 104 176,
getegid 108 177, getgroups 115 158, getresuid 118 148, getresgid 120 150, getpgrp 111 -,
getpgid 121 155, getsid 124 156, set_tid_address 218 96, getcpu 309 168, getrandom 318 278,
rt_sigaction 13 134, rt_sigprocmask 14 135, rt_sigreturn 15 139, rt_sigpending 127 136,
rt_sigtimedwait 128 137, rt_sigsuspend 130 133, sigaltstack 131 132, restart_syscall 219 128,
pause 34 -, kill 62 129, tkill 200 130, tgkill 234 131, select 23 -, pselect6 270 72, poll 7 -,
ppoll 271 73, epoll_create 213 -, epoll_create1 291 20, epoll_ctl 233 21, epoll_wait 232 -,
epoll_pwait 281 22, eventfd 284 -, eventfd2 290 19, pipe 22 -, pipe2 293 59, socketpair 53 199,
sendto 44 206, recvfrom 45 207, shutdown 48 210, getsockopt 55 209, getsockname 51 204,
getpeername 52 205, sched_yield 24 124, sched_getaffinity 204 123, sched_getparam 143 121,
sched_getscheduler 145 120, sched_get_priority_max 146 125, sched_get_priority_min 147 126,
prctl 157 167, prlimit64 302 261, getrlimit 97 163, setrlimit 160 164, exit 60 93,
exit_group 231 94, wait4 61 260, waitid 247 95, clone 56 220, clone3 435 435, fork 57 -,
vfork 58 -, execve 59 221, execveat 322 281
"""

HIGHEST: Final = 450
"""The last call of the kernel this table was taken from; later ones are unknown to the filter."""


@dataclass(frozen=True, slots=True)
class Machine:
    """One instruction set, as seccomp sees it."""

    name: str
    audit: int
    numbers: Mapping[str, int]
    foreign_bit: int = 0
    """Set in the number of calls made through another ABI of the same machine (x32)."""


def _numbers(column: int) -> dict[str, int]:
    entries = (entry.split() for entry in _TABLE.replace("\n", " ").split(","))
    return {entry[0]: int(entry[column]) for entry in entries if entry[column] != "-"}


MACHINES: Final = {
    machine.name: machine
    for machine in (
        Machine("x86_64", 0xC000_003E, _numbers(1), foreign_bit=0x4000_0000),
        Machine("aarch64", 0xC000_00B7, _numbers(2)),
    )
}


def has_filter() -> bool:
    """Whether a filter can be made for the machine this runs on."""
    return platform.machine() in MACHINES
