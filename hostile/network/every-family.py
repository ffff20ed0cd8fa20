# Opens a socket of every address family, type and protocol that might lead out.
#
# promise: net.none
# group: network
# expects: completed
# stopped-by: seccomp
# outside: safe

import socket

from attack import attempt, call, judge

ordinary = {1, 2, 10}
answers = {
    f"family {family}": call("socket", family, kind, 0)
    for family in range(46)
    if family not in ordinary
    for kind in (2, 3)
}
for family in (2, 10):
    answers[f"raw {family}"] = call("socket", family, 3, 1)
    answers[f"ping {family}"] = call("socket", family, 2, 1)
    answers[f"MPTCP {family}"] = call("socket", family, 1, 262)
    answers[f"SCTP {family}"] = call("socket", family, 1, 132)
    answers[f"high word {family}"] = call("socket", 16 | 1 << 32, 3, 0)
answers["packet"] = attempt(socket.socket, 17, socket.SOCK_RAW, 0x0300)
answers["vsock"] = attempt(socket.socket, 40, socket.SOCK_STREAM)
answers["netlink"] = attempt(socket.socket, 16, socket.SOCK_RAW, 0)
answers["alg"] = attempt(socket.socket, 38, socket.SOCK_SEQPACKET)
judge(answers)
