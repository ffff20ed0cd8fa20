# Looks for the name of the host, and in the table of mounts for its folders, the gateway's sockets and control groups.
#
# promise: jail.kernel
# group: files
# expects: completed
# stopped-by: mounts, cgroup-namespace, uts-namespace

import contextlib
import os

from attack import broke, held, target

text = ""
for path in (
    "/proc/self/mountinfo",
    "/proc/self/mounts",
    "/proc/self/mountstats",
    "/proc/1/mountinfo",
    "/proc/self/cgroup",
    "/proc/self/maps",
):
    with contextlib.suppress(OSError), open(path, encoding="utf-8", errors="replace") as file:
        text += file.read()
traces = [
    word for word in (target["folder"], "gw-", "/run/gw", "isolated-pymcp", "docker.sock") if word in text
]
if target["host"] != "pymcp" and os.uname().nodename == target["host"]:
    traces.append("its name")
if traces:
    broke(", ".join(traces))
else:
    held("nothing but the Python that it is shown")
