# Makes device nodes of the host's disks and memory, and opens those that might be there.
#
# promise: jail.kernel
# group: files
# expects: completed
# stopped-by: mounts, seccomp, capabilities, landlock

import os
import stat

from attack import attempt, judge

answers = {}
for name, kind, number in (
    ("mem", stat.S_IFCHR, (1, 1)),
    ("sda", stat.S_IFBLK, (8, 0)),
    ("null", stat.S_IFCHR, (1, 3)),
):
    for folder in ("/tmp", "/dev/shm", "/home/mcp"):
        path = f"{folder}/{name}"
        answers[path] = attempt(os.mknod, path, kind | 0o666, os.makedev(*number))
for name in (
    "mem",
    "kmem",
    "port",
    "kmsg",
    "sda",
    "vda",
    "nvme0n1",
    "loop0",
    "fuse",
    "kvm",
    "net/tun",
    "vsock",
    "input/event0",
):
    answers[f"/dev/{name}"] = attempt(os.open, f"/dev/{name}", os.O_RDONLY)
judge(answers)
