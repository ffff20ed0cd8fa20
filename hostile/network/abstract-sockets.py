# Connects to an abstract socket of the host, and to those that desktops have.
#
# promise: net.none
# group: network
# expects: completed
# stopped-by: net-namespace, landlock
# outside: safe

import socket

from attack import attempt, judge, target


def talk(name):
    with socket.socket(socket.AF_UNIX) as end:
        end.settimeout(2)
        end.connect(name)


name = "\0" + target["abstract"]
names = [
    name,
    name.ljust(108, "\0"),
    "\0/tmp/.X11-unix/X0",
    "\0/tmp/.ICE-unix/1",
    "\0/run/systemd/notify",
    "\0/containerd-shim/x",
]
judge({repr(name)[:40]: attempt(talk, name) for name in names})
