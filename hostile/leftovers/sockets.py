# Listens on ports and abstract names, and looks for those of a run beside it.
#
# promise: jail.once
# group: leftovers
# expects: completed
# stopped-by: net-namespace, fresh-sandbox
# runs: beside

import socket
import time

from attack import attempt, broke, held, target

name = "\0" + target["mark"]
port = 20_000 + int(target["mark"][-4:], 16) % 20_000


def talk(family, address):
    with socket.socket(family) as end:
        end.settimeout(1)
        end.connect(address)


if target["turn"] == 1:
    servers = [socket.socket(socket.AF_UNIX), socket.create_server(("0.0.0.0", port))]
    servers[0].bind(name)
    servers[0].listen()
    time.sleep(1.5)
    held("listened")
else:
    answers = {
        "abstract": attempt(talk, socket.AF_UNIX, name),
        "port": attempt(talk, socket.AF_INET, ("127.0.0.1", port)),
    }
    if "done" in answers.values():
        broke(str(answers))
    else:
        held(str(answers))
