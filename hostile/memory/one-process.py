# Takes memory in one process until somebody says stop.
#
# promise: limit.memory
# group: memory
# expects: limit:memory
# stopped-by: cgroup, watchdog, rlimits
# limits: memory=96 wall=20
# alone: yes

import time

kept = [bytearray(4 << 20) for _ in range(120)]
time.sleep(3600)
