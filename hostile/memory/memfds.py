# Fills memory files that are in no folder.
#
# promise: limit.memory
# group: memory
# expects: limit:memory, completed
# stopped-by: cgroup, watchdog
# limits: memory=96 wall=20
# alone: yes

import os
import sys
import time

from attack import held

kept = []
for _ in range(60):
    try:
        kept.append(os.memfd_create("x"))
    except OSError as error:
        # Where nobody could count them there are none at all.
        held(f"refused: {error.strerror}")
        sys.exit()
    os.write(kept[-1], bytes(8 << 20))
time.sleep(3600)
