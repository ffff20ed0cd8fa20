# Makes new namespaces, each of which would give it every capability, and enters those of others.
#
# promise: jail.kernel
# group: kernel
# expects: completed
# stopped-by: seccomp, user-namespace-quota
# outside: safe

import os

from attack import attempt, call, in_child, judge

flags = {
    "user": 0x10000000,
    "mount": 0x20000,
    "pid": 0x20000000,
    "net": 0x40000000,
    "ipc": 0x8000000,
    "uts": 0x4000000,
}
flags.update({"cgroup": 0x2000000, "time": 0x80})
answers = {}
for name, flag in flags.items():
    answers[f"unshare {name}"] = in_child(lambda f=flag: call("unshare", f))
    answers[f"unshare user and {name}"] = in_child(lambda f=flag: call("unshare", f | 0x10000000))
    answers[f"clone {name}"] = in_child(lambda f=flag: call("clone", f | 17, 0, 0, 0, 0))
    answers[f"high word {name}"] = in_child(lambda f=flag: call("clone", f | 17 | 1 << 40, 0, 0, 0, 0))
for kind in ("user", "mnt", "net", "pid"):
    try:
        descriptor = os.open(f"/proc/self/ns/{kind}", os.O_RDONLY)
    except FileNotFoundError:
        # A kernel that does not show them lets nobody enter them.
        continue
    answers[f"setns own {kind}"] = call("setns", descriptor, 0)
    answers[f"owner of {kind}"] = call("ioctl", descriptor, 0xB701, 0)
    answers[f"parent of {kind}"] = call("ioctl", descriptor, 0xB702, 0)
    answers[f"of pid 1, {kind}"] = attempt(os.open, f"/proc/1/ns/{kind}", os.O_RDONLY)
answers["map"] = attempt(lambda: os.open("/proc/self/uid_map", os.O_WRONLY))
judge(answers)
