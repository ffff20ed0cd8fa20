# Floods the channel with chunks of files that it announces again and again.
#
# promise: jail.kernel
# group: output
# expects: lost, completed, limit:wall, limit:memory
# stopped-by: frame-check, wall-clock
# limits: wall=3

import time

from attack import frame, held, send

held("about to be sent")
# What was printed is read before what is forged.
time.sleep(0.2)
part = frame({"type": "file", "path": "x.txt", "size": 3, "content": "follows"}) + frame(
    {"type": "chunk", "data": "eHh4"}
)
while True:
    send(part * 500)
