# Takes memory in a grandchild whose parent is gone.
#
# promise: limit.memory
# group: memory
# expects: limit:memory
# stopped-by: cgroup, watchdog
# limits: memory=96 wall=20
# alone: yes

import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() != 0:
        os._exit(0)
    kept = [bytearray(4 << 20) for _ in range(120)]
time.sleep(3600)
