# Climbs out by .., by /proc/*/root and by every working folder that it can enter.
#
# promise: jail.kernel
# group: files
# expects: completed
# stopped-by: mounts
# outside: safe

import os

from attack import attempt, judge, read, target

canary = target["canary"]
starts = [
    "/..",
    "/../../../..",
    "/proc/self/root",
    "/proc/1/root",
    "/proc/1/cwd",
    "/proc/self/cwd/../../../..",
    "/.old",
]
starts += [f"/proc/{pid}/root" for pid in os.listdir("/proc") if pid.isdigit()]
judge({start: attempt(read, start + canary) for start in starts})
