# Signals to itself, alarms and children's ends arrive.
#
# promise: jail.kernel
# group: innocent
# expects: completed
# stopped-by: none

import os
import signal
import time

from attack import broke, held

got = []
signal.signal(signal.SIGUSR1, lambda *_: got.append("usr1"))
signal.signal(signal.SIGALRM, lambda *_: got.append("alarm"))
signal.setitimer(signal.ITIMER_REAL, 0.05)
os.kill(os.getpid(), signal.SIGUSR1)
time.sleep(0.2)
child = os.fork()
if child == 0:
    signal.pause()
os.kill(child, signal.SIGTERM)
status = os.waitpid(child, 0)[1]
held("signals") if sorted(got) == ["alarm", "usr1"] and os.WTERMSIG(status) == signal.SIGTERM else broke(
    f"{got} {status}"
)
