# Looks for a sign that it is root, or somebody of the host.
#
# promise: user.mcp
# group: kernel
# expects: completed
# stopped-by: user-namespace, user-id

import os
import pwd

from attack import broke, held

ids = {*os.getresuid(), *os.getresgid(), *os.getgroups()}
with open("/proc/self/uid_map", encoding="ascii") as file:
    inside, outside, count = (int(word) for word in file.read().split())
problems = []
if 0 in ids:
    problems.append("root inside")
if os.getuid() not in {entry.pw_uid for entry in pwd.getpwall() if entry.pw_name == "mcp"}:
    problems.append("not the user mcp")
if outside == 0 or count != 1:
    problems.append(f"maps {count} ids from {outside}")
if problems:
    broke(", ".join(problems))
else:
    held(f"{inside} and nobody else, ids {sorted(ids)}")
