# Sends SIGKILL to every process that it can name, and to all at once.
#
# promise: jail.kernel
# group: processes
# expects: lost, completed
# stopped-by: pid-namespace

import contextlib
import os
import signal

from attack import held, target

own = os.getpid()
for pid in [target["gateway"], os.getppid(), 1, *range(3, 5000)]:
    if pid != own:
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(OSError):
            os.killpg(pid, signal.SIGKILL)
held("nobody of the host was there to be killed")
with contextlib.suppress(OSError):
    os.kill(-1, signal.SIGKILL)
