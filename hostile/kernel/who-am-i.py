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
    maps = [[int(word) for word in line.split()] for line in file]
problems = []
if 0 in ids:
    problems.append("root inside")
if os.getuid() not in {entry.pw_uid for entry in pwd.getpwall() if entry.pw_name == "mcp"}:
    problems.append("not the user mcp")
# One is it, and one may be nobody: some engines demand that there be a root.
if len(maps) > 2:
    problems.append(f"maps {len(maps)} ranges of ids")
for inside, outside, count in maps:
    # The namespace around this one may have a root of its own, who is not whom the host's devices belong to.
    if count != 1 or (outside == 0 and os.stat("/dev/null").st_uid == inside):
        problems.append(f"maps {count} ids from {outside}")
if problems:
    broke(", ".join(problems))
else:
    held(f"{os.getuid()} and nobody else, ids {sorted(ids)}")
