# Takes the token of the network or the socket of the proxy out of the relay, which alone has them.
#
# promise: net.none
# group: egress
# expects: completed
# stopped-by: dumpable, seccomp
# network: named

import ctypes
import os

from attack import attempt, call, judge, read

relay = 3
buffer = ctypes.create_string_buffer(64)
vector = (ctypes.c_void_p * 2)(ctypes.addressof(buffer), 64)
answers = {
    f"read {name}": attempt(read, f"/proc/{relay}/{name}")
    for name in ("mem", "maps", "environ", "auxv", "syscall")
}
for name in ("fd/3", "fd/4", "cwd", "exe", "root"):
    answers[f"follow {name}"] = attempt(os.readlink, f"/proc/{relay}/{name}")
answers["open its socket"] = attempt(os.open, f"/proc/{relay}/fd/3", 0o10000000)
# PTRACE_SEIZE, PTRACE_ATTACH: without waiting for anything of it.
answers["seize"] = call("ptrace", 0x4206, relay, 0, 0)
answers["attach"] = call("ptrace", 16, relay, 0, 0)
answers["read its memory"] = call("process_vm_readv", relay, vector, 1, vector, 1, 0)
descriptor = attempt(os.pidfd_open, relay)
answers["take a descriptor"] = call("pidfd_getfd", 3, 3, 0) if descriptor == "done" else descriptor
answers["compare with it"] = call("kcmp", os.getpid(), relay, 0, 3, 3)
judge(answers)
