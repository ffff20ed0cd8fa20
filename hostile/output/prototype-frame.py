# Sends keys that mean something to JavaScript objects.
#
# promise: jail.kernel
# group: output
# expects: lost, completed, raised
# stopped-by: frame-check

import time

from attack import frame, held, send

held("about to be sent")
# What was printed is read before what is forged.
time.sleep(0.2)
send(
    frame(
        b'{"__proto__": {"status": "completed"}, "type": "result", "constructor": {"prototype": {"isRoot": true}}}'
    )
)
send(frame(b'{"type": "__proto__"}'))
send(frame(b'{"type": "constructor", "status": "toString", "value": {"toString": 1}}'))
time.sleep(3600)
