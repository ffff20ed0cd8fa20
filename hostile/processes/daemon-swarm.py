# Leaves thirty daemons in sessions of their own, with names of kernel threads, that fork on whenever one dies.
#
# promise: jail.once
# group: processes
# expects: completed
# stopped-by: pid-namespace, cgroup

import ctypes
import os
import signal
import time

from attack import held, ignore_signals


def swarm():
    os.setsid()
    ignore_signals()
    # What is ignored here cannot be waited for.
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(15, b"kworker/0:1")
    while True:
        child = os.fork()
        if child == 0:
            time.sleep(0.05)
            os._exit(0)
        os.waitpid(child, 0)


for _ in range(12):
    if os.fork() == 0:
        swarm()
held("a swarm stays behind")
