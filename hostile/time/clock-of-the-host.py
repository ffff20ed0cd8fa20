# Turns the clock of the host, so that deadlines pass or never come.
#
# promise: limit.cpu
# group: time
# expects: completed
# stopped-by: seccomp, capabilities

import struct
import time

from attack import attempt, call, judge

# The time that it is already: nothing is turned where it is let.
now = struct.pack("qq", int(time.time()), 0)
judge(
    {
        "settimeofday": call("settimeofday", now, None),
        "clock_settime": call("clock_settime", 0, now),
        "python": attempt(time.clock_settime, time.CLOCK_REALTIME, time.time()),
        "monotonic": attempt(time.clock_settime, time.CLOCK_MONOTONIC, 0.0),
        "time namespace": call("unshare", 0x80),
    }
)
