# Changes everything that a process inherits and the interpreter keeps, and looks for the changes of the run before.
#
# promise: jail.once
# group: leftovers
# expects: completed
# stopped-by: fresh-sandbox
# runs: 2

import builtins
import os
import resource
import signal
import sys

from attack import broke, held, target

mark = target["mark"]
found = []
if mark in os.environ:
    found.append("environment")
if hasattr(builtins, "left") or "left" in sys.modules or hasattr(os, "left"):
    found.append("interpreter")
if os.umask(0o027) != 0o022:
    found.append("umask")
if os.getcwd() != "/home/mcp":
    found.append("working folder")
if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < 100:
    found.append("limits")
if signal.getsignal(signal.SIGUSR1) is not signal.SIG_DFL:
    found.append("signals")
if found:
    broke(", ".join(found))
else:
    os.environ[mark] = "x"
    builtins.left = os.left = sys.modules["left"] = sys
    os.chdir("/tmp")
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    held("nothing of the run before")
