# Makes empty files without end: each costs memory of the kernel that no byte count sees.
#
# promise: limit.memory
# group: files
# expects: completed
# stopped-by: scratch-size, cgroup
# limits: wall=30

import os

from attack import broke, held

made = {}
for folder in ("/tmp", "/dev/shm", "/home/mcp"):
    count = 0
    try:
        while count < 20_000:
            os.mkdir(f"{folder}/{count}")
            count += 1
    except OSError:
        pass
    made[folder] = count
if max(made.values()) > 4096:
    broke(f"made {made}")
else:
    held(f"made {made} and no more")
