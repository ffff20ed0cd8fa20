# Reads a planted file of the host, its passwords and the sockets of its services.
#
# promise: jail.kernel
# group: files
# expects: completed
# stopped-by: mounts, landlock
# outside: safe

import errno

from attack import attempt, judge, read, target


def secret(path):
    # What is covered by something empty is no secret.
    if not read(path):
        raise OSError(errno.ENODATA, "there is nothing in it")


paths = [
    target["canary"],
    "/etc/shadow",
    "/etc/gshadow",
    "/root/.ssh/id_rsa",
    "/var/lib/dpkg/status",
    "/run/docker.sock",
]
paths += [
    "/boot",
    "/sys/kernel",
    "/dev/kmsg",
    "/dev/mem",
    "/proc/kcore",
    "/proc/kallsyms",
    "/proc/keys",
    "/proc/sysrq-trigger",
]
judge({path: attempt(secret, path) for path in paths})
