# Locks the shared library by a daemon that stays, and looks whether the lock of the run before is still held.
#
# promise: jail.once
# group: leftovers
# expects: completed
# stopped-by: pid-namespace, cgroup
# runs: 2

import fcntl
import os
import time

from attack import broke, held

file = os.open(os.__file__, os.O_RDONLY)
end = time.monotonic() + 1
while True:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        is_free = True
    except BlockingIOError:
        is_free = False
    # Of the run before, the last may still be on its way out.
    if is_free or time.monotonic() > end:
        break
    time.sleep(0.05)
if not is_free:
    broke("the run before still holds its lock")
else:
    if os.fork() == 0:
        os.setsid()
        if os.fork() != 0:
            os._exit(0)
        time.sleep(3600)
    held("the lock was free")
