# Takes a little memory in each of twelve processes.
#
# promise: limit.memory
# group: memory
# expects: limit:memory
# stopped-by: cgroup, watchdog
# limits: memory=96 wall=20
# alone: yes

import os
import time

for _ in range(12):
    if os.fork() == 0:
        break
kept = [bytearray(4 << 20) for _ in range(12)]
time.sleep(3600)
