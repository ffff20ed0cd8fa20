# Reads the table of mounts for folders of the host, of the gateway's sockets and control groups.
#
# promise: jail.kernel
# group: files
# expects: completed
# stopped-by: mounts

import contextlib

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
if traces:
    broke(", ".join(traces))
else:
    held("nothing but the Python that it is shown")
