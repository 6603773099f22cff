"""The system call filter, run by a small model of the kernel's interpreter."""

import errno
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.isolation.bpf import ALLOW, OWN_PID, Bits, Null, Switch, assemble, fail
from millivolt.isolation.policy import student_filter
from millivolt.isolation.syscalls import HIGHEST, MACHINES

KILL = 0x8000_0000
EPERM = fail(errno.EPERM)

DANGEROUS = """
ptrace process_vm_readv process_vm_writev kcmp pidfd_open pidfd_getfd pidfd_send_signal unshare
setns mount umount2 pivot_root chroot bpf perf_event_open userfaultfd io_uring_setup keyctl
add_key memfd_create shmget msgget semget mq_open socket connect bind listen accept execve
execveat fork vfork setuid setgid setgroups personality link linkat mknod mknodat init_module
kexec_load seccomp inotify_init fanotify_init mlock mlockall sethostname settimeofday syslog
rt_sigqueueinfo tkill
"""


def run(program, number, arguments=(0,) * 6, audit=0xC000_003E):
    """What the filter decides about one call."""
    data = struct.pack("<IIQ6Q", number, audit, 0, *arguments)
    accumulator, position = 0, 0
    while True:
        code, if_true, if_false, value = struct.unpack_from("<HBBI", program, 8 * position)
        position += 1
        match code:
            case 0x20:
                (accumulator,) = struct.unpack_from("<I", data, value)
            case 0x54:
                accumulator &= value
            case 0x15:
                position += if_true if accumulator == value else if_false
            case 0x25:
                position += if_true if accumulator > value else if_false
            case 0x45:
                position += if_true if accumulator & value else if_false
            case 0x06:
                return value
            case _:
                raise AssertionError(f"an instruction the assembler should not use: {code:#x}")


@pytest.fixture(params=sorted(MACHINES))
def machine(request):
    return MACHINES[request.param]


def decide(machine, name, *arguments, pid=7):
    filter = student_filter(machine.name)
    program = bytearray(filter.program)
    for offset in filter.own_pid_offsets:
        program[offset : offset + 4] = pid.to_bytes(4, "little")
    padded = (*arguments, *(0,) * (6 - len(arguments)))
    return run(bytes(program), machine.numbers[name], padded, machine.audit)


def test_the_filter_is_small_enough_for_the_kernel(machine):
    assert len(student_filter(machine.name).program) // 8 < 4096


@pytest.mark.parametrize("name", ["read", "write", "mmap", "futex", "openat", "exit_group"])
def test_everyday_calls_are_allowed(machine, name):
    assert decide(machine, name) == ALLOW


def test_dangerous_calls_are_not_even_in_the_table():
    named = {"execve", "execveat", "fork", "vfork", "tkill"}
    assert not (set(DANGEROUS.split()) - named) & set(MACHINES["x86_64"].numbers)


@pytest.mark.parametrize("name", ["execve", "execveat", "tkill"])
def test_known_calls_that_are_not_on_the_list_are_refused(machine, name):
    assert decide(machine, name) == EPERM


@given(st.integers(0, HIGHEST), st.lists(st.integers(0, 2**64 - 1), min_size=6, max_size=6))
def test_a_number_that_no_table_names_is_refused_whatever_its_arguments(number, arguments):
    for machine in MACHINES.values():
        if number not in machine.numbers.values():
            program = student_filter(machine.name).program
            assert run(program, number, arguments, machine.audit) == EPERM


@given(st.integers(HIGHEST + 1, 0x3FFF_FFFF))
def test_calls_of_later_kernels_do_not_exist(number):
    for machine in MACHINES.values():
        program = student_filter(machine.name).program
        assert run(program, number, audit=machine.audit) == fail(errno.ENOSYS)


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_another_architecture_ends_the_process(audit, number):
    for machine in MACHINES.values():
        if audit != machine.audit:
            assert run(student_filter(machine.name).program, number, audit=audit) == KILL


@given(st.integers(0x4000_0000, 0x7FFF_FFFF))
def test_the_second_table_of_x86_ends_the_process(number):
    assert run(student_filter("x86_64").program, number) == KILL


@given(st.integers(0, 2**32 - 1))
def test_only_threads_can_be_cloned(flags):
    thread, namespaces = 0x10900, 0x7E02_0000
    expected = ALLOW if flags & thread == thread and not flags & namespaces else EPERM
    for machine in MACHINES.values():
        assert decide(machine, "clone", flags) == expected


def test_clone_with_flags_in_memory_does_not_exist(machine):
    assert decide(machine, "clone3") == fail(errno.ENOSYS)


@given(st.integers(0, 2**32 - 1))
def test_a_process_can_signal_only_itself(pid):
    for machine in MACHINES.values():
        for name in ("kill", "tgkill"):
            assert decide(machine, name, pid, pid=7) == (ALLOW if pid == 7 else EPERM)


@given(st.integers(0, 2**64 - 1))
def test_bytes_are_sent_only_without_an_address(address):
    for machine in MACHINES.values():
        expected = ALLOW if address == 0 else EPERM
        assert decide(machine, "sendto", 5, 0, 0, 0, address) == expected


@pytest.mark.parametrize("command", [6, 7, 37, 38])
def test_locks_succeed_without_being_taken(machine, command):
    assert decide(machine, "fcntl", 3, command) == fail(0)
    assert decide(machine, "flock") == fail(0)


@pytest.mark.parametrize("command", [5, 1024, 1026, 1031, 1033])
def test_leases_notifications_and_pipe_sizes_are_refused(machine, command):
    assert decide(machine, "fcntl", 3, command) == EPERM


@pytest.mark.parametrize("request_number", [0x5412, 0x541C, 0x5423, 0x8933])
def test_terminals_and_devices_cannot_be_controlled(machine, request_number):
    assert decide(machine, "ioctl", 0, request_number) == fail(errno.ENOTTY)


@pytest.mark.parametrize("family", [0, 2, 10, 16, 40])
def test_socket_pairs_are_local(machine, family):
    assert decide(machine, "socketpair", 1) == ALLOW
    assert decide(machine, "socketpair", family) == EPERM


decisions = st.one_of(
    st.builds(Switch, st.integers(0, 5), st.dictionaries(st.integers(0, 9), st.just(ALLOW))),
    st.builds(Null, st.integers(0, 5)),
    st.builds(Bits, st.integers(0, 5), st.integers(0, 15), st.integers(0, 15)),
)


@given(decisions, st.lists(st.integers(0, 2**33), min_size=6, max_size=6))
def test_the_assembler_means_what_the_decision_says(decision, arguments):
    machine = MACHINES["x86_64"]
    decided = run(assemble(machine, {"read": decision}).program, 0, arguments)
    argument = arguments[decision.argument]
    match decision:
        case Switch():
            allowed = argument & 0xFFFF_FFFF in decision.cases
        case Null():
            allowed = argument == 0
        case Bits():
            low = argument & 0xFFFF_FFFF
            allowed = low & decision.all_of == decision.all_of and not low & decision.none_of
    assert decided == (ALLOW if allowed else EPERM)


def test_the_own_process_is_filled_in_where_the_filter_says(machine):
    filter = assemble(machine, {"kill": Switch(0, {OWN_PID: ALLOW})})
    assert len(filter.own_pid_offsets) == 1
