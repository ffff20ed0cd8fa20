"""What every attack has at hand: its target, ways to try something, and how it says what came of it.

It is put beside the attack as a file of the run. Nothing here is trusted: the oracle (src/verify) looks from outside.
"""

from __future__ import annotations

import ctypes
import errno
import json
import mmap
import os
import resource
import signal
import socket
import ssl
import sys
from collections.abc import Callable, Mapping
from typing import Any

_HERE = os.path.dirname(os.path.abspath(__file__))

with open(os.path.join(_HERE, "target.json"), encoding="utf-8") as _file:
    target: dict[str, Any] = json.load(_file)
"""canary, folder: a file of the host and its folder; mark: of this attack; turn: which of its runs; gateway: its pid;
port, port6, udp, abstract, socket: where the host listens; visited: a port where somebody of it comes by; host: its
name; variable: what the gateway has in its environment."""

_TABLE = """
ioctl 16 29, socket 41 198, clone 56 220, exit 60 93, kill 62 129, shmget 29 194, msgget 68 186,
ptrace 101 117, syslog 103 116, setuid 105 146, setgroups 116 159, capset 126 91, personality 135 92,
pivot_root 155 41, prctl 157 167, chroot 161 51, mount 165 40, umount2 166 39, reboot 169 142,
sethostname 170 161, iopl 172 -, init_module 175 105, settimeofday 164 170, clock_settime 227 112,
mbind 237 235, mq_open 240 180, kexec_load 246 104, add_key 248 217, request_key 249 218,
keyctl 250 219, inotify_init1 294 26, unshare 272 97, vmsplice 278 75, perf_event_open 298 241,
fanotify_init 300 262, name_to_handle_at 303 264, open_by_handle_at 304 265, setns 308 268,
process_vm_readv 310 270, kcmp 312 272, finit_module 313 273, seccomp 317 277, bpf 321 280,
userfaultfd 323 282, prlimit64 302 261, mknodat 259 33, fcntl 72 25, mlock 149 228, acct 163 89,
swapon 167 224, quotactl 179 60, process_vm_writev 311 271, modify_ldt 154 -, rt_sigqueueinfo 129 138,
pidfd_send_signal 424 424, io_uring_setup 425 425, io_uring_enter 426 426, io_uring_register 427 427,
open_tree 428 428, move_mount 429 429, fsopen 430 430, fsconfig 431 431, fsmount 432 432,
fspick 433 433, pidfd_open 434 434, clone3 435 435, pidfd_getfd 438 438, mount_setattr 442 442,
memfd_secret 447 447, landlock_create_ruleset 444 444, process_mrelease 448 448, openat2 437 437
"""
"""Name and number on x86-64 and on arm64; from 424 on they are the same (syscalls(2))."""

_COLUMN = 1 if os.uname().machine == "x86_64" else 2
_NUMBERS = {
    row.split()[0]: int(row.split()[_COLUMN]) for row in _TABLE.split(",") if row.split()[_COLUMN] != "-"
}

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


# Were it let out, it would end by itself: no process of it works for longer than this, whatever it does to its signals.
_MOST_SECONDS = 60
_hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
if _hard == resource.RLIM_INFINITY or _hard > _MOST_SECONDS:
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))


RELAY = ("127.0.0.1", 3128)
"""Where a sandbox that has a network finds it. There are open.example, few.example (a path and a method) and
key.example, for which the run has a secret in STAGE_KEY; whatever else has a name leads where nobody may come."""


class Budget:
    """How often something may succeed, counted over all processes of an attack: a bomb that was let out stops here."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._count = mmap.mmap(-1, 8)

    def take(self) -> bool:
        count = int.from_bytes(self._count[:8], "little") + 1
        self._count[:8] = count.to_bytes(8, "little")
        return count <= self._most


def held(why: str) -> None:
    _say("HELD", why)


def broke(what: str) -> None:
    _say("BROKE", what)


def judge(answers: Mapping[str, str]) -> None:
    """`done` is what must not be; anything else is how it was refused."""
    done = [name for name, answer in answers.items() if answer == "done"]
    if done:
        broke(", ".join(done))
    else:
        held(f"{len(answers)} refused: {', '.join(sorted(set(answers.values())))}")


def attempt(work: Callable[..., object], *arguments: object) -> str:
    """`done`, or what it was refused with: the errno's name, else the exception's."""
    try:
        work(*arguments)
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, type(error).__name__)
    except Exception as error:
        return type(error).__name__
    return "done"


def call(name: str, *arguments: object) -> str:
    """A system call, past every wrapper: `done` or the errno's name; `absent` where this machine has no such call."""
    if name not in _NUMBERS:
        return "absent"
    return call_number(_NUMBERS[name], *arguments)


def call_number(number: int, *arguments: object) -> str:
    ctypes.set_errno(0)
    words = [ctypes.c_long(word) if isinstance(word, int) else word for word in arguments]
    if _libc.syscall(ctypes.c_long(number), *words) >= 0:
        return "done"
    return errno.errorcode.get(ctypes.get_errno(), str(ctypes.get_errno()))


def in_child(work: Callable[[], object]) -> str:
    """What it answers in a process of its own, or `signal N`."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(write_end, str(work()).encode())
        finally:
            os._exit(0)
    os.close(write_end)
    said = b""
    while part := os.read(read_end, 4096):
        said += part
    os.close(read_end)
    status = os.waitpid(child, 0)[1]
    return said.decode() if os.WIFEXITED(status) else f"signal {os.WTERMSIG(status)}"


def read(path: str | bytes) -> bytes:
    """At most a little of a file, without waiting for anybody."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        return os.read(descriptor, 4096)
    finally:
        os.close(descriptor)


def content_of(path: str | bytes) -> bytes:
    """As read; nothing where it cannot be read, or has just been moved away."""
    try:
        return read(path)
    except OSError:
        return b""


def run_machine_code(code: bytes) -> int:
    memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    memory.write(code)
    start = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    return int(ctypes.CFUNCTYPE(ctypes.c_int)(start)())


def frame(message: object) -> bytes:
    """As the harness sends them to the gateway."""
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return len(body).to_bytes(4, "big") + body


def send(data: bytes, descriptor: int = 3) -> None:
    """Writes to the gateway's channel, which is descriptor 3 inside."""
    while data:
        data = data[os.write(descriptor, data) :]


def say(*lines: str | bytes, patience: float = 5) -> bytes:
    """To the relay, as it is, and all that comes back until it ends; an empty line goes behind it."""
    with socket.create_connection(RELAY, patience) as end:
        return talk(end, *lines)


def talk(end: socket.socket, *lines: str | bytes) -> bytes:
    words = [line.encode("latin-1") if isinstance(line, str) else line for line in lines]
    said = b""
    try:
        end.sendall(b"\r\n".join([*words, b"", b""]))
        while len(said) < 1 << 16 and (piece := end.recv(1 << 16)):
            said += piece
    except OSError:
        return said
    return said


def tunnel(place: str) -> socket.socket:
    """By the relay; OSError where it is refused."""
    end = socket.create_connection(RELAY, 5)
    try:
        end.sendall(f"CONNECT {place} HTTP/1.1\r\nhost: {place}\r\n\r\n".encode("latin-1"))
        answer = end.recv(4096)
        if not answer.startswith(b"HTTP/1.1 200"):
            raise PermissionError(errno.EPERM, "refused")
    except OSError:
        end.close()
        raise
    return end


def secured(place: str, name: str | None) -> ssl.SSLSocket:
    """TLS in a tunnel, for whomever, with whomever: nothing is verified."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(tunnel(place), server_hostname=name)


def ask(host: str, path: str, *headers: str, method: str = "GET", body: bytes = b"") -> bytes:
    """Over TLS, as an ordinary client does; what came of it, whole."""
    length = [f"content-length: {len(body)}"] if body else []
    head = [f"{method} {path} HTTP/1.1", f"host: {host}", "connection: close", *headers, *length]
    with secured(f"{host}:443", host) as end:
        return talk(end, "\r\n".join([*head, "", ""]).encode("latin-1") + body)


def status(said: bytes) -> str:
    """`done` where an answer says that it was done; else its number, or `silence`."""
    number = said.split(b" ", 2)[1].decode() if said.startswith(b"HTTP/1.") else "silence"
    return "done" if number[0] in "23" else number


def ignore_signals() -> None:
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            continue


def _say(word: str, text: str) -> None:
    line = f"{word}: {text}\n".encode("utf-8", "backslashreplace")
    sys.stdout.flush()
    os.write(1, line)
