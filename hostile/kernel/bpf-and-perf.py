# Loads programs into the kernel and counts what others do.
#
# promise: jail.kernel
# group: kernel
# expects: completed
# stopped-by: seccomp, capabilities

import os
import struct

from attack import attempt, call, judge

event = struct.pack("IIQ", 1, 112, 0).ljust(112, b"\0")
judge(
    {
        "bpf map": call("bpf", 0, bytes(72), 72),
        "bpf program": call("bpf", 5, bytes(128), 128),
        "perf": call("perf_event_open", event, 0, -1, -1, 0),
        "perf of all": call("perf_event_open", event, -1, 0, -1, 0),
        "own filter": call("seccomp", 1, 0, bytes(16)),
        "filter by prctl": call("prctl", 22, 2, bytes(16), 0, 0),
        "listener": call("seccomp", 1, 8, bytes(16)),
        "tracing": attempt(os.open, "/sys/kernel/tracing/trace", os.O_RDONLY),
        "landlock": call("landlock_create_ruleset", None, 0, 1),
        "fanotify": call("fanotify_init", 0, 0),
        "inotify": call("inotify_init1", 0),
        "ldt": call("modify_ldt", 1, bytes(16), 16),
        "vmsplice": call("vmsplice", 1, bytes(16), 1, 0),
    }
)
