# Looks for the environment of the gateway in every process and on the stack of its own.
#
# promise: jail.kernel
# group: files
# expects: completed
# stopped-by: pid-namespace, empty-environment, dumpable
# outside: safe

import contextlib
import os

from attack import broke, held, target

name = target["variable"].encode()
seen = []
for pid in os.listdir("/proc"):
    if not pid.isdigit():
        continue
    for part in ("environ", "cmdline"):
        with contextlib.suppress(OSError), open(f"/proc/{pid}/{part}", "rb") as file:
            if name in file.read():
                seen.append(f"{pid}/{part}")
if target["variable"] in os.environ:
    seen.append("os.environ")
if seen:
    broke(", ".join(seen))
else:
    held("nobody's environment has it")
