# Leaves a tree so deep that no path reaches its end, for whoever has to clean up.
#
# promise: jail.once
# group: files
# expects: completed
# stopped-by: mounts

import os

from attack import held

depth = 0
os.chdir("/tmp")
try:
    while depth < 1000:
        os.mkdir("d" * 200)
        os.chdir("d" * 200)
        depth += 1
except OSError:
    pass
os.chdir("/")
held(f"{depth} folders deep")
