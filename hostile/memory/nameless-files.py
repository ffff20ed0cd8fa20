# Fills files whose names are gone, so that no walk finds them.
#
# promise: limit.memory
# group: memory
# expects: limit:memory
# stopped-by: cgroup, watchdog, scratch-size
# limits: memory=96 wall=20
# alone: yes

import contextlib
import os
import time

kept = []
for folder in ("/dev/shm", "/tmp", "/home/mcp"):
    with contextlib.suppress(OSError):
        for _ in range(16):
            kept.append(os.open(folder, os.O_TMPFILE | os.O_RDWR))
            os.write(kept[-1], bytes(4 << 20))
time.sleep(3600)
