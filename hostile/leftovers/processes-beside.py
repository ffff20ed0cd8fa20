# Looks for the processes, terminals and files of a run beside it.
#
# promise: jail.once
# group: leftovers
# expects: completed
# stopped-by: pid-namespace, fresh-sandbox
# runs: beside

import contextlib
import os
import pty
import time

from attack import broke, held, target

if target["turn"] == 1:
    # Where there are no terminals, there is none to be found.
    with contextlib.suppress(OSError):
        pty.openpty()
    with open(f"/tmp/{target['mark']}", "w") as file:
        file.write("here")
    time.sleep(1.5)
    held("was there")
else:
    ours = {"1", str(os.getpid())}
    found = [pid for pid in os.listdir("/proc") if pid.isdigit() and pid not in ours]
    found += [name for name in os.listdir("/dev/pts") if name != "ptmx"]
    with contextlib.suppress(OSError):
        found.append(os.open("/dev/pts/0", os.O_RDWR))
    if os.path.exists(f"/tmp/{target['mark']}"):
        found.append("a file")
    if found:
        broke(str(found))
    else:
        held("alone")
