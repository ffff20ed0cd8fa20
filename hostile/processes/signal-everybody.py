# Sends SIGKILL to every process that it can name, and to all at once.
#
# promise: jail.kernel
# group: processes
# expects: lost, completed
# stopped-by: pid-namespace

import os
import signal

from attack import attempt, broke, held, target

own = (os.getpid(), 1)
pids = [target["gateway"], os.getppid(), *range(2, 5000)]
# Signal 0 asks whether it could be sent: nobody is hurt where there is somebody.
found = [
    pid for pid in pids if pid not in own and "done" in (attempt(os.kill, pid, 0), attempt(os.killpg, pid, 0))
]
if found or attempt(os.kill, -1, 0) == "done":
    broke(f"could signal {found[:5]}")
else:
    held("nobody of the host is there to be killed")
    attempt(os.kill, -1, signal.SIGKILL)
