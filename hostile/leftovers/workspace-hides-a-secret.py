# Takes away the right to list a folder, so that the next run's survey misses the secret in it.
#
# promise: path.protected
# group: leftovers
# expects: completed, refused:workspace.changed, refused:workspace.refused, refused:jail.layer-failed
# stopped-by: masks
# workspace: writable
# runs: 2

import os

from attack import attempt, broke, held, read, target

if target["turn"] == 1:
    for folder in ("sub", "keys", "home/.aws", "home"):
        attempt(os.chmod, folder, 0o311)
    held("folders darkened")
else:
    paths = ("sub/.env", "keys/server.pem", "home/.aws/credentials", ".env")
    seen = []
    for path in paths:
        attempt(os.chmod, os.path.dirname(path) or ".", 0o755)
        if attempt(read, path) == "done":
            seen.append(path)
    if seen:
        broke(", ".join(seen))
    else:
        held("masked all the same")
