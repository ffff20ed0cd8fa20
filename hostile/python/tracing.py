# Traces the harness and jumps about in it.
#
# promise: jail.kernel
# group: python
# expects: completed, lost, raised, limit:wall
# stopped-by: gateway, frame-check
# limits: wall=3

import sys
import threading

from attack import held

held("tracing")


def trace(frame, event, _):
    if "pymcp_guest" in frame.f_code.co_filename and event == "line":
        frame.f_locals.clear()
        raise SystemExit(0)
    return trace


threading.settrace(trace)
sys.settrace(trace)
caller = sys._getframe()
while caller is not None:
    caller.f_trace = trace
    caller = caller.f_back
