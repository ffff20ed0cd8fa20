# Opens more connections at once than a run may have, and floods the proxy with what is no request.
#
# promise: net.none
# group: egress
# expects: completed
# stopped-by: egress-bounds
# network: named

import socket

from attack import RELAY, Budget, broke, held

most = 64
budget = Budget(most + 48)
ends = []
open_ends = 0
while budget.take():
    end = socket.socket()
    end.settimeout(2)
    try:
        end.connect(RELAY)
        end.sendall(b"CONNECT open.example:443 HTTP/1.1\r\nhost: open.example:443\r\n\r\n")
    except OSError:
        break
    ends.append(end)
for end in ends:
    # The first ones have waited for all that comes behind them.
    end.settimeout(1 if open_ends >= most else 5)
    try:
        open_ends += end.recv(64).startswith(b"HTTP/1.1 200")
    except OSError:
        break
for end in ends:
    end.close()
flood = Budget(100)
while flood.take():
    try:
        with socket.create_connection(RELAY, 2) as end:
            end.sendall(b"\x00\xff" * 64)
    except OSError:
        continue
if open_ends > most:
    broke(f"{open_ends} connections at once")
else:
    held(f"{open_ends} connections at once, and no more")
