# Starts programs without end, by vfork and exec.
#
# promise: limit.cpu
# group: processes
# expects: limit:wall, limit:pids, raised, lost
# stopped-by: cgroup, rlimits, watchdog
# limits: pids=16 wall=1.5
# alone: yes

import os
import sys
import time

from attack import Budget, broke

budget = Budget(20)
while True:
    try:
        os.posix_spawn(sys.executable, ["python3", "-c", "while True: pass"], {})
    except OSError:
        continue
    if not budget.take():
        broke("twenty programs")
        time.sleep(3600)
