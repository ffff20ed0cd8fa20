# Makes pipes as wide as they go and fills them.
#
# promise: limit.memory
# group: memory
# expects: limit:memory, completed
# stopped-by: cgroup, watchdog, rlimits, host-quota
# limits: memory=64 wall=20
# alone: yes

import contextlib
import fcntl
import os

from attack import broke, held

filled = 0
kept = []
with contextlib.suppress(OSError):
    while filled < 512 << 20:
        ends = os.pipe()
        kept.append(ends)
        os.set_blocking(ends[1], False)
        with contextlib.suppress(OSError):
            fcntl.fcntl(ends[1], 1031, 1 << 20)
        with contextlib.suppress(BlockingIOError):
            while True:
                filled += os.write(ends[1], bytes(1 << 16))
if filled > 256 << 20:
    broke(f"{filled >> 20} MB in pipes")
else:
    held(f"{filled >> 20} MB in {len(kept)} pipes, then no more")
