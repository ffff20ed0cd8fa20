# Reaches a server of the host, and the gateway's ports, by every spelling of loopback.
#
# promise: net.none
# group: network
# expects: completed
# stopped-by: net-namespace
# outside: safe

import socket

from attack import attempt, judge, target

four = [
    "127.0.0.1",
    "127.1",
    "127.0.0.2",
    "127.255.255.254",
    "0",
    "0.0.0.0",
    "localhost",
    "2130706433",
    "0x7f000001",
    "017700000001",
    "127.0.1",
]
six = [
    "::1",
    "::",
    "::ffff:127.0.0.1",
    "::127.0.0.1",
    "::ffff:7f00:1",
    "localhost",
    "ip6-localhost",
    "::1%lo",
    "0:0:0:0:0:0:0:1",
]


def talk(host, port, kind):
    for family, way, protocol, _, address in socket.getaddrinfo(host, port, 0, kind):
        with socket.socket(family, way, protocol) as end:
            end.settimeout(2)
            end.connect(address)
            end.send(b"x")
            if kind == socket.SOCK_DGRAM:
                end.recv(1)


answers = {}
for port in (target["port"], 3001):
    for host in four + six:
        answers[f"{host} {port}"] = attempt(talk, host, port, socket.SOCK_STREAM)
for host in six:
    answers[f"{host} {target['port6']}"] = attempt(talk, host, target["port6"], socket.SOCK_STREAM)
for host in four:
    answers[f"{host} udp"] = attempt(talk, host, target["udp"], socket.SOCK_DGRAM)
judge(answers)
