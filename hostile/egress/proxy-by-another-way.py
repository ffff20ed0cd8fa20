# Comes to the proxy around the relay: by the path of its socket, by abstract names, by descriptors that were left open.
#
# promise: net.none
# group: egress
# expects: completed
# stopped-by: way-out, run-token
# network: named

import glob
import os
import socket

from attack import attempt, judge, talk

paths = [
    "/run/gw/egress.sock",
    "/run/pymcp/egress.sock",
    "/.old/run/gw/egress.sock",
    "/proc/1/root/run/gw/egress.sock",
]
paths += [
    "/proc/2/root/run/gw/egress.sock",
    "/proc/3/fd/3",
    "/proc/1/fd/8",
    "\0egress.sock",
    "\0/run/gw/egress.sock",
]
paths += glob.glob("/run/**/*.sock", recursive=True) + glob.glob("/tmp/**/*.sock", recursive=True)
paths += [f"/proc/self/fd/{number}" for number in range(64)]
request = "GET http://open.example/ HTTP/1.1\r\nhost: open.example\r\nconnection: close"


def reach(path):
    with socket.socket(socket.AF_UNIX) as end:
        end.settimeout(2)
        end.connect(path)
        if not talk(end, b"A" * 43 + b"\n" + request.encode()).startswith(b"HTTP/1."):
            raise PermissionError(1, "no word")


judge(
    {
        path: attempt(reach, path)
        for path in paths
        if os.path.lexists(path) or path.startswith(("\0", "/run/gw"))
    }
)
