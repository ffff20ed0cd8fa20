# Fills shared mappings by children that are gone, so that no process is the one that holds it.
#
# promise: limit.memory
# group: memory
# expects: limit:memory
# stopped-by: cgroup, watchdog
# limits: memory=96 wall=20
# alone: yes

import mmap
import os
import time

kept = []
for _ in range(30):
    kept.append(mmap.mmap(-1, 16 << 20))
    if os.fork() == 0:
        kept[-1].write(bytes(16 << 20))
        os._exit(0)
    os.wait()
time.sleep(3600)
