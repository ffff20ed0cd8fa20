# Walks up the frames of the harness for what it knows, and changes what it will do next.
#
# promise: jail.kernel
# group: python
# expects: completed, lost, raised
# stopped-by: empty-environment, frame-check

import sys

from attack import held

frame, seen = sys._getframe(), []
while frame is not None:
    seen.append(frame.f_code.co_name)
    for key, value in list(frame.f_locals.items()):
        if isinstance(value, dict) and key not in ("globals", "f_globals"):
            value.setdefault("exitCode", -7)
        if hasattr(value, "sendall") and hasattr(value, "detach"):
            seen.append(f"channel in {key}")
    frame = frame.f_back
held(f"{len(seen)} frames")
