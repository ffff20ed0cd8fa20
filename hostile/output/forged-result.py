# Forges its result on the channel, claims that it has ended, and goes on running.
#
# promise: jail.kernel
# group: output
# expects: completed, lost
# stopped-by: gateway

import time

from attack import frame, held, send

held("forged")
# What was printed is read before what is forged.
time.sleep(0.2)
send(
    frame({"type": "result", "status": "completed", "value": "'forged'", "valueCharacters": 8, "exitCode": 0})
)
time.sleep(3600)
