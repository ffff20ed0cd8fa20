# Resolves names, those of the host and of cloud services among them.
#
# promise: net.none
# group: network
# expects: completed
# stopped-by: net-namespace, mounts

import socket

from attack import attempt, judge

names = [
    "example.com",
    "metadata.google.internal",
    "host.docker.internal",
    "gateway.docker.internal",
    "wpad",
    socket.gethostname() + ".",
]
judge({name: attempt(socket.getaddrinfo, name, 80) for name in names})
