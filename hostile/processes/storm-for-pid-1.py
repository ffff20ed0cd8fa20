# Ends while eight families keep making orphans that only pid 1 can reap, so that it never comes to its own end.
#
# promise: jail.once
# group: processes
# expects: completed
# stopped-by: pid-namespace, cgroup
# limits: wall=8

import os
import signal
import time

from attack import held, ignore_signals

for _ in range(8):
    if os.fork() == 0:
        os.setsid()
        ignore_signals()
        # What is ignored here cannot be waited for.
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        end = time.monotonic() + 20
        while time.monotonic() < end:
            try:
                child = os.fork()
            except OSError:
                continue
            if child == 0:
                if os.fork() == 0:
                    os._exit(0)
                os._exit(0)
            os.waitpid(child, 0)
        os._exit(0)
time.sleep(0.3)
held("the storm goes on")
