# Stops, kills and confuses pid 1 of the jail, its parent, by every call that sends a signal.
#
# promise: jail.once
# group: processes
# expects: completed
# stopped-by: pid-namespace

import os
import signal

from attack import attempt, broke, call, held

parent = os.getppid()
ways = []
for number in (
    signal.SIGKILL,
    signal.SIGSTOP,
    signal.SIGTERM,
    signal.SIGCHLD,
    signal.SIGHUP,
    signal.SIGINT,
    signal.SIGSEGV,
    34,
    64,
):
    for pid in {1, parent}:
        ways.append(attempt(os.kill, pid, number))
        ways.append(call("rt_sigqueueinfo", pid, int(number), bytes(128)))
        try:
            descriptor = os.pidfd_open(pid)
        except OSError:
            continue
        ways.append(call("pidfd_send_signal", descriptor, int(number), None, 0))
        os.close(descriptor)
try:
    with open("/proc/1/stat", encoding="ascii") as file:
        state = file.read().rpartition(") ")[2].split()[0]
except PermissionError:
    state = "that is not shown"
if os.getppid() != parent:
    broke("the parent has gone")
else:
    held(f"pid 1 lives on, in state {state}, after {len(ways)} signals")
