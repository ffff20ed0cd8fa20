# Searches every readable page of its own memory for what the gateway knows.
#
# promise: jail.kernel
# group: files
# expects: completed
# stopped-by: empty-environment
# outside: safe

import contextlib
import re

from attack import broke, held

shape = re.compile(b"canary-" + b"[0-9a-f]{32}")
found = 0
with open("/proc/self/maps", encoding="ascii", errors="replace") as file:
    areas = [line.split() for line in file]
with open("/proc/self/mem", "rb", buffering=0) as memory:
    for area in areas:
        start, end = (int(word, 16) for word in area[0].split("-"))
        if "r" not in area[1] or end - start > 1 << 28:
            continue
        with contextlib.suppress(OSError, ValueError, OverflowError):
            memory.seek(start)
            found += len(shape.findall(memory.read(end - start)))
if found:
    broke(f"a secret of the gateway is in memory, {found} times")
else:
    held("no secret in any page")
