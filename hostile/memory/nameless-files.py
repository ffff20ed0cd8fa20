# Fills files whose names are gone, so that no walk finds them.
#
# promise: limit.memory
# group: memory
# expects: limit:memory
# stopped-by: cgroup, watchdog, scratch-size
# limits: memory=96 wall=20
# alone: yes

import contextlib
import os
import time

kept = []


def nameless(folder):
    try:
        return os.open(folder, os.O_TMPFILE | os.O_RDWR)
    except OSError:
        # A kernel that has none: the name goes a moment later.
        path = f"{folder}/{len(kept)}"
        made = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR)
        os.unlink(path)
        return made


for folder in ("/dev/shm", "/tmp", "/home/mcp"):
    with contextlib.suppress(OSError):
        for _ in range(16):
            kept.append(nameless(folder))
            os.write(kept[-1], bytes(4 << 20))
time.sleep(3600)
