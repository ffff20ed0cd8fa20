# Puts programs into the kernel through a socket's options.
#
# promise: net.none
# group: network
# expects: completed
# stopped-by: seccomp

import ctypes
import socket
import struct

from attack import attempt, judge

end = socket.socket(socket.AF_INET)
datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
# One instruction: let everything through.
instruction = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 0xFFFF))
program = struct.pack("HxxxxxxP", 1, ctypes.addressof(instruction))
judge(
    {
        "filter": attempt(end.setsockopt, socket.SOL_SOCKET, 26, program),
        "filter of datagrams": attempt(datagrams.setsockopt, socket.SOL_SOCKET, 26, program),
        "bpf": attempt(end.setsockopt, socket.SOL_SOCKET, 50, 3),
        "reuseport cbpf": attempt(end.setsockopt, socket.SOL_SOCKET, 51, program),
        "reuseport ebpf": attempt(end.setsockopt, socket.SOL_SOCKET, 52, 3),
        "kernel TLS": attempt(end.setsockopt, socket.IPPROTO_TCP, 31, b"tls"),
    }
)
