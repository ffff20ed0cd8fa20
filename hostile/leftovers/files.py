# Leaves files wherever it can write, and looks for those of the run before.
#
# promise: jail.once
# group: leftovers
# expects: completed
# stopped-by: fresh-sandbox, mounts
# runs: 2

import os

from attack import broke, held, target

found = []
for folder in ("/tmp", "/dev/shm", "/home/mcp", "/run", "/dev", "/var/tmp", "/"):
    path = f"{folder}/{target['mark']}"
    if os.path.lexists(path):
        found.append(path)
    try:
        with open(path, "x") as file:
            file.write("left")
    except OSError:
        continue
if found:
    broke(", ".join(found))
else:
    held("nothing of the run before")
