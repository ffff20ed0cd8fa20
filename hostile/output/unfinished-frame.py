# Begins a frame and never ends it.
#
# promise: jail.kernel
# group: output
# expects: limit:wall, lost
# stopped-by: frame-check, wall-clock
# limits: wall=1.5

import time

from attack import send

send((500_000).to_bytes(4, "big") + b'{"type": "result", "value": "')
time.sleep(3600)
