# Closes the workspace itself to its owner, so that the next run's survey fails half-way.
#
# promise: path.protected
# group: leftovers
# expects: completed, refused:workspace.refused
# stopped-by: masks
# workspace: writable
# runs: 2

import os

from attack import attempt, broke, held, read, target

if target["turn"] == 1:
    held(f"closed: {attempt(os.chmod, '.', 0o311)}")
else:
    attempt(os.chmod, ".", 0o755)
    seen = [path for path in (".env", "sub/.env", "notes.txt") if attempt(read, path) == "done"]
    if seen:
        broke(", ".join(seen))
    else:
        held("masked all the same")
