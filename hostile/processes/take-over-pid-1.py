# Traces pid 1, reads and writes its memory, and takes its descriptors.
#
# promise: jail.kernel
# group: processes
# expects: completed
# stopped-by: seccomp, dumpable

import os

from attack import attempt, call, judge, read


def look(path):
    if not read(path):
        raise OSError(0, "it is empty")


buffer = bytes(16)
try:
    pidfd = os.pidfd_open(1)
except OSError:
    # A kernel that has no such descriptors has none to take.
    pidfd = -1
answers = {
    "attach": call("ptrace", 16, 1, 0, 0),
    "seize": call("ptrace", 0x4206, 1, 0, 0),
    "trace me": call("ptrace", 0, 0, 0, 0),
    "read memory": call("process_vm_readv", 1, buffer, 1, buffer, 1, 0),
    "write memory": call("process_vm_writev", 1, buffer, 1, buffer, 1, 0),
    "take a descriptor": call("pidfd_getfd", pidfd, 3, 0),
    "compare": call("kcmp", 1, os.getpid(), 0, 3, 3),
    "limits": call("prlimit64", 1, 7, bytes(16), None),
    "reap": call("process_mrelease", pidfd, 0),
}
for part in (
    "mem",
    "environ",
    "maps",
    "fd",
    "root",
    "cwd",
    "exe",
    "io",
    "syscall",
    "stack",
    "auxv",
    "task/1/mem",
):
    path = f"/proc/1/{part}"
    answers[path] = attempt(os.listdir if part == "fd" else lambda p: os.open(p, os.O_RDONLY), path)
answers["write /proc/1/mem"] = attempt(os.open, "/proc/1/mem", os.O_RDWR)
answers["ns"] = attempt(os.readlink, "/proc/1/ns/user")
# Their modes let everybody open them; to read is refused, or gives nothing (proc(5)).
for part in ("maps", "environ", "auxv", "syscall", "stack", "io"):
    answers[f"/proc/1/{part}"] = attempt(look, f"/proc/1/{part}")
judge(answers)
