# Takes over page faults, the favourite tool of races in the kernel.
#
# promise: jail.kernel
# group: kernel
# expects: completed
# stopped-by: seccomp, mounts
# outside: safe

import os

from attack import attempt, call, judge

judge(
    {
        "userfaultfd": call("userfaultfd", 0),
        "user mode only": call("userfaultfd", 1),
        "non-blocking": call("userfaultfd", 0x80801),
        "device": attempt(os.open, "/dev/userfaultfd", os.O_RDWR),
        "fuse": attempt(os.open, "/dev/fuse", os.O_RDWR),
    }
)
