# Looks for the secret that its run may use: in its environment, its memory, every file and process.
#
# promise: secret.unseen
# group: egress
# expects: completed
# stopped-by: placeholders
# network: named

import os
import re

from attack import ask, broke, held

# As every secret of this corpus is written.
shape = re.compile(rb"canary-[0-9a-f]{32}")
# It was used before somebody looks.
ask("key.example", "/key", f"authorization: Bearer {os.environ['STAGE_KEY']}")
found = []


def look(place, data):
    if shape.search(data):
        found.append(place)


def read(path, size=1 << 20):
    try:
        with open(path, "rb") as file:
            return file.read(size)
    except OSError:
        return b""


for number in filter(str.isdigit, os.listdir("/proc")):
    for name in ("environ", "cmdline", "status"):
        look(f"{name} of {number}", read(f"/proc/{number}/{name}"))
for top in ("/home/mcp", "/tmp", "/run", "/dev/shm"):
    for folder, _, names in os.walk(top):
        for name in names:
            look(os.path.join(folder, name), read(os.path.join(folder, name)))
with (
    open("/proc/self/maps", encoding="ascii", errors="replace") as maps,
    open("/proc/self/mem", "rb") as memory,
):
    for line in maps:
        start, end = (int(word, 16) for word in line.split()[0].split("-"))
        if " rw" in line and end - start < 1 << 26:
            try:
                memory.seek(start)
                look(f"memory at {start:x}", memory.read(end - start))
            except (OSError, ValueError, OverflowError):
                continue
if found:
    broke(", ".join(found[:5]))
else:
    held("there is a placeholder and no more")
