"""The walls of a process that reads hostile files: limits on what it may use, a list of system calls it may make.

Whoever takes over a decoder through a hole in a codec finds the open recording, the open output, and nothing else: no
file can be opened, no process or thread started, no signal sent, no connection made.
"""

from __future__ import annotations

import ctypes
import os
import resource
import struct
import sys

_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 22, 38
_SECCOMP_MODE_FILTER = 2
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | 1, 0x80000000
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_AT_ARCHITECTURE, _AT_NUMBER = 4, 0

# A machine's own number, and its numbers of: read write close fstat lseek mmap mprotect munmap brk
# rt_sigaction rt_sigprocmask rt_sigreturn pread64 readv writev sched_yield mremap madvise nanosleep getpid exit fsync
# gettimeofday getrusage sysinfo times getppid sigaltstack gettid futex sched_getaffinity restart_syscall clock_gettime
# clock_getres clock_nanosleep exit_group newfstatat set_robust_list getcpu getrandom membarrier rseq.
_MACHINES: dict[str, tuple[int, ...]] = {
    "x86_64": (
        0xC000003E,
        *(0, 1, 3, 5, 8, 9, 10, 11, 12, 13, 14, 15, 17, 19, 20, 24, 25, 28, 35, 39, 60, 74, 96, 98, 99, 100, 110),
        *(131, 186, 202, 204, 219, 228, 229, 230, 231, 262, 273, 309, 318, 324, 334),
    ),
    "aarch64": (
        0xC00000B7,
        *(63, 64, 57, 80, 62, 222, 226, 215, 214, 134, 135, 139, 67, 65, 66, 124, 216, 233, 101, 172, 93, 82, 169),
        *(165, 179, 153, 173, 132, 178, 98, 123, 128, 113, 114, 115, 94, 79, 99, 168, 278, 283, 293),
    ),
}


def limit(*, memory_bytes: int, cpu_seconds: int, file_bytes: int, alone: bool = True) -> None:
    """Bounds address space, CPU time and the size of a file, and forbids core dumps: for good, and for whatever this
    process starts. `alone` forbids new processes and threads, to all but root.
    """
    bounds = {
        resource.RLIMIT_AS: memory_bytes,
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_FSIZE: file_bytes,
        resource.RLIMIT_CORE: 0,
    }
    if alone:
        bounds[resource.RLIMIT_NPROC] = 0
    for name, value in bounds.items():
        hard = resource.getrlimit(name)[1]
        allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (allowed, allowed if name != resource.RLIMIT_CPU else hard))


def confine() -> bool:
    """From here on only harmless system calls work; every other one fails with EPERM. It cannot be undone.

    False where the kernel or the machine has no such filter: then the limits are the only walls.
    """
    machine = _MACHINES.get(os.uname().machine)
    if sys.platform != "linux" or machine is None or sys.maxsize < 2**32:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    program = _filter(machine[0], machine[1:])
    code = ctypes.create_string_buffer(program, len(program))
    header = ctypes.create_string_buffer(struct.pack("@HxxxxxxP", len(program) // 8, ctypes.addressof(code)))
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(header), 0, 0) == 0)


def can_confine() -> bool:
    """Whether `confine` works here, tried in a process of its own."""
    child = os.fork()
    if child == 0:
        try:
            os._exit(0 if confine() else 1)
        finally:
            os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def _filter(architecture: int, numbers: tuple[int, ...]) -> bytes:
    """The program in the kernel's packet-filter language: operation, jump if true, jump if false, value."""
    steps = [(_LOAD, 0, 0, _AT_ARCHITECTURE), (_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _KILL)]
    steps.append((_LOAD, 0, 0, _AT_NUMBER))
    steps += [(_EQUAL, len(numbers) - place, 0, number) for place, number in enumerate(numbers)]
    steps += [(_RETURN, 0, 0, _REFUSE), (_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
