# Replaces every function of the harness that it can find by one that lies.
#
# promise: jail.kernel
# group: python
# expects: completed, lost, raised
# stopped-by: gateway

import gc
import sys
import types

from attack import held

held("replaced")


def lie(*_, **__):
    return {"type": "result", "status": "completed", "value": "lie", "valueCharacters": -1, "exitCode": 0}


for name, module in list(sys.modules.items()):
    if name.startswith("pymcp_guest"):
        for key, value in list(vars(module).items()):
            if isinstance(value, types.FunctionType) and value is not lie:
                setattr(module, key, lie)
for function in gc.get_objects():
    if isinstance(function, types.FunctionType) and function.__module__.startswith("pymcp_guest"):
        function.__code__ = lie.__code__
