# Listens where the host or another run might come by, and sees whether anybody does.
#
# promise: net.none
# group: network
# expects: completed
# stopped-by: net-namespace

import select
import socket

from attack import broke, held, target

ends = []
for port in (80, 3001, 8080, target["port"], target["visited"]):
    for family, address in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::")):
        try:
            end = socket.socket(family)
            if family == socket.AF_INET6:
                end.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            end.bind((address, port))
            end.listen()
            ends.append(end)
        except OSError:
            continue
ready, _, _ = select.select(ends, [], [], 0.5)
if ready:
    broke("somebody came by")
else:
    held(f"nobody came to {len(ends)} ports")
