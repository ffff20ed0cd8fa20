# Writes kernel settings: core pattern, modprobe path, sysrq, user maps, cgroups, security labels.
#
# promise: jail.kernel
# group: kernel
# expects: completed
# stopped-by: mounts, landlock, user-id

import os

from attack import attempt, judge

paths = [
    "/proc/sys/kernel/core_pattern",
    "/proc/sys/kernel/modprobe",
    "/proc/sysrq-trigger",
    "/proc/sys/user/max_user_namespaces",
]
paths += [
    "/sys/kernel/uevent_helper",
    "/sys/fs/cgroup/cgroup.procs",
    "/sys/fs/cgroup/memory/release_agent",
    "/run/gw/cg/memory/cgroup.procs",
]
paths += [
    f"/proc/{pid}/{part}"
    for pid in ("self", "1")
    for part in ("uid_map", "gid_map", "attr/exec", "attr/current", "loginuid")
]
answers = {}
for path in paths:
    answers[path] = attempt(lambda p=path: os.close(os.open(p, os.O_WRONLY)))
judge(answers)
