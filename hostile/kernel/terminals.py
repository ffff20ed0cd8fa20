# Types into the terminal of whoever started the gateway.
#
# promise: jail.kernel
# group: kernel
# expects: completed
# stopped-by: seccomp

import os
import pty

from attack import call, judge

try:
    master, slave = pty.openpty()
except OSError:
    # There are no terminals at all.
    master, slave = -1, -1
answers = {}
for descriptor in (0, 1, 2, slave):
    # The discipline is the one that it has already: nothing changes where it is let.
    for name, number, argument in (
        ("TIOCSTI", 0x5412, b"x"),
        ("TIOCLINUX", 0x541C, b"x"),
        ("TIOCSETD", 0x5423, bytes(4)),
        ("TIOCCONS", 0x541D, b"x"),
    ):
        for word in (number, number | 1 << 32, number | 1 << 40):
            answers[f"{name} {descriptor} {word:#x}"] = call("ioctl", descriptor, word, argument)
if master >= 0:
    os.close(master)
judge(answers)
