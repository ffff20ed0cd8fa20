# Types into the terminal of whoever started the gateway.
#
# promise: jail.kernel
# group: kernel
# expects: completed
# stopped-by: seccomp

import os
import pty

from attack import call, judge

master, slave = pty.openpty()
answers = {}
for descriptor in (0, 1, 2, slave):
    for name, number in {
        "TIOCSTI": 0x5412,
        "TIOCLINUX": 0x541C,
        "TIOCSETD": 0x5423,
        "TIOCCONS": 0x541D,
    }.items():
        for word in (number, number | 1 << 32, number | 1 << 40):
            answers[f"{name} {descriptor} {word:#x}"] = call("ioctl", descriptor, word, b"x")
os.close(master)
judge(answers)
