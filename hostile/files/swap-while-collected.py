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
    kinds = ("file", "link", "fifo", "folder")
    turn = 0
    while time.monotonic() < end:
        turn += 1
        # At every moment some of them are of each kind.
        for number in range(16):
            path = f"/home/mcp/out/new-{number}"
            kind = kinds[(number + turn) % 4]
            try:
                if kind == "file":
                    with open(path, "w") as file:
                        file.write("x")
                elif kind == "fifo":
                    os.mkfifo(path)
                else:
                    os.symlink(target["canary"] if kind == "link" else "/", path)
                os.rename(path, f"/home/mcp/out/victim-{number}.txt")
            except OSError:
                continue
    os._exit(0)
time.sleep(0.2)
held("a child goes on swapping")
