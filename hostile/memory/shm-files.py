# Fills /dev/shm and the other scratch folders, which are memory.
#
# promise: limit.memory
# group: memory
# expects: limit:memory
# stopped-by: cgroup, watchdog, scratch-size
# limits: memory=96 wall=20
# alone: yes

import contextlib
import time

for folder in ("/dev/shm", "/tmp", "/home/mcp"):
    with contextlib.suppress(OSError):
        for number in range(16):
            with open(f"{folder}/{number}", "wb") as file:
                file.write(bytes(4 << 20))
time.sleep(3600)
