# Moves folders and puts links in their places while another sandbox of the workspace is born.
#
# promise: path.contained
# group: files
# expects: completed, refused:workspace.changed
# stopped-by: masks, mounts
# workspace: writable
# runs: beside
# limits: wall=8

import os
import re
import time

from attack import attempt, broke, content_of, held, target

if target["turn"] == 1:
    end = time.monotonic() + 1.5
    while time.monotonic() < end:
        for one, other in (
            ("sub", "x"),
            ("a/b", "c/b"),
            ("c", "y"),
            ("y", "c"),
            ("x", "sub"),
            ("c/b", "a/b"),
        ):
            attempt(os.rename, one, other)
        attempt(os.rename, "c", "c2")
        attempt(os.symlink, "../..", "c")
        attempt(os.unlink, "c")
        attempt(os.rename, "c2", "c")
    held("moved for a while")
else:
    shape = re.compile(b"canary-[0-9a-f]{32}")
    found = []
    for folder, _, names in os.walk("/workspace", followlinks=False):
        for path in (os.path.join(folder, name) for name in names):
            if shape.search(content_of(path)):
                found.append(path)
    if found:
        broke(", ".join(found))
    else:
        held("no mask was moved off its secret")
