# Forks daemons, each in a session of its own, whose parents are gone.
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

budget = Budget(20_000)
while budget.take():
    try:
        if os.fork() == 0:
            os.setsid()
            if os.fork() != 0:
                os._exit(0)
    except OSError:
        continue
    if sum(name.isdigit() for name in os.listdir("/proc")) > 150:
        broke("a hundred and fifty daemons")
        time.sleep(3600)
time.sleep(3600)
