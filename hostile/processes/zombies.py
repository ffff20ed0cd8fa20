# Leaves children that nobody waits for and orphans that only pid 1 can reap.
#
# promise: jail.once
# group: processes
# expects: completed
# stopped-by: reaper

import os

from attack import held

for number in range(40):
    if os.fork() == 0:
        if number % 2 and os.fork() == 0:
            os._exit(0)
        os._exit(0)
held("zombies left")
