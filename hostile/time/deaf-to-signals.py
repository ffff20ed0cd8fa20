# Blocks and ignores every signal, catches every exception, and waits.
#
# promise: limit.cpu
# group: time
# expects: limit:wall
# stopped-by: wall-clock, pid-namespace
# limits: wall=1

import signal
import time

from attack import ignore_signals

ignore_signals()
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
while True:
    try:
        time.sleep(3600)
    except BaseException:
        continue
