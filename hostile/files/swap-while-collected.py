# Swaps files for links and FIFOs while the harness collects what came out.
#
# promise: path.contained
# group: files
# expects: completed, lost, limit:wall
# stopped-by: mounts, landlock, outputs-are-read-inside
# limits: wall=8

import os
import time

from attack import held, target

os.mkdir("/home/mcp/out")
if os.fork() == 0:
    os.setsid()
    end = time.monotonic() + 4
    while time.monotonic() < end:
        for step in ("file", "link", "fifo", "folder"):
            path = f"/home/mcp/out/{step}-new"
            try:
                if step == "file":
                    with open(path, "w") as file:
                        file.write("x")
                elif step == "link":
                    os.symlink(target["canary"], path)
                elif step == "fifo":
                    os.mkfifo(path)
                else:
                    os.symlink("/", path)
                os.rename(path, "/home/mcp/out/victim.txt")
            except OSError:
                continue
    os._exit(0)
time.sleep(0.2)
held("a child goes on swapping")
