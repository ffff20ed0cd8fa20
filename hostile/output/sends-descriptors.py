# Sends the gateway descriptors without end, over the channel and over its output.
#
# promise: jail.kernel
# group: output
# expects: lost, completed, limit:wall
# stopped-by: gateway, frame-check
# limits: wall=3

import array
import contextlib
import os
import socket

from attack import held

held("sending")
gifts = array.array("i", [os.open("/dev/null", os.O_RDONLY) for _ in range(100)])
for number in (1, 2, 3):
    end = socket.socket(fileno=os.dup(number))
    end.setblocking(False)
    with contextlib.suppress(OSError):
        for _ in range(50):
            end.sendmsg([b"\n"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, gifts)])
