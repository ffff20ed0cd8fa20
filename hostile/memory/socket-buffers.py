# Fills the buffers of sockets that it sends to itself and closes.
#
# promise: limit.memory
# group: memory
# expects: limit:memory, raised, completed
# stopped-by: cgroup, watchdog, rlimits
# limits: memory=64 wall=20
# alone: yes

import array
import contextlib
import socket

from attack import held

kept = []
with contextlib.suppress(OSError):
    while len(kept) < 2000:
        one, other = socket.socketpair()
        for end in (one, other):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
            end.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                while True:
                    end.send(bytes(32768))
        carrier, far = socket.socketpair()
        packed = array.array("i", [one.fileno(), other.fileno()])
        carrier.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, packed)])
        one.close()
        other.close()
        kept.append((carrier, far))
held(f"the kernel gave up at {len(kept)}")
