# Answers, and leaves a daemon that goes on writing to the channel and the output.
#
# promise: jail.once
# group: processes
# expects: completed, lost
# stopped-by: pid-namespace, cgroup

import os
import time

from attack import frame, held, send

held("a daemon goes on writing")
# What was printed is read before what is forged.
time.sleep(0.2)
if os.fork() == 0:
    os.setsid()
    while True:
        try:
            os.write(1, b"late ")
            send(frame({"type": "result", "status": "completed", "value": "late", "valueCharacters": 4}))
        except OSError:
            # Nobody reads any more. It stays.
            time.sleep(0.05)
