# Leaves FIFOs and sockets with names of secrets, to hang the next run's survey.
#
# promise: jail.once
# group: leftovers
# expects: completed, refused:workspace.changed, refused:workspace.refused, refused:jail.layer-failed
# stopped-by: masks
# workspace: writable
# runs: 2

import os
import socket

from attack import attempt, held, target

if target["turn"] == 1:
    os.makedirs("later", exist_ok=True)
    for name in (".env", "server.pem", ".mcp.json", ".npmrc"):
        attempt(os.mkfifo, f"later/{name}")
    with socket.socket(socket.AF_UNIX) as end:
        attempt(end.bind, "later/id_rsa")
held("there and gone on")
