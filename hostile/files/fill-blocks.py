# Fills every folder that it can write, to see whether the disk or only its scratch is full.
#
# promise: limit.memory
# group: files
# expects: completed
# stopped-by: scratch-size, cgroup
# limits: memory=400

import os

from attack import broke, held

took = {}
for folder in ("/tmp", "/dev/shm", "/home/mcp"):
    written = 0
    try:
        for number in range(100):
            with open(f"{folder}/{number}", "wb", buffering=0) as file:
                written += file.write(bytes(1 << 20))
    except OSError:
        pass
    took[folder] = written >> 20
    for name in os.listdir(folder):
        if name.isdigit():
            os.unlink(f"{folder}/{name}")
if max(took.values()) > 64:
    broke(f"wrote {took} MB")
else:
    held(f"wrote {took} MB and no more")
