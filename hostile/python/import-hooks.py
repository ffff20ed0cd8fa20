# Hooks every import that the harness still has to make.
#
# promise: jail.kernel
# group: python
# expects: completed, lost, raised
# stopped-by: frame-check

import builtins
import sys
import types

from attack import held

held("hooked")


class Finder:
    def find_spec(self, name, *_):
        raise MemoryError(name)


sys.meta_path.insert(0, Finder())
sys.path_hooks.clear()
for name in (
    "json",
    "struct",
    "linecache",
    "traceback",
    "matplotlib.pyplot",
    "matplotlib",
    "numpy",
    "pandas",
):
    sys.modules[name] = types.ModuleType(name)
builtins.__import__ = lambda *_, **__: 1 / 0
