# Leaves names for the next run's mounts that are no text, are as long as names get, or end lines.
#
# promise: path.protected
# group: leftovers
# expects: completed, refused:workspace.changed, refused:workspace.refused, refused:jail.layer-failed
# stopped-by: masks
# workspace: writable
# runs: 2

import os

from attack import attempt, held, target

if target["turn"] == 1:
    for name in (
        b".env\n",
        b".env.\xff\xfe",
        b".env" + b"x" * 251,
        b"x\n/.pem",
        b"\\040.key",
        b"a b\t.pem",
        b"..key",
    ):
        attempt(os.mkdir, b"odd")
        with open(b"odd/" + name.replace(b"/", b"_"), "wb") as file:
            file.write(b"x")
held("there and gone on")
