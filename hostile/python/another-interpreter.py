# Becomes an interpreter out of memory, which no folder has, and looks whether it has lost its chains.
#
# promise: jail.kernel
# group: python
# expects: completed, lost
# stopped-by: seccomp, landlock, no-new-privs, capabilities

import os
import sys

from attack import held

look = """
import re
with open("/proc/self/status") as file:
    found = dict(re.findall(r"^(CapEff|CapPrm|CapBnd|NoNewPrivs|Seccomp):\\\\s*(\\\\S+)", file.read(), re.M))
sealed = found.pop("NoNewPrivs") == "1" and found.pop("Seccomp") == "2"
sealed = sealed and all(int(word, 16) == 0 for word in found.values())
print("HELD: sealed as before" if sealed else f"BROKE: {found}")
"""
try:
    memory = os.memfd_create("x")
except OSError as error:
    held(f"refused: {error.strerror}")
    sys.exit()
with open(sys.executable, "rb") as file:
    os.sendfile(memory, file.fileno(), 0, 1 << 26)
print("HELD: about to become another", flush=True)
os.execve(memory, ["x", "-c", look.replace("\\\\", "\\")], {})
