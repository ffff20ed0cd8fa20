# Answers, and leaves a daemon that goes on writing to the channel and the output.
#
# promise: jail.once
# group: processes
# expects: completed, lost
# stopped-by: reaper, pid-namespace, frame-check

import contextlib
import os

from attack import frame, held, send

if os.fork() == 0:
    os.setsid()
    with contextlib.suppress(OSError):
        while True:
            os.write(1, b"late ")
            send(frame({"type": "result", "status": "completed", "value": "late", "valueCharacters": 4}))
held("a daemon goes on writing")
