# Says that it has completed, and ends by a signal in the same moment.
#
# promise: jail.kernel
# group: output
# expects: lost, completed
# stopped-by: gateway

import os
import signal
import time

from attack import frame, held, send

held("about to end")
# What was printed is read before what is forged.
time.sleep(0.2)
send(frame({"type": "result", "status": "completed", "value": "1", "valueCharacters": 1, "exitCode": 0}))
os.kill(os.getpid(), signal.SIGKILL)
