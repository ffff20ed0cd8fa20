# Connects directly, past the relay, to servers of the host, to the hosts that it may reach, and to nobody's.
#
# promise: net.none
# group: egress
# expects: completed
# stopped-by: net-namespace, seccomp
# network: named

import socket

from attack import attempt, call, judge, target


def talk(family, kind, address):
    with socket.socket(family, kind) as end:
        end.settimeout(2)
        end.connect(address)
        end.send(b"x")
        if kind == socket.SOCK_DGRAM:
            end.recv(1)


tcp, udp = socket.SOCK_STREAM, socket.SOCK_DGRAM
four, six = socket.AF_INET, socket.AF_INET6
port = target["port"]
answers = {
    "v4": attempt(talk, four, tcp, ("127.0.0.1", port)),
    "v6": attempt(talk, six, tcp, ("::1", target["port6"])),
    "mapped": attempt(talk, six, tcp, ("::ffff:127.0.0.1", port)),
    "UDP": attempt(talk, four, udp, ("127.0.0.1", target["udp"])),
    "a host of the rules": attempt(talk, four, tcp, ("93.184.216.34", 443)),
    "a host of the rules by UDP": attempt(talk, four, udp, ("93.184.216.34", 443)),
    "metadata": attempt(talk, four, tcp, ("169.254.169.254", 80)),
    "a name server": attempt(talk, four, udp, ("127.0.0.53", 53)),
    "a name": attempt(socket.getaddrinfo, "open.example", 443),
    "packets": call("socket", 17, 3, 0x0300),
    "raw": call("socket", 2, 3, 1),
    "netlink": call("socket", 16, 3, 0),
    "vsock": call("socket", 40, 1, 0),
}
judge(answers)
