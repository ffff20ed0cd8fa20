# Shuts the channel down both ways, peeks for what is meant for others, and connects it elsewhere.
#
# promise: jail.kernel
# group: output
# expects: completed, lost, limit:wall
# stopped-by: gateway
# limits: wall=2

import contextlib
import os
import socket

from attack import held, target

held("tried")
end = socket.socket(fileno=os.dup(3))
end.setblocking(False)
for work in (
    lambda: end.recv(1 << 20, socket.MSG_PEEK),
    lambda: end.connect(target["socket"]),
    lambda: end.connect("/run/gw/sock"),
    lambda: end.bind("/tmp/gateway"),
    lambda: end.listen(),
    lambda: end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1),
    lambda: end.shutdown(socket.SHUT_RDWR),
):
    with contextlib.suppress(OSError):
        work()
