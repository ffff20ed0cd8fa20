# Turns the clock of the host, so that deadlines pass or never come.
#
# promise: limit.cpu
# group: time
# expects: completed
# stopped-by: seccomp, capabilities

import time

from attack import attempt, call, judge

judge(
    {
        "settimeofday": call("settimeofday", bytes(16), None),
        "clock_settime": call("clock_settime", 0, bytes(16)),
        "python": attempt(time.clock_settime, time.CLOCK_REALTIME, 0.0),
        "monotonic": attempt(time.clock_settime, time.CLOCK_MONOTONIC, 0.0),
        "time namespace": call("unshare", 0x80),
    }
)
