# Looks for a thread or a child without a filter: each has one of its own.
#
# promise: jail.kernel
# group: kernel
# expects: completed
# stopped-by: seccomp, no-new-privs, capabilities

import contextlib
import os
import subprocess
import sys
import threading

from attack import broke, call, held

answers = []


def work():
    answers.append(call("unshare", 0x10000000))
    with open("/proc/thread-self/status", encoding="ascii", errors="replace") as file:
        answers.append("EPERM" if "Seccomp:\t2" in file.read() else "done")


threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
code = "import sys; sys.path.insert(0, '/home/mcp'); from attack import call; print(call('unshare', 1 << 28))"
answers.append(
    subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False).stdout.strip()
)
for pid in os.listdir("/proc"):
    with contextlib.suppress(OSError):
        if pid.isdigit():
            for task in os.listdir(f"/proc/{pid}/task"):
                with open(f"/proc/{pid}/task/{task}/status", encoding="ascii", errors="replace") as file:
                    answers.append("EPERM" if "Seccomp:\t2" in file.read() else "done")
if set(answers) == {"EPERM"}:
    held(f"{len(answers)} looked at, all sealed")
else:
    broke(str(answers))
