# Fills memory files that are in no folder.
#
# promise: limit.memory
# group: memory
# expects: limit:memory
# stopped-by: cgroup, watchdog
# limits: memory=96 wall=20
# alone: yes

import os
import time

kept = []
for _ in range(60):
    kept.append(os.memfd_create("x"))
    os.write(kept[-1], bytes(8 << 20))
time.sleep(3600)
