# Puts setuid programs and device nodes into the workspace, where the host has no nosuid.
#
# promise: path.contained
# group: files
# expects: completed
# stopped-by: seccomp, mounts, capabilities
# workspace: writable

import os
import shutil
import sys

from attack import attempt, judge

shutil.copy(os.path.realpath(sys.executable), "shell")
judge(
    {
        "setuid": attempt(os.chmod, "shell", 0o4755),
        "setgid": attempt(os.chmod, "shell", 0o2755),
        "setuid from the start": attempt(os.open, "s", os.O_CREAT | os.O_WRONLY, 0o4777),
        "owner root": attempt(os.chown, "shell", 0, 0),
        "file capabilities": attempt(os.setxattr, "shell", "security.capability", b"\1\0\0\2" + b"\xff" * 16),
        "disk": attempt(os.mknod, "sda", 0o60666, os.makedev(8, 0)),
        "memory": attempt(os.mknod, "mem", 0o20666, os.makedev(1, 1)),
        "execute": attempt(os.posix_spawn, "./shell", ["x", "-c", ""], {}),
    }
)
