# Makes itself the reaper of orphans and leaves with them, its parent-death signals set.
#
# promise: jail.once
# group: processes
# expects: completed
# stopped-by: pid-namespace, cgroup

import ctypes
import os
import signal
import time

from attack import held

libc = ctypes.CDLL(None)
libc.prctl(36, 1)
for _ in range(5):
    if os.fork() == 0:
        libc.prctl(1, int(signal.SIGCONT))
        if os.fork() == 0:
            os.setsid()
            time.sleep(3600)
        os._exit(0)
held("orphans adopted and left")
