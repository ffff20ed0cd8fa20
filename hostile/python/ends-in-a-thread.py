# Ends the process from another thread while the harness writes the result.
#
# promise: jail.kernel
# group: python
# expects: lost, completed
# stopped-by: gateway

import os
import threading
import time

from attack import held


def end():
    time.sleep(0.001)
    os._exit(0)


held("racing")
threading.Thread(target=end, daemon=True).start()
