# Aborts, which asks the host for a core dump.
#
# promise: jail.kernel
# group: python
# expects: lost, lost:SIGABRT
# stopped-by: gateway

import os
import resource

from attack import attempt, held

if attempt(resource.setrlimit, resource.RLIMIT_CORE, (resource.RLIM_INFINITY,) * 2) == "done":
    print("BROKE: core dumps are to be had")
else:
    held("no core dump")
os.abort()
