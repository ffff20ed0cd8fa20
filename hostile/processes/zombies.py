# Leaves children that nobody waits for and orphans that only pid 1 can reap.
#
# promise: jail.once
# group: processes
# expects: completed
# stopped-by: reaper

import contextlib
import os
import time

from attack import broke, held

for number in range(40):
    if os.fork() == 0:
        if number % 2 and os.fork() == 0:
            os._exit(0)
        os._exit(0)
time.sleep(0.3)
left = []
for pid in os.listdir("/proc"):
    with contextlib.suppress(OSError):
        if pid.isdigit():
            with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
                fields = file.read().rpartition(") ")[2].split()
            if fields[0] == "Z" and int(fields[1]) == os.getppid():
                left.append(pid)
if left:
    broke(f"pid 1 does not reap: {len(left)} zombies")
else:
    held("zombies left")
