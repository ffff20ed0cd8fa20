# Forks without end and without looking at errors.
#
# promise: limit.cpu
# group: processes
# expects: limit:wall, limit:pids, raised, lost
# stopped-by: cgroup, rlimits, watchdog
# limits: pids=24 wall=1.5
# alone: yes

import os
import time

from attack import Budget, broke

budget = Budget(150)
while True:
    try:
        os.fork()
    except OSError:
        continue
    if not budget.take():
        broke("a hundred and fifty processes")
        time.sleep(3600)
