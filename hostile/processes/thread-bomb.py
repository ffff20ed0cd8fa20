# Starts threads without end.
#
# promise: limit.cpu
# group: processes
# expects: limit:wall, limit:pids, raised
# stopped-by: cgroup, rlimits, watchdog
# limits: pids=24 wall=1.5

import threading
import time

from attack import Budget, broke

budget = Budget(150)
while True:
    try:
        threading.Thread(target=time.sleep, args=(3600,)).start()
    except RuntimeError:
        continue
    if not budget.take():
        broke("a hundred and fifty threads")
        time.sleep(3600)
