# Looks for a descriptor that somebody left open and climbs from it to the host.
#
# promise: jail.kernel
# group: files
# expects: completed
# stopped-by: descriptors, mounts

import os

from attack import attempt, judge, read, target

answers = {}
for number in range(1024):
    try:
        os.fstat(number)
    except OSError:
        continue
    for way in (f"/proc/self/fd/{number}/..", f"/dev/fd/{number}/../../../.."):
        answers[way] = attempt(read, way + target["canary"])
    answers[f"openat {number}"] = attempt(
        lambda fd=number: os.open("../../../.." + target["canary"], os.O_RDONLY, dir_fd=fd)
    )
judge(answers)
