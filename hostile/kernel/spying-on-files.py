# Watches and leases the shared library, to learn what the host opens and to make it wait.
#
# promise: jail.kernel
# group: kernel
# expects: completed
# stopped-by: seccomp

import fcntl
import os

from attack import attempt, call, judge

library = os.open(os.__file__, os.O_RDONLY)
folder = os.open(os.path.dirname(os.__file__), os.O_RDONLY)
scratch = os.open("/tmp/x", os.O_CREAT | os.O_RDWR)
judge(
    {
        "inotify": call("inotify_init1", 0),
        "lease": attempt(fcntl.fcntl, library, fcntl.F_SETLEASE, fcntl.F_RDLCK),
        "lease of a scratch file": attempt(fcntl.fcntl, scratch, fcntl.F_SETLEASE, fcntl.F_WRLCK),
        "notify": attempt(fcntl.fcntl, folder, fcntl.F_NOTIFY, fcntl.DN_ACCESS | fcntl.DN_MULTISHOT),
        "OFD lock": attempt(fcntl.fcntl, scratch, 37, bytes(32)),
        "lease with a high word": call("fcntl", library, fcntl.F_SETLEASE | 1 << 32, fcntl.F_RDLCK),
    }
)
