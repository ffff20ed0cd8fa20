# Makes itself a network: an address, an interface, a tunnel, a route.
#
# promise: net.none
# group: network
# expects: completed
# stopped-by: seccomp, capabilities, mounts, net-namespace

import fcntl
import os
import socket
import struct

from attack import attempt, call, judge

end = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
request = struct.pack("16sH2s4s8s", b"lo", 2, b"", socket.inet_aton("192.0.2.9"), b"")
answers = {
    f"ioctl {number:#x}": attempt(fcntl.ioctl, end, number, request)
    for number in (0x8914, 0x8916, 0x890B, 0x89A0, 0x8924, 0x8946)
}
answers["tunnel"] = attempt(os.open, "/dev/net/tun", os.O_RDWR)
answers["new namespace"] = call("unshare", 0x40000000)
answers["namespace of pid 1"] = attempt(
    lambda: call("setns", os.open("/proc/1/ns/net", os.O_RDONLY), 0) == "done" or 1 / 0
)
answers["bind outside"] = attempt(socket.socket(socket.AF_INET).bind, ("192.0.2.9", 80))
answers["to a device"] = attempt(end.setsockopt, socket.SOL_SOCKET, 25, b"eth0")
answers["mark"] = attempt(end.setsockopt, socket.SOL_SOCKET, 36, 1)
judge(answers)
