# Loops in finalizers and hooks while the harness ends the program.
#
# promise: limit.cpu
# group: time
# expects: limit:wall, limit:cpu, completed
# stopped-by: wall-clock, rlimits
# limits: wall=1

import sys
import threading

from attack import held


class Late:
    def __del__(self):
        while True:
            pass


def hook(*_):
    while True:
        pass


sys.excepthook = hook
threading.excepthook = hook
late = Late()
late.self = late
held("finalizers are set")
threading.Thread(target=lambda: 1 / 0).start()
raise SystemExit(late.__dict__)
