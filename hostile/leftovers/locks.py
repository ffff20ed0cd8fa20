# Locks the shared library by a daemon that stays, and looks whether the lock of the run before is still held.
#
# promise: jail.once
# group: leftovers
# expects: completed
# stopped-by: pid-namespace, reaper
# runs: 2

import fcntl
import os
import time

from attack import broke, held

file = os.open(os.__file__, os.O_RDONLY)
try:
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    broke("the run before still holds its lock")
else:
    if os.fork() == 0:
        os.setsid()
        if os.fork() != 0:
            os._exit(0)
        time.sleep(3600)
    held("the lock was free")
