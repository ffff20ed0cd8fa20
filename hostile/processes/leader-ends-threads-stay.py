# Ends its first thread by the raw call, so that the process is a zombie whose threads run on.
#
# promise: jail.once
# group: processes
# expects: limit:wall, lost, completed
# stopped-by: wall-clock, pid-namespace
# limits: wall=1.5

import threading
import time

from attack import call


def spin():
    while True:
        time.sleep(0.1)


threading.Thread(target=spin).start()
call("exit", 0)
