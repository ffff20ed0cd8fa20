# Renames the machine and looks for the name that the run before gave it.
#
# promise: jail.once
# group: leftovers
# expects: completed
# stopped-by: seccomp, capabilities
# runs: 2

import socket

from attack import broke, call, held, target

if (
    socket.gethostname() == target["mark"]
    or call("sethostname", target["mark"].encode(), len(target["mark"])) == "done"
):
    broke("renamed")
else:
    held(f"still {socket.gethostname()}")
