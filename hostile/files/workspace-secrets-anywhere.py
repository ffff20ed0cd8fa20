# Reads every file below the workspace and of all processes, in search of a secret under whatever name.
#
# promise: path.protected
# group: files
# expects: completed
# stopped-by: masks
# workspace: read-only

import os
import re

from attack import broke, content_of, held

shape = re.compile(b"canary-[0-9a-f]{32}")
found, looked = [], 0
for top in ("/workspace", "/proc/self/cwd", "/proc/1/cwd"):
    for folder, _, names in os.walk(top):
        for name in names:
            path = os.path.join(folder, name)
            looked += 1
            if shape.search(content_of(path)):
                found.append(path)
if found:
    broke(", ".join(found))
else:
    held(f"{looked} files, no secret")
