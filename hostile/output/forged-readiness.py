# Forges the words of the sealing code: a second readiness, with a host's pid.
#
# promise: jail.kernel
# group: output
# expects: lost
# stopped-by: frame-check

import time

from attack import frame, send, target

send(frame({"type": "ready", "landlockAbi": 99, "pid": target["gateway"]}))
time.sleep(3600)
