# Floods the channel with chunks of files that it announces again and again.
#
# promise: jail.kernel
# group: output
# expects: lost, completed, limit:wall, limit:memory
# stopped-by: frame-check, wall-clock
# limits: wall=3

from attack import frame, send

part = frame({"type": "file", "path": "x.txt", "size": 3, "content": "follows"}) + frame(
    {"type": "chunk", "data": "eHh4"}
)
while True:
    send(part * 500)
