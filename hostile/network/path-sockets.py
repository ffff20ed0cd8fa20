# Connects to sockets of the host by their paths, the gateway's own among them.
#
# promise: net.none
# group: network
# expects: completed
# stopped-by: mounts
# outside: safe

import glob
import os
import socket

from attack import attempt, judge, target


def talk(path, kind=socket.SOCK_STREAM):
    with socket.socket(socket.AF_UNIX, kind) as end:
        end.settimeout(2)
        end.connect(path)


paths = [
    target["socket"],
    "/run/gw/sock",
    "/.old/run/gw/sock",
    "/proc/1/root/run/gw/sock",
    "/run/docker.sock",
    "/var/run/docker.sock",
]
paths += [
    "/run/dbus/system_bus_socket",
    f"/run/user/{os.getuid()}/bus",
    "/run/systemd/notify",
    "/dev/log",
    "/tmp/.X11-unix/X0",
]
paths += glob.glob("/run/**/*sock*", recursive=True) + glob.glob("/tmp/**/*sock*", recursive=True)
judge({path: attempt(talk, path) for path in paths})
