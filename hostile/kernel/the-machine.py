# Loads modules, reboots, reads the log, renames the host, touches ports.
#
# promise: jail.kernel
# group: kernel
# expects: completed
# stopped-by: capabilities, seccomp

import os

from attack import call, judge

name = os.uname().nodename.encode()
judge(
    {
        "module": call("init_module", b"x", 1, b""),
        "module by file": call("finit_module", 0, b"", 0),
        "kexec": call("kexec_load", 0, 0, None, 0),
        "reboot": call("reboot", 0, 0, 0, None),
        "log": call("syslog", 3, bytes(64), 64),
        "log size": call("syslog", 10, None, 0),
        "name": call("sethostname", name, len(name)),
        "ports": call("iopl", 3),
        "policy": call("mbind", 0, 4096, 0, None, 0, 0),
    }
)
