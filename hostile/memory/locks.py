# Takes tens of thousands of record locks, which the kernel counts under nobody.
#
# promise: limit.memory
# group: memory
# expects: limit:files, limit:memory, completed
# stopped-by: watchdog
# limits: memory=96 wall=20
# alone: yes

import fcntl
import os
import struct
import time

from attack import held

with open("/tmp/x", "wb") as file:
    for number in range(30_000):
        fcntl.fcntl(
            file, fcntl.F_SETLK, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, (30_000 - number) * 2, 1, 0)
        )
    if os.path.exists("/proc/sentry-meminfo"):
        held("they are memory of a kernel of its own, counted with it")
    else:
        time.sleep(3600)
