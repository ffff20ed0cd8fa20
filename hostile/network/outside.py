# Connects to addresses outside, to those of metadata services, of gateways and of everybody.
#
# promise: net.none
# group: network
# expects: completed
# stopped-by: net-namespace

import socket

from attack import attempt, judge


def talk(family, kind, address):
    with socket.socket(family, kind) as end:
        end.settimeout(2)
        end.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        end.connect(address)
        end.send(b"x")


four = [
    "192.0.2.1",
    "10.0.0.1",
    "172.17.0.1",
    "192.168.0.1",
    "169.254.169.254",
    "100.100.100.200",
    "224.0.0.1",
    "255.255.255.255",
]
six = ["2001:db8::1", "fd00:ec2::254", "fe80::1", "ff02::1", "::ffff:192.0.2.1", "64:ff9b::192.0.2.1"]
answers = {}
for address in four:
    answers[address] = attempt(talk, socket.AF_INET, socket.SOCK_STREAM, (address, 80))
    answers[address + " udp"] = attempt(talk, socket.AF_INET, socket.SOCK_DGRAM, (address, 53))
for address in six:
    answers[address] = attempt(talk, socket.AF_INET6, socket.SOCK_STREAM, (address, 80, 0, 1))
    if address == "fe80::1" and socket.if_indextoname(1) == "lo":
        # A datagram to a neighbour on loopback is one to nobody, whoever takes it.
        continue
    answers[address + " udp"] = attempt(talk, socket.AF_INET6, socket.SOCK_DGRAM, (address, 53, 0, 1))
judge(answers)
