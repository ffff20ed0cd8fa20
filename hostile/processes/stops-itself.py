# Stops itself and all its children, so that nothing answers and nothing ends.
#
# promise: jail.once
# group: processes
# expects: limit:wall
# stopped-by: wall-clock, pid-namespace
# limits: wall=1.5

import os
import signal
import time

for _ in range(3):
    if os.fork() == 0:
        os.kill(os.getpid(), signal.SIGSTOP)
        time.sleep(3600)
os.kill(os.getpid(), signal.SIGSTOP)
