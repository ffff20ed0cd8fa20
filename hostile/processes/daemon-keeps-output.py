# Leaves a double-forked daemon that ignores every signal and holds the output open.
#
# promise: jail.once
# group: processes
# expects: completed
# stopped-by: pid-namespace, cgroup

import os
import time

from attack import held, ignore_signals

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        ignore_signals()
        os.setsid() if os.getsid(0) == os.getpid() else None
        while True:
            time.sleep(3600)
    os._exit(0)
os.wait()
held("a daemon stays behind")
