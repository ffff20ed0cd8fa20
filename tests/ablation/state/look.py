"""Run in a sandbox: what it sees of itself, as a line of JSON. Stands still for a while, so that the host can look."""

import ctypes
import json
import os
import resource
import time

_libc = ctypes.CDLL(None, use_errno=True)
_PR_SET_NAME, _PR_GET_SECUREBITS = 15, 27
_LIMITS = (
    "CORE",
    "NOFILE",
    "FSIZE",
    "MEMLOCK",
    "MSGQUEUE",
    "RTPRIO",
    "NICE",
    "SIGPENDING",
    "NPROC",
    "DATA",
    "CPU",
)
_FOLDERS = ("/", "/usr", "/etc", "/dev", "/tmp", "/dev/shm", "/home/mcp")


def text_of(path: str) -> str:
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def opens(path: str, flags: int = os.O_RDONLY) -> str:
    try:
        os.close(os.open(path, flags))
    except OSError as error:
        return str(error.strerror)
    return "done"


def runs(path: str) -> str:
    try:
        os.waitpid(os.posix_spawn(path, [path, "--version"], {}), 0)
    except OSError as error:
        return str(error.strerror)
    return "done"


def mounts() -> list[dict[str, str]]:
    found = []
    with open("/proc/self/mountinfo", encoding="utf-8") as file:
        for line in file:
            before, after = line.rstrip("\n").split(" - ", 1)
            point, flags = before.split()[4:6]
            kind, _, options = after.split(" ", 2)
            found.append({"point": point, "kind": kind, "flags": flags, "options": options})
    return found


def is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def descriptors() -> list[int]:
    # The one that the list was read from is closed by now.
    return sorted(number for number in map(int, os.listdir("/proc/self/fd")) if is_open(number))


def libraries() -> set[str]:
    """The C library is a program, too: it tells its version."""
    paths = {line.split()[-1] for line in text_of("/proc/self/maps").splitlines()}
    return {path for path in paths if "/libc.so" in path or "/libc-" in path}


def write_copy() -> str:
    with open("/tmp/copy", "wb") as copy, open("/proc/self/exe", "rb") as own:
        copy.write(own.read())
    os.chmod("/tmp/copy", 0o755)
    return runs("/tmp/copy")


seen = {
    "status": dict(
        line.split(":\t", 1) for line in text_of("/proc/self/status").splitlines() if ":\t" in line
    ),
    "securebits": _libc.prctl(_PR_GET_SECUREBITS, 0, 0, 0, 0),
    "rlimits": {name: list(resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))) for name in _LIMITS},
    "descriptors": descriptors(),
    "environment": sorted(os.environ),
    "mounts": mounts(),
    "folders": {
        path: [v.f_blocks * v.f_frsize, v.f_files, v.f_flag] for path in _FOLDERS for v in [os.statvfs(path)]
    },
    "root": sorted(os.listdir("/")),
    "proc": sorted(name for name in os.listdir("/proc") if not name.isdigit()),
    "host": os.uname().nodename,
    "cgroup": text_of("/proc/self/cgroup"),
    "sentinel": opens("/run/sealed"),
    "pid 1": {part: opens(f"/proc/1/{part}") for part in ("mem", "environ", "maps")},
    "written": opens("/etc/passwd", os.O_WRONLY),
    "copy": write_copy(),
    "library": [runs(path) for path in sorted(libraries())],
    "shell": [opens("/bin/sh"), opens("/usr/bin/id")],
}
_libc.prctl(_PR_SET_NAME, b"looked-at", 0, 0, 0)
time.sleep(1)
print("SEEN " + json.dumps(seen))
