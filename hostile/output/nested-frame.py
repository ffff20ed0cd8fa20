# Sends JSON nested so deep that a parser without bounds runs out of stack.
#
# promise: jail.kernel
# group: output
# expects: lost
# stopped-by: frame-check

import time

from attack import frame, send

send(frame(b'{"type": "result", "value": ' + b"[" * 400_000 + b"]" * 400_000 + b"}"))
time.sleep(3600)
