# Holds as many descriptors, epolls, pseudo-terminals and signals in waiting as it gets, which are memory of the kernel.
#
# promise: limit.memory
# group: memory
# expects: completed
# stopped-by: rlimits, cgroup
# limits: memory=128

import contextlib
import os
import pty
import select
import signal
import threading

from attack import broke, held

counts = {}
kept = []
with contextlib.suppress(OSError):
    for counts["terminals"] in range(1000):
        pty.openpty()
with contextlib.suppress(OSError):
    for counts["epolls"] in range(5000):
        kept.append(select.epoll())
kept.clear()
with contextlib.suppress(OSError):
    for counts["descriptors"] in range(5000):
        os.eventfd(0) if hasattr(os, "eventfd") else os.dup(0)
os.closerange(8, 4096)
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGRTMIN})
with contextlib.suppress(OSError):
    for counts["signals"] in range(5000):
        signal.pthread_kill(threading.get_ident(), signal.SIGRTMIN)
most = {"terminals": 16, "epolls": 256, "descriptors": 256, "signals": 4999}
beyond = {name: count for name, count in counts.items() if count > most[name]}
if beyond:
    broke(str(beyond))
else:
    held(str(counts))
