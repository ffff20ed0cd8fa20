# Announces sizes that are negative, no number, far too large, or not what follows.
#
# promise: jail.kernel
# group: output
# expects: lost, completed
# stopped-by: frame-check

import time

from attack import frame, held, send

held("about to be sent")
# What was printed is read before what is forged.
time.sleep(0.2)
for size in (-1, 1e308, "7", None, 1 << 62, 2.5, True, [1]):
    send(frame({"type": "file", "path": "x", "size": size, "content": "follows"}))
send(frame({"type": "image", "size": 1 << 40}))
time.sleep(3600)
